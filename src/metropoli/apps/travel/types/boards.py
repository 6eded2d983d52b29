"""Departure boards, and the timetables of lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from metropoli.apps.travel.types.names import Coordinates, LineName, StopName
from metropoli.apps.travel.types.trips import Notice


@dataclass(frozen=True, slots=True)
class Departure:
    """A line of a departure board."""

    line: LineName
    headsign: str
    stop: StopName
    departs_at: datetime
    trip_key: str
    planned_at: datetime | None = None  # set where the vehicle is followed live
    cancelled: bool = False
    platform: str = ""
    seen_at: datetime | None = None  # when the vehicle was last heard of
    added: bool = False  # not in the timetable


@dataclass(frozen=True, slots=True)
class StopPage:
    """A stop, the stops that belong to it, the lines that call there."""

    stop: StopName
    siblings: tuple[StopName, ...]
    lines: tuple[LineName, ...]
    step_free: bool | None


@dataclass(frozen=True, slots=True)
class Board:
    """What leaves from a stop from an instant on."""

    page: StopPage
    at: datetime
    zone: str
    departures: tuple[Departure, ...]
    notices: tuple[Notice, ...] = ()
    live_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way in which a line runs: its stops in order, how many vehicles on the day, and its drawing."""

    headsign: str
    stops: tuple[StopName, ...]
    n_trips: int
    geometry: Coordinates
    runs: tuple[tuple[datetime, ...], ...]  # one row a vehicle, one instant a stop

    @property
    def hours(self) -> tuple[tuple[datetime, tuple[datetime, ...]], ...]:
        """Return the departures from the first stop hour by hour, as they hang at a stop."""
        found: dict[datetime, list[datetime]] = {}
        for run in self.runs:
            found.setdefault(run[0].replace(minute=0, second=0), []).append(run[0])
        return tuple((hour, tuple(times)) for hour, times in found.items())

    @property
    def rows(self) -> tuple[tuple[StopName, tuple[datetime, ...]], ...]:
        """Return the timetable as it hangs at a stop: one row a stop, one column a vehicle."""
        return tuple(zip(self.stops, zip(*self.runs, strict=True), strict=True))


@dataclass(frozen=True, slots=True)
class LinePage:
    """A line on one day."""

    line: LineName
    day: date
    zone: str
    patterns: tuple[Pattern, ...]
    notices: tuple[Notice, ...] = ()
