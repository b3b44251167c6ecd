"""What each measure of who talks to whom is called, as NodeXL calls it, and what it counts."""

from __future__ import annotations

from board_qa.domain.listening.conversation import Measures
from board_qa.domain.text.saying import gettext_noop
from board_qa.phrases.listening import Said

MEASURES: tuple[Said[Measures], ...] = (
    Said(
        "vertices",
        gettext_noop("Vertices"),
        gettext_noop("Accounts that posted, were answered, mentioned or quoted."),
        lambda told: told.vertices,
    ),
    Said(
        "unique_edges",
        gettext_noop("Unique edges"),
        gettext_noop(
            "Ties from one account to another that one post alone made. A post ties its author to each account that it "
            "answers, mentions or quotes, and to itself where it does none of these."
        ),
        lambda told: told.unique_edges,
    ),
    Said(
        "edges_with_duplicates",
        gettext_noop("Edges with duplicates"),
        gettext_noop("Ties between two accounts, the same way round, that several posts made: each is counted."),
        lambda told: told.edges_with_duplicates,
    ),
    Said(
        "self_loops",
        gettext_noop("Self-loops"),
        gettext_noop("Ties of an account to itself."),
        lambda told: told.self_loops,
    ),
    Said(
        "reciprocated",
        gettext_noop("Reciprocated vertex pair ratio"),
        gettext_noop("Of the pairs that are tied, the share in which each named the other."),
        lambda told: told.reciprocated,
    ),
    Said(
        "components",
        gettext_noop("Connected components"),
        gettext_noop("Parts with no tie from one to another."),
        lambda told: told.components,
    ),
    Said(
        "single_vertices",
        gettext_noop("Single-vertex connected components"),
        gettext_noop("Accounts that talked with nobody."),
        lambda told: told.single_vertices,
    ),
    Said(
        "largest_component",
        gettext_noop("Maximum vertices in a connected component"),
        gettext_noop("Accounts in the largest part."),
        lambda told: told.largest_component,
    ),
    Said(
        "diameter",
        gettext_noop("Maximum geodesic distance (diameter)"),
        gettext_noop("The most steps that the shortest way between two accounts has, along ties in either direction."),
        lambda told: told.diameter,
    ),
    Said(
        "mean_distance",
        gettext_noop("Average geodesic distance"),
        gettext_noop("The steps of the shortest way, on average over all pairs that a way joins."),
        lambda told: told.mean_distance,
    ),
    Said(
        "density",
        gettext_noop("Graph density"),
        gettext_noop("Ties as a share of all that there could be, each way round and counted once."),
        lambda told: told.density,
    ),
    Said(
        "modularity",
        gettext_noop("Modularity"),
        gettext_noop(
            "How much more the groups talk among themselves than chance would have it: 0 is not at all, 1 is the most."
        ),
        lambda told: told.modularity,
    ),
    Said(
        "groups",
        gettext_noop("Groups"),
        gettext_noop("Found by the method of Clauset, Newman and Moore."),
        lambda told: told.groups,
    ),
)
