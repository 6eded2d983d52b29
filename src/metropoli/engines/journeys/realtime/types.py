"""The words of what vehicles do now: one feed of messages, and what is odd in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from metropoli.engines.journeys.types import Flags, Int8s, Int32s, Int64s, Labels, Timetable

# What a message says of a trip, as GTFS-Realtime numbers it (ScheduleRelationship).
SCHEDULED, ADDED, UNSCHEDULED, CANCELED = 0, 1, 2, 3
REPLACEMENT, DUPLICATED, DELETED, NEW = 5, 6, 7, 8
# What it says of a stop of that trip.
CALLS, SKIPPED, NO_DATA, AT_ANY_TIME = 0, 1, 2, 3


class TripName(NamedTuple):
    """Which trip of which day a message speaks of. Empty, -1 and 0 where it does not say."""

    trip_id: str = ""
    route_id: str = ""
    direction: int = -1
    day: int = 0  # service day (proleptic ordinal)
    start_s: int = -1  # seconds of the service day


class CallNews(NamedTuple):
    """What is known of one call. Instants are UTC epoch seconds; delays are seconds."""

    sequence: int = -1
    stop_id: str = ""
    relation: int = CALLS
    arrives_at: int | None = None
    arrival_delay_s: int | None = None
    departs_at: int | None = None
    departure_delay_s: int | None = None
    assigned_stop_id: str = ""  # the platform of today
    boards: bool = True
    alights: bool = True


NO_TRIP = TripName()


@dataclass(frozen=True, slots=True)
class TripNews:
    """What is known of one trip (TripUpdate)."""

    trip: TripName
    relation: int = SCHEDULED
    calls: tuple[CallNews, ...] = ()
    delay_s: int | None = None  # of the whole trip, where no call says better
    seen_at: int = 0
    copy: TripName = NO_TRIP  # what a duplicated trip goes by
    headsign: str = ""
    detour_id: str = ""  # entity of the detour that its calls follow


@dataclass(frozen=True, slots=True)
class Bend:
    """A stretch of a trip that is replaced (Modification): both ends are among what is left out."""

    from_sequence: int
    from_stop_id: str
    to_sequence: int | None  # none: nothing is left out
    to_stop_id: str
    stops: tuple[tuple[str, int], ...]  # stop, seconds after the stop before the stretch
    delay_s: int  # of what comes after
    alert_id: str = ""


@dataclass(frozen=True, slots=True)
class Detour:
    """Trips that run another way on some days (TripModifications)."""

    id: str
    trip_ids: tuple[str, ...]
    days: tuple[int, ...]
    starts_s: tuple[int, ...]  # empty: all of them
    bends: tuple[Bend, ...]


@dataclass(frozen=True, slots=True)
class About:
    """Whom an alert concerns: everything that is said must fit (EntitySelector)."""

    agency_id: str = ""
    route_id: str = ""
    direction: int = -1
    route_type: int = -1
    stop_id: str = ""
    trip: TripName = NO_TRIP


@dataclass(frozen=True, slots=True)
class Alert:
    """What whoever runs the service tells its travellers. Texts by language ("" if not said)."""

    id: str
    about: tuple[About, ...]
    periods: tuple[tuple[int, int], ...]  # epoch; 0 where open; none at all: always
    cause: str  # GTFS-Realtime names in lower case; empty where unknown
    effect: str
    severity: str
    header: tuple[tuple[str, str], ...] = ()
    text: tuple[tuple[str, str], ...] = ()
    url: tuple[tuple[str, str], ...] = ()

    def holds_at(self, at: int) -> bool:
        """Say whether it holds at an instant (epoch)."""
        return not self.periods or any(
            (not start or start <= at) and (not end or at < end) for start, end in self.periods
        )


@dataclass(frozen=True, slots=True)
class Position:
    """Where a vehicle is (VehiclePosition)."""

    id: str
    lat_deg: float
    lon_deg: float
    trip: TripName = NO_TRIP
    label: str = ""
    bearing_deg: float | None = None
    speed_ms: float | None = None
    seen_at: int = 0
    sequence: int = -1
    stop_id: str = ""
    stands: bool = False  # at that stop
    occupancy: str = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something odd in a feed: the sentence of `code` is in problems.toml; `values` fill it."""

    code: str
    count: int = 1
    values: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bulletin:
    """All that one feed said at one instant (epoch; 0 where it does not say)."""

    at: int
    trips: tuple[TripNews, ...] = ()
    detours: tuple[Detour, ...] = ()
    alerts: tuple[Alert, ...] = ()
    positions: tuple[Position, ...] = ()
    troubles: tuple[Trouble, ...] = ()


# What has become of a vehicle that is not as planned.
FOLLOWED, DIVERTED, EXTRA = 0, 1, 2


@dataclass(frozen=True, slots=True, eq=False)
class Followed:
    """
    The timetable as things are: that of the whole period, with what was heard put in.

    Trips that are not as planned on a day do not run on it any more; what they do instead stands
    in rows after the planned ones, each running on that one day. All other rows keep their
    numbers. `call_*` are by call of the added rows, from `n_calls` on.
    """

    timetable: Timetable
    labels: Labels
    n_trips: int  # planned
    n_parts: int
    n_calls: int
    trip_plan: Int32s  # by added trip: the planned one, or -1
    trip_state: Int8s  # FOLLOWED, DIVERTED or EXTRA
    trip_seen_at: Int64s  # epoch; 0 where nobody says
    call_plan: Int32s  # position along the planned trip, or -1
    call_known: Flags  # the time is foretold; otherwise it is the planned one
    call_skipped: Flags
    part_start_s: Int32s  # by added part: planned departure, by which a vehicle is named
    gone_trip: Int32s  # vehicles that do not run: planned trip
    gone_day: Int32s  # and service day (proleptic ordinal)
    troubles: tuple[Trouble, ...]
    n_heard: int  # messages about trips
    n_used: int
