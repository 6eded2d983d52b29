"""What can be shared, and where cars are left: as it was seen a moment ago."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from metropoli.apps.travel.types.names import Point


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the map between two parallels and two meridians."""

    south_deg: float
    west_deg: float
    north_deg: float
    east_deg: float


@dataclass(frozen=True, slots=True)
class KindCount:
    """So many vehicles of one kind."""

    form: str  # bicycle, scooter_standing, car, …
    electric: bool
    name: str
    n: int


@dataclass(frozen=True, slots=True)
class SharingStation:
    """Where shared vehicles are taken and left. None: not known, or known too long ago."""

    key: str
    system: str
    name: str
    lat_deg: float
    lon_deg: float
    forms: tuple[str, ...]  # what can be had there at all
    capacity: int | None
    n_vehicles: int | None
    n_docks: int | None
    by_kind: tuple[KindCount, ...]
    renting: bool
    returning: bool
    seen_at: datetime | None
    generated: bool
    away_m: int | None = None  # as the crow flies from who asked
    url: str = ""

    @property
    def point(self) -> Point:
        return Point(self.lat_deg, self.lon_deg, self.name)


@dataclass(frozen=True, slots=True)
class FreeVehicle:
    """A shared vehicle that stands in the street."""

    key: str
    system: str
    form: str
    electric: bool
    name: str
    lat_deg: float
    lon_deg: float
    range_m: int | None
    seen_at: datetime | None
    generated: bool
    away_m: int | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class CarParkSight:
    """A car park with what is free in it. None: not known, or known too long ago."""

    key: str
    name: str
    lat_deg: float
    lon_deg: float
    n_places: int | None
    n_free: int | None
    park_ride: bool
    is_open: bool
    hour_cents: int | None
    day_cents: int | None
    fee_note: str
    seen_at: datetime | None
    generated: bool

    @property
    def point(self) -> Point:
        return Point(self.lat_deg, self.lon_deg, self.name)


@dataclass(frozen=True, slots=True)
class SharingSystem:
    """A fleet in service."""

    key: str
    name: str
    operator: str
    forms: tuple[str, ...]
    n_stations: int
    n_vehicles: int
    prices: tuple[str, ...]  # what its plans say of themselves
    seen_at: datetime | None
    lapsed: bool  # seen too long ago: what is there is not known any more
    generated: bool
    attribution: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class SharingSight:
    """What can be shared in a part of the city."""

    systems: tuple[SharingSystem, ...]
    stations: tuple[SharingStation, ...]
    vehicles: tuple[FreeVehicle, ...]
    n_left_out: int = 0  # beyond the limit, the farthest ones


@dataclass(frozen=True, slots=True)
class ParkingSight:
    """The car parks of a part of the city."""

    parks: tuple[CarParkSight, ...]
    attributions: tuple[str, ...]
    n_left_out: int = 0
