"""The words of the reach engine: who walks where, for which departures, and what was found."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Minutes = NDArray[np.uint8]
Int8s = NDArray[np.int8]
Int32s = NDArray[np.int32]
Int64s = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

NEVER_MIN = 255  # minutes to what is out of reach
NEVER = 2**31 - 1  # seconds to what is out of reach
PERCENTILES = (5, 25, 50, 75, 95)


class Links(NamedTuple):
    """Who walks where: row i reaches `to[first[i]:first[i + 1]]` in `walk_s` seconds."""

    first: Int64s
    to: Int32s
    walk_s: Int32s


class Origins(NamedTuple):
    """Where one starts: row i has the stops (rows of the timetable) and targets that i walks to."""

    access: Links
    direct: Links


class Targets(NamedTuple):
    """
    The points that one wants to reach, and from which stops one walks to them.

    Both tables hold the same walks: by stop (row of the timetable), and by target.
    """

    stop_first: Int64s
    stop_target: Int32s
    target_first: Int64s
    target_stop: Int32s
    walk_s: NDArray[np.uint16]  # by target


class Window(NamedTuple):
    """
    The departures of interest: `n_departures` of them, one every minute from `earliest_s` on.

    Seconds count from `Day.start_s`. What takes longer than `longest_s` is out of reach.
    """

    earliest_s: int
    n_departures: int
    longest_s: int
    max_rides: int


class Instant(NamedTuple):
    """
    The earliest arrivals from one origin and one instant, by stop (number of the day's view).

    `arrival_s` is LATE where no vehicle gets one to; the rest tells the way back, ride by ride.
    """

    arrival_s: Int32s
    n_rides: Int8s
    column_on: Int32s  # (rides + 1, stops): of the last ride to the stop
    column_off: Int32s
    trip: Int32s  # of the column's route
    came_from: Int32s  # the stop where one got off before walking or waiting there, or -1
