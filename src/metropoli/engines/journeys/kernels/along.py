"""How far along its way each stop of a pattern lies."""

from __future__ import annotations

import numpy as np
from numba import njit

from metropoli.engines.journeys.types import Degrees, Flags, Int32s, Int64s

EARTH_M_PER_DEG = 111_195.0
# A stop so far from the drawing of its own line is not on it: the drawing is of something else.
STRAY_M = 200.0
BLUR_M = 5.0  # two stops drawn so close together may seem to lie the other way round


@njit(cache=True)
def measure_parts(
    lat_deg: Degrees,
    lon_deg: Degrees,
    stop: Int32s,
    part_first: Int64s,
    part_shape: Int32s,
    shape_first: Int64s,
    shape_lat_deg: Degrees,
    shape_lon_deg: Degrees,
) -> Int32s:
    """
    Return the metres from the start of each part to each of its stops, along its drawing.

    Where it has none (-1), or a stop strays from it, along straight lines from stop to stop.
    """
    along_m = np.zeros(len(stop), np.int32)
    for part in range(len(part_shape)):
        first, last = part_first[part], part_first[part + 1]
        shape, done = part_shape[part], False
        x, y = on_plane(lat_deg[stop[first:last]], lon_deg[stop[first:last]], lat_deg[stop[first]])
        if shape >= 0:
            begin, end = shape_first[shape], shape_first[shape + 1]
            line_x, line_y = on_plane(
                shape_lat_deg[begin:end], shape_lon_deg[begin:end], lat_deg[stop[first]]
            )
            done = follow(x, y, line_x, line_y, along_m[first:last])
        if not done:
            total_m = 0.0
            along_m[first] = 0
            for i in range(1, last - first):
                step_m = np.hypot(x[i] - x[i - 1], y[i] - y[i - 1])
                total_m += step_m if np.isfinite(step_m) else 0.0
                along_m[first + i] = round(total_m)
    return along_m


@njit(cache=True)
def on_plane(lat_deg: Degrees, lon_deg: Degrees, middle_deg: float) -> tuple[Degrees, Degrees]:
    """Return metres east and north, right to a few per mille within a metropolis."""
    shrink = np.cos(np.radians(middle_deg))
    return lon_deg * (EARTH_M_PER_DEG * shrink), lat_deg * EARTH_M_PER_DEG


@njit(cache=True)
def follow(x: Degrees, y: Degrees, line_x: Degrees, line_y: Degrees, along_m: Int32s) -> bool:
    """
    Write how far along the line each stop lies; return False where one lies too far from it.

    Of all ways to put the stops on the line in order, the one with the least squares of gaps.
    """
    n, m = len(x), len(line_x) - 1
    if m < 1:
        return False
    came = np.full((n, m), -1, np.int32)  # the segment of the stop before, by that of the stop
    gap2, where_m = np.empty((n, m)), np.empty((n, m))
    start_m = 0.0
    for j in range(m):
        dx, dy = line_x[j + 1] - line_x[j], line_y[j + 1] - line_y[j]
        long2 = dx * dx + dy * dy
        for i in range(n):
            share = 0.0
            if long2 > 0:
                share = ((x[i] - line_x[j]) * dx + (y[i] - line_y[j]) * dy) / long2
                share = min(max(share, 0.0), 1.0)
            off_x, off_y = line_x[j] + share * dx - x[i], line_y[j] + share * dy - y[i]
            gap2[i, j] = off_x * off_x + off_y * off_y
            where_m[i, j] = start_m + share * np.sqrt(long2)
        start_m += np.sqrt(long2)
    on = gap2[0].copy()  # least cost of the stops so far, by the segment of the last one
    for i in range(1, n):
        least, which = np.inf, -1  # of the segments before this one
        for j in range(m):
            here, from_j = least, which
            if on[j] < least:
                least, which = on[j], j
            if on[j] < here and where_m[i, j] >= where_m[i - 1, j] - BLUR_M:
                here, from_j = on[j], j
            on[j] = here + gap2[i, j]
            came[i, j] = from_j
    segment, before_m = int(np.argmin(on)), np.inf
    for i in range(n - 1, -1, -1):
        if segment < 0 or not gap2[i, segment] <= STRAY_M * STRAY_M:
            return False
        before_m = min(before_m, where_m[i, segment])
        along_m[i] = round(before_m)
        segment = came[i, segment]
    return rebase(along_m)


@njit(cache=True)
def rebase(along_m: Int32s) -> bool:
    """Count from the first stop."""
    start_m = along_m[0]
    for i in range(len(along_m)):
        along_m[i] -= start_m
    return True


@njit(cache=True)
def join_parts(along_m: Int32s, part_first: Int64s, goes_on: Flags) -> Int32s:
    """Return one row a call of each pattern: a part that goes on begins where the last ended."""
    kept = np.empty(len(along_m), np.int32)
    n, base_m = 0, 0
    for part in range(len(goes_on)):
        first, last = part_first[part], part_first[part + 1]
        if goes_on[part]:
            base_m = kept[n - 1]
            first += 1
        else:
            base_m = 0
        for i in range(first, last):
            kept[n] = base_m + along_m[i]
            n += 1
    return kept[:n].copy()
