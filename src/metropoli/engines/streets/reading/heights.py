"""
Heights from a GeoTIFF: the plain kind that mapping agencies publish, in degrees.

TIFF 6.0 and GeoTIFF 1.1 (OGC 19-008): strips or tiles, without compression or deflated, whole or
floating numbers, one band. Anything else is refused by name.
"""

from __future__ import annotations

import math
import struct
import zlib
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from metropoli.base.errors import Invalid
from metropoli.engines.streets.types import Elevation

MOST_CELLS = 64_000_000  # a province at a step of ten metres
MOST_TAGS = 200
ORDERS = {b"II": "<", b"MM": ">"}
SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 11: 4, 12: 8}
LETTERS = {1: "B", 3: "H", 4: "I", 6: "b", 8: "h", 9: "i", 11: "f", 12: "d"}
WIDTH, HEIGHT, BITS, COMPRESSION, STRIPS, SAMPLES, ROWS, STRIP_BYTES = (
    256, 257, 258, 259, 273, 277, 278, 279,
)  # fmt: skip
PREDICTOR, TILE_WIDTH, TILE_HEIGHT, TILES, TILE_BYTES, SAMPLE_FORMAT = (
    317, 322, 323, 324, 325, 339,
)  # fmt: skip
SCALE, TIEPOINT, GEO_KEYS, NO_DATA = 33550, 33922, 34735, 42113
MODEL_TYPE, RASTER_TYPE, GEOGRAPHIC, POINT = 1024, 1025, 2, 2
PLAIN, DEFLATED = 1, (8, 32946)
NUMBERS = {(8, 1): "u1", (16, 1): "u2", (16, 2): "i2", (32, 2): "i4", (32, 3): "f4", (64, 3): "f8"}
LOWEST_M, HIGHEST_M = -500.0, 9_000.0  # nobody walks below or above


class _Block(NamedTuple):
    """A rectangle of the grid as it lies in the file."""

    offset: int
    n_bytes: int
    row: int
    column: int
    rows: int
    columns: int


def read_heights(data: bytes) -> Elevation:
    """
    Return the heights of a GeoTIFF.

    :raises Invalid: heights_unreadable, with the reason: not a TIFF, broken, or of another kind
    """
    try:
        return _read(data)
    except (struct.error, zlib.error, ValueError, IndexError, KeyError, OverflowError) as error:
        raise Invalid("heights_unreadable", reason="broken") from error


def _read(data: bytes) -> Elevation:
    tags, order = _tags(data)
    columns, rows = _one(tags, WIDTH), _one(tags, HEIGHT)
    if not 0 < columns * rows <= MOST_CELLS:
        raise Invalid("heights_unreadable", reason="size")
    kind = NUMBERS.get((_one(tags, BITS), _one(tags, SAMPLE_FORMAT, 1)))
    if kind is None or _one(tags, SAMPLES, 1) != 1:
        raise Invalid("heights_unreadable", reason="numbers")
    number = np.dtype(order + kind)
    height_m = np.full((rows, columns), np.nan, np.float32)
    for block in _blocks(tags, rows, columns):
        cells = _unpacked(data, block, tags, number)
        end, last = min(block.row + block.rows, rows), min(block.column + block.columns, columns)
        height_m[block.row : end, block.column : last] = cells[
            : end - block.row, : last - block.column
        ]
    height_m[~((height_m > LOWEST_M) & (height_m < HIGHEST_M))] = np.nan
    if NO_DATA in tags:
        height_m[height_m == np.float32(_no_data(tags[NO_DATA]))] = np.nan
    return Elevation(*_corner(tags), height_m)


def _tags(data: bytes) -> tuple[dict[int, tuple[float, ...]], str]:
    order = ORDERS.get(data[:2])
    if order is None or struct.unpack_from(f"{order}H", data, 2)[0] != 42:  # noqa: PLR2004 - TIFF
        raise Invalid("heights_unreadable", reason="form")
    (at,) = struct.unpack_from(f"{order}I", data, 4)
    (n_tags,) = struct.unpack_from(f"{order}H", data, at)
    tags: dict[int, tuple[float, ...]] = {}
    for entry in range(at + 2, at + 2 + 12 * min(n_tags, MOST_TAGS), 12):
        tag, kind, count = struct.unpack_from(f"{order}HHI", data, entry)
        size = SIZES.get(kind, 1) * count
        if size > len(data):
            raise Invalid("heights_unreadable", reason="broken")
        where = entry + 8 if size <= 4 else struct.unpack_from(f"{order}I", data, entry + 8)[0]  # noqa: PLR2004 - held in place
        letter = LETTERS.get(kind, "B")
        n_values = count if kind in LETTERS else size
        tags[tag] = struct.unpack_from(f"{order}{n_values}{letter}", data, where)
    return tags, order


def _one(tags: dict[int, tuple[float, ...]], tag: int, usual: int | None = None) -> int:
    if tag not in tags and usual is not None:
        return usual
    return int(tags[tag][0])


def _blocks(tags: dict[int, tuple[float, ...]], rows: int, columns: int) -> list[_Block]:
    if TILES in tags:
        wide, high = _one(tags, TILE_WIDTH), _one(tags, TILE_HEIGHT)
        offsets, sizes = tags[TILES], tags[TILE_BYTES]
    else:
        wide, high = columns, min(_one(tags, ROWS, rows), rows)
        offsets, sizes = tags[STRIPS], tags[STRIP_BYTES]
    if not (0 < wide * high <= MOST_CELLS):
        raise Invalid("heights_unreadable", reason="size")
    across = math.ceil(columns / wide)
    n_blocks = across * math.ceil(rows / high)
    return [
        _Block(int(offset), int(size), n // across * high, n % across * wide, high, wide)
        for n, (offset, size) in enumerate(zip(offsets[:n_blocks], sizes[:n_blocks], strict=True))
    ]


def _unpacked(
    data: bytes, block: _Block, tags: dict[int, tuple[float, ...]], number: np.dtype[np.generic]
) -> NDArray[np.float32]:
    """Return the cells of a block; the last strip may hold fewer rows than the others."""
    packed = data[block.offset : block.offset + block.n_bytes]
    wanted = block.rows * block.columns * number.itemsize
    compression = _one(tags, COMPRESSION, PLAIN)
    if compression in DEFLATED:
        packed = zlib.decompressobj().decompress(packed, wanted)
    elif compression != PLAIN:
        raise Invalid("heights_unreadable", reason="compression")
    cells = np.zeros(block.rows * block.columns, number)
    predictor = _one(tags, PREDICTOR, 1)
    if predictor == 3:  # noqa: PLR2004 - TIFF technical note 3: bytes of floats, by significance
        return _floats(packed, block, number)
    known = np.frombuffer(packed[: len(packed) // number.itemsize * number.itemsize], number)
    cells[: len(known)] = known[: len(cells)]
    grid = cells.reshape(block.rows, block.columns)
    if predictor == 2:  # noqa: PLR2004 - differences along each row
        grid = np.cumsum(grid, axis=1, dtype=number.newbyteorder("="))
    return grid.astype(np.float32)


def _floats(packed: bytes, block: _Block, number: np.dtype[np.generic]) -> NDArray[np.float32]:
    size = number.itemsize
    raw = np.zeros(block.rows * block.columns * size, np.uint8)
    known = np.frombuffer(packed, np.uint8)
    raw[: len(known)] = known
    lines = np.cumsum(raw.reshape(block.rows, -1), axis=1, dtype=np.uint8)
    planes = lines.reshape(block.rows, size, block.columns).transpose(0, 2, 1)
    return np.ascontiguousarray(planes).view(f">f{size}")[..., 0].astype(np.float32)


def _no_data(written: tuple[float, ...]) -> float:
    return float(bytes(int(one) for one in written).split(b"\0")[0])


def _corner(tags: dict[int, tuple[float, ...]]) -> tuple[float, float, float, float]:
    """Return north, west and both steps, in degrees; cells are areas, whatever the file counts."""
    keys = tags[GEO_KEYS]
    said = {int(keys[i]): int(keys[i + 3]) for i in range(4, len(keys) - 3, 4)}
    if said.get(MODEL_TYPE) != GEOGRAPHIC:
        raise Invalid("heights_unreadable", reason="degrees")
    step_lon_deg, step_lat_deg = tags[SCALE][:2]
    column, row, _, lon_deg, lat_deg = tags[TIEPOINT][:5]
    half = 0.5 if said.get(RASTER_TYPE) == POINT else 0.0
    west_deg = lon_deg - (column + half) * step_lon_deg
    north_deg = lat_deg + (row + half) * step_lat_deg
    on_earth = abs(north_deg) <= 90 and abs(west_deg) <= 180  # noqa: PLR2004
    if not (on_earth and 0 < step_lon_deg <= 1 and 0 < step_lat_deg <= 1):
        raise Invalid("heights_unreadable", reason="place")
    return north_deg, west_deg, step_lat_deg, step_lon_deg
