"""Heights from a GeoTIFF: every layout gives the same hill, and nothing hostile gets through."""

from __future__ import annotations

import struct
import zlib

import numpy as np
import pytest

from metropoli.base.errors import Invalid
from metropoli.engines import streets

HILL = (np.arange(20 * 30).reshape(20, 30) % 251).astype(np.int16)
HILL[3, 4] = -999  # not known


def geotiff(
    grid=HILL, *, order="<", tile=None, rows_a_strip=7, compression=1, predictor=1, model=2, point=False,
    no_data=b"-999\0", more=(),
):  # fmt: skip
    """Write a grid as a GeoTIFF whose north-west corner is 46 north, 7 east, a step of 0.01 degrees."""
    grid = grid.astype(grid.dtype.newbyteorder(order))
    rows, columns = grid.shape
    high, wide = tile or (rows_a_strip, columns)
    blocks = []
    for row in range(0, rows, high):
        for column in range(0, columns, wide):
            cells = grid[row : row + high, column : column + wide]
            if tile:
                cells = np.pad(cells, ((0, high - cells.shape[0]), (0, wide - cells.shape[1])))
            blocks.append(packed(cells, compression, predictor))
    starts = 8 + np.cumsum([0, *map(len, blocks)])
    float_kind = 3 if grid.dtype.kind == "f" else 2 if grid.dtype.kind == "i" else 1
    keys = (1, 1, 0, 2, 1024, 0, 1, model, 1025, 0, 1, 2 if point else 1)
    sizes = list(map(len, blocks))
    layout = {322: ("H", [wide]), 323: ("H", [high]), 324: ("I", starts[:-1]), 325: ("I", sizes)}
    if not tile:
        layout = {273: ("I", starts[:-1]), 278: ("H", [high]), 279: ("I", sizes)}
    tags = {
        256: ("H", [columns]), 257: ("H", [rows]), 258: ("H", [grid.itemsize * 8]), 259: ("H", [compression]),
        277: ("H", [1]), 317: ("H", [predictor]), 339: ("H", [float_kind]), **layout,
        33550: ("d", [0.01, 0.01, 0]), 33922: ("d", [0, 0, 0, 7.0, 46.0, 0]), 34735: ("H", keys),
        42113: ("s", no_data), **dict(more),
    }  # fmt: skip
    return assemble(tags, b"".join(blocks), order)


def packed(cells, compression, predictor):
    if predictor == 2:
        cells = np.diff(cells, axis=1, prepend=0).astype(cells.dtype)
    content = cells.tobytes()
    if predictor == 3:
        size = cells.itemsize
        big = cells.astype(f">f{size}").view(np.uint8).reshape(*cells.shape, size)
        lines = big.transpose(0, 2, 1).reshape(len(cells), -1)
        content = np.diff(lines, axis=1, prepend=np.uint8(0)).astype(np.uint8).tobytes()
    return content if compression == 1 else zlib.compress(content)


def assemble(tags, body, order):
    kinds = {"H": 3, "I": 4, "d": 12, "s": 2}
    at = 8 + len(body)
    entries, beyond = [], b""
    base = at + 2 + 12 * len(tags) + 4
    for tag, (letter, values) in sorted(tags.items()):
        raw = (
            bytes(values)
            if letter == "s"
            else struct.pack(f"{order}{len(values)}{letter}", *values)
        )
        held = (
            raw.ljust(4, b"\0") if len(raw) <= 4 else struct.pack(f"{order}I", base + len(beyond))
        )
        beyond += raw if len(raw) > 4 else b""
        entries.append(struct.pack(f"{order}HHI", tag, kinds[letter], len(values)) + held)
    head = (b"II" if order == "<" else b"MM") + struct.pack(f"{order}HI", 42, at)
    return (
        head + body + struct.pack(f"{order}H", len(tags)) + b"".join(entries) + b"\0" * 4 + beyond
    )


@pytest.mark.parametrize(
    "layout",
    [
        {},
        {"order": ">"},
        {"tile": (16, 16)},
        {"tile": (16, 16), "compression": 8, "predictor": 2},
        {"compression": 32946},
        {"compression": 8, "predictor": 2, "order": ">"},
        {"grid": HILL.astype(np.float32), "compression": 8, "predictor": 3},
        {"grid": HILL.astype(np.float64)},
        {"grid": HILL.astype(np.int32), "rows_a_strip": 20},
    ],
)
def test_every_layout_gives_the_same_hill(layout):
    read = streets.read_heights(geotiff(**layout))
    expected = HILL.astype(np.float32)
    expected[3, 4] = np.nan
    np.testing.assert_array_equal(read.height_m, expected)
    assert (read.north_deg, read.west_deg) == (46.0, 7.0)
    assert (read.step_lat_deg, read.step_lon_deg) == (0.01, 0.01)


def test_a_grid_of_points_is_put_in_the_middle_of_its_cells():
    read = streets.read_heights(geotiff(point=True))
    assert (read.north_deg, read.west_deg) == pytest.approx((46.005, 6.995))


@pytest.mark.parametrize(
    ("reason", "data"),
    [
        ("form", b""),
        ("form", b"PK\x03\x04 not a picture"),
        ("form", b"II\x2b\x00" + b"\0" * 40),  # a BigTIFF
        ("compression", geotiff(compression=5)),
        ("degrees", geotiff(model=1)),
        ("numbers", geotiff(HILL.astype(np.int64))),
        ("broken", geotiff()[:-400]),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(reason, data):
    with pytest.raises(Invalid) as refused:
        streets.read_heights(data)
    assert refused.value.code == "heights_unreadable"
    assert refused.value.values["reason"] == reason


def test_broken_files_are_refused_and_nothing_else_happens():
    rng = np.random.default_rng(5)
    good = geotiff(tile=(16, 16), compression=8, predictor=2)
    for _ in range(500):
        content = bytearray(good)
        for at in rng.integers(0, len(content), rng.integers(1, 9)):
            content[at] = rng.integers(256)
        try:
            streets.read_heights(bytes(content))
        except Invalid:
            continue
