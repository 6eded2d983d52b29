"""From one point and one instant: the earliest arrivals at every stop, and the ways there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from metropoli.base.errors import Invalid
from metropoli.engines.journeys import Day
from metropoli.engines.journeys.kernels.bundles import FAR, LATE, make_work
from metropoli.engines.journeys.kernels.starts import find_starts
from metropoli.engines.reach.jobs import MOST_RIDES, by_number
from metropoli.engines.reach.kernels.instant import spread_from
from metropoli.engines.reach.types import NEVER, Instant, Int32s, Links


class Stretch(NamedTuple):
    """A ride on the way: positions count from the first stop of the vehicle."""

    vehicle: int  # row of Day.vehicles
    trip: int  # row of the timetable
    board_position: int
    alight_position: int
    board_stop: int  # rows of the timetable
    alight_stop: int
    departs_s: int
    arrives_s: int


def earliest_arrivals(
    day: Day, access: Links, *, leaves_s: int, longest_s: int, max_rides: int
) -> Instant:
    """
    Return the earliest arrival at every stop of who leaves at an instant, by number of the stop.

    `access` has one row: the stops (rows of the timetable) that the origin walks to.

    :raises Invalid: rides_out_of_range
    """
    if not 1 <= max_rides <= MOST_RIDES:
        raise Invalid("rides_out_of_range", rides=max_rides, most=MOST_RIDES)
    n_stops = len(day.stop_row)
    walks = by_number(day, access)
    stop, walk_s = walks.to.astype(np.int32), walks.walk_s.astype(np.int32)
    starts = find_starts(day.onward, stop, walk_s, leaves_s, leaves_s - 1)
    found = Instant(
        arrival_s=np.empty(n_stops, np.int32),
        n_rides=np.zeros(n_stops, np.int8),
        column_on=np.full((max_rides + 1, n_stops), -1, np.int32),
        column_off=np.full((max_rides + 1, n_stops), -1, np.int32),
        trip=np.full((max_rides + 1, n_stops), -1, np.int32),
        came_from=np.full((max_rides + 1, n_stops), -1, np.int32),
    )
    try:
        work = day.idle.pop()
    except IndexError:
        work = make_work(day.onward)
    nowhere_s = np.full(n_stops + 1, FAR, np.int32)
    until_s = min(leaves_s + longest_s, LATE - 2)
    spread_from(day.onward, work, starts, nowhere_s, max_rides, until_s, found)
    day.idle.append(work)
    return found


def by_row(day: Day, found: Instant) -> Int32s:
    """Return the arrivals by row of the timetable; NEVER where no vehicle gets one to."""
    arrives_s = np.full(len(day.stop_number), NEVER, np.int32)
    arrives_s[day.stop_row] = np.where(found.arrival_s < LATE, found.arrival_s, NEVER)
    return arrives_s


def ways_to(day: Day, found: Instant, stop: int) -> tuple[Stretch, ...]:
    """Return the rides of the quickest way to a stop (row of the timetable), the first first."""
    return tuple(reversed(list(_back_from(day, found, int(day.stop_number[stop])))))


def _back_from(day: Day, found: Instant, number: int) -> Iterator[Stretch]:
    network = day.onward
    for ride in range(int(found.n_rides[number]), 0, -1):
        on, off = int(found.column_on[ride, number]), int(found.column_off[ride, number])
        trip = int(found.trip[ride, number])
        vehicle = int(network.column_vehicle[on]) + trip
        first = int(day.vehicles.column[vehicle])
        call = int(network.column_call[off]) + trip * int(network.column_step[off])
        yield Stretch(
            vehicle=vehicle,
            trip=int(day.vehicles.trip[vehicle]),
            board_position=on - first,
            alight_position=off - first,
            board_stop=int(day.stop_row[network.column_stop[on]]),
            alight_stop=int(day.stop_row[network.column_stop[off]]),
            departs_s=int(network.departs_s[network.column_call_by_stop[on] + trip]),
            arrives_s=int(network.arrives_s[call]),
        )
        number = int(found.came_from[ride, number])
