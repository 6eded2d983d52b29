"""How the ground of the map lies on disk: a pile of sheets, one for each layer and band of zooms."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from metropoli.web import tiles

LAYERS = (
    ("ground", tiles.POLYGON),
    ("water", tiles.LINE),
    ("boundary", tiles.LINE),
    ("building", tiles.POLYGON),
    ("street", tiles.LINE),
    ("rail", tiles.LINE),
    ("transit", tiles.LINE),
    ("stop", tiles.POINT),
    ("label", tiles.POINT),
    ("place", tiles.POINT),
)
BANDS = (8, 10, 11, 12, 13, 14, 15)  # the last zoom of each band; one drawing serves a whole band
LAST_ZOOM = BANDS[-1]  # nearer than this the browser enlarges: a step is 20 cm at our latitude
COLUMNS = ("class", "name", "mode", "color", "key", "rank")
NUMBERS = ("rank",)  # columns that are numbers, not rows of the table of words
BLOCK = 64  # neighbouring features that are looked at together


class Basemap(NamedTuple):
    """
    Everything the map draws, simplified for each band of zooms.

    Sheet `band * len(LAYERS) + layer` owns features `[sheet_first[s], sheet_first[s + 1])`, sorted
    so that neighbours on the ground are neighbours here. Coordinates are world units of
    `metropoli.web.tiles`; boxes are west, north, east, south in the same units.
    """

    version: str
    words: tuple[str, ...]
    sheet_first: NDArray[np.int64]
    block_first: NDArray[np.int64]  # by sheet, into block_box
    block_box: NDArray[np.int32]  # (n_blocks, 4)
    box: NDArray[np.int32]  # (n_features, 4)
    min_zoom: NDArray[np.int8]  # the first zoom that shows the feature
    code: NDArray[np.int32]  # (n_features, len(COLUMNS)): row in words, or a number; -1 is nothing
    feature_first: NDArray[np.int64]  # into part_first
    part_first: NDArray[np.int64]  # into x and y
    x: NDArray[np.int32]
    y: NDArray[np.int32]


def band_of(zoom: int) -> int:
    """Return the band of sheets that serves a zoom."""
    return int(np.searchsorted(BANDS, min(zoom, LAST_ZOOM)))


def first_zoom_of(band: int) -> int:
    """Return the first zoom of a band."""
    return BANDS[band - 1] + 1 if band else 0
