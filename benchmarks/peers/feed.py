"""
The work that every engine is given: one service day as a plain GTFS feed, and pairs of stops.

Engines disagree on what a feed may mean, so the day holds only what all of them understand: the
vehicles of that day, free-standing stops, and as transfers.txt a walk between any two stops that
are near each other. Identifiers get a letter in front, since some readers take `10` for a number.
"""

from __future__ import annotations

import csv
import io
import math
import random
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

WALK_REACH_M = 250.0
WALK_SPEED_M_S = 1.0
SHORTEST_WALK_S = 60
EARTH_RADIUS_M = 6_371_008.8  # mean radius, IUGG
FIRST_MIN, LAST_MIN = 6 * 60 + 30, 20 * 60  # departures of the pairs, minutes of the day
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
Row = dict[str, str]
Table = tuple[list[str], Iterable[list[object]]]


class Stop(NamedTuple):
    id: str
    name: str
    lat_deg: float
    lon_deg: float


class Counts(NamedTuple):
    stops: int
    routes: int
    trips: int
    stop_times: int
    walks: int


def prepare_day(feed: Path, day: date, folder: Path) -> Counts:
    """Write the day of a zipped feed as files into a folder, and as `day.zip` beside them."""
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(feed) as archive:
        stops = read_stops(archive)
        walks = near_stops(stops)
        services = running_services(archive, day)
        repeated = {row["trip_id"] for row in rows(archive, "frequencies.txt")}
        trips = [
            row
            for row in rows(archive, "trips.txt")
            if row["service_id"] in services and row["trip_id"] not in repeated
        ]
        calls = read_calls(archive, {row["trip_id"] for row in trips}, {stop.id for stop in stops})
        trips = [row for row in trips if len(calls.get(row["trip_id"], ())) > 1]
        used = {row["route_id"] for row in trips}
        routes = [row for row in rows(archive, "routes.txt") if row["route_id"] in used]
        zone = next(rows(archive, "agency.txt"))["agency_timezone"]
    if repeated:
        print(f"  left out: {len(repeated)} trips of frequencies.txt, which not every engine reads")
    tables = lay_out(day, zone, stops, routes, trips) | {
        "transfers.txt": walk_table(walks),
        "stop_times.txt": call_table(trips, calls),
    }
    write_tables(folder, tables)
    n_calls = sum(len(calls[row["trip_id"]]) for row in trips)
    return Counts(len(stops), len(routes), len(trips), n_calls, len(walks))


def rows(archive: zipfile.ZipFile, name: str) -> Iterator[Row]:
    """Yield the rows of a table, none where the feed has no such table."""
    if name in archive.namelist():
        with archive.open(name) as raw:
            reader = csv.DictReader(io.TextIOWrapper(raw, "utf-8-sig", newline=""))
            reader.fieldnames = [field.strip() for field in reader.fieldnames or ()]
            yield from reader


def running_services(archive: zipfile.ZipFile, day: date) -> set[str]:
    stamp = day.strftime("%Y%m%d")
    running = {
        row["service_id"]
        for row in rows(archive, "calendar.txt")
        if row["start_date"] <= stamp <= row["end_date"] and row[WEEKDAYS[day.weekday()]] == "1"
    }
    for row in rows(archive, "calendar_dates.txt"):
        if row["date"] == stamp:
            (running.add if row["exception_type"] == "1" else running.discard)(row["service_id"])
    return running


def read_stops(archive: zipfile.ZipFile) -> list[Stop]:
    """Read the stops where vehicles call: neither stations nor entrances."""
    return [
        Stop(row["stop_id"], row["stop_name"], float(row["stop_lat"]), float(row["stop_lon"]))
        for row in rows(archive, "stops.txt")
        if (row.get("location_type") or "0") == "0"
    ]


def read_calls(
    archive: zipfile.ZipFile, trips: set[str], stops: set[str]
) -> dict[str, list[tuple[int, Row]]]:
    """Read the timed calls of some trips, in order."""
    calls: dict[str, list[tuple[int, Row]]] = {}
    for row in rows(archive, "stop_times.txt"):
        timed = row["arrival_time"] and row["departure_time"]
        if row["trip_id"] in trips and row["stop_id"] in stops and timed:
            calls.setdefault(row["trip_id"], []).append((int(row["stop_sequence"]), row))
    for of_trip in calls.values():
        of_trip.sort(key=lambda call: call[0])
    return calls


def near_stops(stops: list[Stop]) -> list[tuple[str, str, int]]:
    """Return the walks (from, to, seconds) between any two stops within reach, both ways."""
    cell_deg = math.degrees(WALK_REACH_M / EARTH_RADIUS_M)
    widest = 1 / math.cos(math.radians(max(abs(stop.lat_deg) for stop in stops)))
    cells: dict[tuple[int, int], list[Stop]] = {}

    def cell(stop: Stop) -> tuple[int, int]:
        return int(stop.lat_deg // cell_deg), int(stop.lon_deg // (cell_deg * widest))

    for stop in stops:
        cells.setdefault(cell(stop), []).append(stop)
    walks = []
    for stop in stops:
        row, column = cell(stop)
        around = [(row + down, column + right) for down in (-1, 0, 1) for right in (-1, 0, 1)]
        for other in (other for key in around for other in cells.get(key, ())):
            distance_m = beeline_m(stop, other)
            if other is not stop and distance_m <= WALK_REACH_M:
                walk_s = max(SHORTEST_WALK_S, round(distance_m / WALK_SPEED_M_S))
                walks.append((stop.id, other.id, walk_s))
    return walks


def beeline_m(a: Stop, b: Stop) -> float:
    lat_a, lat_b = math.radians(a.lat_deg), math.radians(b.lat_deg)
    half_lat, half_lon = (lat_b - lat_a) / 2, math.radians(b.lon_deg - a.lon_deg) / 2
    h = math.sin(half_lat) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(h))


def lay_out(
    day: date, zone: str, stops: list[Stop], routes: list[Row], trips: list[Row]
) -> dict[str, Table]:
    stamp = day.strftime("%Y%m%d")
    return {
        "agency.txt": (
            ["agency_id", "agency_name", "agency_url", "agency_timezone"],
            [["a", "Benchmark", "https://example.org", zone]],
        ),
        "calendar.txt": (
            ["service_id", *WEEKDAYS, "start_date", "end_date"],
            [["day", *["1"] * 7, stamp, stamp]],
        ),
        "routes.txt": (
            ["route_id", "agency_id", "route_short_name", "route_type"],
            [
                [f"r{row['route_id']}", "a", line_name(row), plain_mode(int(row["route_type"]))]
                for row in routes
            ],
        ),
        "trips.txt": (
            ["route_id", "service_id", "trip_id"],
            [[f"r{row['route_id']}", "day", f"t{row['trip_id']}"] for row in trips],
        ),
        "stops.txt": (
            ["stop_id", "stop_name", "stop_lat", "stop_lon"],
            [[f"s{stop.id}", f"stop {stop.name}", stop.lat_deg, stop.lon_deg] for stop in stops],
        ),
    }


def line_name(route: Row) -> str:
    return f"line {route.get('route_short_name') or route['route_id']}"


def plain_mode(route_type: int) -> int:
    """Fold an extended route type: tram, metro and train stay themselves, all else is a bus."""
    if route_type < 100:
        return route_type
    return {9: 0, 4: 1, 1: 2}.get(route_type // 100, 3)


def walk_table(walks: list[tuple[str, str, int]]) -> Table:
    header = ["from_stop_id", "to_stop_id", "transfer_type", "min_transfer_time"]
    return header, ([f"s{origin}", f"s{to}", 2, walk_s] for origin, to, walk_s in walks)


def call_table(trips: list[Row], calls: dict[str, list[tuple[int, Row]]]) -> Table:
    as_written = ["arrival_time", "departure_time"]
    or_regular = ["pickup_type", "drop_off_type"]
    header = ["trip_id", "stop_id", "stop_sequence", *as_written, *or_regular]
    return header, (
        [f"t{trip['trip_id']}", f"s{row['stop_id']}", sequence]
        + [row[name] for name in as_written]
        + [row.get(name) or 0 for name in or_regular]
        for trip in trips
        for sequence, row in calls[trip["trip_id"]]
    )


def write_tables(folder: Path, tables: dict[str, Table]) -> None:
    for name, (header, lines) in tables.items():
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(lines)
    with zipfile.ZipFile(folder / "day.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name in tables:
            archive.write(folder / name, name)


def draw_pairs(folder: Path, out: Path, *, number: int, seed: int) -> None:
    """Draw pairs of stops too far apart for one walk, with a departure on a whole minute."""
    stops = column(folder / "stops.txt", "stop_id")
    walks = zip(
        column(folder / "transfers.txt", "from_stop_id"),
        column(folder / "transfers.txt", "to_stop_id"),
        strict=True,
    )
    near = set(walks)
    luck = random.Random(seed)
    drawn: list[list[object]] = []
    while len(drawn) < number:
        origin, destination = luck.sample(stops, 2)
        departs_min = luck.randint(FIRST_MIN, LAST_MIN)
        if (origin, destination) not in near:
            departs = f"{departs_min // 60:02}:{departs_min % 60:02}:00"
            drawn.append([len(drawn), origin, destination, departs])
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["pair", "from_stop_id", "to_stop_id", "departure"])
        writer.writerows(drawn)


def column(path: Path, name: str) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return [row[name] for row in csv.DictReader(file)]
