"""What goes out of the planner: an appointment for a calendar, a board for a screen in a public place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from metropoli.apps.travel.types import Departure, Notice, StopName, StopPage
from metropoli.apps.words.types import Found


@dataclass(frozen=True, slots=True)
class Appointment:
    """Something for a calendar: a trip as an appointment at the place where it begins."""

    uid: str
    written_at: datetime
    starts_at: datetime
    ends_at: datetime
    summary: str
    description: str
    location: str
    lat_deg: float
    lon_deg: float
    url: str
    language: str


@dataclass(frozen=True, slots=True)
class ScreenQuestion:
    """What a screen in a public place shows: the next departures from some stops."""

    stops: tuple[str, ...]  # keys
    lines: frozenset[str] = frozenset()  # keys; none: every line
    rows: int = 8


@dataclass(frozen=True, slots=True)
class ScreenLook:
    """How a screen shows it."""

    theme: str = "dark"
    title: str = ""
    alternate: bool = False  # the two languages in turn


@dataclass(frozen=True, slots=True)
class Passing:
    """A departure on a screen: in how many minutes, and how many later than promised."""

    departure: Departure
    minutes: int
    late_min: int | None  # none where the vehicle is not followed live


@dataclass(frozen=True, slots=True)
class Screen:
    """What a screen shows now, and what comes up when the first vehicles have left."""

    stops: tuple[StopName, ...]
    at: datetime
    zone: str
    passing: tuple[Passing, ...]
    notices: tuple[Notice, ...]
    live_at: datetime | None
    generated: bool


@dataclass(frozen=True, slots=True)
class Composition:
    """The stops of a screen that is being composed, and what else a name may have meant."""

    pages: tuple[StopPage, ...]
    others: tuple[Found, ...] = ()
    unknown: str = ""  # the name that no stop has
