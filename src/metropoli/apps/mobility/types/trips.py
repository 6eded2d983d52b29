"""What a traveller asks of this room, and what the page shows."""

from __future__ import annotations

from dataclasses import astuple, dataclass, field
from datetime import date, datetime, time

from metropoli.apps.travel.types import (
    MODES,
    Manner,
    Point,
    Trip,
    TripAnswer,
)

LEVELS = range(5)  # of a wish: not at all, a little, as the others, much, most of all
MIDDLE = 2
WISHES = ("minutes", "money", "environment", "changes", "walking", "certainty")
SLOWEST_KMH, FASTEST_KMH = 1.0, 8.0
LONGEST_WALK_MIN = 60
MOST_SPARE_MIN = 15
MOST_VIAS, LONGEST_STAY_MIN = 2, 12 * 60


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
class ViaQuestion:
    """A place on the way, and how many minutes one wants to stay there."""

    place: PlaceQuestion
    stay_min: int = 0


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
    vias: tuple[ViaQuestion, ...] = ()


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
    order: tuple[int, ...]  # places in the answer of the ways, first the one to be told first
    wishes: Wishes | None = None
    vias: tuple[Understood, ...] = ()

    @property
    def trips(self) -> tuple[Trip, ...]:
        return tuple(self.answer.trips[place] for place in self.order)


@dataclass(frozen=True, slots=True)
class Odds:
    """A chance in words: a code of how sure it is, and so many times in so many."""

    code: str
    times: int
    of: int


@dataclass(frozen=True, slots=True)
class Card:
    """One way there as the page shows it."""

    number: int  # in the order in which they are told
    place: int  # in the order in which they leave
    trip: Trip
    amounts: Amounts
    beside_car: str  # code of its CO2 beside the car's; empty where one of the two is not known
    odds: Odds | None
    promised: tuple[datetime, datetime] | None  # what the timetable said, where it is not so today

    @property
    def n_notices(self) -> int:
        return len({notice for leg in self.trip.legs for notice in leg.notices})

    @property
    def amounts_as_text(self) -> str:
        """Return the amounts as the script that reorders the page reads them."""
        return ",".join("" if amount is None else str(amount) for amount in astuple(self.amounts))


@dataclass(frozen=True, slots=True)
class Tick:
    """A number beside an axis, and where it stands on the drawing."""

    value: int
    at: int


@dataclass(frozen=True, slots=True)
class Spot:
    """A way there on the drawing: its true place, and its numbered mark, close by if that is taken."""

    card: Card
    amount: int  # cents or grams
    dot: tuple[int, int]
    mark: tuple[int, int]
    is_best: bool  # no other way is better in both

    @property
    def is_aside(self) -> bool:
        return self.dot != self.mark


@dataclass(frozen=True, slots=True)
class Picture:
    """Ways there by minutes and one more figure, in the units of a drawing."""

    measure: str
    width: int
    height: int
    along: tuple[Tick, ...]  # minutes
    up: tuple[Tick, ...]
    spots: tuple[Spot, ...]
    frontier: str  # points of the line along the best ones
    frame: tuple[int, int, int, int]  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Known:
    """Which figures are known of at least one of the alternatives."""

    fare: bool
    energy: bool
    co2: bool
    odds: bool
