"""
Contraction hierarchies (Geisberger, Sanders, Schultes, Delling 2008).

Vertices are taken out one by one, least important first; where a shortest way led through, a
shortcut is left. Afterwards every shortest way goes up in rank, then down.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from metropoli.engines.streets.kernels.heap import VERTEX_MASK, key_of, pop, push
from metropoli.engines.streets.kernels.pool import NONE, Pool, cut_off, empty_pool, put, with_space
from metropoli.engines.streets.types import Graph, Int8s, Int32s, Int64s

FAR = 2**62
LOOK_SETTLED = 30  # how far a witness is looked for while ranking, and while contracting
CONTRACT_SETTLED = 100
DENSITY, DEPTH = 200, 20  # weights of the ranking, found by trying


class Witness(NamedTuple):
    """Scratch of a witness search: labels by vertex, who is looked for, what was reached, the heap."""

    cost: Int64s
    wanted: Int8s
    reached: Int32s
    heap: Int64s


@njit(cache=True)
def contract(graph: Graph) -> tuple[Int32s, Pool]:
    """Return the rank of each vertex, and the links of all times: the plain ones and the shortcuts."""
    n = len(graph.out_first) - 1
    pool = _pool_of(graph)
    witness = Witness(
        np.full(n, FAR, np.int64),
        np.zeros(n, np.int8),
        np.empty(n + 1, np.int32),
        np.empty(1 << 16, np.int64),
    )
    depth = np.zeros(n, np.int32)
    rank = np.full(n, NONE, np.int32)
    heap = np.empty(n + 1, np.int64)
    size = 0
    for v in range(n):
        size = push(heap, size, key_of(_priority(pool, witness, depth, v), v))
    done = 0
    while size > 0:
        size = pop(heap, size)
        v = heap[size] & VERTEX_MASK
        key = key_of(_priority(pool, witness, depth, v), v)
        # Ranks go stale while neighbours disappear: look again, and let a cheaper one go first.
        if size > 0 and key > heap[0]:
            size = push(heap, size, key)
            continue
        degree = _degree(pool, v)
        pool = with_space(pool, degree * degree // 4)  # the most that in times out can be
        _shortcuts(pool, witness, v, CONTRACT_SETTLED, 1)
        _deepen(pool, depth, v)
        cut_off(pool, v)
        rank[v] = done
        done += 1
    return rank, pool


@njit(cache=True)
def _pool_of(graph: Graph) -> Pool:
    n = len(graph.out_first) - 1
    pool = empty_pool(n, 3 * len(graph.out_to) + n)
    for v in range(n):
        for k in range(graph.out_first[v], graph.out_first[v + 1]):
            if graph.out_to[k] != v:  # a loop is never on a shortest way
                put(pool, v, graph.out_to[k], graph.out_cost_ms[k], ~k)
    return pool


@njit(cache=True)
def _priority(pool: Pool, witness: Witness, depth: Int32s, v: int) -> int:
    """Return how much denser the graph becomes without v, and how many lie below it already."""
    added = _shortcuts(pool, witness, v, LOOK_SETTLED, 0)
    return int(DENSITY * (added + 1) // (_degree(pool, v) + 1) + DEPTH * depth[v])


@njit(cache=True)
def _degree(pool: Pool, v: int) -> int:
    degree = 0
    k = pool.out_head[v]
    while k != NONE:
        degree += 1
        k = pool.next_out[k]
    k = pool.in_head[v]
    while k != NONE:
        degree += 1
        k = pool.next_in[k]
    return degree


@njit(cache=True)
def _deepen(pool: Pool, depth: Int32s, v: int) -> None:
    k = pool.out_head[v]
    while k != NONE:
        depth[pool.target[k]] = max(depth[pool.target[k]], depth[v] + 1)
        k = pool.next_out[k]
    k = pool.in_head[v]
    while k != NONE:
        depth[pool.source[k]] = max(depth[pool.source[k]], depth[v] + 1)
        k = pool.next_in[k]


@njit(cache=True)
def _shortcuts(pool: Pool, witness: Witness, v: int, most_settled: int, keep: int) -> int:
    """Count, and keep if asked, the shortcuts that must replace v."""
    farthest, n_out = 0, 0
    k = pool.out_head[v]
    while k != NONE:
        farthest = max(farthest, pool.cost_ms[k])
        witness.wanted[pool.target[k]] = 1
        n_out += 1
        k = pool.next_out[k]
    added = 0
    j = pool.in_head[v]
    while j != NONE and n_out > 0:
        u = pool.source[j]
        base = int(pool.cost_ms[j])
        n_reached = _look(pool, witness, (u, v), base + farthest, (n_out, most_settled))
        k = pool.out_head[v]
        while k != NONE:
            w = pool.target[k]
            if w != u and witness.cost[w] > base + pool.cost_ms[k]:
                added += 1
                if keep != 0:
                    put(pool, u, w, base + pool.cost_ms[k], v)
            k = pool.next_out[k]
        for i in range(n_reached):
            witness.cost[witness.reached[i]] = FAR
        j = pool.next_in[j]
    k = pool.out_head[v]
    while k != NONE:
        witness.wanted[pool.target[k]] = 0
        k = pool.next_out[k]
    return added


@njit(cache=True)
def _look(
    pool: Pool, witness: Witness, ends: tuple[int, int], limit: int, most: tuple[int, int]
) -> int:
    """
    Label ways from `ends[0]` that avoid `ends[1]`; return how many vertices were reached.

    Labels may be too long, never too short: giving up early costs a needless shortcut, no answer.
    """
    heap = witness.heap
    room = len(heap) - 64
    u, avoid = ends
    wanted, settled = most
    witness.cost[u] = 0
    witness.reached[0] = u
    n_reached, size = 1, push(heap, 0, key_of(0, u))
    while size > 0 and settled > 0 and wanted > 0:
        size = pop(heap, size)
        v = heap[size] & VERTEX_MASK
        cost = witness.cost[v]
        if heap[size] != key_of(cost, v):
            continue
        if cost > limit:
            break
        settled -= 1
        wanted -= witness.wanted[v]
        k = pool.out_head[v]
        while k != NONE and size < room:
            w = pool.target[k]
            longer = cost + pool.cost_ms[k]
            if w != avoid and longer <= limit and longer < witness.cost[w]:
                if witness.cost[w] == FAR:
                    witness.reached[n_reached] = w
                    n_reached += 1
                witness.cost[w] = longer
                size = push(heap, size, key_of(longer, w))
            k = pool.next_out[k]
    return n_reached


@njit(cache=True)
def by_rank(
    rank: Int32s, near: Int32s, far: Int32s, cost_ms: Int32s, via: Int32s
) -> tuple[Int32s, Int32s, Int32s, Int32s]:
    """Return links as a CSR by the rank of their near end: offsets, far ends, costs, vias."""
    n = len(rank)
    first = np.zeros(n + 1, np.int32)
    for k in range(len(near)):
        first[rank[near[k]] + 1] += 1
    for v in range(n):
        first[v + 1] += first[v]
    to = np.empty(len(near), np.int32)
    costs = np.empty(len(near), np.int32)
    vias = np.empty(len(near), np.int32)
    at = first.copy()
    for k in range(len(near)):
        v = rank[near[k]]
        to[at[v]] = rank[far[k]]
        costs[at[v]] = cost_ms[k]
        vias[at[v]] = rank[via[k]] if via[k] >= 0 else via[k]
        at[v] += 1
    return first, to, costs, vias
