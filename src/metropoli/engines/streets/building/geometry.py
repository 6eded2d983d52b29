"""Lengths and bearings on the ground."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from metropoli.engines.streets.types import Degrees, Floats, Int32s, Int64s

M_PER_DEG = 111_194.93  # mean radius of the earth, 6,371,008.8 m (IUGG), times pi / 180

Rows = NDArray[np.integer]


def segment_lengths_m(lat_deg: Degrees, lon_deg: Degrees) -> Floats:
    """Return the metres from each point to the next one (equirectangular: right to 1e-6 in a city)."""
    north = np.diff(lat_deg)
    east = np.diff(lon_deg) * np.cos(np.radians((lat_deg[1:] + lat_deg[:-1]) / 2))
    lengths: Floats = np.hypot(north, east) * M_PER_DEG
    return lengths


def line_lengths_m(first: Rows, lat_deg: Degrees, lon_deg: Degrees) -> Floats:
    """Return the length of each line of a CSR of points."""
    running = np.concatenate((np.zeros(1), np.cumsum(segment_lengths_m(lat_deg, lon_deg))))
    lengths: Floats = running[first[1:] - 1] - running[first[:-1]]
    return lengths


def bearings_deg(lat_from: Degrees, lon_from: Degrees, lat_to: Degrees, lon_to: Degrees) -> Floats:
    """Return the compass bearing (0 north, 90 east) from points to points."""
    east = (lon_to - lon_from) * np.cos(np.radians((lat_from + lat_to) / 2))
    bearing: Floats = np.degrees(np.arctan2(east, lat_to - lat_from)) % 360.0
    return bearing


def end_bearings_deg(first: Int32s, lat_deg: Degrees, lon_deg: Degrees) -> tuple[Floats, Floats]:
    """
    Return the bearing in which each line leaves its tail, and in which it arrives at its head.

    Looks some 10 m along the line, because the last metres of a mapped way are often askew.
    """
    start, stop = first[:-1].astype(np.int64), first[1:].astype(np.int64) - 1
    after, before = start + 1, stop - 1
    for _ in range(3):
        near = (_apart_m(lat_deg, lon_deg, start, after) < LOOK_M) & (after < stop)
        after = after + near
        near = (_apart_m(lat_deg, lon_deg, stop, before) < LOOK_M) & (before > start)
        before = before - near
    leaving = bearings_deg(lat_deg[start], lon_deg[start], lat_deg[after], lon_deg[after])
    arriving = bearings_deg(lat_deg[before], lon_deg[before], lat_deg[stop], lon_deg[stop])
    return leaving, arriving


LOOK_M = 10.0


def _apart_m(lat_deg: Degrees, lon_deg: Degrees, a: Int64s, b: Int64s) -> Floats:
    east = (lon_deg[a] - lon_deg[b]) * np.cos(np.radians(lat_deg[a]))
    apart: Floats = np.hypot(lat_deg[a] - lat_deg[b], east) * M_PER_DEG
    return apart


def offsets(counts: NDArray[np.integer]) -> Int64s:
    """Return where each of several runs starts, and where the last one ends."""
    first = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=first[1:])
    return first


def runs(starts: NDArray[np.integer], counts: NDArray[np.integer]) -> Int64s:
    """Return `starts[i], starts[i] + 1, …` for each run, end to end."""
    first = offsets(counts)
    rows: Int64s = np.arange(first[-1]) + np.repeat(starts - first[:-1], counts)
    return rows
