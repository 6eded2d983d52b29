"""The view of one calendar day: every vehicle that a search of that day may want."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

import numpy as np

from metropoli.base.errors import NotFound
from metropoli.engines.journeys.kernels.bundles import END, FAR, LATE, SHUT, Network, Work
from metropoli.engines.journeys.kernels.cut import (
    chain_vehicles,
    lay_calls,
    list_by_key,
    number_by_appearance,
    shortest_rides,
)
from metropoli.engines.journeys.types import NEVER, NO, UNKNOWN, Flags, Int32s, Int64s, Timetable

DAY_S = 86_400
# A search late in the evening finds the next morning's vehicles, and one that must arrive just
# after midnight finds the vehicles it changes from before.
BEFORE_S = 6 * 3_600
AFTER_S = 12 * 3_600


class Vehicles(NamedTuple):
    """The vehicles of a day, by row: which trip, on which service day, on which route."""

    trip: Int32s
    shift_s: Int32s  # from the seconds of its service day to those of this day
    column: Int32s  # first column of its route


@dataclass(frozen=True, slots=True, eq=False)
class Day:
    """
    The vehicles of one day, ready to be searched. Made by `open_day`; shared by all threads.

    Second 0 is `start_s` (UTC epoch): noon minus 12 hours of the day in the timetable's first
    time zone. Vehicles from `BEFORE_S` before the day to `AFTER_S` after it are in.
    """

    day: int
    start_s: int
    timetable: Timetable
    vehicles: Vehicles
    onward: Network
    backward: Network
    stop_number: Int32s  # by row of the timetable; -1 where no vehicle calls
    stop_row: Int32s  # by number
    call_first: Int32s  # by number: every column of a stop, boardable or not
    call_column: Int32s
    idle: list[Work] = field(default_factory=list, repr=False)  # workspaces nobody uses now


def open_day(
    timetable: Timetable,
    day: int,
    *,
    step_free: bool = False,
    bikes: bool = False,
    unknown_fits: bool = True,
) -> Day:
    """
    Return the view of a calendar day (proleptic ordinal).

    `step_free` leaves out stops and vehicles without room for a wheelchair, `bikes` those that
    refuse a bicycle; where the timetable does not say, `unknown_fits` decides. Walks between stops
    are those of the timetable: give one with step-free walks if they are to be step-free too.

    :raises NotFound: day_outside_timetable
    """
    n_days = timetable.service_runs.shape[1]
    if not timetable.first_day <= day < timetable.first_day + n_days:
        last_day = timetable.first_day + n_days - 1
        raise NotFound(
            "day_outside_timetable", day=day, first_day=timetable.first_day, last_day=last_day
        )
    stop_fits, trip_fits = _who_fits(
        timetable, step_free=step_free, bikes=bikes, unknown_fits=unknown_fits
    )
    trip, shift_s = _vehicles_about(timetable, day, trip_fits)
    start_s = int(timetable.day_start_s[0, day - timetable.first_day + 1])
    return _lay_out(timetable, day, start_s, stop_fits, trip, shift_s)


def _who_fits(
    timetable: Timetable, *, step_free: bool, bikes: bool, unknown_fits: bool
) -> tuple[Flags, Flags]:
    """Return which stops and which trips may be used."""

    def fits(said: np.ndarray) -> Flags:
        return said != NO if unknown_fits else (said != NO) & (said != UNKNOWN)

    stop_fits = np.ones(len(timetable.stop_lat_deg), np.bool_)
    trip_fits = np.ones(len(timetable.trip_pattern), np.bool_)
    if step_free:
        own = timetable.stop_wheelchair
        # A stop that says nothing is as accessible as its station.
        stop_fits &= fits(np.where(own == UNKNOWN, own[timetable.stop_parent], own))
        trip_fits &= fits(timetable.trip_wheelchair)
    if bikes:
        trip_fits &= fits(timetable.trip_bikes)
    return stop_fits, trip_fits


def _vehicles_about(timetable: Timetable, day: int, trip_fits: Flags) -> tuple[Int32s, Int32s]:
    """Return trips and shifts of all vehicles near the day, by pattern, then by departure."""
    pattern_calls = np.diff(timetable.pattern_first)
    first = timetable.trip_first[: len(timetable.trip_pattern)]
    last = first + pattern_calls[timetable.trip_pattern] - 1
    starts_s, ends_s = timetable.departs_s[first], timetable.arrives_s[last]
    column = day - timetable.first_day
    reference_s = timetable.day_start_s[0, column + 1]
    days_back = (int(ends_s.max(initial=0)) + BEFORE_S) // DAY_S + 1
    found: list[tuple[Int64s, Int64s]] = []
    for other in range(column - days_back, column + 2):
        if not 0 <= other < timetable.service_runs.shape[1]:
            continue
        zone_shift_s = timetable.day_start_s[timetable.service_zone, other + 1] - reference_s
        shift_s = zone_shift_s[timetable.trip_service]
        runs = timetable.service_runs[timetable.trip_service, other] & trip_fits
        near = (ends_s + shift_s > -BEFORE_S) & (starts_s + shift_s < DAY_S + AFTER_S)
        rows = np.flatnonzero(runs & near)
        found.append((rows, shift_s[rows]))
    trip = np.concatenate([rows for rows, _ in found])
    shift = np.concatenate([shift for _, shift in found])
    order = np.lexsort(
        (trip, ends_s[trip] + shift, starts_s[trip] + shift, timetable.trip_pattern[trip])
    )
    return trip[order].astype(np.int32), shift[order].astype(np.int32)


def _lay_out(
    timetable: Timetable, day: int, start_s: int, stop_fits: Flags, trip: Int32s, shift_s: Int32s
) -> Day:
    """Cut the vehicles into routes and lay their times out in both directions."""
    pattern = timetable.trip_pattern[trip]
    calls = np.diff(timetable.pattern_first)[pattern].astype(np.int32)
    first_call = np.ascontiguousarray(timetable.trip_first[trip], np.int64)
    arrives_s, departs_s = _plain(timetable.arrives_s), _plain(timetable.departs_s)
    groups = np.flatnonzero(np.diff(pattern, prepend=-1, append=-1))
    route = chain_vehicles(groups, first_call, calls, shift_s, arrives_s, departs_s)

    order = np.argsort(route, kind="stable")
    trip, shift_s, first_call = trip[order], shift_s[order], first_call[order]
    route_vehicle = _offsets(np.bincount(route, minlength=0))
    route_pattern = timetable.trip_pattern[trip[route_vehicle[:-1]]]
    shape = _shape_routes(timetable, stop_fits, route_vehicle, route_pattern)
    layout = (first_call, shift_s, route_vehicle, shape.route_call, shape.route_calls)
    arrivals = lay_calls(arrives_s, *layout)
    departures = lay_calls(departs_s, *layout)

    onward = _onward(timetable, shape, arrivals[0], departures)
    backward = _backward(shape, onward, departures[0], arrivals)
    call_first, call_column = list_by_key(shape.column_stop, len(shape.stop_row))
    vehicle_column = np.repeat(shape.route_column[:-1], np.diff(route_vehicle))
    return Day(
        day=day,
        start_s=start_s,
        timetable=timetable,
        vehicles=_frozen(Vehicles(trip, shift_s, vehicle_column)),
        onward=_frozen(onward),
        backward=_frozen(backward),
        stop_number=shape.stop_number,
        stop_row=shape.stop_row,
        call_first=call_first,
        call_column=call_column,
    )


Bundle = TypeVar("Bundle", Vehicles, Network)


class _Shape(NamedTuple):
    """Routes without their times."""

    route_call: Int32s  # first call, with the end
    route_calls: Int32s  # calls of one trip
    route_column: Int32s  # first column, with the end
    column_route: Int32s
    column_position: Int32s
    column_stop: Int32s  # by number
    column_board: Flags
    column_alight: Flags
    route_vehicle: Int32s
    stop_number: Int32s
    stop_row: Int32s


def _shape_routes(
    timetable: Timetable, stop_fits: Flags, route_vehicle: Int32s, route_pattern: Int32s
) -> _Shape:
    route_calls = np.diff(timetable.pattern_first)[route_pattern].astype(np.int32)
    route_column = _offsets(route_calls)
    column_route = np.repeat(np.arange(len(route_calls), dtype=np.int32), route_calls)
    position = np.arange(route_column[-1], dtype=np.int32) - route_column[column_route]
    source = timetable.pattern_first[route_pattern][column_route] + position
    stop = timetable.pattern_stop[source]
    number, row = number_by_appearance(_plain(stop), len(timetable.stop_lat_deg))
    fits = stop_fits[stop]
    return _Shape(
        route_call=_offsets(route_calls * np.diff(route_vehicle)),
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


def _onward(
    timetable: Timetable, shape: _Shape, arrives_s: Int32s, departs_s: tuple[Int32s, Int32s]
) -> Network:
    """Return the day as it goes; departures come by trip and by stop."""
    n_stops, route = len(shape.stop_row), shape.column_route
    trips = np.diff(shape.route_vehicle)[route].astype(np.int32)
    last = shape.column_position == shape.route_calls[route] - 1
    base = shape.route_call[:-1][route]
    call_by_stop = base + shape.column_position * trips
    boardable = np.where(shape.column_board & ~last, shape.column_stop, -1).astype(np.int32)
    board_first, board_column = list_by_key(boardable, n_stops)
    foot_first, foot_to, foot_s = _walks(timetable, shape)
    change_s = timetable.change_s[shape.stop_row]
    return Network(
        column_stop=shape.column_stop,
        column_alight=np.where(shape.column_alight, shape.column_stop, n_stops).astype(np.int32),
        column_trips=np.where(last, -1, trips).astype(np.int16),
        column_call=base + shape.column_position,
        column_step=shape.route_calls[route],
        column_call_by_stop=call_by_stop,
        column_vehicle=shape.route_vehicle[:-1][route],
        column_board=_rows_of_boards(board_column, last),
        column_ride_s=shortest_rides(
            arrives_s, departs_s[0], shape.route_vehicle, shape.route_call, shape.route_column
        ),
        arrives_s=arrives_s,
        departs_s=departs_s[1],
        departs_by_trip_s=departs_s[0],
        board_first=board_first,
        board_column=board_column,
        board_last_s=_last_departures(departs_s[1], call_by_stop + trips - 1, board_column),
        foot_first=foot_first,
        foot_to=foot_to,
        foot_s=foot_s,
        change_s=np.where(change_s >= NEVER, FAR, change_s).astype(np.int32),
    )


def _walks(timetable: Timetable, shape: _Shape) -> tuple[Int32s, Int32s, Int32s]:
    """Return the walks from a stop where somebody may get off to one where somebody may get on."""
    n_stops = len(shape.stop_row)
    # One more than the stops: row -1 stands for a stop where no vehicle calls.
    alights, boards = np.zeros((2, n_stops + 1), np.bool_)
    alights[shape.column_stop[shape.column_alight]] = True
    boards[shape.column_stop[shape.column_board]] = True
    source = np.repeat(np.arange(len(timetable.stop_lat_deg)), np.diff(timetable.transfer_first))
    origin, target = shape.stop_number[source], shape.stop_number[timetable.transfer_to]
    useful = alights[origin] & boards[target] & (timetable.transfer_s < NEVER)
    order = np.lexsort((target, timetable.transfer_s, origin))
    order = order[useful[order]]
    first = _offsets(np.bincount(origin[order], minlength=n_stops))
    return first, target[order], timetable.transfer_s[order]


def _backward(
    shape: _Shape, onward: Network, departs_s: Int32s, arrives_s: tuple[Int32s, Int32s]
) -> Network:
    """
    Return the day read backwards: a film of it, with times negated, on and off swapped.

    A search for the latest departure in the day is one for the earliest arrival in the film.
    Departures come by trip, arrivals by trip and by stop.
    """
    n_stops, calls = len(shape.stop_row), len(departs_s)
    trips = np.diff(shape.route_vehicle)[shape.column_route].astype(np.int32)
    first_column = shape.column_position == 0
    last_trip = (trips - 1) * onward.column_step
    boardable = np.where(shape.column_alight & ~first_column, shape.column_stop, -1)
    board_first, board_column = list_by_key(boardable[::-1].astype(np.int32), n_stops)
    call_by_stop = (calls - onward.column_call_by_stop - trips)[::-1]
    origin = np.repeat(np.arange(n_stops, dtype=np.int32), np.diff(onward.foot_first))
    order = np.lexsort((origin, onward.foot_s, onward.foot_to))
    return Network(
        column_stop=onward.column_stop[::-1],
        column_alight=np.where(shape.column_board, shape.column_stop, n_stops)[::-1],
        column_trips=np.where(first_column, -1, trips).astype(np.int16)[::-1],
        column_call=(calls - 1 - onward.column_call - last_trip)[::-1],
        column_step=onward.column_step[::-1],
        column_call_by_stop=call_by_stop,
        column_vehicle=(shape.route_vehicle[-1] - onward.column_vehicle - trips)[::-1],
        column_board=_rows_of_boards(board_column, first_column[::-1]),
        column_ride_s=np.where(first_column, 0, np.roll(onward.column_ride_s, 1))[::-1],
        arrives_s=-departs_s[::-1],
        departs_s=-arrives_s[1][::-1],
        departs_by_trip_s=-arrives_s[0][::-1],
        board_first=board_first,
        board_column=board_column,
        board_last_s=_last_departures(
            -arrives_s[1][::-1], call_by_stop + trips[::-1] - 1, board_column
        ),
        foot_first=_offsets(np.bincount(onward.foot_to, minlength=n_stops)),
        foot_to=origin[order],
        foot_s=onward.foot_s[order],
        change_s=onward.change_s,
    )


def _rows_of_boards(board_column: Int32s, is_last: Flags) -> Int32s:
    """Return where each column is in `board_column`, or where SHUT or END is."""
    n_boards = len(board_column)
    rows = np.where(is_last, n_boards + END, n_boards + SHUT).astype(np.int32)
    rows[board_column] = np.arange(n_boards)
    return rows


def _last_departures(departs_s: Int32s, last_call: Int32s, board_column: Int32s) -> Int32s:
    """Return the last departure of each board; SHUT is never too late, END always."""
    return np.concatenate((departs_s[last_call[board_column]], (LATE, -LATE))).astype(np.int32)


def _offsets(counts: np.ndarray) -> Int32s:
    return np.concatenate(([0], np.cumsum(counts))).astype(np.int32)


def _plain(array: np.ndarray) -> np.ndarray:
    """Return a read-only plain view, mapped from disk or not: kernels compile once."""
    view = np.asarray(array).view(np.ndarray)
    view = np.ascontiguousarray(view)[:]
    view.flags.writeable = False
    return view


def _frozen(bundle: Bundle) -> Bundle:
    """Return the bundle with contiguous, read-only arrays: safe to share, compiled once."""
    fields = [
        np.ascontiguousarray(array, np.int16 if array.dtype == np.int16 else np.int32)
        for array in bundle
    ]
    for array in fields:
        array.flags.writeable = False
    return bundle._make(fields)
