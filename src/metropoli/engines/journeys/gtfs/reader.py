"""Read a feed: its files one after the other, then its vehicles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from metropoli.base.errors import Invalid
from metropoli.base.progress import Progress, silent
from metropoli.engines.journeys.along import measure_patterns
from metropoli.engines.journeys.flex import Flex, FlexLabels
from metropoli.engines.journeys.gtfs import (
    calendar,
    calls,
    fares,
    fares_v2,
    flex,
    frequencies,
    pathways,
    routes,
    shapes,
    stops,
    transfers,
    trips,
)
from metropoli.engines.journeys.gtfs.assembly import Parts, build_rows
from metropoli.engines.journeys.gtfs.columns import read_days
from metropoli.engines.journeys.gtfs.feeds import Feed, Report
from metropoli.engines.journeys.gtfs.problems import ERROR, Notebook
from metropoli.engines.journeys.gtfs.tables import Table, empty_table, read_table

MAX_DAYS = 1_100  # three years and a little: what a calendar is cut to
INFO_FILE = "feed_info.txt"
CALENDARS = (calendar.FILE, calendar.DATES_FILE)
REQUIRED = (stops.FILE, routes.FILE, trips.FILE, calls.FILE)
COLUMNS: Mapping[str, list[str]] = {
    routes.AGENCY_FILE: routes.AGENCY_COLUMNS,
    stops.FILE: stops.COLUMNS,
    routes.FILE: routes.COLUMNS,
    calendar.FILE: calendar.COLUMNS,
    calendar.DATES_FILE: calendar.DATES_COLUMNS,
    shapes.FILE: shapes.COLUMNS,
    trips.FILE: trips.COLUMNS,
    calls.FILE: calls.COLUMNS,
    frequencies.FILE: frequencies.COLUMNS,
    transfers.FILE: transfers.COLUMNS,
    pathways.FILE: pathways.COLUMNS,
    flex.GROUPS_FILE: flex.GROUPS_COLUMNS,
    flex.MEMBERS_FILE: flex.MEMBERS_COLUMNS,
    flex.RULES_FILE: flex.RULES_COLUMNS,
    INFO_FILE: ["feed_start_date", "feed_end_date"],
    fares.FILE: fares.COLUMNS,
    fares.RULES_FILE: fares.RULES_COLUMNS,
    **fares_v2.FILE_COLUMNS,
}
NEEDED_COLUMNS: Mapping[str, tuple[str, ...]] = {
    stops.FILE: ("stop_id",),
    routes.FILE: ("route_id",),
    trips.FILE: ("trip_id", "route_id", "service_id"),
    calls.FILE: ("trip_id", "stop_id", "stop_sequence"),
}


class Options(NamedTuple):
    """How a feed is read."""

    zone: str
    max_days: int
    turn_back: bool


def read_feed(
    files: Mapping[str, bytes],
    *,
    name: str,
    zone: str = "",
    max_days: int = MAX_DAYS,
    turn_back: bool = True,
    progress: Progress = silent,
) -> Feed:
    """
    Read a GTFS feed.

    :param files: the bytes of each file, by its name (stops.txt, …); others are left alone
    :param name: what its identifiers are known under, beside those of other feeds
    :param zone: IANA name of the time zone to use where the feed names none that is valid
    :param max_days: the calendar is cut to so many days, those with the most services
    :param turn_back: whether one may stay seated where a vehicle turns back on its own line. The
        standard says so (block_id); without, rides are shorter and searches up to six times faster
    :param progress: told what is being read
    :raises Invalid: feed_unusable; `values["report"]` is its Report
    """
    feed, report = _read(files, name, Options(zone, max_days, turn_back), progress)
    if feed is None:
        worst = [problem.code for problem in report.problems if problem.severity == ERROR]
        raise Invalid("feed_unusable", name=name, problems=", ".join(worst), report=report)
    return feed


def check_feed(
    files: Mapping[str, bytes],
    *,
    name: str = "",
    zone: str = "",
    max_days: int = MAX_DAYS,
    progress: Progress = silent,
) -> Report:
    """Read a feed as `read_feed` does, and tell everything that is wrong with it. Never raises."""
    return _read(files, name, Options(zone, max_days, turn_back=True), progress)[1]


def _read(
    files: Mapping[str, bytes], name: str, options: Options, progress: Progress
) -> tuple[Feed | None, Report]:
    notes = Notebook()
    tables = _tables(files, notes, progress)
    counts = {file.removesuffix(".txt"): len(table) for file, table in tables.items()}
    progress("Putting the timetable together")
    drawn = files.get(flex.AREAS_FILE)
    feed = None if notes.has_errors() else _assemble(tables, drawn, name, options, notes)
    first = last = 0
    if feed is not None:
        first = feed.timetable.first_day
        last = first + feed.timetable.service_runs.shape[1] - 1
        _tell_period(tables, first, last, notes)
    report = Report(name, feed is not None, notes.problems(), counts, first, last)
    return (None if feed is None else replace(feed, report=report)), report


def _tables(files: Mapping[str, bytes], notes: Notebook, progress: Progress) -> dict[str, Table]:
    """Cut every file that we read into columns; say which are missing."""
    tables: dict[str, Table] = {}
    for file, columns in COLUMNS.items():
        if file in files:
            progress(f"Reading {file}")
            tables[file] = read_table(bytes(files[file]), file, columns, notes)
    _tell_missing(tables, notes)
    return tables


def _tell_missing(tables: Mapping[str, Table], notes: Notebook) -> None:
    _tell_missing_columns(tables, notes)
    for file in REQUIRED:
        if file not in tables:
            notes.note("file_missing", file)
        elif not len(tables[file]):
            notes.note("file_without_rows", file)
    if not any(len(tables[file]) for file in CALENDARS if file in tables):
        notes.note("no_calendar", calendar.FILE)


def _tell_missing_columns(tables: Mapping[str, Table], notes: Notebook) -> None:
    for file, needed in NEEDED_COLUMNS.items():
        for column in needed if file in tables else ():
            if not tables[file].has(column):
                notes.note("column_missing", file, column=column)
    timed = tables.get(calls.FILE)
    if timed is not None and not (timed.has("departure_time") or timed.has("arrival_time")):
        notes.note("column_missing", calls.FILE, column="departure_time")


def _assemble(
    tables: Mapping[str, Table], areas: bytes | None, name: str, options: Options, notes: Notebook
) -> Feed | None:
    """Read all tables in the order in which they refer to one another."""
    every = {file: tables.get(file, empty_table(file)) for file in COLUMNS}
    agencies = routes.read_agencies(every[routes.AGENCY_FILE], notes, options.zone)
    if not agencies.zones[0]:
        notes.note("no_timezone", routes.AGENCY_FILE)
        return None
    read_stops = stops.read_stops(every[stops.FILE], name, notes)
    read_routes = routes.read_routes(every[routes.FILE], agencies, name, notes)
    services = calendar.read_services(
        every[calendar.FILE],
        every[calendar.DATES_FILE],
        every[trips.FILE],
        options.max_days,
        notes,
    )
    drawn, shape_keys, shape_rows = shapes.read_shapes(every[shapes.FILE], notes)
    known_shapes = (shape_keys, shape_rows) if shapes.FILE in tables else None
    read_trips = trips.read_trips(every[trips.FILE], read_routes, services, known_shapes, notes)
    read_calls = calls.read_calls(every[calls.FILE], read_trips, read_stops, notes)
    rules, seats = transfers.read_transfers(
        every[transfers.FILE], read_stops, read_routes, read_trips, notes
    )
    repeats = frequencies.read_frequencies(every[frequencies.FILE], read_trips, read_calls, notes)
    links = pathways.read_pathways(every[pathways.FILE], read_stops, notes)
    read = (read_stops, read_routes, services, read_trips, read_calls, seats)
    parts = Parts(*read, *repeats, options.turn_back)
    timetable, labels = build_rows(parts, notes)
    on_demand = _on_demand(every, areas, read_stops, (read_trips, services), notes)
    if not len(timetable.trip_pattern):
        notes.note("nothing_runs", trips.FILE)
        return None
    timetable = timetable._replace(pattern_along_m=measure_patterns(timetable, drawn))
    report = Report(name, usable=True, problems=(), counts={})
    sold = fares.read_fares(every, agencies, read_stops, read_routes, notes)
    return Feed(name, report, timetable, drawn, labels, rules, links, *on_demand, sold)


def _on_demand(
    every: Mapping[str, Table],
    areas: bytes | None,
    read_stops: stops.Stops,
    running: tuple[trips.Trips, calendar.Services],
    notes: Notebook,
) -> tuple[Flex, FlexLabels]:
    drawn = None if areas is None else bytes(areas)
    groups, members = every[flex.GROUPS_FILE], every[flex.MEMBERS_FILE]
    known = flex.FlexFiles(
        *flex.read_areas(drawn, groups, members, read_stops, notes),
        *flex.read_rules(every[flex.RULES_FILE], notes),
    )
    return flex.read_flex(every[calls.FILE], known, *running, notes)


def _tell_period(tables: Mapping[str, Table], first: int, last: int, notes: Notebook) -> None:
    """Note where feed_info.txt promises other days than those on which something runs."""
    info = tables.get(INFO_FILE)
    if info is None or not len(info):
        return
    starts, ends = (read_days(info, column) for column in ("feed_start_date", "feed_end_date"))
    if ends[0] and last > ends[0]:
        notes.note(
            "runs_beyond_period",
            INFO_FILE,
            ends=str(date.fromordinal(int(ends[0]))),
            runs=str(date.fromordinal(last)),
        )
    if starts[0] and ends[0] and (last < starts[0] or first > ends[0]):
        notes.note("runs_outside_period", INFO_FILE, runs=str(date.fromordinal(first)))
