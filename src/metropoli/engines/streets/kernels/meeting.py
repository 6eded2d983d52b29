"""Ask a contraction hierarchy: two searches that only climb, and meet on top."""

from __future__ import annotations

import numpy as np
from numba import njit

from metropoli.engines.streets.kernels.heap import VERTEX_MASK, key_of, pop, push, with_room
from metropoli.engines.streets.types import Hierarchy, Int32s, Int64s

FAR = 2**62
# Who came first here: nobody, one of the starts, or the vertex k - 2 (labels start as zeros).
UNSEEN, BEGIN, PARENT = 0, 1, 2


@njit(cache=True)
def meet(
    ranks: Hierarchy,
    starts: Int32s,
    starts_ms: Int64s,
    ends: Int32s,
    ends_ms: Int64s,
    cost: Int64s,
    parent: Int32s,
) -> tuple[int, int]:
    """
    Return the least cost from the starts to the ends, and the rank where both searches met (or -1).

    `cost` and `parent` come as zeros, shape (2, n): the first row is the search from the starts,
    costs are kept plus one. They are handed in so that the system gives them as untouched pages.
    """
    heap0, size0 = _begin(ranks.rank, starts, starts_ms, cost[0], parent[0])
    heap1, size1 = _begin(ranks.rank, ends, ends_ms, cost[1], parent[1])
    best, top = FAR, -1
    while size0 > 0 or size1 > 0:
        least0 = heap0[0] >> 31 if size0 > 0 else FAR
        least1 = heap1[0] >> 31 if size1 > 0 else FAR
        if min(least0, least1) >= best:
            break
        side = 0 if least0 <= least1 else 1
        if side == 0:
            size0 = pop(heap0, size0)
            key = heap0[size0]
        else:
            size1 = pop(heap1, size1)
            key = heap1[size1]
        v = key & VERTEX_MASK
        mine = cost[side, v] - 1
        if key >> 31 != mine:
            continue
        if cost[1 - side, v] > 0 and mine + cost[1 - side, v] - 1 < best:
            best, top = mine + cost[1 - side, v] - 1, v
        if side == 0:
            if not _stalled(ranks.down_first, ranks.down_from, ranks.down_cost_ms, cost[0], v):
                heap0, size0 = _climb(
                    ranks.up_first,
                    ranks.up_to,
                    ranks.up_cost_ms,
                    v,
                    cost[0],
                    parent[0],
                    heap0,
                    size0,
                )
        elif not _stalled(ranks.up_first, ranks.up_to, ranks.up_cost_ms, cost[1], v):
            heap1, size1 = _climb(
                ranks.down_first,
                ranks.down_from,
                ranks.down_cost_ms,
                v,
                cost[1],
                parent[1],
                heap1,
                size1,
            )
    return best, top


@njit(cache=True)
def _begin(
    rank: Int32s, vertex: Int32s, cost_ms: Int64s, cost: Int64s, parent: Int32s
) -> tuple[Int64s, int]:
    heap = np.empty(1024, np.int64)
    size = 0
    for i in range(len(vertex)):
        v = rank[vertex[i]]
        if cost[v] == 0 or cost_ms[i] + 1 < cost[v]:
            cost[v] = cost_ms[i] + 1
            parent[v] = BEGIN
            heap = with_room(heap, size)
            size = push(heap, size, key_of(cost_ms[i], v))
    return heap, size


@njit(cache=True)
def _stalled(first: Int32s, other: Int32s, cost_ms: Int32s, cost: Int64s, v: int) -> bool:
    """Tell whether a higher vertex already gives a cheaper way down to v: then nothing climbs from it."""
    for k in range(first[v], first[v + 1]):
        above = cost[other[k]]
        if above > 0 and above + cost_ms[k] < cost[v]:
            return True
    return False


@njit(cache=True)
def _climb(
    first: Int32s,
    to: Int32s,
    cost_ms: Int32s,
    v: int,
    cost: Int64s,
    parent: Int32s,
    heap: Int64s,
    size: int,
) -> tuple[Int64s, int]:
    for k in range(first[v], first[v + 1]):
        w = to[k]
        longer = cost[v] + cost_ms[k]
        if cost[w] == 0 or longer < cost[w]:
            cost[w] = longer
            parent[w] = v + PARENT
            heap = with_room(heap, size)
            size = push(heap, size, key_of(longer - 1, w))
    return heap, size


@njit(cache=True)
def unpack(ranks: Hierarchy, parent: Int32s, top: int) -> tuple[Int32s, int, int]:
    """Return the rows of the plain links along the way met at `top`, and the ranks of its two ends."""
    start, end = top, top
    pairs = np.empty((256, 2), np.int32)
    n = 0
    while parent[0, start] != BEGIN:
        pairs = _room_for(pairs, n)
        below = parent[0, start] - PARENT
        pairs[n, 0], pairs[n, 1] = below, start
        n += 1
        start = below
    # The stack is emptied from its end: the way up lies in the right order, the way down does not.
    down = np.empty((256, 2), np.int32)
    m = 0
    while parent[1, end] != BEGIN:
        down = _room_for(down, m)
        below = parent[1, end] - PARENT
        down[m, 0], down[m, 1] = end, below
        m += 1
        end = below
    stack = np.empty((n + m + 256, 2), np.int32)
    for i in range(m):
        stack[i] = down[m - 1 - i]
    for i in range(n):
        stack[m + i] = pairs[i]
    return _flatten(ranks, stack, n + m), start, end


@njit(cache=True)
def _flatten(ranks: Hierarchy, stack: Int32s, size: int) -> Int32s:
    rows = np.empty(1024, np.int32)
    n = 0
    while size > 0:
        size -= 1
        u, w = stack[size, 0], stack[size, 1]
        via = _via(ranks, u, w)
        if via < 0:
            if n == len(rows):
                larger = np.empty(2 * n, np.int32)
                larger[:n] = rows
                rows = larger
            rows[n] = ~via
            n += 1
            continue
        stack = _room_for(stack, size + 1)
        stack[size, 0], stack[size, 1] = via, w
        stack[size + 1, 0], stack[size + 1, 1] = u, via
        size += 2
    return rows[:n]


@njit(cache=True)
def _via(ranks: Hierarchy, u: int, w: int) -> int:
    if u < w:
        for k in range(ranks.up_first[u], ranks.up_first[u + 1]):
            if ranks.up_to[k] == w:
                return int(ranks.up_via[k])
    for k in range(ranks.down_first[w], ranks.down_first[w + 1]):
        if ranks.down_from[k] == u:
            return int(ranks.down_via[k])
    return -1


@njit(cache=True)
def _room_for(pairs: Int32s, n: int) -> Int32s:
    if n < len(pairs):
        return pairs
    larger = np.empty((2 * n + 2, 2), np.int32)
    larger[: len(pairs)] = pairs
    return larger
