"""Which fare class every ride has, and which time frame every minute of a day."""

from __future__ import annotations

import numpy as np

from metropoli.engines.journeys.fares.kernels.classes import lay_classes
from metropoli.engines.journeys.fares.types import RideClasses, Tariff
from metropoli.engines.journeys.types import Int32s, Timetable

DAY_MINUTES = 1_440
BEFORE_MINUTES = 6 * 60  # of a view of a day: as in `open_day`
AFTER_MINUTES = 12 * 60


def ride_classes(tariff: Tariff, timetable: Timetable, route_trip: Int32s) -> RideClasses:
    """
    Return the fare classes of all rides of routes.

    :param route_trip: by route, one of its trips: all of a route must run under lines of the same
        groups, part by part. Columns are those of the routes, one after the other
    """
    pattern = timetable.trip_pattern[route_trip]
    first = timetable.pattern_first[pattern]
    calls = timetable.pattern_first[pattern + 1] - first
    route_column = np.concatenate(([0], np.cumsum(calls))).astype(np.int32)
    inside = np.arange(route_column[-1]) - np.repeat(route_column[:-1], calls)
    column_stop = timetable.pattern_stop[np.repeat(first, calls) + inside]
    class_row, ride_class = lay_classes(
        tariff,
        np.ascontiguousarray(column_stop, np.int32),
        _column_groups(tariff, timetable, route_trip, route_column),
        route_column,
    )
    return RideClasses(class_row, ride_class)


def _column_groups(
    tariff: Tariff, timetable: Timetable, route_trip: Int32s, route_column: Int32s
) -> Int32s:
    """Return by column the fare group of the line that the vehicle is on when it leaves."""
    groups = np.zeros(route_column[-1], np.int32)
    for route, trip in enumerate(route_trip.tolist()):
        for part in range(timetable.part_first[trip], timetable.part_first[trip + 1]):
            start = route_column[route] + timetable.part_position[part]
            groups[start : route_column[route + 1]] = tariff.line_group[timetable.part_line[part]]
    return groups


def minute_frames(tariff: Tariff, day: int) -> Int32s:
    """
    Return the frame of every minute around a calendar day (proleptic ordinal).

    Row 0 is 6 hours before the day begins; the last one 12 hours after it has ended. A day outside
    the calendar is like the nearest one within.
    """
    last = len(tariff.day_kind) - 1
    days = np.clip(np.arange(day - 1, day + 2) - tariff.first_day, 0, last)
    kinds = tariff.day_kind[days]
    frames = tariff.kind_frame.reshape(-1, DAY_MINUTES)[kinds].ravel()
    around: Int32s = frames[DAY_MINUTES - BEFORE_MINUTES : 2 * DAY_MINUTES + AFTER_MINUTES]
    return np.ascontiguousarray(around, np.int32)
