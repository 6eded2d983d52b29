"""Far walks between two rides: of all that one could walk, those without which somebody is late."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from metropoli.engines.journeys.day import Day
from metropoli.engines.journeys.kernels.bundles import LATE
from metropoli.engines.journeys.kernels.shortcuts import FarWalks, mark_shortcuts
from metropoli.engines.journeys.types import Flags, StopWalks, Timetable

SLICES = 64  # stops are shared out finely, for busy ones take longer


def needed_walks(
    day: Day, walks: StopWalks, *, from_s: int = -LATE, until_s: int = LATE, threads: int = 1
) -> Flags:
    """
    Return which walks (by row of `walks.to`) have to be added to the changes of a day.

    With them whoever leaves at an instant arrives as early and rides as little as with all `walks`,
    among the journeys whose rides leave from `from_s` until before `until_s`. What betters a journey
    may leave later than it, so that a window may miss what is bettered after its end.

    :param walks: by row of the timetable; what the day's timetable walks already may be among them
    """
    owner = np.repeat(np.arange(len(walks.first) - 1), np.diff(walks.first))
    start, end = day.stop_number[owner], day.stop_number[walks.to]
    used = np.flatnonzero((start >= 0) & (end >= 0) & (start != end))
    used = used[np.lexsort((walks.duration_s[used], start[used]))]
    counts = np.bincount(start[used], minlength=len(day.stop_row))
    far = FarWalks(
        np.concatenate(([0], np.cumsum(counts))).astype(np.int32),
        end[used].astype(np.int32),
        walks.duration_s[used].astype(np.int32),
    )
    needed = np.zeros(len(used), np.bool_)
    slices = [np.arange(i, len(day.stop_row), SLICES, dtype=np.int32) for i in range(SLICES)]
    with ThreadPoolExecutor(threads) as pool:
        list(
            pool.map(
                lambda sources: mark_shortcuts(day.onward, far, sources, from_s, until_s, needed),
                slices,
            )
        )
    found = np.zeros(len(walks.to), np.bool_)
    found[used[needed]] = True
    return found


def pick_walks(walks: StopWalks, kept: Flags) -> StopWalks:
    """Return the walks (by row of `walks.to`) that are kept."""
    before = np.concatenate(([0], np.cumsum(kept)))
    return StopWalks(before[walks.first].astype(np.int32), walks.to[kept], walks.duration_s[kept])


def add_walks(timetable: Timetable, walks: StopWalks) -> Timetable:
    """Return the timetable whose changes hold the walks too."""
    owner = np.repeat(np.arange(len(walks.first) - 1), np.diff(walks.first))
    own = np.repeat(np.arange(len(timetable.change_s)), np.diff(timetable.transfer_first))
    start = np.concatenate((own, owner))
    to = np.concatenate((timetable.transfer_to, walks.to))
    lasts_s = np.concatenate((timetable.transfer_s, walks.duration_s))
    order = np.lexsort((to, lasts_s, start))
    count = np.bincount(start, minlength=len(timetable.change_s))
    return timetable._replace(
        transfer_first=np.concatenate(([0], np.cumsum(count))).astype(np.int32),
        transfer_to=to[order].astype(np.int32),
        transfer_s=lasts_s[order].astype(np.int32),
    )
