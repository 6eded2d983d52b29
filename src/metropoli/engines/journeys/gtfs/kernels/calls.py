"""Fill the times that a feed leaves out, and find the trips whose times cannot be right."""

from __future__ import annotations

import numpy as np
from numba import njit

from metropoli.engines.journeys.types import Bytes, Degrees, Flags, Int32s, Int64s

UNTOLD = -1
GOOD, TOO_SHORT, NO_ENDS, GOES_BACK = 0, 1, 2, 3


@njit(cache=True)
def _interpolate(arrives_s: Int32s, departs_s: Int32s, along: Degrees, a: int, b: int) -> None:
    """Fill the times between calls a and b, by how far along each is, or else by their number."""
    start_s, span_s = departs_s[a], arrives_s[b] - departs_s[a]
    whole = along[b] - along[a]
    for k in range(a + 1, b):
        share = (along[k] - along[a]) / whole if whole > 0 else (k - a) / (b - a)
        share = min(max(share, 0.0), 1.0)
        arrives_s[k] = departs_s[k] = start_s + int(np.floor(share * span_s + 0.5))


@njit(cache=True)
def _rises(values: Degrees, a: int, b: int) -> bool:
    for k in range(a, b):
        if not values[k] <= values[k + 1]:
            return False
    return bool(values[a] < values[b])


@njit(cache=True)
def complete_times(
    trip_first: Int64s,
    arrives_s: Int32s,
    departs_s: Int32s,
    told_m: Degrees,
    flown_m: Degrees,
) -> tuple[Bytes, Flags]:
    """
    Fill missing times in place; return a verdict per trip and which trips were filled.

    :param told_m: shape_dist_traveled, NaN where missing (its unit does not matter)
    :param flown_m: metres flown since the first call of the trip
    """
    n = trip_first.size - 1
    verdict = np.zeros(n, np.uint8)
    filled = np.zeros(n, np.bool_)
    for trip in range(n):
        a, end = trip_first[trip], trip_first[trip + 1]
        if end - a < 2:
            verdict[trip] = TOO_SHORT
            continue
        for k in range(a, end):
            if arrives_s[k] == UNTOLD:
                arrives_s[k] = departs_s[k]
            elif departs_s[k] == UNTOLD:
                departs_s[k] = arrives_s[k]
        if arrives_s[a] == UNTOLD or arrives_s[end - 1] == UNTOLD:
            verdict[trip] = NO_ENDS
            continue
        known = a
        for k in range(a + 1, end):
            if arrives_s[k] == UNTOLD:
                filled[trip] = True
                continue
            if arrives_s[k] < departs_s[known]:
                verdict[trip] = GOES_BACK
                break
            if k > known + 1:
                if _rises(told_m, known, k):
                    _interpolate(arrives_s, departs_s, told_m, known, k)
                else:
                    _interpolate(arrives_s, departs_s, flown_m, known, k)
            known = k
        for k in range(a, end):
            if departs_s[k] < arrives_s[k]:
                verdict[trip] = GOES_BACK
    return verdict, filled
