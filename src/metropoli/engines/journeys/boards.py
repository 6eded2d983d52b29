"""What calls at a stop, and where a vehicle calls."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import merge
from itertools import islice

import numpy as np

from metropoli.engines.journeys.day import Day
from metropoli.engines.journeys.kernels.bundles import Network
from metropoli.engines.journeys.types import Calls, Departure, Int32s


def departures(
    day: Day, stops: Sequence[int] | Int32s, *, from_s: int, until_s: int, limit: int
) -> tuple[Departure, ...]:
    """
    Return the next calls at a stop or at several (rows), by departure, last stops included.

    Seconds count from `day.start_s`; both ends are in. `boards` is false where nobody may get on.
    """
    numbers = {int(day.stop_number[stop]) for stop in stops} - {-1}
    boards = [
        _calls_at(day, int(column), from_s, until_s, limit)
        for number in sorted(numbers)
        for column in day.call_column[day.call_first[number] : day.call_first[number + 1]]
    ]
    soonest = merge(*boards, key=lambda call: (call.departs_s, call.vehicle, call.position))
    return tuple(islice(soonest, limit))


def _calls_at(day: Day, column: int, from_s: int, until_s: int, limit: int) -> list[Departure]:
    onward, vehicles = day.onward, day.vehicles
    first_vehicle = int(onward.column_vehicle[column])
    first_column = int(vehicles.column[first_vehicle])
    base = int(onward.column_call_by_stop[column])
    n_trips = int(onward.column_trips[first_column])
    departs_s = onward.departs_s[base : base + n_trips]
    first, end = np.searchsorted(departs_s, (from_s, until_s + 1)).tolist()
    call, step = int(onward.column_call[column]), int(onward.column_step[column])
    boards = bool(_may_board(onward, column))
    return [
        Departure(
            vehicle=first_vehicle + trip,
            trip=int(vehicles.trip[first_vehicle + trip]),
            position=column - first_column,
            stop=int(day.stop_row[onward.column_stop[column]]),
            arrives_s=int(onward.arrives_s[call + trip * step]),
            departs_s=int(departs_s[trip]),
            boards=boards,
        )
        for trip in range(first, min(end, first + limit))
    ]


def trip_calls(day: Day, vehicle: int) -> Calls:
    """Return where and when a vehicle of the day (row of `day.vehicles`) calls."""
    timetable, onward = day.timetable, day.onward
    first_column = int(day.vehicles.column[vehicle])
    columns = np.arange(first_column, first_column + int(onward.column_step[first_column]))
    call = int(timetable.trip_first[day.vehicles.trip[vehicle]])
    shift_s = day.vehicles.shift_s[vehicle]
    return Calls(
        stop=day.stop_row[onward.column_stop[columns]],
        arrives_s=np.asarray(timetable.arrives_s[call : call + len(columns)]) + shift_s,
        departs_s=np.asarray(timetable.departs_s[call : call + len(columns)]) + shift_s,
        boards=np.array([_may_board(onward, column) for column in columns.tolist()], np.bool_),
        alights=onward.column_alight[columns] == onward.column_stop[columns],
    )


def _may_board(onward: Network, column: int) -> bool:
    stop = onward.column_stop[column]
    columns = onward.board_column[onward.board_first[stop] : onward.board_first[stop + 1]]
    return bool(np.any(columns == column))
