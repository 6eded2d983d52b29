"""What can be reached from somewhere: the question, the list of places by minutes, the map of minutes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from metropoli.apps.travel.types.names import Coordinates, Point
from metropoli.apps.travel.types.questions import MINUTE_S, TRANSIT, Manner
from metropoli.apps.travel.types.trips import NO_COSTS, Basis, Costs

# Of the departures of a window: with 5 % of them one is faster, …, with 95 % of them at least as fast.
PERCENTILES = (5, 25, 50, 75, 95)
MIDDLE = 50


@dataclass(frozen=True, slots=True)
class ReachRequest:
    """From here to everywhere, leaving at any minute of a window."""

    start: Point
    at: datetime
    window_s: int = 60 * MINUTE_S  # 0: leaving at that very instant
    mode: str = TRANSIT  # with public transport and on foot, or only walk, bike or car
    longest_s: int = 90 * MINUTE_S  # beyond, a place counts as out of reach
    max_rides: int = 4
    manner: Manner = field(default_factory=Manner)
    owned: frozenset[str] = frozenset()  # keys of the passes that one holds already
    live: bool = False  # as things are now, not as the timetable promises


@dataclass(frozen=True, slots=True)
class Reached:
    """
    A place, and what it takes to get there.

    The minutes are whole, rounded up, and None beyond the longest time. Over the departures of the
    window half take `minutes` at most; `quick_min` is the 5th percentile, `slow_min` the 95th.
    Rides and costs are those of the quickest way at the first instant of the window.
    """

    point: Point
    row: int  # where the place stood in the list that was asked about
    minutes: int | None
    quick_min: int | None = None
    slow_min: int | None = None
    n_rides: int | None = None  # 0: on one's own feet or wheels
    costs: Costs = NO_COSTS  # the fare of the quickest way, which need not be the cheapest


@dataclass(frozen=True, slots=True)
class ReachAnswer:
    """The places of a list by what it takes to get there."""

    request: ReachRequest
    places: tuple[Reached, ...]
    zone: str  # IANA name of the city's clocks
    generated: bool  # the network is a demo
    currency: str = "EUR"
    live_at: datetime | None = None
    rests_on: tuple[Basis, ...] = ()
    why_none: tuple[str, ...] = ()  # codes: no_timetable_then, …


@dataclass(frozen=True, slots=True)
class Isochrone:
    """
    The area within so many minutes: polygons, each with its outline and its holes.

    Rings are closed, outlines run counterclockwise and holes clockwise, as GeoJSON wants them.
    """

    minutes: int
    polygons: tuple[tuple[Coordinates, ...], ...]
    area_km2: float


@dataclass(frozen=True, slots=True)
class ReachMap:
    """Isochrones from a place, the widest first so that the nearer are drawn over the farther."""

    request: ReachRequest
    percentile: int  # of the departures of the window
    isochrones: tuple[Isochrone, ...]
    zone: str
    generated: bool
    live_at: datetime | None = None
    why_none: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MatrixRequest:
    """From all cells to all places, leaving at any minute of a window."""

    at: datetime
    window_s: int = 120 * MINUTE_S
    longest_s: int = 90 * MINUTE_S
    all_on_foot_s: int = 30 * MINUTE_S  # a way without any ride is known up to here
    max_rides: int = 4
    manner: Manner = field(default_factory=Manner)


@dataclass(frozen=True, slots=True)
class MatrixSummary:
    """What a matrix came to."""

    n_cells: int
    n_places: int
    n_reached: int  # pairs that one departure in twenty keeps within the longest time
    size_bytes: int
