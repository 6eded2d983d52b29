"""Days as weeks with exceptions, and the frame of a feed: who made it, from when until when."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from metropoli.apps.travel.bridge.network import Network
from metropoli.apps.travel.bridge.opening.core import Chosen, service_id
from metropoli.apps.travel.bridge.opening.tables import csv_bytes, day

WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ADDED, REMOVED = 1, 2  # exception_type
MONDAY_ORDINAL = 1  # date.fromordinal(1) was a Monday


def calendar_files(network: Network, chosen: Chosen) -> dict[str, bytes]:
    """Return the days on which each service runs: its usual week, and every day that differs."""
    weeks, exceptions = [], []
    services = {service_id(network, trip): trip for trip in chosen.trips}
    for name, trip in sorted(services.items()):
        runs = network.timetable.service_runs[int(network.timetable.trip_service[trip])]
        week, differs = usual_week(runs, network.timetable.first_day)
        first, last = _ends(network, runs)
        if week.any():
            weeks.append((name, *week.astype(int).tolist(), day(first), day(last)))
        exceptions += [
            (name, day(network.timetable.first_day + column), ADDED if runs[column] else REMOVED)
            for column in differs.tolist()
            if week.any() or runs[column]
        ]
    files = {}
    if weeks:
        files["calendar.txt"] = csv_bytes(("service_id", *WEEK, "start_date", "end_date"), weeks)
    if exceptions:
        columns = ("service_id", "date", "exception_type")
        files["calendar_dates.txt"] = csv_bytes(columns, exceptions)
    return files


def usual_week(
    runs: NDArray[np.bool_], first_day: int
) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """
    Return the weekdays on which a service usually runs, and the columns of the days that differ.

    A weekday is usual if the service runs on more than half of them between its first day and its last.
    """
    columns = np.flatnonzero(runs)
    span = np.arange(columns[0], columns[-1] + 1)
    weekday = (span + first_day - MONDAY_ORDINAL) % len(WEEK)
    ran = np.bincount(weekday, weights=runs[span], minlength=len(WEEK))
    week = 2 * ran > np.bincount(weekday, minlength=len(WEEK))
    return week, span[runs[span] != week[weekday]]


def period(network: Network, chosen: Chosen) -> tuple[date, date]:
    """Return the first and the last day on which something of the feed runs."""
    services = np.unique(network.timetable.trip_service[chosen.trips])
    running = np.count_nonzero(network.timetable.service_runs[services], axis=0) > 0
    first, last = _ends(network, running)
    return date.fromordinal(first), date.fromordinal(last)


def _ends(network: Network, runs: NDArray[np.bool_]) -> tuple[int, int]:
    columns = np.flatnonzero(runs)
    first_day = network.timetable.first_day
    return first_day + int(columns[0]), first_day + int(columns[-1])
