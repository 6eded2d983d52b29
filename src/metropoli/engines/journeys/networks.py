"""The routes of a day as the kernels read them: as they go, and as a film read backwards."""

from __future__ import annotations

import numpy as np

from metropoli.engines.journeys.kernels.bundles import END, FAR, LATE, SHUT, Network
from metropoli.engines.journeys.kernels.cut import list_by_key, shortest_rides
from metropoli.engines.journeys.routes import Routes, Times, offsets
from metropoli.engines.journeys.types import NEVER, Flags, Int32s, Timetable


def onward_network(timetable: Timetable, routes: Routes, arrives: Times, departs: Times) -> Network:
    """Return the day as it goes."""
    n_stops, route = len(routes.stop_row), routes.column_route
    trips = np.diff(routes.route_vehicle)[route].astype(np.int32)
    last = routes.column_position == routes.route_calls[route] - 1
    base = routes.route_call[:-1][route]
    call_by_stop = base + routes.column_position * trips
    boardable = np.where(routes.column_board & ~last, routes.column_stop, -1).astype(np.int32)
    board_first, board_column = list_by_key(boardable, n_stops)
    foot_first, foot_to, foot_s = _walks(timetable, routes)
    change_s = timetable.change_s[routes.stop_row]
    return Network(
        column_stop=routes.column_stop,
        column_alight=np.where(routes.column_alight, routes.column_stop, n_stops).astype(np.int32),
        column_trips=np.where(last, -1, trips).astype(np.int16),
        column_call=base + routes.column_position,
        column_step=routes.route_calls[route],
        column_call_by_stop=call_by_stop,
        column_vehicle=routes.route_vehicle[:-1][route],
        column_board=rows_of_boards(board_column, last),
        column_ride_s=shortest_rides(
            arrives.by_trip_s,
            departs.by_trip_s,
            routes.route_vehicle,
            routes.route_call,
            routes.route_column,
        ),
        arrives_s=arrives.by_trip_s,
        departs_s=departs.by_stop_s,
        departs_by_trip_s=departs.by_trip_s,
        board_first=board_first,
        board_column=board_column,
        board_last_s=_last_departures(departs.by_stop_s, call_by_stop + trips - 1, board_column),
        foot_first=foot_first,
        foot_to=foot_to,
        foot_s=foot_s,
        change_s=np.where(change_s >= NEVER, FAR, change_s).astype(np.int32),
    )


def _walks(timetable: Timetable, routes: Routes) -> tuple[Int32s, Int32s, Int32s]:
    """Return the walks from a stop where somebody may get off to one where somebody may get on."""
    n_stops = len(routes.stop_row)
    # One more than the stops: row -1 stands for a stop where no vehicle calls.
    alights, boards = np.zeros((2, n_stops + 1), np.bool_)
    alights[routes.column_stop[routes.column_alight]] = True
    boards[routes.column_stop[routes.column_board]] = True
    source = np.repeat(np.arange(len(timetable.stop_lat_deg)), np.diff(timetable.transfer_first))
    origin, target = routes.stop_number[source], routes.stop_number[timetable.transfer_to]
    useful = alights[origin] & boards[target] & (timetable.transfer_s < NEVER)
    order = np.lexsort((target, timetable.transfer_s, origin))
    order = order[useful[order]]
    first = offsets(np.bincount(origin[order], minlength=n_stops))
    return first, target[order], timetable.transfer_s[order]


def backward_network(routes: Routes, onward: Network, arrives: Times, departs: Times) -> Network:
    """
    Return the day read backwards: a film of it, with times negated, on and off swapped.

    A search for the latest departure in the day is one for the earliest arrival in the film.
    """
    n_stops, calls = len(routes.stop_row), len(departs.by_trip_s)
    trips = np.diff(routes.route_vehicle)[routes.column_route].astype(np.int32)
    first_column = routes.column_position == 0
    last_trip = (trips - 1) * onward.column_step
    boardable = np.where(routes.column_alight & ~first_column, routes.column_stop, -1)
    board_first, board_column = list_by_key(boardable[::-1].astype(np.int32), n_stops)
    call_by_stop = (calls - onward.column_call_by_stop - trips)[::-1]
    foot_first, foot_to, foot_s = walks_back(onward)
    return Network(
        column_stop=onward.column_stop[::-1],
        column_alight=np.where(routes.column_board, routes.column_stop, n_stops)[::-1],
        column_trips=np.where(first_column, -1, trips).astype(np.int16)[::-1],
        column_call=(calls - 1 - onward.column_call - last_trip)[::-1],
        column_step=onward.column_step[::-1],
        column_call_by_stop=call_by_stop,
        column_vehicle=(routes.route_vehicle[-1] - onward.column_vehicle - trips)[::-1],
        column_board=rows_of_boards(board_column, first_column[::-1]),
        column_ride_s=np.where(first_column, 0, np.roll(onward.column_ride_s, 1))[::-1],
        arrives_s=-departs.by_trip_s[::-1],
        departs_s=-arrives.by_stop_s[::-1],
        departs_by_trip_s=-arrives.by_trip_s[::-1],
        board_first=board_first,
        board_column=board_column,
        board_last_s=_last_departures(
            -arrives.by_stop_s[::-1], call_by_stop + trips[::-1] - 1, board_column
        ),
        foot_first=foot_first,
        foot_to=foot_to,
        foot_s=foot_s,
        change_s=onward.change_s,
    )


def walks_back(onward: Network) -> tuple[Int32s, Int32s, Int32s]:
    n_stops = len(onward.change_s)
    origin = np.repeat(np.arange(n_stops, dtype=np.int32), np.diff(onward.foot_first))
    order = np.lexsort((origin, onward.foot_s, onward.foot_to))
    first = offsets(np.bincount(onward.foot_to, minlength=n_stops))
    return first, origin[order], onward.foot_s[order]


def rows_of_boards(board_column: Int32s, is_last: Flags) -> Int32s:
    """Return where each column is in `board_column`, or where SHUT or END is."""
    n_boards = len(board_column)
    rows = np.where(is_last, n_boards + END, n_boards + SHUT).astype(np.int32)
    rows[board_column] = np.arange(n_boards)
    return rows


def _last_departures(departs_s: Int32s, last_call: Int32s, board_column: Int32s) -> Int32s:
    """Return the last departure of each board; SHUT is never too late, END always."""
    return np.concatenate((departs_s[last_call[board_column]], (LATE, -LATE))).astype(np.int32)
