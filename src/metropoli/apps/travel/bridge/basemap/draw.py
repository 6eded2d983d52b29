"""Cut one tile out of the ground of the map."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from metropoli.apps.travel.bridge.basemap.sheets import (
    BLOCK,
    COLUMNS,
    LAYERS,
    NUMBERS,
    Basemap,
    band_of,
)
from metropoli.web import tiles

EXTENT = 4096
MARGIN = 64  # steps drawn beyond the tile's edge, so that wide lines meet at the seam
DEEPEST_ZOOM = 22
KEPT_BYTES = 48_000_000  # tiles held by a worker: a few thousand of them

Box = tuple[int, int, int, int]
Tile = tuple[int, int, int]
CUT = {
    tiles.POINT: tiles.clip_points,
    tiles.LINE: tiles.clip_lines,
    tiles.POLYGON: tiles.clip_rings,
}


class _Drawn:
    """Hold the tiles drawn last, up to so many bytes."""

    def __init__(self) -> None:
        self._held: OrderedDict[tuple[str, Tile], bytes] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, key: tuple[str, Tile]) -> bytes | None:
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
            return self._held.get(key)

    def put(self, key: tuple[str, Tile], tile: bytes) -> None:
        with self._lock:
            self._bytes += len(tile) - len(self._held.pop(key, b""))
            self._held[key] = tile
            while self._bytes > KEPT_BYTES:
                self._bytes -= len(self._held.popitem(last=False)[1])


_DRAWN = _Drawn()


def draw_tile(basemap: Basemap, z: int, x: int, y: int) -> bytes:
    """Return the vector tile at zoom z, column x, row y; no bytes where there is nothing."""
    if not (0 <= z <= DEEPEST_ZOOM and 0 <= x < 1 << z and 0 <= y < 1 << z):
        return b""
    key = (basemap.version, (z, x, y))
    tile = _DRAWN.get(key)
    if tile is None:
        tile = tiles.encode_tile(_layers(basemap, (z, x, y)))
        _DRAWN.put(key, tile)
    return tile


def _layers(basemap: Basemap, tile: Tile) -> list[tiles.Layer]:
    band = band_of(tile[0])
    found = (_layer(basemap, band * len(LAYERS) + nth, nth, tile) for nth in range(len(LAYERS)))
    return [layer for layer in found if layer is not None]


def _layer(basemap: Basemap, sheet: int, nth: int, tile: Tile) -> tiles.Layer | None:
    z, x, y = tile
    name, kind = LAYERS[nth]
    width = tiles.WORLD >> z
    margin = width * MARGIN // EXTENT
    west, north = x * width, y * width
    box = (west - margin, north - margin, west + width + margin, north + width + margin)
    rows = _rows(basemap, sheet, z, box)
    if not len(rows):
        return None
    if kind == tiles.POLYGON:
        rows = rows[np.argsort(-_size(basemap.box[rows]), kind="stable")]  # a lake under its island
    parts, feature_first = tiles.spread(basemap.feature_first, rows)
    points, part_first = tiles.spread(basemap.part_first, parts)
    scale = EXTENT / width
    shapes = tiles.Shapes(
        feature_first,
        part_first,
        (basemap.x[points].astype(np.float64) - west) * scale,
        (basemap.y[points].astype(np.float64) - north) * scale,
    )
    if not _inside(basemap.box[rows], box):
        shapes = CUT[kind](shapes, -MARGIN, EXTENT + MARGIN)
    return tiles.Layer(name, kind, shapes, _columns(basemap, rows))


def _rows(basemap: Basemap, sheet: int, z: int, box: Box) -> NDArray[np.int64]:
    """Return the features of a sheet that touch the box and are shown at this zoom."""
    first, last = basemap.sheet_first[sheet], basemap.sheet_first[sheet + 1]
    blocks = slice(basemap.block_first[sheet], basemap.block_first[sheet + 1])
    touched = np.flatnonzero(_touches(basemap.block_box[blocks], box))
    rows = (first + touched[:, None] * BLOCK + np.arange(BLOCK)).ravel()
    rows = rows[rows < last]
    shown = _touches(basemap.box[rows], box) & (basemap.min_zoom[rows] <= z)
    found: NDArray[np.int64] = rows[shown]
    return found


def _touches(boxes: NDArray[np.int32], box: Box) -> NDArray[np.bool_]:
    west, north, east, south = box
    told: NDArray[np.bool_] = (
        (boxes[:, 0] <= east)
        & (boxes[:, 2] >= west)
        & (boxes[:, 1] <= south)
        & (boxes[:, 3] >= north)
    )
    return told


def _inside(boxes: NDArray[np.int32], box: Box) -> bool:
    west, north, east, south = box
    return bool(
        boxes[:, 0].min() >= west
        and boxes[:, 1].min() >= north
        and boxes[:, 2].max() <= east
        and boxes[:, 3].max() <= south
    )


def _size(boxes: NDArray[np.int32]) -> NDArray[np.int64]:
    wide = boxes.astype(np.int64)
    size: NDArray[np.int64] = (wide[:, 2] - wide[:, 0]) * (wide[:, 3] - wide[:, 1])
    return size


def _columns(basemap: Basemap, rows: NDArray[np.int64]) -> tuple[tiles.Column, ...]:
    code = basemap.code[rows]
    return tuple(
        tiles.Column(name, code[:, nth], None if name in NUMBERS else basemap.words)
        for nth, name in enumerate(COLUMNS)
        if (code[:, nth] >= 0).any()
    )
