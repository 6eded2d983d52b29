"""How well each place is served: the question, the cells in which people live, what each Comune has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from metropoli.apps.travel.types.questions import TRANSIT
from metropoli.apps.travel.types.trips import Basis

NEAREST = "nearest"  # minutes to the nearest place of a kind
WITHIN = "within"  # places within the minutes
GRAVITY = "gravity"  # places, each counted half every so many minutes of way
BALANCED = "balanced"  # places for ten thousand people who compete for them
QUARTER_HOUR = "quarter_hour"  # share of the daily needs within the minutes
GREEN = "green"  # metres to the nearest green of a hectare: the 300 of the 3-30-300 rule
Amount = float  # in the unit of its measure: minutes, places, shares or metres; or of people
Index = float  # a pure number
MEASURES = (NEAREST, WITHIN, GRAVITY, BALANCED, QUARTER_HOUR, GREEN)
LESS_IS_BETTER = frozenset((NEAREST, GREEN))

# The daily needs of the quarter-hour city, by the kinds of place that meet them.
NEEDS: dict[str, tuple[str, ...]] = {
    "shopping": ("market",),
    "health": ("hospital",),
    "learning": ("university", "library"),
    "leisure": ("park", "museum", "theatre", "stadium"),
}


@dataclass(frozen=True, slots=True)
class ServedRequest:
    """Which measure of access, to which kind of place, by which means, leaving when."""

    measure: str
    kind: str  # of place; none for the quarter-hour city and for green
    at: datetime
    mode: str = TRANSIT
    within_min: int = 30


@dataclass(frozen=True, slots=True)
class ServedCell:
    """A square of ground with streets: who lives there and what the measure says of it."""

    west_deg: float
    south_deg: float
    east_deg: float
    north_deg: float
    lat_deg: float  # the point of the street from which it is measured
    lon_deg: float
    comune: str  # ISTAT code, nothing where none is near
    people: Amount  # of its Comune, shared out by the length of streets
    value: Amount | None  # None: out of reach


@dataclass(frozen=True, slots=True)
class ServedComune:
    """A Comune: the average of its people, and how many of them are reached at all."""

    istat: str
    name_it: str
    name_en: str
    people: int
    value: Amount | None  # None where nobody is in reach
    reached_share: float  # of its people


@dataclass(frozen=True, slots=True)
class Inequality:
    """How unequally a good is shared among people; nothing for what is better when less."""

    mean: Amount
    gini: Index
    palma: Index | None  # None: the forty per cent who have least have nothing
    theil: Index
    theil_between: Index  # of it, between Comuni
    worst_off: Amount  # what the fifth who have least have on average


@dataclass(frozen=True, slots=True)
class Served:
    """A measure of access over a whole city."""

    request: ServedRequest
    cells: tuple[ServedCell, ...]
    comuni: tuple[ServedComune, ...]
    inequality: Inequality | None
    n_places: int
    zone: str  # IANA name of the city's clocks
    generated: bool  # the network is a demo
    rests_on: tuple[Basis, ...]
    lacks: tuple[str, ...]  # codes of what is missing or guessed


@dataclass(frozen=True, slots=True)
class Home:
    """A home, and what somebody has counted there."""

    lat_deg: float
    lon_deg: float
    name: str = ""
    n_trees: int | None = None  # in sight from its windows
    canopy_share: float | None = None  # of its neighbourhood, 0 to 1


@dataclass(frozen=True, slots=True)
class GreenRule:
    """Which parts of 3-30-300 a home keeps; None where nobody has counted, or nothing is known."""

    home: Home
    to_green_m: int | None  # along the streets; None beyond a kilometre
    has_trees: bool | None
    has_canopy: bool | None
    has_green: bool | None
