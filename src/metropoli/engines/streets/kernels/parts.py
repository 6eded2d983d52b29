"""Which vertices can all reach each other (Tarjan 1972, without recursion)."""

from __future__ import annotations

import numpy as np
from numba import njit

from metropoli.engines.streets.types import Int32s


@njit(cache=True)
def strong_parts(first: Int32s, to: Int32s) -> tuple[Int32s, int]:
    """Return the part of each vertex and how many parts there are."""
    n = len(first) - 1
    index = np.zeros(n, np.int32)  # 0: not seen
    low = np.zeros(n, np.int32)
    part = np.full(n, -1, np.int32)
    at = first[:n].copy()
    open_ = np.empty(n, np.int32)
    path = np.empty(n, np.int32)
    n_open, n_parts, clock = 0, 0, 0
    for root in range(n):
        if index[root] > 0:
            continue
        n_path = 1
        path[0] = root
        clock += 1
        index[root] = low[root] = clock
        open_[n_open] = root
        n_open += 1
        while n_path > 0:
            v = path[n_path - 1]
            if at[v] < first[v + 1]:
                w = to[at[v]]
                at[v] += 1
                if index[w] == 0:
                    clock += 1
                    index[w] = low[w] = clock
                    open_[n_open] = w
                    n_open += 1
                    path[n_path] = w
                    n_path += 1
                elif part[w] < 0:
                    low[v] = min(low[v], index[w])
                continue
            n_path -= 1
            if n_path > 0:
                low[path[n_path - 1]] = min(low[path[n_path - 1]], low[v])
            if low[v] == index[v]:
                while True:
                    n_open -= 1
                    w = open_[n_open]
                    part[w] = n_parts
                    if w == v:
                        break
                n_parts += 1
    return part, n_parts
