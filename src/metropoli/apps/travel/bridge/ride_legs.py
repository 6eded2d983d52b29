"""Rides as legs: where they stop, what is written on them, the line that they draw."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from metropoli.apps.travel.bridge.alerts import notices_of_ride
from metropoli.apps.travel.bridge.live.facts import Facts, facts_of
from metropoli.apps.travel.bridge.network import Network
from metropoli.apps.travel.bridge.run_keys import run_key
from metropoli.apps.travel.bridge.street_legs import coordinates
from metropoli.apps.travel.bridge.wording import instant, line_name, stop_name
from metropoli.apps.travel.types import Call, Coordinates, Leg, Notice, Point, StopName
from metropoli.engines import journeys

EARTH_M_PER_DEG = 111_195.0
SAID = {journeys.UNKNOWN: None, journeys.YES: True, journeys.NO: False}
OFF_SHAPE_M = 500.0  # a shape that passes further than this from a stop is not drawn


def ride_legs(
    network: Network, day: journeys.Day, ride: journeys.Ride, *, drawn: bool = True
) -> Iterator[Leg]:
    """Return a leg for every line under which the vehicle runs while one sits in it."""
    calls = journeys.trip_calls(day, ride.vehicle)
    timetable = network.timetable
    first, last = int(timetable.part_first[ride.trip]), int(timetable.part_first[ride.trip + 1])
    starts = [int(timetable.part_position[part]) for part in range(first, last)]
    ends = [*starts[1:], len(calls.stop) - 1]
    for part, start, end in zip(range(first, last), starts, ends, strict=True):
        board, alight = max(start, ride.board_position), min(end, ride.alight_position)
        if board < alight:
            yield _leg(network, day, ride, calls, (part, board, alight), drawn=drawn)


def _leg(
    network: Network,
    day: journeys.Day,
    ride: journeys.Ride,
    calls: journeys.Calls,
    stretch: tuple[int, int, int],
    *,
    drawn: bool,
) -> Leg:
    (part, board, alight), timetable = stretch, network.timetable
    facts = facts_of(network, day, ride.vehicle)
    told = tuple(_call(network, day, calls, at, facts) for at in range(board, alight + 1))
    line = line_name(network, int(timetable.part_line[part]))
    shape, stops = int(timetable.part_shape[part]), calls.stop[board : alight + 1]
    geometry = ride_drawing(network, shape, stops) if drawn else ()
    return Leg(
        mode=line.vehicle,
        start=_point(told[0].stop),
        end=_point(told[-1].stop),
        departs_at=told[0].departs_at,
        arrives_at=told[-1].arrives_at,
        length_m=_length_m(day.timetable, ride.trip, board, alight),
        geometry=geometry,
        line=line,
        headsign=network.labels.headsigns[int(timetable.part_headsign[part])],
        stays_on_board=board > ride.board_position,
        calls=told,
        trip_key=run_key(network, day, ride.vehicle, part),
        step_free=SAID[int(timetable.trip_wheelchair[ride.trip])],
        bikes=SAID[int(timetable.trip_bikes[ride.trip])],
        live=facts.state if facts is not None else "",
        seen_at=facts.seen_at if facts is not None else None,
        notices=_notices(network, part, (int(stops[0]), int(stops[-1])), told[0].departs_at),
    )


def _notices(
    network: Network, part: int, ends: tuple[int, int], at: datetime
) -> tuple[Notice, ...]:
    if network.live is None:
        return ()
    trip_id = network.labels.trip_ids[int(network.timetable.part_trip[part])]
    line = int(network.timetable.part_line[part])
    when = (int(at.timestamp()), network.about.zone)
    return notices_of_ride(network.live.alerts, line, ends, trip_id, *when)


def _length_m(timetable: journeys.Timetable, trip: int, board: int, alight: int) -> int:
    """Return the way that the vehicle goes: the one that the search weighs."""
    first = int(timetable.pattern_first[timetable.trip_pattern[trip]])
    along_m = timetable.pattern_along_m
    return int(along_m[first + alight] - along_m[first + board])


def ride_drawing(network: Network, shape: int, stops: NDArray[np.int32]) -> Coordinates:
    """Return the line that a vehicle draws along these stops: its shape, or straight lines."""
    lat_deg = network.timetable.stop_lat_deg[stops]
    lon_deg = network.timetable.stop_lon_deg[stops]
    if shape >= 0:
        of = slice(network.shapes.shape_first[shape], network.shapes.shape_first[shape + 1])
        cut = _cut(network.shapes.lat_deg[of], network.shapes.lon_deg[of], lat_deg, lon_deg)
        if cut is not None:
            return coordinates(*cut)
    return coordinates(lat_deg, lon_deg)


def _cut(
    shape_lat_deg: NDArray[np.float64],
    shape_lon_deg: NDArray[np.float64],
    lat_deg: NDArray[np.float64],
    lon_deg: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
    """Return the stretch of the shape that passes nearest to the first stop and then to the last."""
    to_first = _distance_m(shape_lat_deg, shape_lon_deg, lat_deg[0], lon_deg[0])
    to_last = _distance_m(shape_lat_deg, shape_lon_deg, lat_deg[-1], lon_deg[-1])
    nearest_so_far = np.minimum.accumulate(to_first)
    end = int(np.argmin(nearest_so_far[:-1] + to_last[1:])) + 1 if len(to_first) > 1 else 0
    start = int(np.argmin(to_first[:end])) if end else 0
    if not end or max(to_first[start], to_last[end]) > OFF_SHAPE_M:
        return None
    inner = slice(start, end + 1)
    return (
        np.concatenate((lat_deg[:1], shape_lat_deg[inner], lat_deg[-1:])),
        np.concatenate((lon_deg[:1], shape_lon_deg[inner], lon_deg[-1:])),
    )


def _call(
    network: Network, day: journeys.Day, calls: journeys.Calls, at: int, facts: Facts | None
) -> Call:
    call = _plain_call(network, day, calls, at)
    planned = facts.planned(at) if facts is not None else None
    if facts is None or planned is None:
        return call
    moved = planned.stop != int(calls.stop[at])
    return replace(
        call,
        planned_arrives_at=instant(network, day.start_s + planned.arrives_s),
        planned_departs_at=instant(network, day.start_s + planned.departs_s),
        skipped=facts.skipped(at),
        platform=(call.stop.platform or call.stop.code) if moved else "",
    )


def _plain_call(network: Network, day: journeys.Day, calls: journeys.Calls, at: int) -> Call:
    return Call(
        stop=stop_name(network, int(calls.stop[at])),
        arrives_at=instant(network, day.start_s + int(calls.arrives_s[at])),
        departs_at=instant(network, day.start_s + int(calls.departs_s[at])),
        boards=bool(calls.boards[at]),
        alights=bool(calls.alights[at]),
    )


def _point(stop: StopName) -> Point:
    return Point(stop.lat_deg, stop.lon_deg, stop.name)


def _distance_m(
    lat_deg: NDArray[np.float64], lon_deg: NDArray[np.float64], to_lat_deg: float, to_lon_deg: float
) -> NDArray[np.float64]:
    north = lat_deg - to_lat_deg
    east = (lon_deg - to_lon_deg) * np.cos(np.radians(to_lat_deg))
    away: NDArray[np.float64] = np.hypot(north, east) * EARTH_M_PER_DEG
    return away


def drawing_length_m(line: Coordinates) -> float:
    """Return how long a drawn line is."""
    at = np.array(line)
    east = np.diff(at[:, 0]) * np.cos(np.radians(at[:-1, 1]))
    return float(np.hypot(np.diff(at[:, 1]), east).sum() * EARTH_M_PER_DEG)
