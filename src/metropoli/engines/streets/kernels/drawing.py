"""Draw a way: the points of its arcs end to end, and how it leaves and enters each of them."""

from __future__ import annotations

from math import atan2, cos, degrees, hypot, radians

import numpy as np
from numba import njit

from metropoli.engines.streets.types import Degrees, Floats, Int32s, Int64s, Lines

M_PER_DEG = 111_194.93
LOOK_M = 15.0  # the last metres of a mapped way are often askew: bearings look a little farther


@njit(cache=True)
def draw(
    lines: Lines, arcs: Int32s, begin: Floats, end: Floats
) -> tuple[Degrees, Degrees, Int64s, Floats]:
    """
    Return lat, lon, the first point of each arc, and the bearings in which it is left and entered.

    `begin` and `end` are shares from the tail of the edge. Arcs share the point between them.
    """
    n = len(arcs)
    room = 1
    for i in range(n):
        edge = arcs[i] >> 1
        room += lines.edge_first[edge + 1] - lines.edge_first[edge] + 1
    lat = np.empty(room, np.float64)
    lon = np.empty(room, np.float64)
    first = np.empty(n, np.int64)
    bearings = np.empty((n, 2), np.float64)
    size = 1
    for i in range(n):
        first[i] = size - 1
        size = _draw_arc(lines, arcs[i] >> 1, begin[i], end[i], lat, lon, size)
        bearings[i, 0] = _bearing(lat, lon, first[i], size - 1, 1)
        bearings[i, 1] = (_bearing(lat, lon, size - 1, first[i], -1) + 180.0) % 360.0
    return lat[:size], lon[:size], first, bearings


@njit(cache=True)
def _draw_arc(
    lines: Lines, edge: int, begin: float, end: float, lat: Degrees, lon: Degrees, size: int
) -> int:
    """Write the points of an edge between two shares; the first of them over the last one written."""
    p, q = lines.edge_first[edge], lines.edge_first[edge + 1]
    total = 0.0
    for k in range(p, q - 1):
        total += _apart(lines, k)
    at = size - 1
    low, high = min(begin, end) * total, max(begin, end) * total
    lat[at], lon[at] = _point(lines, p, q, low)
    along = 0.0
    for k in range(p, q - 1):
        along += _apart(lines, k)
        if low < along < high and k < q - 2:
            at += 1
            lat[at], lon[at] = lines.lat_deg[k + 1], lines.lon_deg[k + 1]
    at += 1
    lat[at], lon[at] = _point(lines, p, q, high)
    if begin > end:
        lat[size - 1 : at + 1] = lat[size - 1 : at + 1][::-1].copy()
        lon[size - 1 : at + 1] = lon[size - 1 : at + 1][::-1].copy()
    return at + 1


@njit(cache=True)
def _apart(lines: Lines, k: int) -> float:
    dy = lines.lat_deg[k + 1] - lines.lat_deg[k]
    dx = (lines.lon_deg[k + 1] - lines.lon_deg[k]) * cos(radians(lines.lat_deg[k]))
    return hypot(dx, dy)


@njit(cache=True)
def _point(lines: Lines, p: int, q: int, wanted: float) -> tuple[float, float]:
    along = 0.0
    for k in range(p, q - 1):
        step = _apart(lines, k)
        if along + step >= wanted and step > 0.0:
            t = (wanted - along) / step
            return (
                lines.lat_deg[k] + t * (lines.lat_deg[k + 1] - lines.lat_deg[k]),
                lines.lon_deg[k] + t * (lines.lon_deg[k + 1] - lines.lon_deg[k]),
            )
        along += step
    return lines.lat_deg[q - 1], lines.lon_deg[q - 1]


@njit(cache=True)
def _bearing(lat: Degrees, lon: Degrees, start: int, stop: int, step: int) -> float:
    """Return the compass bearing from a point to one some metres on, walking the drawing by `step`."""
    shrink = cos(radians(lat[start]))
    k = start
    while k != stop:
        k += step
        if hypot(lat[k] - lat[start], (lon[k] - lon[start]) * shrink) * M_PER_DEG >= LOOK_M:
            break
    return degrees(atan2((lon[k] - lon[start]) * shrink, lat[k] - lat[start])) % 360.0
