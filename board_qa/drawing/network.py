"""What is worked out of who talks to whom: measures as NodeXL lists them, groups, and where each stands in the picture.

By networkx, but for the distances between all: it takes half a minute for 5,000 accounts, sets of bits a quarter of a
second. docs/listening.md says what each measure counts.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

import networkx as nx

# How many accounts a picture has room for: those that talk with most others.
DRAWN = 300
# The same picture each time.
_SEED = 1
# Rounds of the layout: the picture of 300 accounts changes little after them.
_ROUNDS = 120
# By how much a row of components is longer than their circles need, and what is between two of them.
_ROOM, _BETWEEN = 1.3, 0.8

Pair = tuple[int, int]


def worked_out(talkers: int, ties: Sequence[Pair]) -> dict[str, Any]:
    """Of accounts that are numbered from 0, those that talk with most others first, and of the ties among them."""
    undirected: nx.Graph[int] = nx.Graph()
    undirected.add_nodes_from(range(talkers))
    undirected.add_edges_from((a, b) for a, b in ties if a != b)
    groups = grouped(undirected)
    return {
        "measures": _measures(undirected, [(a, b) for a, b in ties], groups),
        "groups": _group_of_each(groups, talkers),
        "places": _places(undirected),
    }


def grouped(graph: nx.Graph[int]) -> list[set[int]]:
    """By Clauset, Newman and Moore, the largest group first.

    It joins what adds most to the modularity, and never accounts without a way from one to the other: each component
    is grouped by itself. Whoever talks with one account alone is in that account's group to begin with, which loses
    nothing (Arenas and others, "Size reduction of complex networks preserving modularity", 2007) and takes a quarter
    of the time, as most of an audience talks with the board alone.
    """
    hairs = {one: next(iter(graph[one])) for one in graph if graph.degree(one) == 1}
    hairs = {one: root for one, root in hairs.items() if root not in hairs or one > root}
    small: nx.Graph[int] = nx.Graph()
    small.add_nodes_from(one for one in graph if one not in hairs)
    small.add_edges_from((a, b, {"weight": 1}) for a, b in graph.edges if a not in hairs and b not in hairs)
    small.add_edges_from((root, root, {"weight": held}) for root, held in Counter(hairs.values()).items())
    within: dict[int, set[int]] = {}
    for one, root in hairs.items():
        within.setdefault(root, set()).add(one)
    found = chain.from_iterable(_of_component(small.subgraph(part)) for part in nx.connected_components(small))
    whole = [set(group).union(*(within.get(one, set()) for one in group)) for group in found]
    return sorted(whole, key=lambda group: (-len(group), min(group)))


def _of_component(part: nx.Graph[int]) -> Iterable[Iterable[int]]:
    if len(part) == 1:
        return [set(part)]
    return nx.community.greedy_modularity_communities(part, weight="weight")


def _measures(graph: nx.Graph[int], ties: Sequence[Pair], groups: Sequence[set[int]]) -> dict[str, Any]:
    between = Counter(ties)
    directed = {pair for pair in between if pair[0] != pair[1]}
    pairs = graph.number_of_edges()
    sizes = [len(part) for part in nx.connected_components(graph)]
    accounts = graph.number_of_nodes()
    diameter, mean = distances(graph)
    return {
        "vertices": accounts,
        "unique_edges": sum(times == 1 for times in between.values()),
        "edges_with_duplicates": sum(times for times in between.values() if times > 1),
        "self_loops": sum(times for (a, b), times in between.items() if a == b),
        "reciprocated": sum((b, a) in directed for a, b in directed) / 2 / pairs if pairs else None,
        "components": len(sizes),
        "single_vertices": sizes.count(1),
        "largest_component": max(sizes, default=0),
        "diameter": diameter,
        "mean_distance": mean,
        "density": len(directed) / (accounts * (accounts - 1)) if accounts > 1 else None,
        "modularity": nx.community.modularity(graph, groups) if pairs else None,
        "groups": len(groups),
    }


def distances(graph: nx.Graph[int]) -> tuple[int | None, float | None]:
    """The longest of the shortest ways, and the mean of all: who is how many steps from whom is a set of bits each."""
    numbers = {one: place for place, one in enumerate(one for one in graph if graph.degree(one))}
    nearby = [[numbers[other] for other in graph[one]] for one in numbers]
    reached = [1 << place for place in range(len(nearby))]
    steps, total, count = 0, 0, len(nearby)
    pairs = count
    while True:
        further = [_together(reached, place, others) for place, others in enumerate(nearby)]
        found = sum(bits.bit_count() for bits in further)
        if found == pairs:
            break
        steps += 1
        total += steps * (found - pairs)
        pairs, reached = found, further
    return (steps, total / (pairs - count)) if steps else (None, None)


def _together(reached: Sequence[int], place: int, others: Iterable[int]) -> int:
    bits = reached[place]
    for other in others:
        bits |= reached[other]
    return bits


def _group_of_each(groups: Sequence[set[int]], talkers: int) -> list[int]:
    of = {one: place for place, group in enumerate(groups) for one in group}
    return [of[one] for one in range(talkers)]


def _places(graph: nx.Graph[int]) -> dict[int, tuple[float, float]]:
    """Of those who talk with most others; whoever talks with nobody has no place. Each component is laid out by itself,
    as large as it has accounts, and they stand in rows, the largest first: accounts of two networks are never tied."""
    drawn = graph.subgraph(one for one in range(min(DRAWN, len(graph))) if graph.degree(one))
    parts = sorted(nx.connected_components(drawn), key=lambda part: (-len(part), min(part)))
    places: dict[int, tuple[float, float]] = {}
    for part, (x, y) in zip(parts, _in_rows([_radius(part) for part in parts]), strict=True):
        laid_out = nx.spring_layout(drawn.subgraph(part), iterations=_ROUNDS, seed=_SEED)
        for one, (across, down) in laid_out.items():
            places[one] = (x + float(across) * _radius(part), y + float(down) * _radius(part))
    return places


def _radius(part: set[int]) -> float:
    return math.sqrt(len(part))


def _in_rows(radii: Sequence[float]) -> Iterator[tuple[float, float]]:
    """The middles of circles of these sizes, the largest first, in rows about as long as all of them are high."""
    length = math.sqrt(sum((2 * radius) ** 2 for radius in radii)) * _ROOM
    x = y = highest = 0.0
    for radius in radii:
        if x and x + 2 * radius > length:
            x, y, highest = 0.0, y + 2 * highest + _BETWEEN, 0.0
        highest = highest or radius
        yield x + radius, y + highest
        x += 2 * radius + _BETWEEN
