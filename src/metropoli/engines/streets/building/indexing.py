"""A grid of square cells over the city, so that a coordinate finds the edges around it."""

from __future__ import annotations

import numpy as np

from metropoli.base.errors import Invalid
from metropoli.engines.streets.building.cutting import Cut
from metropoli.engines.streets.building.geometry import M_PER_DEG, offsets, runs
from metropoli.engines.streets.types import Grid

CELL_M = 150.0
MOST_CELLS_A_SIDE = 4096
WIDEST_DEG = (
    12.0  # Italy is 12 degrees tall; what is wider is not a city, or has a node gone astray
)


def grid_over(cut: Cut) -> Grid:
    """
    Return the edges that touch each cell.

    :raises Invalid: `osm_too_wide` where the streets span more than any region does
    """
    lat, lon = cut.lat_deg, cut.lon_deg
    height, width = float(np.ptp(lat)), float(np.ptp(lon))
    if max(height, width) > WIDEST_DEG:
        raise Invalid("osm_too_wide", most_deg=WIDEST_DEG)
    shrink = max(float(np.cos(np.radians(np.abs(lat).max()))), 0.01)
    cell_lat = max(CELL_M / M_PER_DEG, height / MOST_CELLS_A_SIDE)
    cell_lon = max(CELL_M / M_PER_DEG / shrink, width / MOST_CELLS_A_SIDE)
    south, west = float(lat.min()), float(lon.min())
    n_rows, n_columns = int(height / cell_lat) + 1, int(width / cell_lon) + 1
    row, column = (lat - south) / cell_lat, (lon - west) / cell_lon
    cell, edge = _touched(cut, row, column, n_columns)
    n_cells = n_rows * n_columns
    return Grid(
        south_deg=south,
        west_deg=west,
        cell_lat_deg=cell_lat,
        cell_lon_deg=cell_lon,
        n_rows=n_rows,
        n_columns=n_columns,
        cell_first=offsets(np.bincount(cell, minlength=n_cells)).astype(np.int32),
        cell_edge=edge.astype(np.int32),
    )


def _touched(
    cut: Cut, row: np.ndarray, column: np.ndarray, n_columns: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return pairs of cell and edge, each once, in order: the box around each bit of a cell's length."""
    counts = np.diff(cut.edge_first)
    begins = runs(cut.edge_first[:-1], counts - 1)
    owner = np.repeat(np.arange(len(counts)), counts - 1)
    y0, y1, x0, x1 = row[begins], row[begins + 1], column[begins], column[begins + 1]
    bits = np.ceil(np.maximum(np.abs(y1 - y0), np.abs(x1 - x0))).astype(np.int64) + 1
    part = runs(np.zeros(len(bits), np.int64), bits) / np.repeat(bits, bits)
    step = 1.0 / np.repeat(bits, bits)
    y0, y1, x0, x1, owner = (np.repeat(v, bits) for v in (y0, y1, x0, x1, owner))
    ya, yb = y0 + (y1 - y0) * part, y0 + (y1 - y0) * (part + step)
    xa, xb = x0 + (x1 - x0) * part, x0 + (x1 - x0) * (part + step)
    corners = [
        np.floor(y).astype(np.int64) * n_columns + np.floor(x).astype(np.int64)
        for y in (ya, yb)
        for x in (xa, xb)
    ]
    n_edges = len(cut.edge_tail)
    key = np.unique(np.concatenate([cell * n_edges + owner for cell in corners]))
    return key // n_edges, key % n_edges
