"""Lines on the map as Google's polylines: each point by its difference from the one before."""

from __future__ import annotations

from metropoli.apps.mobility.api.motis.answering import Document
from metropoli.apps.travel.types import Coordinates

SEVEN_DIGITS_IN = 1  # the first version writes them finer than all later ones
OFFSET, CHUNK_BITS = 63, 5
MORE = 1 << CHUNK_BITS


def polyline(line: Coordinates, version: int) -> Document:
    """Return a line as a version of this API writes it."""
    precision = 7 if version == SEVEN_DIGITS_IN else 6
    return {"points": encode(line, precision), "precision": precision, "length": len(line)}


def encode(line: Coordinates, precision: int) -> str:
    """Return (longitude, latitude) pairs as a polyline of so many digits, latitude first."""
    factor, written = 10**precision, []
    lat_before = lon_before = 0
    for lon_deg, lat_deg in line:
        lat, lon = round(lat_deg * factor), round(lon_deg * factor)
        written += [_number(lat - lat_before), _number(lon - lon_before)]
        lat_before, lon_before = lat, lon
    return "".join(written)


def _number(value: int) -> str:
    left = ~(value << 1) if value < 0 else value << 1
    letters = []
    while left >= MORE:
        letters.append(chr((left % MORE | MORE) + OFFSET))
        left >>= CHUNK_BITS
    return "".join([*letters, chr(left + OFFSET)])
