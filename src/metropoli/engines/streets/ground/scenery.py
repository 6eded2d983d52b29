"""Read what a map of the city draws under its streets."""

from __future__ import annotations

from typing import Any

from metropoli.engines.streets.ground import kinds
from metropoli.engines.streets.ground.gathering import Layer, Part, area_m2, length_m
from metropoli.engines.streets.ground.types import Scenery
from metropoli.engines.streets.reading.passes import MOST_LAT_DEG, tagged_areas

KEYS = (
    "highway",
    "natural",
    "waterway",
    "landuse",
    "leisure",
    "building",
    "railway",
    "boundary",
    "place",
    "amenity",
)
LEAST_RING, LEAST_LINE = 3, 2
MOST_NAME = 200
Line = list[tuple[float, float]]


def read_scenery(data: bytes, form: str, *, buildings: bool = True) -> Scenery:
    """
    Read areas, lines and settlements to draw; areas come with their holes.

    :param form: "pbf" or "xml"
    :raises Invalid: `osm_unreadable` (with a reason) or `osm_too_large`
    """
    layers = {name: Layer() for name in kinds.KINDS}
    for thing in tagged_areas(data, form, *KEYS):
        if thing.is_area():
            _add_area(layers, thing, buildings=buildings)
        elif thing.is_way():
            _add_line(layers, thing)
        elif thing.is_node():
            _add_settlement(layers["place"], thing)
    return Scenery(
        **{name: layer.as_features() for name, layer in layers.items()}, kinds=kinds.KINDS
    )


def _add_area(layers: dict[str, Layer], area: Any, *, buildings: bool) -> None:
    tags = area.tags
    found = kinds.area_kind(tags)
    if found is None or (found[0] == "building" and not buildings) or _is_bare_line(tags, area):
        return
    parts: list[Part] = []
    size_m2 = 0.0
    for outer in area.outer_rings():
        ring = _ring(outer)
        if len(ring) < LEAST_RING:
            continue
        parts.append((ring, False))
        size_m2 += area_m2(ring)
        parts += [
            (hole, True) for hole in map(_ring, area.inner_rings(outer)) if len(hole) >= LEAST_RING
        ]
    if parts:
        layers[found[0]].add(_row(*found), _name(tags), parts, size_m2)


def _is_bare_line(tags: Any, area: Any) -> bool:
    """A closed pedestrian street is a ring to walk on, unless it says that it is a square."""
    streets_only = "highway" in tags and kinds.area_kind({"highway": tags["highway"]}) is not None
    return streets_only and area.from_way() and tags.get("area") != "yes"


def _add_line(layers: dict[str, Layer], way: Any) -> None:
    found = kinds.line_kind(way.tags)
    if found is None:
        return
    parts: list[Part] = [(line, False) for line in _lines(way)]
    if parts:
        layers[found[0]].add(
            _row(*found), _name(way.tags), parts, sum(length_m(p) for p, _ in parts)
        )


def _add_settlement(layer: Layer, node: Any) -> None:
    kind, name = kinds.place_kind(node.tags), _name(node.tags)
    if kind is None or not name or not node.location.valid():
        return
    spot = [(node.location.lat, node.location.lon)]
    layer.add(_row("place", kind), name, [(spot, False)], kinds.people(node.tags, kind))


def _row(layer: str, kind: str) -> int:
    return kinds.KINDS[layer].index(kind)


def _name(tags: Any) -> str:
    return (tags.get("name") or "").strip()[:MOST_NAME]


def _ring(ring: Any) -> Line:
    points = [(node.lat, node.lon) for node in ring]
    return points[:-1] if points and points[0] == points[-1] else points


def _lines(way: Any) -> list[Line]:
    """Return the line of a way, cut where the file does not hold its nodes."""
    lines: list[Line] = [[]]
    for node in way.nodes:
        where = node.location
        if not where.valid() or abs(where.lat) > MOST_LAT_DEG:
            lines.append([])
        elif not lines[-1] or lines[-1][-1] != (where.lat, where.lon):
            lines[-1].append((where.lat, where.lon))
    return [line for line in lines if len(line) >= LEAST_LINE]
