"""The answer: ways to get there, told leg by leg, with what each of them costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from metropoli.apps.travel.types.names import Coordinates, LineName, Point, StopName
from metropoli.apps.travel.types.questions import MINUTE_S, WALK, TripRequest


@dataclass(frozen=True, slots=True)
class Call:
    """A vehicle at a stop."""

    stop: StopName
    arrives_at: datetime
    departs_at: datetime
    planned_arrives_at: datetime | None = None  # set where the vehicle is followed live
    planned_departs_at: datetime | None = None
    platform: str = ""  # the one of today, where it is known
    skipped: bool = False
    boards: bool = True  # one may get on here
    alights: bool = True  # one may get off here


@dataclass(frozen=True, slots=True)
class Step:
    """One instruction on the street."""

    turn: str
    street: str
    length_m: int
    duration_s: int


@dataclass(frozen=True, slots=True)
class Costs:
    """What a trip, or a leg of it, costs besides time. None where no source says."""

    fare_cents: int | None = None
    energy_wh: int | None = None
    co2_g: int | None = None  # CO2 equivalent, use and making of the vehicle


NO_COSTS = Costs()


@dataclass(frozen=True, slots=True)
class Ticket:
    """Something that one buys for this trip, or holds already."""

    key: str
    name: str
    cents: int
    legs: tuple[int, ...]  # the legs of the trip that it pays for
    owned: bool = False
    name_it: str = ""  # where it is called otherwise in Italian


@dataclass(frozen=True, slots=True)
class PassName:
    """A pass that frequent travellers may hold already."""

    key: str
    name: str
    name_it: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What whoever runs a line, a stop or a fleet tells its travellers."""

    header: str
    text: str = ""
    url: str = ""
    effect: str = ""  # GTFS-Realtime effect in lower case: detour, no_service, …
    from_at: datetime | None = None
    until_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Rental:
    """A shared vehicle: whose, where it is taken and left, how many were there a moment ago."""

    system: str
    form: str  # bicycle, scooter, car, moped, …
    electric: bool
    taken_at: str  # name of the station, or empty where it stands in the street
    left_at: str
    n_free: int | None  # vehicles where it is taken
    n_docks: int | None  # places where it is left
    seen_at: datetime | None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Booking:
    """A ride on demand: whose it is, how one asks for it, and by when."""

    line: LineName
    by_at: datetime | None  # none: one may ask at any time
    message: str
    phone: str
    url: str


@dataclass(frozen=True, slots=True)
class Parking:
    """Where a car or a bike is left."""

    name: str
    n_free: int | None
    n_places: int | None
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class Leg:
    """A stretch of a trip in one vehicle or on one's own."""

    mode: str  # walk, bike, car, the vehicle of the line, or stay
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
    costs: Costs = NO_COSTS
    odds_share: float | None = None  # chance to catch this vehicle, coming from the leg before
    live: str = ""  # "": by the timetable; live, cancelled, added
    seen_at: datetime | None = None  # when the vehicle was last heard of
    trip_key: str = ""  # of this vehicle on this day: see `read_vehicle`
    step_free: bool | None = None  # the vehicle takes a wheelchair; none: nobody says
    bikes: bool | None = None
    notices: tuple[Notice, ...] = ()
    rental: Rental | None = None
    booking: Booking | None = None  # a ride on demand has to be asked for
    parking: Parking | None = None  # where the vehicle of this leg is left at its end
    passes: tuple[str, ...] = ()  # places on the way that one is carried through

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

    kind: str  # one of MODES or OTHER_MODES
    legs: tuple[Leg, ...]
    costs: Costs = NO_COSTS
    tickets: tuple[Ticket, ...] = ()
    odds_share: float | None = None  # chance to arrive by `arrives_at` and a few minutes
    reasons: tuple[str, ...] = ()  # why it is shown: earliest, cheapest, cleanest, …
    beside: bool = False  # shown for what it spares, not as one of all the quickest around a time

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
class Basis:
    """Where a figure of the answer comes from."""

    kind: str  # fares, factors, delays, live
    name: str
    year: int
    url: str = ""
    note: str = ""
    note_it: str = ""  # the same in Italian


@dataclass(frozen=True, slots=True)
class TripAnswer:
    """All the ways found, and where to look for more."""

    request: TripRequest
    trips: tuple[Trip, ...]
    zone: str  # IANA name of the city's clocks
    generated: bool  # the network is a demo
    why_none: tuple[str, ...] = ()  # codes of what kept a mode from answering
    currency: str = "EUR"
    live_at: datetime | None = None  # when the vehicles were last heard of; none: timetable only
    live_doubt: str = ""  # code of why the live data are not used, or not to be trusted
    rests_on: tuple[Basis, ...] = ()  # of fares, factors and live data behind the figures
