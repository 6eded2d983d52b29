"""Where searches begin and end on an edge, and what they find on the edges they pass."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from metropoli.engines.streets.kernels.searching import (
    FAR,
    Entries,
    Labels,
    Side,
    forget,
    fresh_labels,
    spread,
)
from metropoli.engines.streets.types import Floats, Graph, Int32s, Int64s


class Arcs(NamedTuple):
    """The arcs of one mode; on foot searches run over the vertices at the ends of edges, else over arcs."""

    tail: Int32s
    head: Int32s
    cost_ms: Int32s
    time_ms: Int32s
    on_arcs: bool


class Marks(NamedTuple):
    """Links sorted by edge: edge e holds `order[first[e]:first[e + 1]]`; share as seen from the tail."""

    edge: Int32s
    share: Floats
    first: Int32s
    order: Int32s


@njit(cache=True)
def done(ms: int, arc: int, share: float) -> int:
    """Return what of an arc lies behind a position, given as a share from the tail of its edge."""
    return int(np.floor(ms * (share if arc % 2 == 0 else 1.0 - share)))


@njit(cache=True)
def starts_on(arcs: Arcs, edge: int, share: float) -> Entries:
    """Return where one gets to from a position: the ends of its arcs, or the arcs themselves."""
    vertex = np.empty(2, np.int32)
    cost = np.empty(2, np.int64)
    time = np.empty(2, np.int64)
    n = 0
    for arc in (2 * edge, 2 * edge + 1):
        if arcs.cost_ms[arc] < 0:
            continue
        vertex[n] = arc if arcs.on_arcs else (arcs.head[edge] if arc % 2 == 0 else arcs.tail[edge])
        cost[n] = arcs.cost_ms[arc] - done(arcs.cost_ms[arc], arc, share)
        time[n] = arcs.time_ms[arc] - done(arcs.time_ms[arc], arc, share)
        n += 1
    return Entries(vertex[:n], cost[:n], time[:n])


@njit(cache=True)
def ends_on(graph: Graph, arcs: Arcs, edge: int, share: float) -> tuple[Entries, Int32s]:
    """
    Return from where a position is reached, and by which arc.

    On arcs these are the vertices before the position's own arc, so that whoever starts farther
    along the same arc must drive round the block and does not appear to be there already.
    """
    n_arcs = len(arcs.cost_ms)
    room = 8
    vertex = np.empty(room, np.int32)
    cost = np.empty(room, np.int64)
    time = np.empty(room, np.int64)
    by = np.empty(room, np.int32)
    n = 0
    for arc in (2 * edge, 2 * edge + 1):
        if arcs.cost_ms[arc] < 0:
            continue
        cost_to = done(arcs.cost_ms[arc], arc, share)
        time_to = done(arcs.time_ms[arc], arc, share)
        if not arcs.on_arcs:
            vertex[n] = arcs.tail[edge] if arc % 2 == 0 else arcs.head[edge]
            cost[n], time[n], by[n] = cost_to, time_to, arc
            n += 1
            continue
        ghost = int(np.searchsorted(graph.ghost_arc, arc))
        v = arc
        while v >= 0:
            for k in range(graph.in_first[v], graph.in_first[v + 1]):
                if n == room:
                    room *= 2
                    vertex, cost, time, by = _larger(vertex, cost, time, by)
                vertex[n] = graph.in_from[k]
                cost[n] = graph.in_cost_ms[k] - arcs.cost_ms[arc] + cost_to
                time[n] = graph.in_time_ms[k] - arcs.time_ms[arc] + time_to
                by[n] = arc
                n += 1
            v = -1
            if ghost < len(graph.ghost_arc) and graph.ghost_arc[ghost] == arc:
                v = n_arcs + ghost
                ghost += 1
    return Entries(vertex[:n], cost[:n], time[:n]), by[:n]


@njit(cache=True)
def _larger(
    vertex: Int32s, cost: Int64s, time: Int64s, by: Int32s
) -> tuple[Int32s, Int64s, Int64s, Int32s]:
    return (
        np.concatenate((vertex, vertex)),
        np.concatenate((cost, cost)),
        np.concatenate((time, time)),
        np.concatenate((by, by)),
    )


@njit(cache=True)
def straight(arcs: Arcs, edge: int, start: float, end: float) -> tuple[int, int, int]:
    """Return cost, time and arc of going along one edge between two positions; FAR if it is one-way."""
    best = (FAR, FAR, -1)
    for arc in (2 * edge, 2 * edge + 1):
        ahead = end >= start if arc % 2 == 0 else end <= start
        if arcs.cost_ms[arc] < 0 or not ahead:
            continue
        cost = done(arcs.cost_ms[arc], arc, end) - done(arcs.cost_ms[arc], arc, start)
        time = done(arcs.time_ms[arc], arc, end) - done(arcs.time_ms[arc], arc, start)
        if (cost, time) < (best[0], best[1]):
            best = (cost, time, arc)
    return best


@njit(cache=True)
def _take(cost_ms: Int64s, time_ms: Int64s, i: int, cost: int, time: int) -> bool:
    """Keep the cheaper of two answers; of equal ones the shorter. Tell whether the new one is first."""
    first = bool(cost_ms[i] == FAR)
    if cost < cost_ms[i] or (cost == cost_ms[i] and time < time_ms[i]):
        cost_ms[i] = cost
        time_ms[i] = time
    return first


@njit(cache=True)
def _gather(
    graph: Graph,
    arcs: Arcs,
    marks: Marks,
    start: tuple[int, float],
    labels: Labels,
    reached: Int32s,
    found: Labels,
) -> Int32s:
    """Write what the labels reach into `found`, and return the rows written."""
    rows = np.empty(16, np.int32)
    n = 0
    edge, share = start
    for j in range(marks.first[edge], marks.first[edge + 1]):
        i = marks.order[j]
        cost, time, _ = straight(arcs, edge, share, marks.share[i])
        if cost < FAR and _take(found.cost_ms, found.time_ms, i, cost, time):
            rows = _with_row(rows, n, i)
            n += 1
    for v in reached:
        for k in range(graph.out_first[v], graph.out_first[v + 1]):
            arc = graph.out_arc[k]
            for j in range(marks.first[arc >> 1], marks.first[(arc >> 1) + 1]):
                i = marks.order[j]
                cost = labels.cost_ms[v] + graph.out_cost_ms[k] - arcs.cost_ms[arc]
                cost += done(arcs.cost_ms[arc], arc, marks.share[i])
                time = labels.time_ms[v] + graph.out_time_ms[k] - arcs.time_ms[arc]
                time += done(arcs.time_ms[arc], arc, marks.share[i])
                if _take(found.cost_ms, found.time_ms, i, cost, time):
                    rows = _with_row(rows, n, i)
                    n += 1
    return rows[:n]


@njit(cache=True)
def _with_row(rows: Int32s, n: int, row: int) -> Int32s:
    if n == len(rows):
        rows = np.concatenate((rows, rows))
    rows[n] = row
    return rows


@njit(cache=True)
def reach_forward(
    graph: Graph, arcs: Arcs, marks: Marks, edge: int, share: float, limit_ms: int
) -> Int64s:
    """Return the milliseconds to each link from a position, FAR where it takes longer than the limit."""
    labels = fresh_labels(len(graph.out_first) - 1)
    found = fresh_labels(len(marks.edge))
    side = Side(graph.out_first, graph.out_to, graph.out_cost_ms, graph.out_time_ms)
    reached = spread(side, starts_on(arcs, edge, share), limit_ms, labels)
    _gather(graph, arcs, marks, (edge, share), labels, reached, found)
    return found.time_ms


@njit(cache=True)
def reach_backward(
    graph: Graph, arcs: Arcs, marks: Marks, edge: int, share: float, limit_ms: int
) -> Int64s:
    """Return the milliseconds from each link to a position, FAR where it takes longer than the limit."""
    labels = fresh_labels(len(graph.out_first) - 1)
    found = fresh_labels(len(marks.edge))
    side = Side(graph.in_first, graph.in_from, graph.in_cost_ms, graph.in_time_ms)
    spread(side, ends_on(graph, arcs, edge, share)[0], limit_ms, labels)
    for i in range(len(marks.edge)):
        if marks.edge[i] < 0:
            continue
        if marks.edge[i] == edge:
            cost, time, _ = straight(arcs, edge, marks.share[i], share)
            if cost < FAR:
                _take(found.cost_ms, found.time_ms, i, cost, time)
        entries = starts_on(arcs, marks.edge[i], marks.share[i])
        for k in range(len(entries.vertex)):
            v = entries.vertex[k]
            if labels.cost_ms[v] < FAR:
                cost = labels.cost_ms[v] + entries.cost_ms[k]
                _take(found.cost_ms, found.time_ms, i, cost, labels.time_ms[v] + entries.time_ms[k])
    return found.time_ms


@njit(cache=True)
def pairs(
    graph: Graph,
    arcs: Arcs,
    starts: Marks,
    ends: Marks,
    start_gap_ms: Int64s,
    end_gap_ms: Int64s,
    limit_ms: int,
    same: bool,  # noqa: FBT001 - kernels take positions only
) -> tuple[Int64s, Int32s, Int64s]:
    """
    Return which ends each start reaches within the limit, gaps included: offsets, rows, milliseconds.

    Where starts and ends are the `same` links, nobody reaches himself.
    """
    n = len(starts.edge)
    first = np.zeros(n + 1, np.int64)
    to = np.empty(1024, np.int32)
    time_ms = np.empty(1024, np.int64)
    labels = fresh_labels(len(graph.out_first) - 1)
    found = fresh_labels(len(ends.edge))
    side = Side(graph.out_first, graph.out_to, graph.out_cost_ms, graph.out_time_ms)
    size = 0
    for i in range(n):
        first[i + 1] = size
        if starts.edge[i] < 0:
            continue
        start = (int(starts.edge[i]), float(starts.share[i]))
        reached = spread(side, starts_on(arcs, start[0], start[1]), limit_ms, labels)
        rows = _gather(graph, arcs, ends, start, labels, reached, found)
        forget(labels, reached)
        rows = rows[np.argsort(found.time_ms[rows] + end_gap_ms[rows], kind="mergesort")]
        for j in rows:
            time = found.time_ms[j] + start_gap_ms[i] + end_gap_ms[j]
            if (same and j == i) or time > limit_ms:
                continue
            if size == len(to):
                to, time_ms = np.concatenate((to, to)), np.concatenate((time_ms, time_ms))
            to[size] = j
            time_ms[size] = time
            size += 1
        forget(found, rows)
        first[i + 1] = size
    return first, to[:size], time_ms[:size]
