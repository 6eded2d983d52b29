"""The words of the journeys engine: bundles of arrays, frozen questions and answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Int8s = NDArray[np.int8]
Int32s = NDArray[np.int32]
Int64s = NDArray[np.int64]
Flags = NDArray[np.bool_]
Degrees = NDArray[np.float64]

UNKNOWN, YES, NO = 0, 1, 2  # GTFS: wheelchair_boarding, wheelchair_accessible, bikes_allowed
NEVER = 1 << 30  # seconds: a change that is forbidden, an arrival that does not happen
ANYWHERE = -1  # the stop of a walk's end that is no stop: the traveller's origin or destination


class Timetable(NamedTuple):
    """
    Every vehicle of every feed over the whole period, as rows and seconds.

    `x_first` arrays are offsets (CSR): row i owns `[x_first[i], x_first[i + 1])`. Times are
    seconds after the start of the service day ("noon minus 12 h" of the GTFS reference, so that
    they stay right when the clock changes) and may exceed 86,400. Trips are sorted by pattern,
    then by first departure. A trip that goes on into another one without leaving one's seat
    (block_id, transfer types 4 and 5) is one trip with several parts.
    """

    # stops
    stop_lat_deg: Degrees
    stop_lon_deg: Degrees
    stop_parent: Int32s  # row of the station, or the stop's own row
    stop_wheelchair: Int8s
    # patterns: one sequence of stops, with where one may get on and off
    pattern_first: Int32s
    pattern_stop: Int32s
    pattern_board: Flags
    pattern_alight: Flags
    pattern_along_m: Int32s  # metres gone from the pattern's first stop (`measure_patterns`)
    # trips
    trip_pattern: Int32s
    trip_first: Int64s  # into departs_s and arrives_s; as long as the trip's pattern
    trip_service: Int32s
    trip_wheelchair: Int8s
    trip_bikes: Int8s
    departs_s: Int32s
    arrives_s: Int32s
    call_sequence: Int32s  # by call: stop_sequence in the feed, of the trip that leaves there
    # parts of a trip: what is written on the vehicle, from a position on
    part_first: Int32s  # by trip
    part_position: Int32s
    part_line: Int32s  # row in Labels.lines
    part_headsign: Int32s  # row in Labels.headsigns
    part_trip: Int32s  # row in Labels.trip_ids
    part_shape: Int32s  # row in Shapes, or -1
    part_direction: Int32s  # direction_id, or -1
    part_last_sequence: Int32s  # stop_sequence of the last call of the part's trip
    # calendar
    first_day: int  # proleptic ordinal (date.toordinal) of the first column
    service_runs: Flags  # (n_services, n_days)
    service_zone: Int32s  # row in day_start_s
    day_start_s: Int64s  # (n_zones, n_days + 2): UTC epoch seconds; column 0 is the day before
    # changing: between two stops on foot, and at one stop
    transfer_first: Int32s  # by stop; sorted by duration
    transfer_to: Int32s
    transfer_s: Int32s
    change_s: Int32s  # least time between two vehicles at one stop; NEVER where forbidden


class StopWalks(NamedTuple):
    """Walks between stops, as the streets know them: stop i reaches `to[first[i]:first[i + 1]]`."""

    first: Int32s
    to: Int32s
    duration_s: Int32s


class Shapes(NamedTuple):
    """The lines that vehicles draw on the map."""

    shape_first: Int64s
    lat_deg: Degrees
    lon_deg: Degrees


@dataclass(frozen=True, slots=True)
class Line:
    """A line as the public knows it."""

    id: str
    feed: str
    agency: str
    short_name: str
    long_name: str
    mode: int  # GTFS route_type (extended types folded into the basic ones)
    color: str  # six hex digits, or empty
    text_color: str
    agency_id: str = ""


@dataclass(frozen=True, slots=True)
class StopLabel:
    """A stop as the public knows it."""

    id: str
    feed: str
    name: str
    code: str
    platform: str
    kind: int = 0  # GTFS location_type: 0 platform or pole, 1 station, 2 entrance


@dataclass(frozen=True, slots=True)
class Labels:
    """The words that the rows of a timetable stand for. Kept beside the arrays, under one version."""

    stops: tuple[StopLabel, ...]
    lines: tuple[Line, ...]
    headsigns: tuple[str, ...]
    trip_ids: tuple[str, ...]
    zones: tuple[str, ...]  # IANA names, by row of day_start_s


class Walks(NamedTuple):
    """The stops that can be walked to from the origin, or from which one walks to the destination."""

    stop: Int32s
    walk_s: Int32s


@dataclass(frozen=True, slots=True)
class Query:
    """
    From where, to where and when. Seconds count from the start of the day (`Day.start_s`).

    Leave at: `earliest_s` alone. Leave within: `earliest_s` and `latest_s`. Arrive by:
    `by_arrival` and `latest_s` alone. Arrive within: `by_arrival` and both.
    """

    access: Walks
    egress: Walks
    earliest_s: int | None = None
    latest_s: int | None = None
    by_arrival: bool = False
    max_rides: int = 8
    direct_s: int | None = None  # time on foot without any ride: nothing slower is suggested


@dataclass(frozen=True, slots=True)
class Walk:
    """A leg on foot. An end that is no stop (origin, destination) is ANYWHERE."""

    from_stop: int
    to_stop: int
    departs_s: int
    arrives_s: int


@dataclass(frozen=True, slots=True)
class Stay:
    """A stay at a place on the way (`Via`, by its number); of no length where one only passes it."""

    via: int
    departs_s: int
    arrives_s: int


@dataclass(frozen=True, slots=True)
class Ride:
    """A leg on one vehicle (a row of `Day.vehicles`, valid for that day's view; `trip` for all)."""

    vehicle: int
    trip: int
    board_position: int
    alight_position: int
    board_stop: int
    alight_stop: int
    departs_s: int
    arrives_s: int


@dataclass(frozen=True, slots=True)
class Journey:
    """
    A way from door to door: walk to the first stop, rides, walk from the last one.

    A change at one stop has no Walk between its two Rides. Seconds count from `Day.start_s`. A
    place on the way that one walks to is a Stay between two Walks whose ends there are ANYWHERE.
    """

    departs_s: int
    arrives_s: int
    legs: tuple[Walk | Ride | Stay, ...]

    @property
    def rides(self) -> tuple[Ride, ...]:
        return tuple(leg for leg in self.legs if isinstance(leg, Ride))

    @property
    def walk_s(self) -> int:
        return sum(leg.arrives_s - leg.departs_s for leg in self.legs if isinstance(leg, Walk))


@dataclass(frozen=True, slots=True)
class Departure:
    """A call of a vehicle at a stop, as a departure board shows it."""

    vehicle: int
    trip: int
    position: int
    stop: int
    arrives_s: int
    departs_s: int
    boards: bool  # one may get on here


class Calls(NamedTuple):
    """The stops of one vehicle, in order."""

    stop: Int32s
    arrives_s: Int32s
    departs_s: Int32s
    boards: Flags
    alights: Flags


@dataclass(frozen=True, slots=True)
class LinePattern:
    """One way in which a line runs: its stops, and the words on most of its vehicles."""

    line: int  # row in Labels.lines
    pattern: int
    first_position: int  # part of the pattern run under this line: [first, last]
    last_position: int
    stops: tuple[int, ...]
    headsign: int  # row in Labels.headsigns
    shape: int  # row in Shapes, or -1
    trips: int  # that the timetable holds, whatever the day


@dataclass(frozen=True, slots=True, eq=False)
class LineTimes:
    """The timetable of a line's pattern on one day: a row per vehicle, a column per stop."""

    pattern: LinePattern
    vehicles: Int32s
    arrives_s: Int32s  # (vehicles, stops)
    departs_s: Int32s
