"""The street network before it is tied: strands that lie on the map and may cross."""

from __future__ import annotations

from typing import NamedTuple

import shapely

Tags = tuple[tuple[str, str], ...]

MOTORWAYS = frozenset({"motorway"})
RAMPS = frozenset({"motorway_link"})
ARTERIES = frozenset({"primary", "secondary", "tertiary", "unclassified"})
FOOT_ONLY = frozenset({"footway", "path", "steps", "pedestrian"})
NOT_FOR_CARS = FOOT_ONLY | {"cycleway"}
GENERATED: Tags = (("source", "generated"),)


class Strand(NamedTuple):
    """A street as one line in metres, with its OSM class, its name and further tags."""

    line: shapely.LineString
    highway: str
    name: str = ""
    tags: Tags = ()


def lines(strands: list[Strand]) -> list[shapely.LineString]:
    """Give the lines of the strands."""
    return [s.line for s in strands]
