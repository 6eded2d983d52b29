"""Walks of up to half an hour between two vehicles: only those without which somebody is late."""

from __future__ import annotations

import os

import numpy as np
from numpy.typing import NDArray

from metropoli.base.progress import Progress
from metropoli.engines import journeys

FAR_WALK_S = 30 * 60
DAY_ENDS_S = 27 * 3600  # rides of a day leave before; what runs later is the next day's
MOST_CALLS = 2_000_000  # of one day; a larger network is served without far walks
SUNDAY = 7


def far_walks(
    near: journeys.Timetable, far: journeys.Timetable, progress: Progress
) -> journeys.StopWalks:
    """
    Return the walks to add to the changes of `near` for who walks far, out of those of `far`.

    Complete for the busiest working day and the busiest Sunday; right on any other.
    """
    walks = _beyond(near, far)
    needed = np.zeros(len(walks.to), np.bool_)
    for day in _typical_days(near) if len(walks.to) else ():
        opened = journeys.open_day(near, day)
        if len(opened.onward.arrives_s) > MOST_CALLS:
            progress("Too many vehicles for far walks between them")
            continue
        progress("Looking for far walks between two vehicles")
        needed |= journeys.needed_walks(
            opened, walks, from_s=0, until_s=DAY_ENDS_S, threads=os.cpu_count() or 1
        )
    return journeys.pick_walks(walks, needed)


def no_walks(timetable: journeys.Timetable) -> journeys.StopWalks:
    """Return the far walks where nobody knows the streets."""
    nothing = np.zeros(0, np.int32)
    return journeys.StopWalks(np.zeros(len(timetable.change_s) + 1, np.int32), nothing, nothing)


def _beyond(near: journeys.Timetable, far: journeys.Timetable) -> journeys.StopWalks:
    """Return the changes of `far` between stops that `near` does not join."""
    every = journeys.StopWalks(far.transfer_first, far.transfer_to, far.transfer_s)
    return journeys.pick_walks(every, ~np.isin(_pairs(far), _pairs(near)))


def _pairs(timetable: journeys.Timetable) -> NDArray[np.int64]:
    first = timetable.transfer_first.astype(np.int64)
    return np.repeat(np.arange(len(first) - 1), np.diff(first)) << 32 | timetable.transfer_to


def _typical_days(timetable: journeys.Timetable) -> list[int]:
    """Return the working day and the Sunday (proleptic ordinals) with the most vehicles."""
    n_trips = np.bincount(timetable.trip_service, minlength=len(timetable.service_zone))
    vehicles = n_trips @ timetable.service_runs
    weekday = (timetable.first_day + np.arange(len(vehicles)) - 1) % 7 + 1
    chosen = []
    for kind in (weekday < SUNDAY - 1, weekday == SUNDAY):
        running = np.where(kind, vehicles, 0)
        if running.any():
            chosen.append(timetable.first_day + int(running.argmax()))
    return chosen
