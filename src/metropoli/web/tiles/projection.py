"""Degrees to the square world of web mercator (EPSG:3857), counted in whole units from its north-west corner."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# 2^30 units round the equator: under 4 cm each, and a whole number of them in every tile to zoom 30.
WORLD = 1 << 30
MAX_LAT_DEG = 85.0511287798066  # where web mercator ends: atan(sinh(π))

Degrees = NDArray[np.float64]
Units = NDArray[np.int32]


def world_x(lon_deg: Degrees) -> Units:
    """Return how far east of the antimeridian each longitude is, in world units."""
    return _whole((np.asarray(lon_deg) + 180.0) / 360.0)


def world_y(lat_deg: Degrees) -> Units:
    """Return how far south of the northern edge each latitude is, in world units."""
    lat_rad = np.radians(np.clip(lat_deg, -MAX_LAT_DEG, MAX_LAT_DEG))
    return _whole(0.5 - np.arcsinh(np.tan(lat_rad)) / (2.0 * np.pi))


def lon_of(x: Units) -> Degrees:
    """Return the longitude (degrees) of a distance east in world units."""
    return np.asarray(x, np.float64) * (360.0 / WORLD) - 180.0


def lat_of(y: Units) -> Degrees:
    """Return the latitude (degrees) of a distance south in world units."""
    angle: Degrees = np.degrees(np.arctan(np.sinh(np.pi * (1.0 - 2.0 * np.asarray(y) / WORLD))))
    return angle


def _whole(share: Degrees) -> Units:
    return np.clip(np.rint(share * WORLD), 0, WORLD - 1).astype(np.int32)
