"""The words of the journeys engine: bundles of arrays, frozen questions and answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Int8s = NDArray[np.int8]
Int32s = NDArray[np.int32]
Int64s = NDArray[np.int64]
Flags = NDArray[np.bool_]
Degrees = NDArray[np.float64]

UNKNOWN, YES, NO = 0, 1, 2  # GTFS: wheelchair_boarding, wheelchair_accessible, bikes_allowed


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
    # trips
    trip_pattern: Int32s
    trip_first: Int64s  # into departs_s and arrives_s; as long as the trip's pattern
    trip_service: Int32s
    trip_wheelchair: Int8s
    trip_bikes: Int8s
    departs_s: Int32s
    arrives_s: Int32s
    # parts of a trip: what is written on the vehicle, from a position on
    part_first: Int32s  # by trip
    part_position: Int32s
    part_line: Int32s  # row in Labels.lines
    part_headsign: Int32s  # row in Labels.headsigns
    part_trip: Int32s  # row in Labels.trip_ids
    part_shape: Int32s  # row in Shapes, or -1
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


@dataclass(frozen=True, slots=True)
class StopLabel:
    """A stop as the public knows it."""

    id: str
    feed: str
    name: str
    code: str
    platform: str


@dataclass(frozen=True, slots=True)
class Labels:
    """The words that the rows of a timetable stand for. Kept beside the arrays, under one version."""

    stops: tuple[StopLabel, ...]
    lines: tuple[Line, ...]
    headsigns: tuple[str, ...]
    trip_ids: tuple[str, ...]
    zones: tuple[str, ...]  # IANA names, by row of day_start_s
