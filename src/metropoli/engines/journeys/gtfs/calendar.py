"""calendar.txt and calendar_dates.txt: on which days each service runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from metropoli.engines.journeys.gtfs.columns import days, missing
from metropoli.engines.journeys.gtfs.kernels.numbers import OK
from metropoli.engines.journeys.gtfs.problems import Notebook
from metropoli.engines.journeys.gtfs.tables import Table, always
from metropoli.engines.journeys.types import Flags, Int32s, Int64s

FILE, DATES_FILE = "calendar.txt", "calendar_dates.txt"
WEEK = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
COLUMNS = ["service_id", *WEEK, "start_date", "end_date"]
DATES_COLUMNS = ["service_id", "date", "exception_type"]
ADDED, REMOVED = 1, 2
LONGEST_DAYS = 20 * 366  # of a service that is asked for by its days


class Services(NamedTuple):
    """Which services run on which days: rows of `runs` are services, columns days."""

    row_of: dict[str, int]
    first_day: int
    runs: Flags


class _Weeks(NamedTuple):
    service: Int32s
    week: Flags  # (n, 7), Monday first
    first_day: Int32s
    last_day: Int32s


class _Dates(NamedTuple):
    service: Int32s
    day: Int32s
    added: Flags


def read_services(
    weeks: Table, dates: Table, trips: Table, max_days: int, notes: Notebook
) -> Services:
    """
    Lay out the calendar of a feed over at most `max_days` days.

    Where the feed covers more, the window with the most trips is kept, and this is noted.
    Services without trips have their row, but no days.
    """
    row_of: dict[str, int] = {}
    regular = _read_weeks(weeks, row_of, notes)
    exceptions = _read_dates(dates, row_of, notes)
    n_trips = _trips_of_services(trips, row_of)
    some = (n_trips[regular.service] > 0) & regular.week.any(axis=1)
    regular = _Weeks(
        regular.service[some], regular.week[some], regular.first_day[some], regular.last_day[some]
    )
    some = n_trips[exceptions.service] > 0
    exceptions = _Dates(exceptions.service[some], exceptions.day[some], exceptions.added[some])
    first, last = _span(regular, exceptions)
    if last < first:
        return Services(row_of, 0, np.zeros((len(row_of), 0), np.bool_))
    if last - first >= max_days:
        notes.note("calendar_cut", FILE, days=last - first + 1, kept=max_days)
        first += busiest(_trips_per_day(regular, exceptions, n_trips, first, last), max_days)
        last = first + max_days - 1
    return trim(Services(row_of, first, _lay_out(regular, exceptions, len(row_of), first, last)))


def _trips_of_services(trips: Table, row_of: Mapping[str, int]) -> Int64s:
    """Return how many trips each service has."""
    codes, names = trips.coded("service_id")
    rows = np.array([row_of.get(name, len(row_of)) for name in names], np.int64)
    count = np.bincount(codes, minlength=len(names))
    return np.bincount(rows, weights=count, minlength=len(row_of) + 1).astype(np.int64)


def _lay_out(regular: _Weeks, exceptions: _Dates, n_services: int, first: int, last: int) -> Flags:
    runs = np.zeros((n_services, last - first + 1), np.bool_)
    weekday = (np.arange(first, last + 1) - 1) % 7  # day 1 was a Monday
    for service, week, start, end in zip(*regular, strict=True):
        a, b = max(int(start), first) - first, min(int(end), last) + 1 - first
        if a < b:
            runs[service, a:b] |= week[weekday[a:b]]
    inside = (exceptions.day >= first) & (exceptions.day <= last)
    for kind in (True, False):
        chosen = inside & (exceptions.added == kind)
        runs[exceptions.service[chosen], exceptions.day[chosen] - first] = kind
    return runs


def trim(services: Services) -> Services:
    """Cut the days at both ends on which nothing runs."""
    busy = np.flatnonzero(services.runs.any(axis=0))
    if not len(busy):
        return services._replace(runs=services.runs[:, :0])
    first, last = int(busy[0]), int(busy[-1])
    return services._replace(
        first_day=services.first_day + first, runs=services.runs[:, first : last + 1].copy()
    )


def _numbered(table: Table, row_of: dict[str, int]) -> Int32s:
    codes, names = table.coded("service_id")
    rows = [row_of.setdefault(name, len(row_of)) for name in names]
    return np.array(rows, np.int32)[codes] if rows else np.zeros(0, np.int32)


def _read_weeks(table: Table, row_of: dict[str, int], notes: Notebook) -> _Weeks:
    first, last = days(table, "start_date", notes), days(table, "end_date", notes)
    good = ~missing(table, "service_id", notes) & (first > 0) & (last > 0)
    table.tell(notes, "period_reversed", good & (last < first), first="start_date", last="end_date")
    week = np.zeros((len(table), 7), np.bool_)
    for position, column in enumerate(WEEK):
        values, states = table.ints(column)
        bad = (states != OK) | ((values != 0) & (values != 1))
        table.tell(notes, "weekday_bad", bad, column=always(column), value=column)
        week[:, position] = (values == 1) & ~bad
    good &= last >= first
    return _Weeks(_numbered(table, row_of)[good], week[good], first[good], last[good])


def _read_dates(table: Table, row_of: dict[str, int], notes: Notebook) -> _Dates:
    day = days(table, "date", notes)
    kind, states = table.ints("exception_type")
    bad = (states != OK) | ((kind != ADDED) & (kind != REMOVED))
    table.tell(notes, "exception_type_bad", bad, value="exception_type")
    good = ~missing(table, "service_id", notes) & (day > 0) & ~bad
    service = _numbered(table, row_of)
    found = _Dates(service[good], day[good], kind[good] == ADDED)
    _tell_contradictions(table, good, found, notes)
    return found


def _tell_contradictions(table: Table, good: Flags, found: _Dates, notes: Notebook) -> None:
    """Note the days that a service both gains and loses: losing wins, as it is applied last."""
    key: Int64s = found.service.astype(np.int64) << 32 | found.day
    both = np.intersect1d(key[found.added], key[~found.added])
    wrong = np.zeros(len(table), np.bool_)
    wrong[np.flatnonzero(good)] = np.isin(key, both) & found.added
    table.tell(notes, "exception_contradicted", wrong, service="service_id", date="date")


def _span(regular: _Weeks, exceptions: _Dates) -> tuple[int, int]:
    added = exceptions.day[exceptions.added]
    firsts = [*regular.first_day.tolist(), *added.tolist()]
    lasts = [*regular.last_day.tolist(), *added.tolist()]
    return min(firsts, default=1), max(lasts, default=0)


def _trips_per_day(
    regular: _Weeks, exceptions: _Dates, n_trips: Int64s, first: int, last: int
) -> Int64s:
    """Return about how many trips run on each day: those of a week are spread over its days."""
    load = n_trips[regular.service] * regular.week.sum(axis=1)
    change = np.zeros(last - first + 2, np.int64)
    np.add.at(change, regular.first_day - first, load)
    np.add.at(change, regular.last_day + 1 - first, -load)
    per_day: Int64s = np.cumsum(change)[:-1]
    added = exceptions.added
    np.add.at(per_day, exceptions.day[added] - first, 7 * n_trips[exceptions.service[added]])
    return per_day


def busiest(per_day: Int64s, max_days: int) -> int:
    """Return the start of the stretch of max_days that has the most; the earliest of equals."""
    total = np.concatenate([[0], np.cumsum(per_day)])
    return int(np.argmax(total[max_days:] - total[:-max_days]))


def service_days(weeks: Table, dates: Table, wanted: set[str]) -> dict[str, frozenset[int]]:
    """
    Return the days (proleptic ordinals) of some services, whether or not any trip runs on them.

    What is wrong with the files was told already by `read_services`.
    """
    unheard, row_of = Notebook(), dict[str, int]()
    regular = _read_weeks(weeks, row_of, unheard)
    exceptions = _read_dates(dates, row_of, unheard)
    found: dict[str, frozenset[int]] = {}
    for name in wanted & set(row_of):
        row = row_of[name]
        days: set[int] = set()
        for service, week, start, end in zip(*regular, strict=True):
            if service == row:
                last = min(int(end), int(start) + LONGEST_DAYS)
                days |= {day for day in range(int(start), last + 1) if week[(day - 1) % 7]}
        mine = exceptions.service == row
        days |= set(exceptions.day[mine & exceptions.added].tolist())
        days -= set(exceptions.day[mine & ~exceptions.added].tolist())
        found[name] = frozenset(days)
    return found
