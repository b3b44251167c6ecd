"""What each measure of who talks to whom is called, as NodeXL calls it, and what it counts."""

from __future__ import annotations

from board_qa.domain.listening.conversation import Measures
from board_qa.phrases.listening import Said

MEASURES: tuple[Said[Measures], ...] = (
    Said(
        "vertices",
        "Vertices",
        "Accounts that posted, were answered, mentioned or quoted.",
        lambda told: told.vertices,
    ),
    Said(
        "unique_edges",
        "Unique edges",
        "Ties from one account to another that one post alone made. A post ties its author to each account that it "
        "answers, mentions or quotes, and to itself where it does none of these.",
        lambda told: told.unique_edges,
    ),
    Said(
        "edges_with_duplicates",
        "Edges with duplicates",
        "Ties between two accounts, the same way round, that several posts made: each is counted.",
        lambda told: told.edges_with_duplicates,
    ),
    Said("self_loops", "Self-loops", "Ties of an account to itself.", lambda told: told.self_loops),
    Said(
        "reciprocated",
        "Reciprocated vertex pair ratio",
        "Of the pairs that are tied, the share in which each named the other.",
        lambda told: told.reciprocated,
    ),
    Said(
        "components",
        "Connected components",
        "Parts with no tie from one to another.",
        lambda told: told.components,
    ),
    Said(
        "single_vertices",
        "Single-vertex connected components",
        "Accounts that talked with nobody.",
        lambda told: told.single_vertices,
    ),
    Said(
        "largest_component",
        "Maximum vertices in a connected component",
        "Accounts in the largest part.",
        lambda told: told.largest_component,
    ),
    Said(
        "diameter",
        "Maximum geodesic distance (diameter)",
        "The most steps that the shortest way between two accounts has, along ties in either direction.",
        lambda told: told.diameter,
    ),
    Said(
        "mean_distance",
        "Average geodesic distance",
        "The steps of the shortest way, on average over all pairs that a way joins.",
        lambda told: told.mean_distance,
    ),
    Said(
        "density",
        "Graph density",
        "Ties as a share of all that there could be, each way round and counted once.",
        lambda told: told.density,
    ),
    Said(
        "modularity",
        "Modularity",
        "How much more the groups talk among themselves than chance would have it: 0 is not at all, 1 is the most.",
        lambda told: told.modularity,
    ),
    Said(
        "groups",
        "Groups",
        "Found by the method of Clauset, Newman and Moore.",
        lambda told: told.groups,
    ),
)
