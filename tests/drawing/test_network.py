"""Who talks to whom as NodeXL measures it: worked out by hand, beside networkx, and as files that others open."""

from __future__ import annotations

from dataclasses import asdict
from io import BytesIO
from pathlib import Path

import igraph
import networkx as nx
import pytest

from board_qa.domain.listening.conversation import Talker
from board_qa.drawing import network_files
from board_qa.drawing.network import DRAWN, distances, grouped, worked_out

# Two triangles, joined by one tie; an account that only posted; and two that wrote to each other twice.
TIES = [(0, 1), (1, 2), (2, 0), (0, 3), (3, 4), (4, 5), (5, 3), (6, 6), (7, 8), (7, 8), (8, 7)]


def test_each_measure_is_as_worked_out_by_hand() -> None:
    told = worked_out(9, TIES)
    measures = told["measures"]

    assert measures["vertices"] == 9
    assert (measures["unique_edges"], measures["edges_with_duplicates"], measures["self_loops"]) == (9, 2, 1)
    assert measures["reciprocated"] == pytest.approx(1 / 8)
    assert (measures["components"], measures["single_vertices"], measures["largest_component"]) == (3, 1, 6)
    assert measures["diameter"] == 3
    # Of 15 pairs among the six 7 are tied, 4 two steps apart and 4 three; of the two by themselves one is.
    assert measures["mean_distance"] == pytest.approx((7 + 4 * 2 + 4 * 3 + 1) / 16)
    assert measures["density"] == pytest.approx(9 / 72)
    assert measures["groups"] == 4
    # 8 pairs: of each triangle 3 with 7 ends, of the two by themselves 1 with 2.
    assert measures["modularity"] == pytest.approx(2 * (3 / 8 - (7 / 16) ** 2) + 1 / 8 - (2 / 16) ** 2)
    assert told["groups"] == [0, 0, 0, 1, 1, 1, 3, 2, 2]


@pytest.mark.parametrize("talkers", [0, 1])
def test_nobody_who_talks_is_no_fault(talkers: int) -> None:
    told = worked_out(talkers, [(one, one) for one in range(talkers)])

    assert told["measures"] == {
        "vertices": talkers, "unique_edges": talkers, "edges_with_duplicates": 0, "self_loops": talkers,
        "reciprocated": None, "components": talkers, "single_vertices": talkers, "largest_component": talkers,
        "diameter": None, "mean_distance": None, "density": None, "modularity": None, "groups": talkers,
    }  # fmt: skip
    assert told["places"] == {}


@pytest.mark.parametrize("seed", range(8))
def test_distances_are_those_that_networkx_finds(seed: int) -> None:
    graph = nx.gnm_random_graph(60, 70, seed=seed)
    found = [steps for _, ways in nx.all_pairs_shortest_path_length(graph) for steps in ways.values() if steps]

    longest, mean = distances(graph)

    assert longest == max(found)
    assert mean == pytest.approx(sum(found) / len(found))


@pytest.mark.parametrize("seed", range(8))
def test_groups_that_begin_with_whoever_talks_with_one_account_are_as_good_as_those_without(seed: int) -> None:
    graph = nx.barabasi_albert_graph(200, 1, seed=seed)
    graph.add_edges_from(nx.gnm_random_graph(60, 90, seed=seed).edges)
    plain = [set(group) for group in nx.community.greedy_modularity_communities(graph)]
    told = grouped(graph)

    assert sorted(one for group in told for one in group) == sorted(graph)
    assert nx.community.modularity(graph, told) >= nx.community.modularity(graph, plain) - 0.01


def test_groups_of_a_known_club_are_those_of_the_method() -> None:
    club = nx.karate_club_graph()
    plain: nx.Graph[int] = nx.Graph(club.edges)
    of_igraph = igraph.Graph.from_networkx(plain).community_fastgreedy().as_clustering()

    assert nx.community.modularity(plain, grouped(plain)) == pytest.approx(of_igraph.modularity, abs=0.01)


def test_the_picture_has_those_who_talk_with_most_others_and_each_a_place_of_its_own() -> None:
    star = [(0, one) for one in range(1, DRAWN + 50)]
    places = worked_out(DRAWN + 51, star)["places"]

    assert sorted(places) == list(range(DRAWN))
    assert len(set(places.values())) == DRAWN
    assert worked_out(DRAWN + 51, star)["places"] == places


def test_the_graph_opens_in_other_programs_with_the_same_accounts_and_ties(tmp_path: Path) -> None:
    hostile = '"/><script>alert(1)</script>\u0000\u200d'
    people = [Talker(one + 1, "X", hostile if one == 3 else "", one, 1, one == 0) for one in range(9)]
    talkers = [{**asdict(one), "label": one.handle or f"Account {one.number}"} for one in people]
    ties = [{"source": a, "target": b, "kind": "reply"} for a, b in TIES]
    groups = [0, 0, 0, 1, 1, 1, 3, 2, 2]
    graphml, gexf = (make(talkers, ties, groups) for make in (network_files.graphml, network_files.gexf))
    file = tmp_path / "graph.graphml"
    file.write_bytes(graphml)
    by_igraph = igraph.Graph.Read_GraphML(str(file))
    by_networkx = [nx.read_graphml(BytesIO(graphml), force_multigraph=True), nx.read_gexf(BytesIO(gexf))]

    for count in (
        (by_igraph.vcount(), by_igraph.ecount()),
        *((len(one), one.number_of_edges()) for one in by_networkx),
    ):
        assert count == (9, len(TIES))
    assert by_igraph.vs["group"] == [one + 1 for one in groups]
    assert {told["label"] for _, told in by_networkx[0].nodes(data=True)} >= {"Account 1", "Account 9"}
    assert b"<script>" not in graphml + gexf
