"""A feed as a person reads it: rows of its files, without the readers of the engine."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class PlainCall(NamedTuple):
    stop: str
    arrives_s: int  # after midnight of the service day
    departs_s: int
    boards: bool
    alights: bool


class PlainTrip(NamedTuple):
    trip: str
    route: str
    service: str
    calls: list[PlainCall]


def rows(feed: Path, file: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a file, as written."""
    with zipfile.ZipFile(feed) as archive, archive.open(file) as content:
        yield from csv.DictReader(io.TextIOWrapper(content, "utf-8-sig"))


def services_added_on(feed: Path, day: str) -> set[str]:
    """Return the services that calendar_dates.txt adds on a day (YYYYMMDD)."""
    return {
        row["service_id"]
        for row in rows(feed, "calendar_dates.txt")
        if row["date"] == day and row["exception_type"] == "1"
    }


def trips_of(feed: Path, services: set[str]) -> list[PlainTrip]:
    """Return the trips of these services with their calls in order."""
    trips = {
        row["trip_id"]: PlainTrip(row["trip_id"], row["route_id"], row["service_id"], [])
        for row in rows(feed, "trips.txt")
        if row["service_id"] in services
    }
    ordered: dict[str, list[tuple[int, PlainCall]]] = {}
    for row in rows(feed, "stop_times.txt"):
        if row["trip_id"] in trips:
            ordered.setdefault(row["trip_id"], []).append((int(row["stop_sequence"]), _call(row)))
    for trip, calls in ordered.items():
        trips[trip].calls.extend(call for _, call in sorted(calls))
    return list(trips.values())


def _call(row: dict[str, str]) -> PlainCall:
    return PlainCall(
        row["stop_id"],
        _seconds(row["arrival_time"]),
        _seconds(row["departure_time"]),
        boards=row.get("pickup_type") != "1",
        alights=row.get("drop_off_type") != "1",
    )


def _seconds(clock: str) -> int:
    hours, minutes, seconds = map(int, clock.split(":"))
    return hours * 3_600 + minutes * 60 + seconds
