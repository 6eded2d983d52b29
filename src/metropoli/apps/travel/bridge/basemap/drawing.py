"""What goes on the map, before it is simplified: shapes with their words and the zoom that first shows them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from metropoli.web import tiles

Words = NDArray[np.object_]


class Drawing(NamedTuple):
    """Features of one layer: shapely geometries in world units, and a word a feature in each column."""

    layer: str
    shape: NDArray[np.object_]
    min_zoom: NDArray[np.int8]
    columns: dict[str, Words]


def world_lines(
    first: NDArray[np.integer], lat_deg: NDArray[np.float64], lon_deg: NDArray[np.float64]
) -> NDArray[np.object_]:
    """Return lines in world units from a CSR of degrees; those of fewer than two points are None."""
    lengths = np.diff(first)
    lines = np.full(len(lengths), None, object)
    whole = lengths > 1
    if whole.any():
        kept = np.repeat(whole, lengths)
        owner = np.repeat(np.cumsum(whole) - 1, lengths)[kept]
        xy = world_points(lat_deg, lon_deg)[kept]
        lines[whole] = shapely.linestrings(xy, indices=owner)
    return lines


def world_points(lat_deg: NDArray[np.float64], lon_deg: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return degrees as rows of (x, y) in world units."""
    return np.column_stack((tiles.world_x(lon_deg), tiles.world_y(lat_deg))).astype(np.float64)


def words(values: list[str]) -> Words:
    """Return a column of words."""
    column = np.empty(len(values), object)
    column[:] = values
    return column


def only(drawing: Drawing, kept: NDArray[np.bool_]) -> Drawing:
    """Return the drawing with some of its features."""
    columns = {name: values[kept] for name, values in drawing.columns.items()}
    return Drawing(drawing.layer, drawing.shape[kept], drawing.min_zoom[kept], columns)


def together(layer: str, drawings: list[Drawing]) -> Drawing:
    """Return the drawings of one layer as one; a column that some of them lack says nothing there."""
    names = {name: None for drawing in drawings for name in drawing.columns}
    columns = {
        name: np.concatenate([d.columns.get(name, words([""] * len(d.shape))) for d in drawings])
        for name in names
    }
    shape = [np.empty(0, object), *(drawing.shape for drawing in drawings)]
    min_zoom = [np.empty(0, np.int8), *(drawing.min_zoom for drawing in drawings)]
    return Drawing(layer, np.concatenate(shape), np.concatenate(min_zoom), columns)
