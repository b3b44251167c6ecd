"""Who talks to whom as files that other programs open: GraphML and GEXF, by networkx."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import networkx as nx

Rows = Sequence[dict[str, Any]]


def graphml(talkers: Rows, ties: Rows, groups: Sequence[int]) -> bytes:
    file = BytesIO()
    nx.write_graphml(_graph(talkers, ties, groups), file)
    return file.getvalue()


def gexf(talkers: Rows, ties: Rows, groups: Sequence[int]) -> bytes:
    file = BytesIO()
    nx.write_gexf(_graph(talkers, ties, groups), file)
    return file.getvalue()


def _graph(talkers: Rows, ties: Rows, groups: Sequence[int]) -> nx.MultiDiGraph[int]:
    """An edge a tie, each with its kind."""
    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph()
    for talker, group in zip(talkers, groups, strict=True):
        about = {name: talker[name] for name in ("label", "channel", "posts")}
        graph.add_node(talker["number"], **about, ours=talker["is_ours"], group=group + 1)
    for tie in ties:
        graph.add_edge(tie["source"] + 1, tie["target"] + 1, kind=tie["kind"])
    return graph
