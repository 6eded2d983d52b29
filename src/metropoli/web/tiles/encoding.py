"""
Write shapes as a Mapbox Vector Tile 2.1.

A feature is a message of small numbers only: its words stand once in tables of the layer. So all
features of a layer are laid out as one array of numbers, and that array becomes bytes in one go.
Source: the vector tile specification 2.1 (github.com/mapbox/vector-tile-spec) and the encoding
chapter of Protocol Buffers.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from metropoli.web.tiles.shapes import (
    LINE,
    POINT,
    POLYGON,
    Offsets,
    Rows,
    Shapes,
    areas,
    keep_parts,
    keep_points,
    offsets,
    owner,
    sums,
    take,
)

EXTENT = 4096  # how many steps a tile is wide
MOVE_TO, LINE_TO, CLOSE_PATH = 1, 2, 7
SEVEN_BITS = 127  # of each byte of a varint; the eighth says that more follow
LEAST_POINTS = {POINT: 1, LINE: 2, POLYGON: 3}

Word = str | bool | int | float
Numbers = NDArray[np.uint64]


class Column(NamedTuple):
    """One attribute of every feature: a row of `words`, or the number itself if there are none."""

    name: str
    code: NDArray[np.integer]  # negative: this feature has no such attribute
    words: Sequence[Word] | None = None


class Layer(NamedTuple):
    """Features of one kind (POINT, LINE, POLYGON) in steps of the tile, y downwards."""

    name: str
    kind: int
    shapes: Shapes
    columns: tuple[Column, ...] = ()


def encode_tile(layers: Iterable[Layer]) -> bytes:
    """Return the layers as one tile; nothing to show gives no bytes at all."""
    return b"".join(_message(3, body) for body in map(encode_layer, layers) if body)


def encode_layer(layer: Layer) -> bytes:
    """Return one layer as a message; what is smaller than a step of the tile is left out."""
    shapes = _on_the_grid(layer.shapes, layer.kind)
    rows = np.flatnonzero(np.diff(shapes.feature_first))
    if not len(rows):
        return b""
    shapes = take(shapes, rows)
    tags, tag_first, words = _tags(
        [column._replace(code=column.code[rows]) for column in layer.columns]
    )
    path, path_first = _path(shapes, layer.kind)
    features = _features(tags, tag_first, path, path_first, layer.kind)
    return b"".join(
        (
            _message(1, layer.name.encode()),
            features.tobytes(),
            *(_message(3, column.name.encode()) for column in layer.columns),
            *(_message(4, _word(word)) for word in words),
            bytes([5 << 3]) + _varint(EXTENT),
            bytes([15 << 3]) + _varint(2),
        )
    )


def _on_the_grid(shapes: Shapes, kind: int) -> Shapes:
    """Round to whole steps and drop what vanishes: repeated points, bent needles, tiny rings."""
    turning = np.sign(areas(shapes)) if kind == POLYGON else None
    shapes = shapes._replace(x=np.rint(shapes.x), y=np.rint(shapes.y))
    if kind != POINT:
        shapes = keep_points(shapes, _moves(shapes, closed=kind == POLYGON))
    kept = np.diff(shapes.part_first) >= LEAST_POINTS[kind]
    if turning is not None:
        # Rounding may turn a sliver inside out: it would then be read as a new outer ring.
        kept &= (np.sign(areas(shapes)) == turning) & (turning != 0)
        kept &= _outer_is_kept(shapes.feature_first, turning > 0, kept)
    return keep_parts(shapes, kept)


def _moves(shapes: Shapes, *, closed: bool) -> NDArray[np.bool_]:
    """Tell which points differ from the one before them in their part."""
    before = np.arange(-1, len(shapes.x) - 1)
    whole = np.diff(shapes.part_first) > 0
    first, last = shapes.part_first[:-1][whole], shapes.part_first[1:][whole] - 1
    before[first] = last
    moves: NDArray[np.bool_] = (shapes.x != shapes.x[before]) | (shapes.y != shapes.y[before])
    if not closed:
        moves[first] = True
    return moves


def _outer_is_kept(
    feature_first: Offsets, is_outer: NDArray[np.bool_], kept: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Tell for each ring whether the outer ring it belongs to is still there: a hole needs one."""
    if not len(kept):
        return kept
    starts = is_outer.copy()
    starts[feature_first[:-1][np.diff(feature_first) > 0]] = True
    outer = np.flatnonzero(starts)[np.cumsum(starts) - 1]
    told: NDArray[np.bool_] = is_outer[outer] & kept[outer]
    return told


def _path(shapes: Shapes, kind: int) -> tuple[Numbers, Offsets]:
    """Return the drawing commands of all features as numbers, and where each feature's start."""
    lengths = np.diff(shapes.part_first)
    part = owner(shapes.part_first)
    extra = {POINT: 1, LINE: 2, POLYGON: 3}[kind]
    base = offsets(2 * lengths + extra)
    nth = np.arange(len(part)) - shapes.part_first[part]
    place = base[part] + 1 + 2 * nth
    path = np.zeros(base[-1], np.uint64)
    if kind == POINT:
        path[base[:-1]] = lengths << 3 | MOVE_TO
    else:
        place[nth > 0] += 1
        path[base[:-1]] = 1 << 3 | MOVE_TO
        path[base[:-1] + 3] = (lengths - 1) << 3 | LINE_TO
    if kind == POLYGON:
        path[base[1:] - 1] = 1 << 3 | CLOSE_PATH
    feature_start = shapes.part_first[shapes.feature_first[:-1]]
    path[place] = _zigzag(_steps(shapes.x, feature_start))
    path[place + 1] = _zigzag(_steps(shapes.y, feature_start))
    return path, base[shapes.feature_first]


def _steps(values: NDArray[np.float64], feature_start: Rows) -> NDArray[np.int64]:
    """Return each value less the one before it; every feature starts from zero again."""
    whole = values.astype(np.int64)
    steps = np.diff(whole, prepend=0)
    steps[feature_start] = whole[feature_start]
    return steps


def _zigzag(steps: NDArray[np.int64]) -> Numbers:
    return ((steps << 1) ^ (steps >> 63)).astype(np.uint64)


def _tags(columns: list[Column]) -> tuple[Numbers, Offsets, list[Word]]:
    """Return each feature's pairs (column, word), where they start, and the layer's words."""
    if not columns:
        return np.zeros(0, np.uint64), np.zeros(1, np.int64), []
    code = np.array([column.code for column in columns], np.int64)
    present = code >= 0
    slot = np.cumsum(present, axis=0) - 1
    first = offsets(2 * present.sum(axis=0))
    tags = np.zeros(first[-1], np.uint64)
    words: list[Word] = []
    for key, column in enumerate(columns):
        used, word = np.unique(code[key, present[key]], return_inverse=True)
        place = first[:-1][present[key]] + 2 * slot[key, present[key]]
        tags[place], tags[place + 1] = key, word + len(words)
        words += [int(n) if column.words is None else column.words[n] for n in used]
    return tags, first, words


def _features(
    tags: Numbers, tag_first: Offsets, path: Numbers, path_first: Offsets, kind: int
) -> NDArray[np.uint8]:
    """Return all feature messages of a layer: lengths, tags, type and commands in one array."""
    n = len(path_first) - 1
    if len(tag_first) == 1:
        tag_first = np.zeros(n + 1, np.int64)
    n_tags, n_path = np.diff(tag_first), np.diff(path_first)
    tag_bytes, path_bytes = sums(_sizes(tags), tag_first), sums(_sizes(path), path_first)
    body_bytes = 4 + _sizes(tag_bytes) + tag_bytes + _sizes(path_bytes) + path_bytes
    base = offsets(8 + n_tags + n_path)
    numbers = np.zeros(base[-1], np.uint64)
    start, after_tags = base[:-1], base[:-1] + 4 + n_tags
    numbers[start], numbers[start + 1] = 2 << 3 | 2, body_bytes
    numbers[start + 2], numbers[start + 3] = 2 << 3 | 2, tag_bytes
    numbers[np.arange(len(tags)) + np.repeat(start + 4 - tag_first[:-1], n_tags)] = tags
    numbers[after_tags], numbers[after_tags + 1] = 3 << 3, kind
    numbers[after_tags + 2], numbers[after_tags + 3] = 4 << 3 | 2, path_bytes
    numbers[np.arange(len(path)) + np.repeat(after_tags + 4 - path_first[:-1], n_path)] = path
    return _varints(numbers)


def _sizes(numbers: NDArray[np.integer]) -> NDArray[np.int64]:
    """Return how many bytes each number takes as a varint."""
    size = np.ones(len(numbers), np.int64)
    for bits in range(7, 64, 7):
        larger = numbers >= np.uint64(1 << bits)
        if not larger.any():
            break
        size += larger
    return size


def _varints(numbers: Numbers) -> NDArray[np.uint8]:
    size = _sizes(numbers)
    first = offsets(size)
    out = np.empty(first[-1], np.uint8)
    place, rest = first[:-1], numbers
    while len(rest):
        more = rest > SEVEN_BITS
        out[place] = (rest & np.uint64(SEVEN_BITS)) | (more.astype(np.uint64) << np.uint64(7))
        place, rest = place[more] + 1, rest[more] >> np.uint64(7)
    return out


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > SEVEN_BITS:
        out.append(number & SEVEN_BITS | SEVEN_BITS + 1)
        number >>= 7
    return bytes([*out, number])


def _message(field: int, body: bytes) -> bytes:
    return bytes([field << 3 | 2]) + _varint(len(body)) + body


def _word(word: Word) -> bytes:
    if isinstance(word, str):
        return _message(1, word.encode())
    if isinstance(word, bool):
        return bytes([7 << 3, word])
    if isinstance(word, float):
        return bytes([3 << 3 | 1]) + struct.pack("<d", word)
    return bytes([6 << 3]) + _varint((word << 1) ^ (word >> 63))
