"""Find the nearest edge, and the position on it."""

from __future__ import annotations

from math import cos, hypot, radians

import numpy as np
from numba import njit

from metropoli.engines.streets.types import Degrees, Grid, Int8s, Int32s, Lines

M_PER_DEG = 111_194.93


@njit(cache=True)
def nearest(
    grid: Grid, lines: Lines, standing: Int8s, least: int, lat: float, lon: float, radius_m: float
) -> tuple[int, float, float, float, float]:
    """
    Return edge, share, lat, lon and metres away of the nearest edge of at least this standing.

    Rings of cells around the point are looked at until the next ring is farther than what was
    found. Edge -1 where nothing lies within the radius.
    """
    shrink = cos(radians(lat))
    row = int(np.floor((lat - grid.south_deg) / grid.cell_lat_deg))
    column = int(np.floor((lon - grid.west_deg) / grid.cell_lon_deg))
    ring_m = M_PER_DEG * min(grid.cell_lat_deg, grid.cell_lon_deg * shrink)
    found = (-1, 0.0, lat, lon, radius_m)
    # From the first ring that touches the grid to the last one that does.
    ring = max(0, -row, row - grid.n_rows + 1, -column, column - grid.n_columns + 1)
    last = max(row, grid.n_rows - 1 - row, column, grid.n_columns - 1 - column)
    while ring <= last and (ring - 1) * ring_m <= found[4]:
        for r in range(max(row - ring, 0), min(row + ring, grid.n_rows - 1) + 1):
            if abs(r - row) == ring:
                for c in range(max(column - ring, 0), min(column + ring, grid.n_columns - 1) + 1):
                    found = _nearer(
                        grid, lines, standing, least, r * grid.n_columns + c, lat, lon, found
                    )
                continue
            for c in (column - ring, column + ring):
                if 0 <= c < grid.n_columns:
                    found = _nearer(
                        grid, lines, standing, least, r * grid.n_columns + c, lat, lon, found
                    )
        ring += 1
    return found


@njit(cache=True)
def _nearer(
    grid: Grid,
    lines: Lines,
    standing: Int8s,
    least: int,
    cell: int,
    lat: float,
    lon: float,
    found: tuple[int, float, float, float, float],
) -> tuple[int, float, float, float, float]:
    """Return what was found so far or, if it is nearer, an edge of this cell."""
    shrink = cos(radians(lat))
    for k in range(grid.cell_first[cell], grid.cell_first[cell + 1]):
        edge = grid.cell_edge[k]
        if standing[edge] < least:
            continue
        share, at_lat, at_lon, away = project(lines, edge, lat, lon, shrink)
        if away < found[4] or (away == found[4] and (edge < found[0] or found[0] < 0)):
            found = (int(edge), share, at_lat, at_lon, away)
    return found


@njit(cache=True)
def project(
    lines: Lines, edge: int, lat: float, lon: float, shrink: float
) -> tuple[float, float, float, float]:
    """Return share, lat, lon and metres away of the point of an edge that is nearest to a coordinate."""
    best = np.inf
    at, at_lat, at_lon = 0.0, lat, lon
    along = 0.0
    for p in range(lines.edge_first[edge], lines.edge_first[edge + 1] - 1):
        x0 = (lines.lon_deg[p] - lon) * shrink * M_PER_DEG
        y0 = (lines.lat_deg[p] - lat) * M_PER_DEG
        dx = (lines.lon_deg[p + 1] - lines.lon_deg[p]) * shrink * M_PER_DEG
        dy = (lines.lat_deg[p + 1] - lines.lat_deg[p]) * M_PER_DEG
        squared = dx * dx + dy * dy
        t = 0.0
        if squared > 0.0:
            t = min(1.0, max(0.0, -(x0 * dx + y0 * dy) / squared))
        away = hypot(x0 + t * dx, y0 + t * dy)
        length = squared**0.5
        if away < best:
            best = away
            at = along + t * length
            at_lat = lines.lat_deg[p] + t * (lines.lat_deg[p + 1] - lines.lat_deg[p])
            at_lon = lines.lon_deg[p] + t * (lines.lon_deg[p + 1] - lines.lon_deg[p])
        along += length
    share = at / along if along > 0.0 else 0.0
    return min(1.0, share), at_lat, at_lon, best


@njit(cache=True)
def nearest_of_many(
    grid: Grid, lines: Lines, standing: Int8s, lat: Degrees, lon: Degrees, radius_m: float
) -> tuple[Int32s, Degrees, Degrees, Degrees, Degrees]:
    """Snap many points: onto the connected city where it is near enough, else onto an island."""
    n = len(lat)
    edge = np.full(n, -1, np.int32)
    share = np.zeros(n, np.float64)
    at_lat = np.empty(n, np.float64)
    at_lon = np.empty(n, np.float64)
    away = np.empty(n, np.float64)
    for i in range(n):
        found = nearest(grid, lines, standing, 2, lat[i], lon[i], radius_m)
        if found[0] < 0:
            found = nearest(grid, lines, standing, 1, lat[i], lon[i], radius_m)
        edge[i], share[i], at_lat[i], at_lon[i], away[i] = found
    return edge, share, at_lat, at_lon, away
