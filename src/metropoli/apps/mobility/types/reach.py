"""What can be reached from somewhere, by minutes and by money."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from metropoli.apps.mobility.types.trips import Moment, PlaceQuestion, Understood
from metropoli.apps.travel.types import TRANSIT, Manner, ReachAnswer, Reached, ReachMap

REACH_MINUTES = (15, 20, 30, 40, 45, 60, 75, 90)
USUAL_REACH_MIN = 40
COMUNE = "comune"  # the kind under which municipalities are listed
STOP = "stop"


@dataclass(frozen=True, slots=True)
class ReachQuestion:
    """Where one is, how one moves, how long it may take and what it may cost."""

    start: PlaceQuestion
    when: Moment | datetime
    mode: str = TRANSIT
    longest_min: int = USUAL_REACH_MIN
    most_cents: int | None = None
    manner: Manner = field(default_factory=Manner)
    owned: frozenset[str] = frozenset()
    kind: str = ""  # of the places that are listed; none: all of them
    certainty: int = (
        50  # the percentile of the departures that is drawn, and by which the list is cut
    )


@dataclass(frozen=True, slots=True)
class ReachedWay:
    """How one sets out to see what can be reached, as a program asks it."""

    start: PlaceQuestion
    when: Moment | datetime
    window_s: int
    mode: str
    longest_s: int
    max_rides: int
    manner: Manner
    owned: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Somewhere:
    """A place of a list: what it is called, what it is, how many live there."""

    name: str
    kind: str
    lat_deg: float
    lon_deg: float
    residents: int | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Near:
    """A place that can be reached, and what it takes."""

    place: Somewhere
    reached: Reached
    counted_min: int  # the minutes that count for who wants to be this certain


@dataclass(frozen=True, slots=True)
class Tally:
    """How many places of a kind can be reached, of how many."""

    kind: str
    n_near: int
    n_all: int


@dataclass(frozen=True, slots=True)
class Within:
    """All that can be reached from a place: the answer in the words of the page."""

    question: ReachQuestion
    start: Understood
    answer: ReachAnswer
    drawn: ReachMap
    near: tuple[Near, ...]  # of the kind asked for, the nearest in time first
    tallies: tuple[Tally, ...]
    residents: int  # of the Comuni whose centre can be reached
    residents_all: int
    fares_known: bool
