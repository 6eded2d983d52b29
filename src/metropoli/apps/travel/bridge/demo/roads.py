"""The roads between the towns: along the valleys as they are, elsewhere between neighbours."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import shapely
from numpy.random import Generator

from metropoli.apps.travel.bridge.demo import facts
from metropoli.apps.travel.bridge.demo.plane import Floats
from metropoli.apps.travel.bridge.demo.strands import GENERATED, Strand
from metropoli.apps.travel.bridge.demo.towns import TORINO, Town

STRAIGHT_M = 350.0  # a road bends at least this often
BEND = 0.07  # how far, as a share of the straight line
VALLEY_BEND = 0.10
FREE_SHARE = 0.75  # this much of a road between neighbours must lie outside the city
ROAD_SPEED = (("maxspeed", "70"),)


def valley_pairs(towns: list[Town]) -> list[tuple[str, int, int]]:
    """Give the roads of the valleys: name and the two towns of each stretch."""
    number = {town.name: k for k, town in enumerate(towns)}
    return [
        (row["road"], number[a], number[b])
        for row in facts.rows("valleys.csv")
        for a, b in pairwise(row["comuni"].split(";"))
    ]


def outside_pairs(towns: list[Town]) -> list[tuple[int, int]]:
    """Give the stretch that leads from each town outside towards Torino."""
    number = {town.name: k for k, town in enumerate(towns)}
    return [(number[r["name"]], number[r["towards"]]) for r in facts.rows("towns_outside.csv")]


def neighbours(towns: list[Town], closed: set[int]) -> list[tuple[int, int]]:
    """Join two towns where no third lies in the circle between them (the Gabriel graph)."""
    free = [k for k, town in enumerate(towns) if k not in closed and town.istat]
    centers = np.array([towns[k].center_m for k in free])
    dots = shapely.MultiPoint(centers)
    ends = {tuple(c): k for c, k in zip(centers.tolist(), free, strict=True)}
    tree = shapely.STRtree(shapely.points(centers))
    found: list[tuple[int, int]] = []
    for edge in shapely.get_parts(shapely.delaunay_triangles(dots, only_edges=True)):
        between = edge.interpolate(0.5, normalized=True)
        nearest = tree.geometries[int(tree.nearest(between))]
        if between.distance(nearest) > edge.length / 2 - 1.0:
            a, b = (ends[tuple(c)] for c in edge.coords)
            found.append((min(a, b), max(a, b)))
    return sorted(found)


def mountain_towns(pairs: list[tuple[str, int, int]], towns: list[Town]) -> set[int]:
    """Give the towns that only their valley's road reaches: all but those on the plain."""
    plain = {
        "Pinerolo",
        "Avigliana",
        "Giaveno",
        "Bricherasio",
        "Lanzo Torinese",
        "Cuorgnè",
        "Vistrorio",
        "Borgiallo",
        "Andrate",
        "Almese",
        "Porte",
        "Brosso",
        "Nomaglio",
        "Val di Chy",
        "Villar Dora",
        "Caprie",
        "Lusernetta",
        "Luserna San Giovanni",
        "Germagnano",
        "Coassolo Torinese",
    }
    inside = {k for _, a, b in pairs for k in (a, b)}
    return {k for k in inside if towns[k].name not in plain}


def draw_road(a: Town, b: Town, bend: float, rng: Generator) -> shapely.LineString:
    """Draw a road that winds a little, by moving the middle of each stretch aside."""
    points: Floats = np.array([a.center_m, b.center_m])
    length_m = float(np.hypot(*(points[1] - points[0])))
    while length_m > STRAIGHT_M:
        step = np.diff(points, axis=0)
        aside = np.column_stack([-step[:, 1], step[:, 0]])
        middle = points[:-1] + step / 2 + aside * rng.uniform(-bend, bend, len(step))[:, None]
        woven = np.empty((2 * len(points) - 1, 2))
        woven[0::2], woven[1::2] = points, middle
        points, length_m = woven, length_m / 2
    return shapely.LineString(points)


def valley_roads(towns: list[Town], rng: Generator) -> list[Strand]:
    """Draw the roads of the valleys and those towards the towns outside."""
    drawn = [
        (name, draw_road(towns[a], towns[b], VALLEY_BEND, rng))
        for name, a, b in valley_pairs(towns)
    ] + [("", draw_road(towns[a], towns[b], BEND, rng)) for a, b in outside_pairs(towns)]
    return [
        Strand(line, "secondary" if name.startswith("S") else "tertiary", name, ROAD_SPEED)
        for name, line in drawn
    ]


def country_roads(
    towns: list[Town], linked: set[tuple[int, int]], city: shapely.Geometry, rng: Generator
) -> list[Strand]:
    """Draw the roads between neighbours that no road along a bus line joins yet."""
    closed = mountain_towns(valley_pairs(towns), towns)
    closed |= {k for k, town in enumerate(towns) if town.istat == TORINO}
    roads: list[Strand] = []
    for a, b in neighbours(towns, closed):
        line = draw_road(towns[a], towns[b], BEND, rng)
        if (a, b) in linked or line.difference(city).length < FREE_SHARE * line.length:
            continue
        name = f"strada provinciale {towns[a].name}–{towns[b].name}"
        roads.append(Strand(line, "tertiary", name, (*ROAD_SPEED, *GENERATED)))
    return roads
