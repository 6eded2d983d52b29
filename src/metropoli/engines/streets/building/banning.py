"""Turn restrictions as pairs of arcs, and as chains of arcs where they lead over ways."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

import numpy as np

from metropoli.engines.streets.building.cutting import Cut
from metropoli.engines.streets.types import Extract, Int64s

Arcs = list[int]


class Chain(NamedTuple):
    """Whoever came along these arcs in this order may not go on into the banned ones."""

    arcs: tuple[int, ...]
    banned: frozenset[int]


class _Map:
    """Find the arcs of a way that end or begin at a node."""

    def __init__(self, cut: Cut, extract: Extract) -> None:
        wanted = set(extract.bans.from_way.tolist()) | set(extract.bans.to_way.tolist())
        wanted |= set(extract.bans.via[~_via_is_node(extract)].tolist())
        way = extract.way_id[cut.edge_piece]
        self.edges: dict[int, Arcs] = defaultdict(list)
        for edge in np.flatnonzero(np.isin(way, list(wanted))).tolist():
            self.edges[int(way[edge])].append(edge)
        self.tail, self.head = cut.edge_tail, cut.edge_head
        self.leaving: dict[int, Arcs] = defaultdict(list)
        for edge, (a, b) in enumerate(zip(self.tail.tolist(), self.head.tolist(), strict=True)):
            self.leaving[a].append(2 * edge)
            self.leaving[b].append(2 * edge + 1)
        ids = extract.node_id[cut.node_row]
        self.node = dict(zip(ids.tolist(), range(len(ids)), strict=True))

    def end(self, arc: int) -> int:
        return int(self.head[arc >> 1] if arc % 2 == 0 else self.tail[arc >> 1])

    def begin(self, arc: int) -> int:
        return self.end(arc ^ 1)

    def arcs(self, way: int) -> Arcs:
        return [2 * edge + side for edge in self.edges.get(way, ()) for side in (0, 1)]


def _via_is_node(extract: Extract) -> Int64s:
    return np.repeat(extract.bans.via_is_node, np.diff(extract.bans.via_first))


def banned_turns(cut: Cut, extract: Extract, mode: int) -> tuple[Int64s, list[Chain]]:
    """Return the bans of a mode at nodes (from · n_arcs + to, ascending), and those over ways."""
    n_arcs = 2 * len(cut.edge_tail)
    bans, pairs, chains = extract.bans, set(), []
    if not len(bans.modes):
        return np.zeros(0, np.int64), []
    where = _Map(cut, extract)
    for row in np.flatnonzero(bans.modes & (1 << mode)).tolist():
        via = bans.via[bans.via_first[row] : bans.via_first[row + 1]].tolist()
        ends = int(bans.from_way[row]), int(bans.to_way[row])
        if bans.via_is_node[row]:
            kind = bool(bans.only[row]), bool(bans.u_turn[row])
            pairs |= _at_node(where, where.node.get(via[0], -1), ends, kind)
        else:
            chains += _over_ways(where, ends, via, only=bool(bans.only[row]))
    flat = np.array(sorted(a * n_arcs + b for a, b in pairs), np.int64)
    return flat, chains


def _at_node(
    where: _Map, node: int, ends: tuple[int, int], kind: tuple[bool, bool]
) -> set[tuple[int, int]]:
    only, u_turn = kind
    coming = [a for a in where.arcs(ends[0]) if where.end(a) == node]
    going = [b for b in where.arcs(ends[1]) if where.begin(b) == node]
    if not going:
        return set()
    if not only:
        same_way = ends[0] == ends[1]
        return {(a, b) for a in coming for b in going if not (same_way and u_turn) or b == a ^ 1}
    return {(a, b) for a in coming for b in where.leaving[node] if b not in going}


def _over_ways(where: _Map, ends: tuple[int, int], via: Arcs, *, only: bool) -> list[Chain]:
    chains = []
    allowed = set(via)
    inside = {arc for way in allowed for arc in where.arcs(way)}
    goals = where.arcs(ends[1])
    starts = {where.begin(b) for b in goals}
    for a in where.arcs(ends[0]):
        for road in _roads(where, a, inside, starts):
            banned = {
                b for b in goals if where.begin(b) == where.end(road[-1]) and b != road[-1] ^ 1
            }
            if only:
                banned = set(where.leaving[where.end(road[-1])]) - banned
            if banned:
                chains.append(Chain(tuple(road), frozenset(banned)))
    return chains


def _roads(where: _Map, a: int, inside: set[int], goals: set[int]) -> list[Arcs]:
    """Return the ways through the via arcs, from the end of `a` to a node where the goal begins."""
    roads, open_ = [], [[a]]
    while open_:
        road = open_.pop()
        for b in where.leaving[where.end(road[-1])]:
            if (
                b not in inside
                or b == road[-1] ^ 1
                or b in road
                or b >> 1 in {x >> 1 for x in road}
            ):
                continue
            if where.end(b) in goals:
                roads.append([*road, b])
            if len(road) < MOST_ARCS:
                open_.append([*road, b])
    return roads


MOST_ARCS = 12
