"""A flat map around Torino, in metres: the generator measures and draws on it."""

from __future__ import annotations

from math import cos, radians

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]

CENTER_LAT_DEG, CENTER_LON_DEG = 45.07, 7.68
NORTH_M_PER_DEG = 111_195.0
EAST_M_PER_DEG = NORTH_M_PER_DEG * cos(radians(CENTER_LAT_DEG))


def to_plane(lat_deg: Floats, lon_deg: Floats) -> Floats:
    """Give metres east and north of the centre, one row per point."""
    return np.column_stack(
        [(lon_deg - CENTER_LON_DEG) * EAST_M_PER_DEG, (lat_deg - CENTER_LAT_DEG) * NORTH_M_PER_DEG]
    )


def point(lat_deg: float, lon_deg: float) -> tuple[float, float]:
    """Give one place in metres east and north of the centre."""
    east_m, north_m = to_plane(np.array([lat_deg]), np.array([lon_deg]))[0]
    return float(east_m), float(north_m)


def to_globe(points_m: Floats) -> Floats:
    """Give latitude and longitude in degrees, one row per point."""
    return np.column_stack(
        [
            points_m[:, 1] / NORTH_M_PER_DEG + CENTER_LAT_DEG,
            points_m[:, 0] / EAST_M_PER_DEG + CENTER_LON_DEG,
        ]
    )


def read_points(text: str) -> Floats:
    """Read "lat lon lat lon …" in degrees as points in metres."""
    numbers = np.array(text.split(), dtype=np.float64)
    return to_plane(numbers[0::2], numbers[1::2])


def read_line(text: str) -> shapely.LineString:
    """Read "lat lon lat lon …" as a line in metres."""
    return shapely.LineString(read_points(text))


def read_outline(text: str) -> shapely.Polygon:
    """Read "lat lon lat lon …" as a closed area in metres."""
    return shapely.Polygon(read_points(text)).buffer(0)


def lines_of(shape: shapely.Geometry) -> list[shapely.LineString]:
    """Give the lines that a shape is made of, nothing where it is empty."""
    parts = shapely.get_parts(shape)
    return [p for p in parts if isinstance(p, shapely.LineString) and p.length > 0]


def faces_of(shape: shapely.Geometry) -> list[shapely.Polygon]:
    """Give the polygons that a shape is made of."""
    return [p for p in shapely.get_parts(shape) if isinstance(p, shapely.Polygon)]
