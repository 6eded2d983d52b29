"""Tiny feeds: tables written as dictionaries, changed where a test wants it, made into bytes."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date

from metropoli.engines import journeys

Row = Mapping[str, object]

STOPS = [
    {"stop_id": name, "stop_name": f"Stop {name}", "stop_lat": 45.05 + k / 100, "stop_lon": 7.65}
    for k, name in enumerate("ABCDE")
]
AGENCY = [{"agency_id": "G", "agency_name": "Trams", "agency_timezone": "Europe/Rome"}]
ROUTES = [{"route_id": "4", "agency_id": "G", "route_short_name": "4", "route_type": 0}]
WEEKDAYS = {
    "service_id": "week",
    **dict.fromkeys(["monday", "tuesday", "wednesday", "thursday", "friday"], 1),
    **dict.fromkeys(["saturday", "sunday"], 0),
    "start_date": 20260105,
    "end_date": 20260118,
}
MONDAY = date(2026, 1, 5).toordinal()


def trip(name: str, **more: object) -> Row:
    return {"trip_id": name, "route_id": "4", "service_id": "week", **more}


def calls(name: str, *stops_and_times: str) -> list[Row]:
    """Write calls as "A 8:00:00" or "A 8:00:00-8:01:00"; "A" has no times."""
    rows = []
    for k, call in enumerate(stops_and_times):
        stop, _, times = call.partition(" ")
        arrival, _, departure = times.partition("-")
        rows.append(
            {
                "trip_id": name,
                "arrival_time": arrival,
                "departure_time": departure or arrival,
                "stop_id": stop,
                "stop_sequence": k + 1,
            }
        )
    return rows


def tables(**changed: Sequence[Row] | None) -> dict[str, Sequence[Row]]:
    """Return a good small feed (one trip A B C at 8) with some tables replaced, or left out."""
    usual: dict[str, Sequence[Row]] = {
        "agency": AGENCY,
        "stops": STOPS,
        "routes": ROUTES,
        "calendar": [WEEKDAYS],
        "trips": [trip("t1")],
        "stop_times": calls("t1", "A 8:00:00", "B 8:05:00-8:06:00", "C 8:10:00"),
    }
    merged = usual | changed  # type: ignore[operator]
    return {name: rows for name, rows in merged.items() if rows is not None}


def table(rows: Sequence[Row]) -> bytes:
    text = io.StringIO()
    columns = dict.fromkeys(column for row in rows for column in row)
    writer = csv.DictWriter(text, list(columns), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def files(**changed: Sequence[Row] | bytes | None) -> dict[str, bytes]:
    raw = {name: rows for name, rows in changed.items() if isinstance(rows, bytes)}
    plain = {name: rows for name, rows in changed.items() if name not in raw}
    made = {f"{name}.txt": table(rows) for name, rows in tables(**plain).items()}  # type: ignore[arg-type]
    return made | {f"{name}.txt": content for name, content in raw.items()}


def read(**changed: Sequence[Row] | bytes | None) -> journeys.Feed:
    return journeys.read_feed(files(**changed), name="f")


def codes(**changed: Sequence[Row] | bytes | None) -> list[str]:
    """Return the codes of the problems of a feed, as often as they are told."""
    return [problem.code for problem in journeys.check_feed(files(**changed)).problems]


def rides(feed: journeys.Feed) -> list[str]:
    """Tell every vehicle as "A 8:00:00 B 8:05:00-8:06:00", sorted; times that are equal are told once."""
    timetable, labels = feed.timetable, feed.labels
    told = []
    for row, pattern in enumerate(timetable.trip_pattern.tolist()):
        first = timetable.pattern_first[pattern]
        words = []
        for k in range(timetable.pattern_first[pattern + 1] - first):
            at = timetable.trip_first[row] + k
            stop = labels.stops[timetable.pattern_stop[first + k]].id
            arrives, departs = clock(timetable.arrives_s[at]), clock(timetable.departs_s[at])
            words.append(f"{stop} {arrives}" + ("" if arrives == departs else f"-{departs}"))
        told.append(" ".join(words))
    return sorted(told)


def clock(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def days(feed: journeys.Feed, row: int = 0) -> list[int]:
    """Return the days of January 2026 on which a vehicle runs."""
    timetable = feed.timetable
    runs = timetable.service_runs[timetable.trip_service[row]]
    return [
        date.fromordinal(timetable.first_day + column).day
        for column, on in enumerate(runs.tolist())
        if on
    ]
