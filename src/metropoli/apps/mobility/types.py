"""What a traveller asks of this room, and what the page shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from metropoli.apps.travel.types import MODES, Point, TripAnswer


@dataclass(frozen=True, slots=True)
class PlaceQuestion:
    """A place as somebody typed it, with its position where they picked one from a list or a map."""

    text: str
    lat_deg: float | None = None
    lon_deg: float | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """A day and a time on the clocks of the city; what is missing means today and now."""

    day: date | None = None
    time: time | None = None


@dataclass(frozen=True, slots=True)
class TripQuestion:
    """A trip as the form, the link or the API asks it."""

    start: PlaceQuestion
    end: PlaceQuestion
    when: Moment | datetime
    arrive_by: bool = False
    step_free: bool = False
    modes: frozenset[str] = frozenset(MODES)


@dataclass(frozen=True, slots=True)
class Understood:
    """The place that we took a text for, and what else it may have meant."""

    point: Point
    others: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedTrip:
    """The answer to a question: how we understood it and every way found."""

    start: Understood
    end: Understood
    answer: TripAnswer
