"""Heights of points, and how much each edge climbs and drops."""

from __future__ import annotations

import numpy as np

from metropoli.engines.streets.building.cutting import Cut
from metropoli.engines.streets.types import BRIDGE, TUNNEL, Elevation, Extract, Floats, Int16s

STEEPEST = 0.35  # beyond, the height is wrong and not the street: Baldwin Street has 0.35
SAMPLE_M = 30.0  # about one cell of a common height model: closer looks see only its noise


def sample_m(elevation: Elevation, lat_deg: Floats, lon_deg: Floats) -> Floats:
    """Return the height at each point between the four cells around it; NaN outside or unknown."""
    rows, columns = elevation.height_m.shape
    y = (elevation.north_deg - lat_deg) / elevation.step_lat_deg - 0.5
    x = (lon_deg - elevation.west_deg) / elevation.step_lon_deg - 0.5
    inside = (y > -1) & (y < rows) & (x > -1) & (x < columns)
    y, x = np.clip(y, 0, rows - 1), np.clip(x, 0, columns - 1)
    top, left = np.floor(y).astype(np.int64), np.floor(x).astype(np.int64)
    below, right = np.minimum(top + 1, rows - 1), np.minimum(left + 1, columns - 1)
    v, u = y - top, x - left
    grid = elevation.height_m
    height = (1 - v) * ((1 - u) * grid[top, left] + u * grid[top, right])
    height = height + v * ((1 - u) * grid[below, left] + u * grid[below, right])
    found: Floats = np.where(inside, height, np.nan)
    return found


def point_heights_m(extract: Extract, elevation: Elevation | None) -> Floats:
    """Return the height of each node of the extract: its own tag, else the grid, else NaN."""
    tagged = extract.node_ele_m.astype(np.float64)
    if elevation is None:
        return tagged
    grid = sample_m(elevation, extract.node_lat_deg, extract.node_lon_deg)
    heights: Floats = np.where(np.isnan(grid), tagged, grid)
    return heights


def climbs_m(cut: Cut, height_m: Floats, flags: Int16s) -> tuple[Floats, Floats]:
    """
    Return how much each edge rises and falls on the way from tail to head; NaN where unknown.

    Bridges and tunnels run straight from end to end, whatever the ground does.
    """
    ends = (
        height_m[cut.point_row[cut.edge_first[:-1]]],
        height_m[cut.point_row[cut.edge_first[1:] - 1]],
    )
    climb, drop = np.maximum(ends[1] - ends[0], 0.0), np.maximum(ends[0] - ends[1], 0.0)
    on_ground = ((flags & (BRIDGE | TUNNEL)) == 0) & ~np.isnan(climb)
    for edge in np.flatnonzero((cut.edge_length_m > 2 * SAMPLE_M) & on_ground):
        climb[edge], drop[edge] = _along(cut, height_m, int(edge))
    most = STEEPEST * np.maximum(cut.edge_length_m, 1.0)
    return np.minimum(climb, most), np.minimum(drop, most)


def _along(cut: Cut, height_m: Floats, edge: int) -> tuple[float, float]:
    span = slice(int(cut.edge_first[edge]), int(cut.edge_first[edge + 1]))
    heights = height_m[cut.point_row[span]]
    lat, lon = cut.lat_deg[span], cut.lon_deg[span]
    steps = np.hypot(np.diff(lat), np.diff(lon) * np.cos(np.radians(lat[0])))
    at = np.concatenate((np.zeros(1), np.cumsum(steps)))
    known = ~np.isnan(heights)
    if not (known[0] and known[-1]) or at[-1] == 0:
        return np.nan, np.nan
    n = 1 + int(cut.edge_length_m[edge] // SAMPLE_M)
    sampled = np.interp(np.linspace(0.0, at[-1], n + 1), at[known], heights[known])
    rises = np.diff(sampled)
    return float(rises[rises > 0].sum()), float(-rises[rises < 0].sum())
