"""Distances on the globe and how sets of Comuni stand to each other. Pure: no database."""

from __future__ import annotations

import math
import re
import unicodedata

from metropoli.apps.territory.types import Box, PerimeterAlgebra, Relation
from metropoli.base.errors import Invalid

EARTH_RADIUS_M = 6_371_008.8  # mean radius of the GRS 80 ellipsoid
LARGEST_BOX_DEG2 = 25.0  # a region and its neighbours: beyond it nobody reads single places
ISTAT = re.compile(r"\d{6}")


def distance_m(lat1_deg: float, lon1_deg: float, lat2_deg: float, lon2_deg: float) -> float:
    """Return the great-circle distance between two points (haversine formula)."""
    lat1, lat2 = math.radians(lat1_deg), math.radians(lat2_deg)
    half_north, half_east = (lat2 - lat1) / 2, math.radians(lon2_deg - lon1_deg) / 2
    h = math.sin(half_north) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(half_east) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(h)))


def box_around(lat_deg: float, lon_deg: float, radius_m: float) -> Box:
    """Return a box that holds every point within the radius, and a little more."""
    angle = radius_m / EARTH_RADIUS_M
    up_deg = math.degrees(angle)
    # The circle is widest in longitude a little nearer the pole than its centre.
    lat = math.radians(lat_deg)
    spread = math.sin(min(angle, math.pi / 2)) / max(math.cos(lat), 1e-12)
    right_deg = math.degrees(math.asin(spread)) if spread < 1 else 180.0
    slack = 1e-9
    return Box(
        lon_deg - right_deg - slack,
        max(-90.0, lat_deg - up_deg - slack),
        lon_deg + right_deg + slack,
        min(90.0, lat_deg + up_deg + slack),
    )


def read_box(text: str) -> Box:
    """
    Read "west,south,east,north" in degrees, as OGC API Features writes it.

    :raises Invalid: not four numbers in order, not on Earth, or larger than a region
    """
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise Invalid("bad_box", box=text[:100]) from None
    on_earth = -180 <= west <= east <= 180 and -90 <= south <= north <= 90  # noqa: PLR2004
    if not on_earth:
        raise Invalid("bad_box", box=text[:100])
    if (east - west) * (north - south) > LARGEST_BOX_DEG2:
        raise Invalid("box_too_large", box=text[:100])
    return Box(west, south, east, north)


def is_istat(code: str) -> bool:
    """Tell whether this can be the ISTAT code of a Comune: six digits."""
    return ISTAT.fullmatch(code) is not None and code.isascii()


def fold(text: str) -> str:
    """Write a name in small letters without accents, for comparing."""
    spread = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in spread if not unicodedata.combining(c)).strip()


def is_on_earth(lat_deg: float, lon_deg: float) -> bool:
    """Tell whether these are a latitude and a longitude."""
    return abs(lat_deg) <= 90 and abs(lon_deg) <= 180  # noqa: PLR2004


def compare(first: frozenset[str], second: frozenset[str]) -> PerimeterAlgebra:
    """Hold two perimeters against each other."""
    both = first & second
    return PerimeterAlgebra(_relation(first, second, both), both, first - both, second - both)


def _relation(first: frozenset[str], second: frozenset[str], both: frozenset[str]) -> Relation:
    if first == second:
        return Relation.SAME
    if both == first:
        return Relation.INSIDE
    if both == second:
        return Relation.HOLDS
    return Relation.OVERLAPS if both else Relation.APART
