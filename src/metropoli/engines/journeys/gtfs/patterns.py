"""From vehicles to the rows of a timetable: patterns, trips, parts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from metropoli.engines.journeys.gtfs.trips import Trips
from metropoli.engines.journeys.gtfs.vehicles import Garage, Part, Ride, Vehicle
from metropoli.engines.journeys.types import NO, UNKNOWN, YES, Flags, Int8s, Int32s, Int64s


class Rows(NamedTuple):
    """The part of a Timetable that vehicles make; fields as there."""

    pattern_first: Int32s
    pattern_stop: Int32s
    pattern_board: Flags
    pattern_alight: Flags
    trip_pattern: Int32s
    trip_first: Int64s
    trip_service: Int32s
    trip_wheelchair: Int8s
    trip_bikes: Int8s
    departs_s: Int32s
    arrives_s: Int32s
    call_sequence: Int32s
    part_first: Int32s
    part_position: Int32s
    part_line: Int32s
    part_headsign: Int32s
    part_trip: Int32s
    part_shape: Int32s
    part_direction: Int32s
    part_last_sequence: Int32s


def lay_rows(vehicles: Sequence[Vehicle], garage: Garage, trips: Trips) -> Rows:
    """Sort vehicles into patterns (same stops, same boarding) and by departure; lay them out."""
    rides = [garage.ride(vehicle) for vehicle in vehicles]
    pattern, examples = _group(rides)
    shift_s = np.array([vehicle.shift_s for vehicle in vehicles], np.int32)
    starts_s = np.array([ride.departs_s[0] for ride in rides], np.int64) + shift_s
    order = np.lexsort((starts_s, pattern))
    vehicles, rides = [vehicles[k] for k in order], [rides[k] for k in order]
    sizes = np.array([len(ride.stop) for ride in rides], np.int64)
    shifts_s = np.repeat(shift_s[order], sizes)
    parts = [part for ride in rides for part in ride.parts]
    positions, lines, signs, owners, shapes, *ends = _part_columns(parts)
    return Rows(
        pattern_first=_offsets([len(ride.stop) for ride in examples]).astype(np.int32),
        pattern_stop=_joined([ride.stop for ride in examples], np.int32),
        pattern_board=_joined([ride.board for ride in examples], np.bool_),
        pattern_alight=_joined([ride.alight for ride in examples], np.bool_),
        trip_pattern=pattern[order],
        trip_first=_offsets(sizes),
        trip_service=np.array([vehicle.service for vehicle in vehicles], np.int32),
        trip_wheelchair=_for_all(vehicles, trips.wheelchair),
        trip_bikes=_for_all(vehicles, trips.bikes),
        departs_s=_joined([ride.departs_s for ride in rides], np.int32) + shifts_s,
        arrives_s=_joined([ride.arrives_s for ride in rides], np.int32) + shifts_s,
        call_sequence=_joined([ride.sequence for ride in rides], np.int32),
        part_first=_offsets([len(ride.parts) for ride in rides]).astype(np.int32),
        part_position=positions,
        part_line=lines,
        part_headsign=signs,
        part_trip=owners,
        part_shape=shapes,
        part_direction=ends[0],
        part_last_sequence=ends[1],
    )


def _group(rides: Sequence[Ride]) -> tuple[Int32s, list[Ride]]:
    """Number the patterns in order of appearance; return them with one ride of each."""
    number: dict[tuple[bytes, bytes, bytes], int] = {}
    examples: list[Ride] = []
    pattern = np.empty(len(rides), np.int32)
    for k, ride in enumerate(rides):
        key = ride.stop.tobytes(), ride.board.tobytes(), ride.alight.tobytes()
        found = number.setdefault(key, len(examples))
        if found == len(examples):
            examples.append(ride)
        pattern[k] = found
    return pattern, examples


def _part_columns(parts: Sequence[Part]) -> tuple[Int32s, ...]:
    if not parts:
        return tuple(np.zeros(0, np.int32) for _ in Part._fields)
    return tuple(np.ascontiguousarray(column) for column in np.array(parts, np.int32).T)


def _for_all(vehicles: Sequence[Vehicle], told: Int8s) -> Int8s:
    """Return what holds for all trips of each vehicle: yes if all say yes, no if one says no."""
    by_trip = told.tolist()

    def together(trips: tuple[int, ...]) -> int:
        said = {by_trip[trip] for trip in trips}
        return NO if NO in said else YES if said == {YES} else UNKNOWN

    return np.array([together(vehicle.trips) for vehicle in vehicles], np.int8)


def _offsets(sizes: Sequence[int] | Int64s) -> Int64s:
    return np.concatenate([[0], np.cumsum(np.asarray(sizes, np.int64))]).astype(np.int64)


def _joined(pieces: list[np.ndarray], kind: type) -> np.ndarray:
    return np.concatenate(pieces).astype(kind, copy=False) if pieces else np.zeros(0, kind)
