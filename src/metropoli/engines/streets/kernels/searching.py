"""Label-setting searches on the plain graph, out to a limit (Dijkstra 1959)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from metropoli.engines.streets.kernels.heap import VERTEX_MASK, key_of, pop, push, with_room
from metropoli.engines.streets.types import Int32s, Int64s

FAR = 2**31 - 1


class Side(NamedTuple):
    """One direction of a Graph: forwards from a start, or backwards from an end."""

    first: Int32s
    to: Int32s
    cost_ms: Int32s
    time_ms: Int32s


class Labels(NamedTuple):
    """What a search writes, by vertex; FAR where it has not been."""

    cost_ms: Int64s
    time_ms: Int64s


class Entries(NamedTuple):
    """Where a search begins or ends: vertices with what it takes from or to the snap."""

    vertex: Int32s
    cost_ms: Int64s
    time_ms: Int64s


@njit(cache=True)
def fresh_labels(n_vertices: int) -> Labels:
    """Return labels that nobody has reached."""
    return Labels(np.full(n_vertices, FAR, np.int64), np.full(n_vertices, FAR, np.int64))


@njit(cache=True)
def spread(side: Side, starts: Entries, limit_ms: int, labels: Labels) -> Int32s:
    """
    Label every vertex within the limit by its cheapest way from the starts; return those reached.

    A label is dropped as soon as its time is over the limit, so the heap holds the neighbourhood
    only. Costs are positive: what leaves the heap is final. Of equal costs the shorter time wins.
    """
    heap = np.empty(256, np.int64)
    reached = np.empty(256, np.int32)
    size, n_reached = 0, 0
    for i in range(len(starts.vertex)):
        v = starts.vertex[i]
        if starts.time_ms[i] > limit_ms or starts.cost_ms[i] > labels.cost_ms[v]:
            continue
        if starts.cost_ms[i] == labels.cost_ms[v] and starts.time_ms[i] >= labels.time_ms[v]:
            continue
        if labels.cost_ms[v] == FAR:
            if n_reached == len(reached):
                reached = np.concatenate((reached, reached))
            reached[n_reached] = v
            n_reached += 1
        labels.cost_ms[v] = starts.cost_ms[i]
        labels.time_ms[v] = starts.time_ms[i]
        heap = with_room(heap, size)
        size = push(heap, size, key_of(starts.cost_ms[i], v))
    while size > 0:
        size = pop(heap, size)
        v = heap[size] & VERTEX_MASK
        if heap[size] != key_of(labels.cost_ms[v], v):
            continue
        for k in range(side.first[v], side.first[v + 1]):
            w = side.to[k]
            cost = labels.cost_ms[v] + side.cost_ms[k]
            time = labels.time_ms[v] + side.time_ms[k]
            if time > limit_ms or cost > labels.cost_ms[w]:
                continue
            if cost == labels.cost_ms[w] and time >= labels.time_ms[w]:
                continue
            if labels.cost_ms[w] == FAR:
                if n_reached == len(reached):
                    reached = np.concatenate((reached, reached))
                reached[n_reached] = w
                n_reached += 1
            labels.cost_ms[w] = cost
            labels.time_ms[w] = time
            heap = with_room(heap, size)
            size = push(heap, size, key_of(cost, w))
    return reached[:n_reached]


@njit(cache=True)
def forget(labels: Labels, reached: Int32s) -> None:
    """Make the labels fresh again, only where they were written."""
    for v in reached:
        labels.cost_ms[v] = FAR
        labels.time_ms[v] = FAR
