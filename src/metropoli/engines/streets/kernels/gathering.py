"""Who reaches an end within a limit: one backward search for each end."""

from __future__ import annotations

import numpy as np
from numba import njit

from metropoli.engines.streets.kernels.joining import Arcs, Marks, done, ends_on, straight
from metropoli.engines.streets.kernels.searching import (
    FAR,
    Labels,
    Side,
    forget,
    fresh_labels,
    spread,
)
from metropoli.engines.streets.types import Floats, Graph, Int32s, Int64s


@njit(cache=True)
def reach_ends(
    graph: Graph,
    arcs: Arcs,
    into: tuple[Int32s, Int32s],
    marks: Marks,
    gap_ms: Int64s,
    ends: tuple[Int32s, Floats, Int64s],
    limit_ms: int,
) -> tuple[Int64s, Int32s, Int64s]:
    """
    Return, by end, which marks reach it within the limit: offsets, rows and milliseconds.

    `into` are the arcs on which a start gets to each vertex, as offsets and arcs; `ends` are edge,
    share and gap. Gaps count on both sides.
    """
    edge, share, end_gap_ms = ends
    first = np.zeros(len(edge) + 1, np.int64)
    start = np.empty(1024, np.int32)
    time_ms = np.empty(1024, np.int64)
    labels = fresh_labels(len(graph.out_first) - 1)
    found = fresh_labels(len(marks.edge))
    rows = np.empty(len(marks.edge), np.int32)
    side = Side(graph.in_first, graph.in_from, graph.in_cost_ms, graph.in_time_ms)
    size = 0
    for i in range(len(edge)):
        first[i + 1] = size
        left_ms = limit_ms - end_gap_ms[i]
        if edge[i] < 0 or left_ms < 0:
            continue
        n_rows = 0
        for j in range(marks.first[edge[i]], marks.first[edge[i] + 1]):
            row = marks.order[j]
            cost, time, _ = straight(arcs, edge[i], marks.share[row], share[i])
            if cost < FAR:
                n_rows = keep(found, rows, n_rows, row, cost, time)
        entries = ends_on(graph, arcs, edge[i], share[i])[0]
        reached = spread(side, entries, left_ms, labels)
        for v in reached:
            for k in range(into[0][v], into[0][v + 1]):
                arc = into[1][k]
                for j in range(marks.first[arc >> 1], marks.first[(arc >> 1) + 1]):
                    row = marks.order[j]
                    cost = arcs.cost_ms[arc] - done(arcs.cost_ms[arc], arc, marks.share[row])
                    time = arcs.time_ms[arc] - done(arcs.time_ms[arc], arc, marks.share[row])
                    cost, time = cost + labels.cost_ms[v], time + labels.time_ms[v]
                    n_rows = keep(found, rows, n_rows, row, cost, time)
        forget(labels, reached)
        for row in rows[:n_rows]:
            takes_ms = found.time_ms[row] + gap_ms[row]
            if takes_ms > left_ms:
                continue
            if size == len(start):
                start = np.concatenate((start, start))
                time_ms = np.concatenate((time_ms, time_ms))
            start[size] = row
            time_ms[size] = takes_ms + end_gap_ms[i]
            size += 1
        forget(found, rows[:n_rows])
        first[i + 1] = size
    return first, start[:size], time_ms[:size]


@njit(cache=True)
def keep(found: Labels, rows: Int32s, n_rows: int, row: int, cost: int, time: int) -> int:
    """Keep the cheaper of two ways from a mark, the shorter of equal ones; return how many marks."""
    if found.cost_ms[row] == FAR:
        rows[n_rows] = row
        n_rows += 1
    if cost < found.cost_ms[row] or (cost == found.cost_ms[row] and time < found.time_ms[row]):
        found.cost_ms[row] = cost
        found.time_ms[row] = time
    return n_rows
