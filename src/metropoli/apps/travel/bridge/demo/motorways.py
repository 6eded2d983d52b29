"""The tangenziale and the motorways: they pass over everything and are left only at their exits."""

from __future__ import annotations

import shapely

from metropoli.apps.travel.bridge.demo import facts
from metropoli.apps.travel.bridge.demo.plane import read_line
from metropoli.apps.travel.bridge.demo.strands import ARTERIES, Strand, Tags

RAMP_REACH_M = 6_000.0
APART_M = 900.0  # two ramps of a motorway never start nearer to each other


def motorways() -> list[Strand]:
    """Give the motorways as single lines, driven both ways."""
    return [
        Strand(read_line(r["line"]), "motorway", r["name"], motorway_tags(r["ref"]))
        for r in facts.rows("motorways.csv")
    ]


def motorway_tags(ref: str) -> Tags:
    speed = "90" if ref.startswith("RA") else "110"
    return ("ref", ref), ("oneway", "no"), ("maxspeed", speed)


def ramps(
    ways: list[Strand], streets: list[Strand], towns: dict[str, shapely.Point]
) -> list[Strand]:
    """Draw a ramp from each exit, and from each loose end, to the next road."""
    roads = [s.line for s in streets if s.highway in ARTERIES]
    tree = shapely.STRtree(roads)
    found: list[Strand] = []
    for row, way in zip(facts.rows("motorways.csv"), ways, strict=True):
        for name, start in exits(row["exits"].split(";"), way.line, towns):
            road = roads[int(tree.nearest(start))]
            ramp = shapely.shortest_line(start, road)
            if 0 < ramp.length < RAMP_REACH_M:
                tags = ("oneway", "no"), ("maxspeed", "60")
                found.append(Strand(ramp, "motorway_link", f"svincolo {name}", tags))
    return found


def exits(
    names: list[str], line: shapely.LineString, towns: dict[str, shapely.Point]
) -> list[tuple[str, shapely.Point]]:
    """Place the exits: beside the town of that name, else spread evenly; the two ends too."""
    spots: list[tuple[str, float]] = [(names[0], 0.0), (names[-1], line.length)]
    for k, name in enumerate(names):
        town = towns.get(name) or towns.get(name.split()[0])
        even_m = line.length * (k + 0.5) / len(names)
        at_m = line.project(town) if town is not None else even_m
        if all(abs(at_m - other_m) > APART_M for _, other_m in spots):
            spots.append((name, at_m))
    return [(name, line.interpolate(at_m)) for name, at_m in sorted(spots, key=lambda s: s[1])]
