"""Marching squares (Lorensen and Cline 1987, in the plane): lines of one value through a field."""

from __future__ import annotations

import numpy as np
from numba import njit

from metropoli.engines.reach.types import Floats, Int32s

NONE = -1


@njit(cache=True, nogil=True)
def link_crossings(field: Floats, level: float) -> Int32s:
    """
    Return for each side of the grid the next side that the line crosses, or NONE.

    Sides are numbered: first those along a row, (row, column) to (row, column + 1), then those
    along a column. What lies below the level is kept on the left hand; rows count northwards.
    """
    n_rows, n_columns = field.shape
    upright = n_rows * n_columns
    following = np.full(2 * upright, NONE, np.int32)
    inside = field < level
    for i in range(n_rows - 1):
        for j in range(n_columns - 1):
            south_west, south_east = inside[i, j], inside[i, j + 1]
            north_west, north_east = inside[i + 1, j], inside[i + 1, j + 1]
            if south_west == south_east == north_west == north_east:
                continue
            south, north = i * n_columns + j, (i + 1) * n_columns + j
            west, east = upright + south, upright + south + 1
            sides = (south, east, north, west)
            corners = (south_west, south_east, north_east, north_west, south_west)
            leaves = np.empty(2, np.int32)
            enters = np.empty(2, np.int32)
            n_leaves = n_enters = 0
            for k in range(4):
                if corners[k] and not corners[k + 1]:
                    leaves[n_leaves] = sides[k]
                    n_leaves += 1
                elif corners[k + 1] and not corners[k]:
                    enters[n_enters] = sides[k]
                    n_enters += 1
            if n_leaves == 1:
                following[leaves[0]] = enters[0]
                continue
            # A saddle: the middle tells whether the two corners inside hang together.
            middle = field[i, j] + field[i, j + 1] + field[i + 1, j] + field[i + 1, j + 1]
            together = middle < 4 * level
            if south_west:
                following[south] = east if together else west
                following[north] = west if together else east
            else:
                following[east] = north if together else south
                following[west] = south if together else north
    return following


@njit(cache=True, nogil=True)
def follow_lines(following: Int32s, field: Floats, level: float) -> tuple[Int32s, Floats, Floats]:
    """Return the closed lines: offsets, and the rows and columns of their points."""
    n_columns = field.shape[1]
    upright = field.size
    first = np.empty(len(following) + 1, np.int32)
    row = np.empty(len(following), np.float64)
    column = np.empty(len(following), np.float64)
    n_lines = n = 0
    first[0] = 0
    for start in range(len(following)):
        side = start
        while following[side] != NONE:
            cell = side if side < upright else side - upright
            i, j = cell // n_columns, cell % n_columns
            here = field[i, j]
            if side < upright:
                share = (level - here) / (field[i, j + 1] - here)
                row[n], column[n] = i, j + share
            else:
                share = (level - here) / (field[i + 1, j] - here)
                row[n], column[n] = i + share, j
            n += 1
            onward = following[side]
            following[side] = NONE
            side = onward
        if n > first[n_lines]:
            n_lines += 1
            first[n_lines] = n
    return first[: n_lines + 1].copy(), row[:n].copy(), column[:n].copy()
