"""Make the ground of the map: simplify every layer for each band of zooms, and pile up the sheets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from metropoli.apps.travel.bridge.basemap.drawing import Drawing, only, together
from metropoli.apps.travel.bridge.basemap.sheets import (
    BANDS,
    BLOCK,
    COLUMNS,
    LAYERS,
    NUMBERS,
    Basemap,
    first_zoom_of,
)
from metropoli.apps.travel.bridge.basemap.towns import named_once
from metropoli.web import tiles

PIXELS = 512  # how wide the browser draws a tile
BLUR_PX = 0.6  # how far a line may move when it is simplified, at the last zoom of its band
NEAR_BLUR_PX = 0.06  # the last band is enlarged by the browser, so it is kept sharp
LEAST_PX2 = {"ground": 16.0, "building": 4.0}  # smaller polygons wait for a nearer zoom
NAMES_FROM = {"street": 13, "water": 12}  # further away the names only make tiles heavy


class _Sheet(NamedTuple):
    """One layer in one band."""

    box: NDArray[np.int32]
    min_zoom: NDArray[np.int8]
    code: NDArray[np.int32]
    part_counts: NDArray[np.int64]
    point_counts: NDArray[np.int64]
    x: NDArray[np.int32]
    y: NDArray[np.int32]


def build_basemap(drawings: Iterable[Drawing], *, version: str) -> Basemap:
    """
    Return the ground of the map as arrays to be written under the network's version.

    The drawings come from `from_scenery`, `from_timetable` and `from_towns`; several may belong to
    one layer.
    """
    words = _Words()
    by_layer = _by_layer(drawings)
    sheets = [
        _sheet(by_layer[name], kind, band, words)
        for band in range(len(BANDS))
        for name, kind in LAYERS
    ]
    return _piled(sheets, version, words)


class _Words:
    """Give every word a row, once."""

    def __init__(self) -> None:
        self.row: dict[str, int] = {}

    def rows(self, values: NDArray[np.object_]) -> NDArray[np.int32]:
        row = self.row
        return np.array([row.setdefault(v, len(row)) if v else -1 for v in values], np.int32)


def _by_layer(drawings: Iterable[Drawing]) -> dict[str, Drawing]:
    """Join the drawings of each layer, leaving out what has no shape and what is named twice."""
    found: dict[str, list[Drawing]] = {name: [] for name, _ in LAYERS}
    for drawing in drawings:
        drawn = ~shapely.is_missing(drawing.shape) & ~shapely.is_empty(drawing.shape)
        found[drawing.layer].append(only(drawing, drawn))
    # The towns that we know by their inhabitants come after the extract: let them speak first.
    found["place"] = named_once(found["place"][::-1])
    return {name: together(name, of_layer) for name, of_layer in found.items()}


def _sheet(drawing: Drawing, kind: int, band: int, words: _Words) -> _Sheet:
    drawing = _seen(drawing, kind, band)
    if kind == tiles.LINE:
        drawing = _joined(drawing, band)
    code = _code(drawing, band, words)
    shape = _simplified(drawing.shape, kind, band)
    kept = ~shapely.is_empty(shape)
    return _flattened(shape[kept], drawing.min_zoom[kept], code[kept], kind)


def _seen(drawing: Drawing, kind: int, band: int) -> Drawing:
    """Keep what some zoom of the band shows; small polygons wait until they can be seen."""
    min_zoom = drawing.min_zoom
    if kind == tiles.POLYGON:
        side = np.sqrt(shapely.area(drawing.shape) / LEAST_PX2[drawing.layer])
        with np.errstate(divide="ignore"):
            seen_from = np.ceil(np.log2(tiles.WORLD / PIXELS / side))
        min_zoom = np.maximum(min_zoom, np.clip(seen_from, 0, 99)).astype(np.int8)
    if band == len(BANDS) - 1:
        min_zoom = np.minimum(min_zoom, BANDS[-1]).astype(np.int8)
    return only(drawing._replace(min_zoom=min_zoom), min_zoom <= BANDS[band])


def _joined(drawing: Drawing, band: int) -> Drawing:
    """Join the pieces of a street that are alike: longer lines, fewer of them, names that fit."""
    columns = _told(drawing, band)
    if not len(drawing.shape):
        return drawing._replace(columns=columns)
    alike = list(zip(drawing.min_zoom.tolist(), *columns.values(), strict=True))
    table = {key: row for row, key in enumerate(dict.fromkeys(alike))}
    group = np.array([table[key] for key in alike])
    order = np.argsort(group, kind="stable")
    shape, group = drawing.shape[order], group[order]
    first = np.flatnonzero(np.diff(group, prepend=-1))
    pieces, owner = shapely.get_parts(shape, return_index=True)
    bundles = shapely.multilinestrings(pieces, indices=group[owner])
    lines, bundle = shapely.get_parts(shapely.line_merge(bundles), return_index=True)
    source = order[first][bundle]
    return drawing._replace(
        shape=lines,
        min_zoom=drawing.min_zoom[source],
        columns={name: values[source] for name, values in columns.items()},
    )


def _told(drawing: Drawing, band: int) -> dict[str, NDArray[np.object_]]:
    if first_zoom_of(band) < NAMES_FROM.get(drawing.layer, 0):
        return {name: values for name, values in drawing.columns.items() if name != "name"}
    return drawing.columns


def _code(drawing: Drawing, band: int, words: _Words) -> NDArray[np.int32]:
    code = np.full((len(drawing.shape), len(COLUMNS)), -1, np.int32)
    for name, values in _told(drawing, band).items():
        column = COLUMNS.index(name)
        if name in NUMBERS:
            said = values != ""
            code[said, column] = values[said].astype(np.int32)
        else:
            code[:, column] = words.rows(values)
    return code


def _simplified(shape: NDArray[np.object_], kind: int, band: int) -> NDArray[np.object_]:
    if kind == tiles.POINT:
        return shape
    blur_px = NEAR_BLUR_PX if band == len(BANDS) - 1 else BLUR_PX
    tolerance = blur_px * (tiles.WORLD >> BANDS[band]) / PIXELS
    simple = shapely.simplify(shape, tolerance, preserve_topology=False)
    if kind == tiles.POLYGON:
        simple = shapely.orient_polygons(simple, exterior_cw=False)
    return np.asarray(simple, object)


def _flattened(
    shape: NDArray[np.object_], min_zoom: NDArray[np.int8], code: NDArray[np.int32], kind: int
) -> _Sheet:
    box = np.rint(shapely.bounds(shape)).astype(np.int32).reshape(-1, 4)
    order = np.argsort(_along_the_curve(box))
    shape, box = shape[order], box[order]
    if kind == tiles.POLYGON:
        polygons, of_shape = shapely.get_parts(shape, return_index=True)
        parts, of_polygon = shapely.get_rings(polygons, return_index=True)
        owner = of_shape[of_polygon]
    else:
        parts, owner = shapely.get_parts(shape, return_index=True)
    points, part = shapely.get_coordinates(parts, return_index=True)
    if kind == tiles.POLYGON:  # rings say their first point again at the end; tiles do not
        last = np.append(np.diff(part) != 0, True)[: len(part)]
        points, part = points[~last], part[~last]
    points = np.rint(points).astype(np.int32)
    return _Sheet(
        box,
        min_zoom[order],
        code[order],
        np.bincount(owner, minlength=len(shape)).astype(np.int64),
        np.bincount(part, minlength=len(parts)).astype(np.int64),
        points[:, 0],
        points[:, 1],
    )


def _along_the_curve(box: NDArray[np.int32]) -> NDArray[np.int64]:
    """Return the place of each box's middle on a curve that visits neighbours together (Morton 1966)."""
    place = np.zeros(len(box), np.int64)
    for nth, (low, high) in enumerate(((0, 2), (1, 3))):
        middle = (box[:, low].astype(np.int64) + box[:, high]) >> 1
        for bit in range(30):
            place |= ((middle >> bit) & 1) << (2 * bit + nth)
    return place


def _piled(sheets: list[_Sheet], version: str, words: _Words) -> Basemap:
    boxes = [_block_boxes(sheet.box) for sheet in sheets]
    return Basemap(
        version=version,
        words=tuple(words.row),
        sheet_first=_first([len(sheet.box) for sheet in sheets]),
        block_first=_first([len(box) for box in boxes]),
        block_box=np.concatenate(boxes),
        box=np.concatenate([sheet.box for sheet in sheets]),
        min_zoom=np.concatenate([sheet.min_zoom for sheet in sheets]),
        code=np.concatenate([sheet.code for sheet in sheets]),
        feature_first=_first(np.concatenate([sheet.part_counts for sheet in sheets])),
        part_first=_first(np.concatenate([sheet.point_counts for sheet in sheets])),
        x=np.concatenate([sheet.x for sheet in sheets]),
        y=np.concatenate([sheet.y for sheet in sheets]),
    )


def _first(counts: NDArray[np.int64] | list[int]) -> NDArray[np.int64]:
    return np.concatenate((np.zeros(1, np.int64), np.cumsum(counts, dtype=np.int64)))


def _block_boxes(box: NDArray[np.int32]) -> NDArray[np.int32]:
    starts = np.arange(0, len(box), BLOCK)
    if not len(starts):
        return np.empty((0, 4), np.int32)
    low = np.minimum.reduceat(box[:, :2], starts)
    return np.hstack((low, np.maximum.reduceat(box[:, 2:], starts)))
