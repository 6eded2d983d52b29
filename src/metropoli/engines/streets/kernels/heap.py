"""A binary heap of (cost, vertex) packed in one 64-bit key, so that a swap is one move."""

from __future__ import annotations

from numba import njit

from metropoli.engines.streets.types import Int64s

VERTEX_BITS = 31
VERTEX_MASK = (1 << VERTEX_BITS) - 1


@njit(cache=True, inline="always")
def key_of(cost: int, vertex: int) -> int:
    """Pack a cost below 2^32 and a vertex; ties are settled in the order of vertices."""
    return (cost << VERTEX_BITS) | vertex


@njit(cache=True)
def push(heap: Int64s, size: int, key: int) -> int:
    """Add a key and return the new size; the caller sees to the room."""
    at = size
    while at > 0:
        above = (at - 1) >> 1
        if heap[above] <= key:
            break
        heap[at] = heap[above]
        at = above
    heap[at] = key
    return size + 1


@njit(cache=True)
def pop(heap: Int64s, size: int) -> int:
    """Move the least key behind the end, to `heap[size - 1]`, and return the new size."""
    least = heap[0]
    size -= 1
    key = heap[size]
    at = 0
    while True:
        child = 2 * at + 1
        if child >= size:
            break
        if child + 1 < size and heap[child + 1] < heap[child]:
            child += 1
        if heap[child] >= key:
            break
        heap[at] = heap[child]
        at = child
    heap[at] = key
    heap[size] = least
    return size


@njit(cache=True)
def with_room(heap: Int64s, size: int) -> Int64s:
    """Return the heap, or a copy twice as large when it is full."""
    if size < len(heap):
        return heap
    larger = heap.repeat(2)
    larger[:size] = heap[:size]
    return larger
