"""What is around a place now: vehicles on their way, notices, shared vehicles, car parks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from metropoli.apps.travel.types import (
    Box,
    CarParkSight,
    FreeVehicle,
    LineName,
    Notice,
    SharingStation,
    StopName,
)

VEHICLES, NOTICES, SHARING, PARKING = "vehicles", "notices", "sharing", "parking"
LAYERS = (VEHICLES, NOTICES, SHARING, PARKING)


@dataclass(frozen=True, slots=True)
class AroundQuestion:
    """Which things to tell of which part of the map; without a box, of the middle of the city."""

    layers: frozenset[str]
    box: Box | None = None
    parts: tuple[int, int] = (9, 9)  # across and up: of each kind one thing is told in each of them


@dataclass(frozen=True, slots=True)
class OnItsWay:
    """A vehicle where it said that it is at `seen_at`, or where its times say, if that is None."""

    key: str
    line: LineName
    lat_deg: float
    lon_deg: float
    next_stop: StopName | None
    arrives_at: datetime | None
    late_min: int | None = None  # None: by the timetable
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Around:
    """What there is now in a part of the map, the nearest to its middle first."""

    question: AroundQuestion
    box: Box
    zone: str
    at: datetime
    vehicles: tuple[OnItsWay, ...] = ()
    notices: tuple[Notice, ...] = ()
    stations: tuple[SharingStation, ...] = ()
    free: tuple[FreeVehicle, ...] = ()
    parks: tuple[CarParkSight, ...] = ()
    n_left_out: int = 0
    is_too_wide: bool = False  # for the vehicles on their way
    generated: bool = False
    attributions: tuple[str, ...] = ()
