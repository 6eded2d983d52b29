"""Points of the city, and the names of its stops and lines. Frozen; no database behind them."""

from __future__ import annotations

from dataclasses import dataclass

Coordinates = tuple[tuple[float, float], ...]  # (longitude, latitude) in degrees, as GeoJSON wants


@dataclass(frozen=True, slots=True)
class Point:
    """Somewhere on earth, with the name under which it was chosen (or none)."""

    lat_deg: float
    lon_deg: float
    name: str = ""

    @property
    def as_text(self) -> str:
        """Return the position as the planner's addresses carry it."""
        return f"{self.lat_deg:.6f},{self.lon_deg:.6f}"


@dataclass(frozen=True, slots=True)
class LineName:
    """A line as it is written on the vehicle."""

    key: str
    short_name: str
    long_name: str
    vehicle: str  # metro, tram, bus, rail, …
    agency: str
    color: str
    text_color: str


@dataclass(frozen=True, slots=True)
class StopName:
    """A stop as it is written on the pole."""

    key: str
    name: str
    code: str
    platform: str
    lat_deg: float
    lon_deg: float

    @property
    def point(self) -> Point:
        return Point(self.lat_deg, self.lon_deg, self.name)
