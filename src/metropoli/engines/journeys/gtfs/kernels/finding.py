"""Find equal identifiers among slices of bytes, with an open-addressed hash table of rows."""

from __future__ import annotations

import numpy as np
from numba import njit

from metropoli.engines.journeys.types import Bytes, Int32s

FNV_OFFSET = np.uint64(14695981039346656037)  # FNV-1a, 64 bits (Fowler, Noll, Vo)
FNV_PRIME = np.uint64(1099511628211)
HALF = np.uint64(32)
EMPTY_ROW, ABSENT, BLANK = -1, -1, -2


@njit(cache=True)
def _hash(buf: Bytes, i: int, end: int) -> np.uint64:
    value = FNV_OFFSET
    while i < end:
        value = (value ^ np.uint64(buf[i])) * FNV_PRIME
        i += 1
    return value ^ (value >> HALF)


@njit(cache=True)
def _same(a: Bytes, i: int, i_end: int, b: Bytes, j: int, j_end: int) -> bool:
    if i_end - i != j_end - j:
        return False
    while i < i_end:
        if a[i] != b[j]:
            return False
        i += 1
        j += 1
    return True


@njit(cache=True)
def index_rows(buf: Bytes, first: Int32s, last: Int32s) -> tuple[Int32s, Int32s]:
    """Return (table, same_as): the hash table, and for each row the first row equal to it."""
    n = first.size
    size = 8
    while size < 2 * n:
        size *= 2
    mask = np.uint64(size - 1)
    table = np.full(size, EMPTY_ROW, np.int32)
    same_as = np.empty(n, np.int32)
    for row in range(n):
        if row and _same(buf, first[row], last[row], buf, first[row - 1], last[row - 1]):
            same_as[row] = same_as[row - 1]
            continue
        at = _hash(buf, first[row], last[row]) & mask
        found = table[at]
        while found >= 0 and not _same(buf, first[row], last[row], buf, first[found], last[found]):
            at = (at + np.uint64(1)) & mask
            found = table[at]
        if found < 0:
            table[at] = row
            found = row
        same_as[row] = found
    return table, same_as


@njit(cache=True)
def find_rows(
    table: Int32s,
    buf: Bytes,
    first: Int32s,
    last: Int32s,
    their_buf: Bytes,
    their_first: Int32s,
    their_last: Int32s,
) -> Int32s:
    """Return for each of their slices the row of ours equal to it, ABSENT, or BLANK if empty."""
    n = their_first.size
    mask = np.uint64(table.size - 1)
    rows = np.empty(n, np.int32)
    for k in range(n):
        i, end = their_first[k], their_last[k]
        if i == end:
            rows[k] = BLANK
            continue
        if k and _same(their_buf, i, end, their_buf, their_first[k - 1], their_last[k - 1]):
            rows[k] = rows[k - 1]
            continue
        at = _hash(their_buf, i, end) & mask
        found = table[at]
        while found >= 0 and not _same(their_buf, i, end, buf, first[found], last[found]):
            at = (at + np.uint64(1)) & mask
            found = table[at]
        rows[k] = found
    return rows
