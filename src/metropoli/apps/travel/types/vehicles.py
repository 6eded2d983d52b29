"""Vehicles one by one: at a stop, on their way, and the stops of a stretch of map."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from metropoli.apps.travel.types.names import Coordinates, LineName, StopName
from metropoli.apps.travel.types.trips import Call, Leg


@dataclass(frozen=True, slots=True)
class Window:
    """A rectangle on the map, in degrees; it may not cross the date line."""

    south_deg: float
    west_deg: float
    north_deg: float
    east_deg: float


@dataclass(frozen=True, slots=True)
class PassageQuestion:
    """What passes at some stops, from an instant on or back from it."""

    stops: tuple[str, ...]  # keys
    at: datetime
    earlier: bool = False  # told back from the instant
    arrivals: bool = False  # whose arrival counts, and who is left out where one gets on only
    n: int = 0  # at least so many, and all of the last one's instant
    window_s: int = 0  # and all within so long
    vehicles: frozenset[str] = frozenset()  # metro, tram, …; all if empty


@dataclass(frozen=True, slots=True)
class Passage:
    """A vehicle at one of its stops: all that it does under this line, and where it is now."""

    leg: Leg  # not drawn
    position: int  # of the stop in the calls of the leg

    @property
    def call(self) -> Call:
        return self.leg.calls[self.position]


@dataclass(frozen=True, slots=True)
class StopOnMap:
    """A stop with the station it belongs to and what calls there."""

    stop: StopName
    station: StopName | None
    vehicles: tuple[str, ...]  # metro, tram, bus, …
    calls_a_day: int
    step_free: bool | None


@dataclass(frozen=True, slots=True)
class LiveVehicle:
    """A vehicle where it said that it is."""

    key: str
    line: LineName
    headsign: str
    lat_deg: float
    lon_deg: float
    bearing_deg: float | None
    speed_ms: float | None
    stands: bool  # at a stop
    occupancy: str  # GTFS-Realtime name in lower case; empty where nobody says
    trip_id: str
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Stretch:
    """A vehicle between a stop and the next."""

    key: str  # of the vehicle: see `read_vehicle`
    line: LineName
    start: StopName
    end: StopName
    departs_at: datetime
    arrives_at: datetime
    geometry: Coordinates
    length_m: int
    planned_departs_at: datetime | None = None  # set where the vehicle is followed live
    planned_arrives_at: datetime | None = None
