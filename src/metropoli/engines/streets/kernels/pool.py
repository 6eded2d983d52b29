"""The shrinking graph of a contraction: links in two linked lists, by where they come from and go to."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from metropoli.engines.streets.types import Int32s, Int64s

NONE = -1


class Pool(NamedTuple):
    """Links between vertices; `used[0]` of them are in use."""

    out_head: Int32s
    in_head: Int32s
    next_out: Int32s
    next_in: Int32s
    source: Int32s
    target: Int32s
    cost_ms: Int32s
    via: Int32s
    used: Int64s


@njit(cache=True)
def empty_pool(n_vertices: int, room: int) -> Pool:
    """Return a pool without links."""
    return Pool(
        np.full(n_vertices, NONE, np.int32),
        np.full(n_vertices, NONE, np.int32),
        np.empty(room, np.int32),
        np.empty(room, np.int32),
        np.empty(room, np.int32),
        np.empty(room, np.int32),
        np.empty(room, np.int32),
        np.empty(room, np.int32),
        np.zeros(1, np.int64),
    )


@njit(cache=True)
def with_space(pool: Pool, wanted: int) -> Pool:
    """Return the pool, or a copy with twice the room when fewer links than wanted would still fit."""
    room = len(pool.source)
    if pool.used[0] + wanted <= room:
        return pool
    larger = empty_pool(len(pool.out_head), 2 * room + wanted)
    larger.out_head[:] = pool.out_head
    larger.in_head[:] = pool.in_head
    larger.next_out[:room] = pool.next_out
    larger.next_in[:room] = pool.next_in
    larger.source[:room] = pool.source
    larger.target[:room] = pool.target
    larger.cost_ms[:room] = pool.cost_ms
    larger.via[:room] = pool.via
    larger.used[0] = pool.used[0]
    return larger


@njit(cache=True)
def put(pool: Pool, u: int, w: int, cost_ms: int, via: int) -> None:
    """Join u to w, or make the link that joins them cheaper; the caller sees to the room."""
    k = pool.out_head[u]
    while k != NONE:
        if pool.target[k] == w:
            if cost_ms < pool.cost_ms[k]:
                pool.cost_ms[k] = cost_ms
                pool.via[k] = via
            return
        k = pool.next_out[k]
    k = pool.used[0]
    pool.used[0] = k + 1
    pool.source[k] = u
    pool.target[k] = w
    pool.cost_ms[k] = cost_ms
    pool.via[k] = via
    pool.next_out[k] = pool.out_head[u]
    pool.out_head[u] = k
    pool.next_in[k] = pool.in_head[w]
    pool.in_head[w] = k


@njit(cache=True)
def cut_off(pool: Pool, v: int) -> None:
    """Take a vertex out of its neighbours' lists; its own lists stay as they are."""
    k = pool.out_head[v]
    while k != NONE:
        _unlink(pool.in_head, pool.next_in, pool.target[k], k)
        k = pool.next_out[k]
    k = pool.in_head[v]
    while k != NONE:
        _unlink(pool.out_head, pool.next_out, pool.source[k], k)
        k = pool.next_in[k]


@njit(cache=True)
def _unlink(head: Int32s, following: Int32s, vertex: int, link: int) -> None:
    # The link's own pointer in this list is left alone: it belongs to the neighbour's list only.
    if head[vertex] == link:
        head[vertex] = following[link]
        return
    k = head[vertex]
    while following[k] != link:
        k = following[k]
    following[k] = following[link]
