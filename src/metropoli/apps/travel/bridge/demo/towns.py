"""The Comuni as the generator sees them: a centre, a size, a road to each neighbour."""

from __future__ import annotations

import csv
from importlib.resources import files
from math import pi, sqrt
from typing import NamedTuple

import numpy as np
import shapely
from numpy.random import Generator

from metropoli.apps.travel.bridge.demo import facts
from metropoli.apps.travel.bridge.demo.plane import Floats, point

TORINO = "001272"
CORNERS = 18
SMALLEST_RADIUS_M = 150.0
# People per square metre of built ground: loose in a village, dense in a town.
VILLAGE_DENSITY, TOWN_DENSITY, TOWN_PEOPLE = 0.004, 0.0075, 12_000


class Town(NamedTuple):
    """A Comune, or a town outside that a railway line reaches (then without ISTAT code)."""

    istat: str
    name: str
    people: int
    center_m: tuple[float, float]
    lat_deg: float
    lon_deg: float


def comuni() -> list[Town]:
    """Give the Comuni of the metropolitan city, as the territory knows them."""
    source = files("metropoli.apps.territory").joinpath("facts", "comuni.csv")
    return [
        Town(
            r["istat"],
            r["name_it"],
            int(r["population"]),
            point(float(r["lat_deg"]), float(r["lon_deg"])),
            float(r["lat_deg"]),
            float(r["lon_deg"]),
        )
        for r in csv.DictReader(source.read_text(encoding="utf-8").splitlines())
    ]


def towns_outside() -> list[Town]:
    """Give the towns beyond the metropolitan city that its railway lines reach."""
    return [
        Town(
            "",
            r["name"],
            int(r["population"]),
            point(float(r["lat"]), float(r["lon"])),
            float(r["lat"]),
            float(r["lon"]),
        )
        for r in facts.rows("towns_outside.csv")
    ]


def radius_m(town: Town) -> float:
    """Give the radius that a town's built ground would have if it were round."""
    density = TOWN_DENSITY if town.people > TOWN_PEOPLE else VILLAGE_DENSITY
    return max(SMALLEST_RADIUS_M, sqrt(town.people / density / pi))


def outline(town: Town, rng: Generator) -> shapely.Polygon:
    """Give a town's built ground: round, with an uneven border."""
    angles = np.arange(CORNERS) * (2 * pi / CORNERS)
    reach_m = radius_m(town) * rng.uniform(0.82, 1.18, CORNERS)
    corners: Floats = np.column_stack([np.cos(angles) * reach_m, np.sin(angles) * reach_m])
    return shapely.Polygon(corners + np.array(town.center_m)).buffer(0)
