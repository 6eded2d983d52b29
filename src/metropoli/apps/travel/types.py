"""The words in which the city asks how to get there, and is answered. Frozen; no database behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

TRANSIT, WALK, BIKE, CAR = "transit", "walk", "bike", "car"
MODES = (TRANSIT, WALK, BIKE, CAR)

MINUTE_S = 60
Coordinates = tuple[tuple[float, float], ...]  # (longitude, latitude) in degrees, as GeoJSON wants


@dataclass(frozen=True, slots=True)
class Point:
    """Somewhere on earth, with the name under which it was chosen (or none)."""

    lat_deg: float
    lon_deg: float
    name: str = ""

    @property
    def as_text(self) -> str:
        """Return the position as the planner's addresses carry it."""
        return f"{self.lat_deg:.6f},{self.lon_deg:.6f}"


@dataclass(frozen=True, slots=True)
class TripRequest:
    """From here to there, leaving after or arriving before an instant."""

    start: Point
    end: Point
    at: datetime
    arrive_by: bool = False
    modes: frozenset[str] = frozenset(MODES)
    step_free: bool = False
    max_rides: int = 6


@dataclass(frozen=True, slots=True)
class LineName:
    """A line as it is written on the vehicle."""

    key: str
    short_name: str
    long_name: str
    vehicle: str  # metro, tram, bus, rail, …
    agency: str
    color: str
    text_color: str


@dataclass(frozen=True, slots=True)
class StopName:
    """A stop as it is written on the pole."""

    key: str
    name: str
    code: str
    platform: str
    lat_deg: float
    lon_deg: float

    @property
    def point(self) -> Point:
        return Point(self.lat_deg, self.lon_deg, self.name)


@dataclass(frozen=True, slots=True)
class Call:
    """A vehicle at a stop."""

    stop: StopName
    arrives_at: datetime
    departs_at: datetime


@dataclass(frozen=True, slots=True)
class Step:
    """One instruction on the street."""

    turn: str
    street: str
    length_m: int
    duration_s: int


@dataclass(frozen=True, slots=True)
class Leg:
    """A stretch of a trip in one vehicle or on one's own."""

    mode: str  # walk, bike, car, or the vehicle of the line
    start: Point
    end: Point
    departs_at: datetime
    arrives_at: datetime
    length_m: int
    geometry: Coordinates
    line: LineName | None = None
    headsign: str = ""
    stays_on_board: bool = False  # the vehicle of the leg before goes on as this line
    calls: tuple[Call, ...] = ()
    steps: tuple[Step, ...] = ()
    climb_m: int = 0

    @property
    def duration_s(self) -> int:
        return int((self.arrives_at - self.departs_at).total_seconds())

    @property
    def last_stop(self) -> StopName | None:
        """Return where one gets off."""
        return self.calls[-1].stop if self.calls else None

    @property
    def passed(self) -> tuple[Call, ...]:
        """Return the stops between getting on and getting off."""
        return self.calls[1:-1]


@dataclass(frozen=True, slots=True)
class Trip:
    """One way to get there, from door to door."""

    kind: str  # transit, walk, bike, car
    legs: tuple[Leg, ...]

    @property
    def departs_at(self) -> datetime:
        return self.legs[0].departs_at

    @property
    def arrives_at(self) -> datetime:
        return self.legs[-1].arrives_at

    @property
    def duration_s(self) -> int:
        return int((self.arrives_at - self.departs_at).total_seconds())

    @property
    def n_rides(self) -> int:
        return sum(leg.line is not None and not leg.stays_on_board for leg in self.legs)

    @property
    def ribbon(self) -> tuple[Leg, ...]:
        """Return the legs that a summary names: a walk of less than a minute is left out."""
        return tuple(leg for leg in self.legs if leg.line or leg.duration_s >= MINUTE_S)

    @property
    def n_changes(self) -> int:
        return max(0, self.n_rides - 1)

    @property
    def length_m(self) -> int:
        return sum(leg.length_m for leg in self.legs)

    @property
    def walk_m(self) -> int:
        return sum(leg.length_m for leg in self.legs if leg.mode == WALK)


@dataclass(frozen=True, slots=True)
class TripAnswer:
    """All the ways found, and where to look for more."""

    request: TripRequest
    trips: tuple[Trip, ...]
    zone: str  # IANA name of the city's clocks
    generated: bool  # the network is a demo
    why_none: tuple[str, ...] = ()  # codes of what kept a mode from answering


@dataclass(frozen=True, slots=True)
class Departure:
    """A line of a departure board."""

    line: LineName
    headsign: str
    stop: StopName
    departs_at: datetime
    trip_key: str


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


@dataclass(frozen=True, slots=True)
class NetworkSummary:
    """What is in service now."""

    version: str
    zone: str
    n_stops: int
    n_lines: int
    n_trips: int
    n_street_edges: int
    first_day: date | None
    last_day: date | None
    center: Point
    generated: bool
    credits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceCard:
    """Where a feed or an extract comes from, and under which licence it may be used."""

    title_it: str = ""
    title_en: str = ""
    description_it: str = ""
    description_en: str = ""
    publisher: str = ""
    source: str = ""
    licence: str = ""
    attribution: str = ""
    generated: bool = False


@dataclass(frozen=True, slots=True)
class FoundProblem:
    """Something wrong in a feed: where it is and what was done about it."""

    severity: str
    code: str
    file: str
    line: int
    values: tuple[tuple[str, str], ...]
    count: int


@dataclass(frozen=True, slots=True)
class FeedReport:
    """What a check of a feed says."""

    usable: bool
    problems: tuple[FoundProblem, ...]
    counts: tuple[tuple[str, int], ...]
    first_day: date | None
    last_day: date | None
