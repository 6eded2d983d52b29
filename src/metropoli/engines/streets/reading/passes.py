"""Walk through an OSM file with osmium, and turn whatever goes wrong into one word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import osmium

from metropoli.base.errors import Invalid
from metropoli.engines.streets.reading.guard import opened

# What osmium raises on broken bytes, seen by feeding it mutated files.
BROKEN: tuple[type[Exception], ...] = (
    RuntimeError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    OverflowError,
    MemoryError,
    osmium.InvalidLocationError,
)

MOST_LAT_DEG = 89.0  # beyond, a degree of longitude has no length worth routing on


class Positions:
    """Where the nodes of a file are; filled by `tagged_nodes`."""

    def __init__(self) -> None:
        self.store: Any = osmium.index.create_map("flex_mem")

    def of(self, ref: int) -> tuple[float, float] | None:
        """Return (lat, lon) in degrees, or None where the file does not hold the node."""
        if ref < 0:
            return None
        try:
            location = self.store.get(ref)
        except KeyError:
            return None
        if not location.valid() or abs(location.lat) > MOST_LAT_DEG:
            return None
        return location.lat, location.lon


def tagged_nodes(data: bytes, form: str, positions: Positions) -> Iterator[Any]:
    """Yield the nodes that have tags, and remember where all nodes are."""
    buffer = opened(data, form)
    reader = osmium.FileProcessor(buffer, osmium.osm.NODE).with_locations(positions.store)
    yield from _guarded(reader.with_filter(osmium.filter.EmptyTagFilter()))


def tagged_ways(data: bytes, form: str, *keys: str) -> Iterator[Any]:
    """Yield the ways and relations that carry one of the keys."""
    reader = osmium.FileProcessor(opened(data, form), osmium.osm.WAY | osmium.osm.RELATION)
    yield from _guarded(reader.with_filter(osmium.filter.KeyFilter(*keys)))


def tagged_areas(data: bytes, form: str, *keys: str) -> Iterator[Any]:
    """Yield nodes, ways and areas (with their rings put together) that carry one of the keys."""
    reader = osmium.FileProcessor(opened(data, form)).with_areas(osmium.filter.KeyFilter(*keys))
    yield from _guarded(reader.with_filter(osmium.filter.KeyFilter(*keys)))


def _guarded(reader: Any) -> Iterator[Any]:
    try:
        yield from reader
    except BROKEN as wrong:
        raise Invalid("osm_unreadable", reason=type(wrong).__name__) from wrong
