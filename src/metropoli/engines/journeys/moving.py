"""Which vehicles are on their way between which two stops, at a time."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from metropoli.engines.journeys.day import Day
from metropoli.engines.journeys.routes import offsets
from metropoli.engines.journeys.types import Int32s


class Moving(NamedTuple):
    """Vehicles between a stop and the next one, by row; seconds count from `Day.start_s`."""

    vehicle: Int32s  # row of Day.vehicles
    position: Int32s  # of the stop that it leaves, along its trip
    start: Int32s  # that stop (row of the timetable), and the next one
    end: Int32s
    departs_s: Int32s
    arrives_s: Int32s


def moving(day: Day, *, from_s: int, until_s: int) -> Moving:
    """
    Return every stretch that a vehicle of the day travels at some time of an interval.

    Both ends are in: a vehicle that arrives at `from_s` or leaves at `until_s` is still told.
    """
    onward, column = day.onward, np.asarray(day.vehicles.column)
    calls = onward.column_step[column]
    nth = np.arange(len(column), dtype=np.int32) - onward.column_vehicle[column]
    first = onward.column_call[column] + nth * calls
    running = (onward.departs_by_trip_s[first] <= until_s) & (
        onward.arrives_s[first + calls - 1] >= from_s
    )
    rows = np.flatnonzero(running).astype(np.int32)
    stretches = calls[rows] - 1
    vehicle = np.repeat(rows, stretches)
    base = np.repeat(offsets(stretches)[:-1], stretches)
    position = np.arange(len(vehicle), dtype=np.int32) - base
    call = first[vehicle] + position
    departs_s, arrives_s = onward.departs_by_trip_s[call], onward.arrives_s[call + 1]
    kept = (departs_s <= until_s) & (arrives_s >= from_s)
    vehicle, position = vehicle[kept], position[kept]
    at = column[vehicle] + position
    return Moving(
        vehicle=vehicle,
        position=position,
        start=day.stop_row[onward.column_stop[at]],
        end=day.stop_row[onward.column_stop[at + 1]],
        departs_s=departs_s[kept],
        arrives_s=arrives_s[kept],
    )
