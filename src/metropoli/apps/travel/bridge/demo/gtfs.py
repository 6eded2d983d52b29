"""Write the demo city's timetable as a GTFS feed: the same door as every real feed."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import starmap

from metropoli.apps.travel.bridge.demo import facts
from metropoli.apps.travel.bridge.demo.facts import HeadwayFact, LineFact, PatternFact, StopFact
from metropoli.apps.travel.bridge.demo.holidays import day_type, holidays
from metropoli.apps.travel.bridge.demo.timetable import (
    DAY_TYPES,
    PACES,
    Call,
    calls,
    departures_s,
    pace_at,
)

ROUTE_TYPES = {"tram": 0, "metro": 1, "rail": 2, "bus": 3, "rack": 7}
PUBLISHER = "Metropoli demo (lines, stops and headways are facts; times are generated)"
PUBLISHER_URL = "https://www.gtt.to.it"
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)  # a fixed time stamp: same arguments, same bytes
TIMES = [f"{s // 3600:02}:{s // 60 % 60:02}:{s % 60:02}" for s in range(36 * 3600)]
LOW_FLOOR = frozenset({"metro", "bus"})

Row = Iterable[object]


def write_gtfs(first_day: date, days: int) -> bytes:
    """Write the whole feed, valid from first_day for so many days."""
    lines, stops, patterns = facts.lines(), facts.stops(), facts.patterns()
    trips, stop_times, frequencies = write_trips(lines, stops, patterns)
    used = {stop for pattern in patterns for stop in pattern.stops}
    return zip_files(
        {
            "agency.txt": table(AGENCY, agency_rows()),
            "calendar.txt": table(CALENDAR, calendar_rows(first_day, days)),
            "calendar_dates.txt": table(CALENDAR_DATES, holiday_rows(first_day, days)),
            "feed_info.txt": table(FEED_INFO, [feed_row(first_day, days)]),
            "frequencies.txt": frequencies,
            "routes.txt": table(ROUTES, starmap(route_row, enumerate(lines.values()))),
            "stop_times.txt": stop_times,
            "stops.txt": table(STOPS, (stop_row(s) for s in stops.values() if s.key in used)),
            "trips.txt": trips,
        }
    )


AGENCY = "agency_id,agency_name,agency_url,agency_timezone,agency_lang"
CALENDAR = "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date"
CALENDAR_DATES = "service_id,date,exception_type"
FEED_INFO = (
    "feed_publisher_name,feed_publisher_url,feed_lang,feed_start_date,feed_end_date,feed_version"
)
FREQUENCIES = "trip_id,start_time,end_time,headway_secs,exact_times"
ROUTES = (
    "route_id,agency_id,route_short_name,route_long_name,route_type,route_color,"
    "route_text_color,route_sort_order"
)
STOPS = "stop_id,stop_code,stop_name,stop_lat,stop_lon,wheelchair_boarding"
STOP_TIMES = "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
TRIPS = "route_id,service_id,trip_id,trip_headsign,direction_id,wheelchair_accessible"


def table(header: str, rows: Iterable[Row]) -> str:
    """Write one file of the feed."""
    text = io.StringIO()
    text.write(header + "\n")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def agency_rows() -> Iterator[Row]:
    for row in facts.rows("agencies.csv"):
        yield row["agency"], row["name"], row["url"], "Europe/Rome", row["lang"]


def calendar_rows(first_day: date, days: int) -> Iterator[Row]:
    last_day = first_day + timedelta(days=days - 1)
    for kind in DAY_TYPES:
        week = [int(day_type(weekday) == kind) for weekday in range(7)]
        yield kind, *week, f"{first_day:%Y%m%d}", f"{last_day:%Y%m%d}"


def holiday_rows(first_day: date, days: int) -> Iterator[Row]:
    """Put every holiday that is not a Sunday on the Sunday timetable."""
    for day in holidays(first_day, days):
        usual = day_type(day.weekday())
        if usual != "sunday":
            yield usual, f"{day:%Y%m%d}", 2
            yield "sunday", f"{day:%Y%m%d}", 1


def feed_row(first_day: date, days: int) -> Row:
    last_day = first_day + timedelta(days=days - 1)
    start, end = f"{first_day:%Y%m%d}", f"{last_day:%Y%m%d}"
    return PUBLISHER, PUBLISHER_URL, "it", start, end, f"demo-{start}-{days}"


def route_row(order: int, line: LineFact) -> Row:
    names = line.key, line.agency, line.short_name, line.long_name
    return *names, ROUTE_TYPES[line.mode], line.color, line.text_color, order


def stop_row(stop: StopFact) -> Row:
    code = stop.key if stop.key.isdigit() else ""
    place = f"{stop.lat_deg:.5f}", f"{stop.lon_deg:.5f}"
    return stop.key, code, stop.name, *place, stop.wheelchair


def write_trips(
    lines: dict[str, LineFact], stops: dict[str, StopFact], patterns: list[PatternFact]
) -> tuple[str, str, str]:
    """Write trips, stop times and, for the metro, frequencies."""
    headways = facts.headways()
    trips: list[Row] = []
    often: list[Row] = []
    times = [STOP_TIMES]
    for pattern in patterns:
        mode = lines[pattern.line].mode
        low = int(mode in LOW_FLOOR)
        paces = {p: calls(pattern, stops, p) for p in PACES}
        for kind in DAY_TYPES:
            periods = headways.get((pattern.line, kind), [])
            stem = f"{pattern.line}-{pattern.direction}-{kind}"
            for number, start_s in enumerate(departures(periods, mode)):
                trip = f"{stem}-{number}"
                trips.append((pattern.line, kind, trip, pattern.headsign, pattern.direction, low))
                when = paces[pace_at(start_s, mode)]
                times.append(stop_time_lines(trip, start_s, pattern.stops, when))
            often += frequency_rows(f"{stem}-0", periods, mode)
    return table(TRIPS, trips), "".join(times), table(FREQUENCIES, often)


def departures(periods: list[HeadwayFact], mode: str) -> list[int]:
    """Give the departures of the written trips: of the metro only the first, which is repeated."""
    return departures_s(periods)[:1] if mode == "metro" else departures_s(periods)


def frequency_rows(trip: str, periods: list[HeadwayFact], mode: str) -> list[Row]:
    if mode != "metro":
        return []
    return [(trip, TIMES[p.start_s], TIMES[p.end_s], p.headway_s, 1) for p in periods]


def stop_time_lines(trip: str, start_s: int, stops: tuple[str, ...], when: list[Call]) -> str:
    return "".join(
        f"{trip},{TIMES[start_s + call.arrival_s]},{TIMES[start_s + call.departure_s]},{stop},{k}\n"
        for k, (stop, call) in enumerate(zip(stops, when, strict=True))
    )


def zip_files(texts: dict[str, str]) -> bytes:
    """Pack named texts into a zip whose bytes depend on nothing but them."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in texts.items():
            entry = zipfile.ZipInfo(name, ZIP_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, text, compresslevel=3)
    return buffer.getvalue()
