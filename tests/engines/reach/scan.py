"""
The medium twin of reach: as plain as the slow one, but compiled, so that it can scan a real city.

For each departure by itself and each number of rides, every vehicle is ridden from end to end. No
routes, no boarding by bisection, no labels of other departures, no profiles, no shortcuts.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from engines.journeys.naive import vehicles
from metropoli.engines import reach
from metropoli.engines.journeys import Timetable

LATE = 1 << 40


class Calls(NamedTuple):
    """The calls of all vehicles of a day, one vehicle after the other."""

    first: np.ndarray
    stop: np.ndarray
    arrives_s: np.ndarray
    departs_s: np.ndarray
    board: np.ndarray
    alight: np.ndarray


def calls_of(timetable: Timetable, day: int, window: reach.Window) -> Calls:
    """Return the calls of the vehicles that move within the window."""
    until_s = window.earliest_s + 60 * window.n_departures + window.longest_s
    running = [
        one.calls
        for one in vehicles(timetable, day)
        if one.calls[-1].arrives_s >= window.earliest_s and one.calls[0].departs_s <= until_s
    ]
    first = np.concatenate(([0], np.cumsum([len(calls) for calls in running])))
    columns = zip(*(call for calls in running for call in calls), strict=True)
    return Calls(first, *(np.array(column) for column in columns))


@njit(cache=True)
def scan(
    calls: Calls,
    changes: tuple[np.ndarray, np.ndarray, np.ndarray],
    access_s: np.ndarray,
    leaves_s: int,
    max_rides: int,
) -> np.ndarray:
    """Return the earliest arrival at every stop; `access_s` is LATE where one does not walk."""
    origin, to, takes_s = changes
    ready = leaves_s + access_s
    best = np.full(len(access_s), LATE)
    for _ in range(max_rides):
        off = np.full(len(access_s), LATE)
        for vehicle in range(len(calls.first) - 1):
            aboard = False
            for i in range(calls.first[vehicle], calls.first[vehicle + 1]):
                stop = calls.stop[i]
                if aboard and calls.alight[i]:
                    off[stop] = min(off[stop], calls.arrives_s[i])
                if calls.board[i] and ready[stop] <= calls.departs_s[i]:
                    aboard = True
        best = np.minimum(best, off)
        ready = np.full(len(access_s), LATE)
        for i in range(len(origin)):
            ready[to[i]] = min(ready[to[i]], off[origin[i]] + takes_s[i])
    return best


def minutes(
    calls: Calls,
    changes: dict[tuple[int, int], int],
    walks: tuple[np.ndarray, np.ndarray],
    targets: reach.Targets,
    window: reach.Window,
) -> np.ndarray:
    """Return what `one_to_all` promises; `walks` are seconds to every stop, and to every target."""
    pairs = np.array([(origin, to, takes_s) for (origin, to), takes_s in changes.items()])
    flat = tuple(np.ascontiguousarray(column) for column in pairs.T)
    target = np.repeat(np.arange(len(walks[1])), np.diff(targets.target_first))
    lasts_s = np.repeat(walks[1][:, None], window.n_departures, axis=1)
    for i in range(window.n_departures):
        leaves_s = window.earliest_s + 60 * i
        at_s = scan(calls, flat, walks[0], leaves_s, window.max_rides)
        by_ride = at_s[targets.target_stop] + targets.walk_s - leaves_s
        np.minimum.at(lasts_s[:, i], target, by_ride)
    ordered = np.sort(lasts_s, axis=1)
    found = []
    for percentile in reach.PERCENTILES:
        # The share of the departures that must keep to the minutes, counted from the quickest.
        needed = int(np.ceil(percentile * window.n_departures / 100))
        worst_s = ordered[:, max(needed, 1) - 1]
        in_time = worst_s <= window.longest_s
        found.append(np.where(in_time, -(-worst_s // 60), reach.NEVER_MIN))
    return np.stack(found, axis=1)
