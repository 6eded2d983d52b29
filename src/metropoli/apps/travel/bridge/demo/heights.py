"""How high the ground lies: drawn between places whose height we know."""

from __future__ import annotations

import numpy as np

from metropoli.apps.travel.bridge.demo import facts
from metropoli.apps.travel.bridge.demo.plane import Floats, to_plane

SOFTNESS_M = 150.0  # keeps the ground level around the place itself
POWER = 3.0


def heights_m(points_m: Floats) -> Floats:
    """Give metres above the sea, the nearer places weighing more (inverse distance)."""
    rows = facts.rows("elevations.csv")
    at = to_plane(
        np.array([float(r["lat"]) for r in rows]), np.array([float(r["lon"]) for r in rows])
    )
    known_m = np.array([float(r["ele_m"]) for r in rows])
    weight = np.zeros(len(points_m))
    sum_m = np.zeros(len(points_m))
    for (east_m, north_m), height_m in zip(at, known_m, strict=True):
        away_m = np.hypot(points_m[:, 0] - east_m, points_m[:, 1] - north_m) + SOFTNESS_M
        near = away_m**-POWER
        weight += near
        sum_m += near * height_m
    return sum_m / weight
