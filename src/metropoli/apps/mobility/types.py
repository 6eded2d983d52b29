"""What a traveller asks of this room, and what the page shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time

from metropoli.apps.travel.types import MODES, Manner, Point, TripAnswer

LEVELS = range(5)  # of a wish: not at all, a little, as the others, much, most of all
MIDDLE = 2
WISHES = ("minutes", "money", "environment", "changes", "walking", "certainty")
SLOWEST_KMH, FASTEST_KMH = 1.0, 8.0
LONGEST_WALK_MIN = 60
MOST_SPARE_MIN = 15


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
class Wishes:
    """How much each thing matters to who travels, as one of LEVELS."""

    minutes: int = MIDDLE
    money: int = MIDDLE
    environment: int = MIDDLE
    changes: int = MIDDLE
    walking: int = MIDDLE
    certainty: int = MIDDLE


@dataclass(frozen=True, slots=True)
class Amounts:
    """What a way there asks of who takes it, one figure for each of the wishes. None is not known."""

    time_s: int | None
    money_cents: int | None
    co2_g: int | None
    n_changes: int | None
    walk_m: int | None
    late_permille: int | None


@dataclass(frozen=True, slots=True)
class TripQuestion:
    """A trip as the form, the link or the API asks it."""

    start: PlaceQuestion
    end: PlaceQuestion
    when: Moment | datetime
    arrive_by: bool = False
    modes: frozenset[str] = frozenset(MODES)
    manner: Manner = field(default_factory=Manner)
    owned: frozenset[str] = frozenset()
    live: bool = True
    wishes: Wishes | None = None  # none: told in the order in which they leave


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
    wishes: Wishes | None = None
