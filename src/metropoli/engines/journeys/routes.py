"""From the trips of a day to routes: columns of calls in which no vehicle overtakes another."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from metropoli.engines.journeys.kernels.cut import (
    chain_vehicles,
    lay_calls,
    number_by_appearance,
)
from metropoli.engines.journeys.types import Flags, Int32s, Int64s, Timetable


class Routes(NamedTuple):
    """The routes of a day: vehicles, columns (positions on a route) and stops, without times."""

    route_call: Int32s  # first call, with the end
    route_calls: Int32s  # calls of one trip
    route_column: Int32s  # first column, with the end
    column_route: Int32s
    column_position: Int32s
    column_stop: Int32s  # by number
    column_board: Flags
    column_alight: Flags
    route_vehicle: Int32s  # first vehicle, with the end
    stop_number: Int32s
    stop_row: Int32s


class Times(NamedTuple):
    """The times of every call, laid out twice."""

    by_trip_s: Int32s
    by_stop_s: Int32s


def cut_routes(
    timetable: Timetable, stop_fits: Flags, trip: Int32s, shift_s: Int32s
) -> tuple[Routes, Times, Times, tuple[Int32s, Int32s]]:
    """
    Cut vehicles, sorted by kind (`group_trips`) and departure, into routes.

    Return the routes, arrivals, departures, and the vehicles (trip and shift) by route.
    """
    kind = group_trips(timetable, trip)
    calls = np.diff(timetable.pattern_first)[timetable.trip_pattern[trip]].astype(np.int32)
    first_call = np.ascontiguousarray(timetable.trip_first[trip], np.int64)
    arrives_s, departs_s = plain(timetable.arrives_s), plain(timetable.departs_s)
    groups = np.flatnonzero(np.diff(kind, prepend=-1, append=-1))
    route = chain_vehicles(groups, first_call, calls, shift_s, arrives_s, departs_s)

    order = np.argsort(route, kind="stable")
    trip, shift_s, first_call = trip[order], shift_s[order], first_call[order]
    route_vehicle = offsets(np.bincount(route))
    route_pattern = timetable.trip_pattern[trip[route_vehicle[:-1]]]
    routes = _shape_routes(timetable, stop_fits, route_vehicle, route_pattern)
    layout = (first_call, shift_s, route_vehicle, routes.route_call, routes.route_calls)
    arrivals = Times(*lay_calls(arrives_s, *layout))
    departures = Times(*lay_calls(departs_s, *layout))
    return routes, arrivals, departures, (trip, shift_s)


def group_trips(timetable: Timetable, trip: Int32s) -> Int64s:
    """
    Return the kind of each trip: one pattern, run under the same lines from the same positions.

    What a ride costs and emits depends on its line, and nothing is lost by taking the first of
    two vehicles of one kind. Kinds are numbered by pattern, then by line.
    """
    kind = timetable.trip_pattern[trip].astype(np.int64)
    first = timetable.part_first[trip]
    n_parts = timetable.part_first[trip + 1] - first
    most = int(timetable.part_line.max(initial=0)) + 1
    for part in range(int(n_parts.max(initial=0))):
        has = n_parts > part
        row = np.where(has, first + part, 0)
        word = timetable.part_position[row].astype(np.int64) * most + timetable.part_line[row] + 1
        word[~has] = 0
        kind = np.unique(kind * (int(word.max()) + 1) + word, return_inverse=True)[1]
    return kind


def _shape_routes(
    timetable: Timetable, stop_fits: Flags, route_vehicle: Int32s, route_pattern: Int32s
) -> Routes:
    route_calls = np.diff(timetable.pattern_first)[route_pattern].astype(np.int32)
    route_column = offsets(route_calls)
    column_route = np.repeat(np.arange(len(route_calls), dtype=np.int32), route_calls)
    position = np.arange(route_column[-1], dtype=np.int32) - route_column[column_route]
    source = timetable.pattern_first[route_pattern][column_route] + position
    stop = timetable.pattern_stop[source]
    number, row = number_by_appearance(plain(stop), len(timetable.stop_lat_deg))
    fits = stop_fits[stop]
    return Routes(
        route_call=offsets(route_calls * np.diff(route_vehicle)),
        route_calls=route_calls,
        route_column=route_column,
        column_route=column_route,
        column_position=position,
        column_stop=number[stop],
        column_board=timetable.pattern_board[source] & fits,
        column_alight=timetable.pattern_alight[source] & fits,
        route_vehicle=route_vehicle,
        stop_number=number,
        stop_row=row,
    )


def offsets(counts: np.ndarray) -> Int32s:
    """Return where each begins, and where the last ends."""
    return np.concatenate(([0], np.cumsum(counts))).astype(np.int32)


def plain(array: np.ndarray) -> np.ndarray:
    """Return a read-only plain view, mapped from disk or not: kernels compile once."""
    view = np.asarray(array).view(np.ndarray)
    view = np.ascontiguousarray(view)[:]
    view.flags.writeable = False
    return view
