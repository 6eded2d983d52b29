"""Bytes in, streets out; anything else is refused in one word, never with a traceback."""

from __future__ import annotations

import contextlib
import io
import struct
import tempfile
import zlib
from pathlib import Path

import numpy as np
import osmium
import pytest

from engines.streets.maps import Town, random_town
from metropoli.base.errors import Invalid
from metropoli.engines import streets

READERS = (streets.read_osm, streets.read_scenery, streets.read_places)


def _crossroads() -> Town:
    town = Town().node(1, -100, 0).node(2, 0, 0).node(3, 100, 0).node(4, 0, 100).node(5, 0, -100)
    town.way(1, [1, 2, 3], highway="residential", name="Via Roma")
    return town.way(2, [4, 2, 5], highway="tertiary", name="Corso Francia")


def _as_pbf(town: Town) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "town.osm.pbf"
        with osmium.SimpleWriter(str(path)) as writer:
            for thing in osmium.FileProcessor(osmium.io.FileBuffer(town.xml(), "osm")):
                writer.add(thing)
        return path.read_bytes()


def test_ways_are_cut_where_they_cross() -> None:
    city = streets.build_streets(streets.read_osm(_crossroads().xml(), "xml"))
    assert len(city.node_lat_deg) == 5
    assert city.edge_length_m.tolist() == pytest.approx([100.0] * 4, rel=1e-3)


def test_xml_and_pbf_tell_the_same_city() -> None:
    town = random_town(5)
    one = streets.build_streets(streets.read_osm(town.xml(), "xml"))
    other = streets.build_streets(streets.read_osm(_as_pbf(town), "pbf"))
    for name, a, b in zip(one._fields, one, other, strict=True):
        assert np.array_equal(np.asarray(a), np.asarray(b), equal_nan=name.endswith("_m")), name


def test_a_way_that_leaves_the_extract_is_cut_there() -> None:
    town = Town().node(1, 0, 0).node(2, 100, 0).node(3, 200, 0).node(4, 300, 0)
    town.way(1, [1, 2, 99, 3, 4, 98], highway="residential").way(2, [97, 96], highway="residential")
    city = streets.build_streets(streets.read_osm(town.xml(), "xml"))
    assert city.edge_length_m.tolist() == pytest.approx([100.0, 100.0], rel=1e-3)


def test_a_node_said_twice_makes_no_loop() -> None:
    town = Town().node(1, 0, 0).node(2, 100, 0).way(1, [1, 1, 2, 2], highway="residential")
    city = streets.build_streets(streets.read_osm(town.xml(), "xml"))
    assert len(city.edge_tail) == 1


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    ("data", "form"),
    [
        (b"", "xml"),
        (b"", "pbf"),
        (b"PK\x03\x04", "pbf"),
        (b"hello", "xml"),
        (b"<html></html>", "xml"),
        (b"<osm>", "xml"),
        (b'<?xml version="1.0"?><osm version="0.6"><node id="1"', "xml"),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><osm version="0.6"></osm>', "xml"),
        (b'<?xml version="1.0"?><osm version="0.6"><node id="x" lat="1" lon="1"/></osm>', "xml"),
        (b'<?xml version="1.0"?><osm version="0.6"><node id="1" lat="wat" lon="1"/></osm>', "xml"),
        (struct.pack(">I", 2**31) + b"\0" * 20, "pbf"),
        (b"<osm version='0.6'></osm>", "csv"),
    ],
)
def test_what_is_not_osm_is_refused(reader: object, data: bytes, form: str) -> None:
    with pytest.raises(Invalid):
        reader(data, form)  # type: ignore[operator]


def test_streets_are_asked_for() -> None:
    town = Town().node(1, 0, 0, amenity="cafe", name="Fiorio")
    with pytest.raises(Invalid, match="osm_without_streets"):
        streets.read_osm(town.xml(), "xml")
    with pytest.raises(Invalid, match="osm_without_streets"):
        streets.read_osm(Town().way(1, [1, 2], highway="residential").xml(), "xml")


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    """A blob says how large it becomes: 32 MB is the most that the format allows."""
    packed = zlib.compress(b"\0" * 1000)
    blob = b"\x10" + _varint(1 << 40) + b"\x1a" + _varint(len(packed)) + packed
    header = b"\x0a\x07OSMData\x18" + _varint(len(blob))
    with pytest.raises(Invalid, match="blob_size"):
        streets.read_osm(struct.pack(">I", len(header)) + header + blob, "pbf")


def _varint(value: int) -> bytes:
    out = io.BytesIO()
    while value > 127:
        out.write(bytes([value & 127 | 128]))
        value >>= 7
    out.write(bytes([value]))
    return out.getvalue()


def test_streets_that_span_a_continent_are_refused() -> None:
    town = Town().node(1, 0, 0).node(2, 100, 0).node(3, 3_000_000, 0)
    town.way(1, [1, 2], highway="residential").way(2, [2, 3], highway="residential")
    with pytest.raises(Invalid, match="osm_too_wide"):
        streets.build_streets(streets.read_osm(town.xml(), "xml"))


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("form", ["xml", "pbf"])
def test_a_damaged_file_is_read_or_refused(seed: int, form: str) -> None:
    rng = np.random.default_rng(seed)
    town = random_town(seed)
    data = bytearray(town.xml() if form == "xml" else _as_pbf(town))
    for _ in range(int(rng.integers(1, 6))):
        at = int(rng.integers(0, len(data)))
        harm = int(rng.integers(0, 4))
        if harm == 0:
            data[at] = int(rng.integers(0, 256))
        elif harm == 1:
            del data[at : at + int(rng.integers(1, 30))]
        elif harm == 2:
            data[at:at] = rng.bytes(int(rng.integers(1, 10)))
        else:
            data[at : at + 1] = data[at : at + 40]
        if not data:
            break
    for reader in READERS:
        with contextlib.suppress(Invalid):  # anything else would be a traceback
            found = reader(bytes(data), form)
            if isinstance(found, streets.Extract):
                streets.build_streets(found)
