"""
The slow twin of the feed reader: every departure of every day, in plain Python, from clean tables.

It knows nothing of patterns, rows or chains as rows: it takes one day at a time, writes down what
runs, joins what stays seated, and tells every ride as tuples.
"""

from __future__ import annotations

import csv
import io
import itertools
import math
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

Call = tuple[str, int, int, bool, bool]  # stop, arrives_s, departs_s, board, alight
RideOfDay = tuple[date, tuple[Call, ...], tuple[tuple[int, str, str], ...]]

WEEK = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


def rows(files: Mapping[str, bytes], name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files.get(name, b"").decode())))


def seconds(text: str) -> int:
    hours, minutes, rest = text.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + int(rest)


def day_of(text: str) -> date:
    return date(int(text[:4]), int(text[4:6]), int(text[6:]))


def runs_on(files: Mapping[str, bytes], service: str, day: date) -> bool:
    for row in rows(files, "calendar_dates.txt"):
        if row["service_id"] == service and day_of(row["date"]) == day:
            return row["exception_type"] == "1"
    return any(
        row["service_id"] == service
        and day_of(row["start_date"]) <= day <= day_of(row["end_date"])
        and row[WEEK[day.weekday()]] == "1"
        for row in rows(files, "calendar.txt")
    )


def fill(
    calls: list[dict[str, str]], stops: dict[str, tuple[float, float]]
) -> list[tuple[int, int]]:
    """Return (arrives_s, departs_s) of each call, the missing ones by distance flown."""
    times: list[tuple[int, int] | None] = [
        (seconds(row["arrival_time"]), seconds(row["departure_time"]))
        if row["arrival_time"]
        else None
        for row in calls
    ]
    flown = [0.0]
    for before, after in itertools.pairwise(calls):
        (a, b), (c, d) = stops[before["stop_id"]], stops[after["stop_id"]]
        flown.append(flown[-1] + math.hypot((d - b) * math.cos(math.radians((a + c) / 2)), c - a))
    known = [k for k, time in enumerate(times) if time is not None]
    for k, time in enumerate(times):
        if time is None:
            a = max(one for one in known if one < k)
            b = min(one for one in known if one > k)
            span = times[b][0] - times[a][1]  # type: ignore[index]
            whole = flown[b] - flown[a]
            share = (flown[k] - flown[a]) / whole if whole else (k - a) / (b - a)
            s = times[a][1] + math.floor(share * span + 0.5)  # type: ignore[index]
            times[k] = (s, s)
    return times  # type: ignore[return-value]


def single(files: Mapping[str, bytes], trip: dict[str, str]) -> tuple[list[Call], list]:
    stops = {
        row["stop_id"]: (float(row["stop_lat"]), float(row["stop_lon"]))
        for row in rows(files, "stops.txt")
    }
    names = {row["stop_id"]: row["stop_name"] for row in rows(files, "stops.txt")}
    own = [row for row in rows(files, "stop_times.txt") if row["trip_id"] == trip["trip_id"]]
    own.sort(key=lambda row: int(row["stop_sequence"]))
    told: list[Call] = [
        (
            row["stop_id"], arrives, departs,
            row["pickup_type"] != "1" and k + 1 < len(own), row["drop_off_type"] != "1" and k > 0,
        )
        for k, (row, (arrives, departs)) in enumerate(zip(own, fill(own, stops), strict=True))
    ]  # fmt: skip
    headsign = trip["trip_headsign"] or names[own[-1]["stop_id"]]
    return told, [(0, trip["trip_id"], headsign)]


def joined(
    before: tuple[list[Call], list], after: tuple[list[Call], list]
) -> tuple[list[Call], list]:
    calls, parts = list(before[0]), list(before[1])
    more = list(after[0])
    shift = len(calls)
    if calls[-1][0] == more[0][0]:
        last = calls.pop()
        more[0] = (last[0], last[1], more[0][2], more[0][3], last[4])
        shift -= 1
    return calls + more, parts + [(at + shift, trip, sign) for at, trip, sign in after[1]]


def rides_of(files: Mapping[str, bytes], first: date, last: date) -> Iterator[RideOfDay]:
    """Yield every ride of every day: its calls, and (position, trip, headsign) of its parts."""
    trips = {row["trip_id"]: row for row in rows(files, "trips.txt")}
    often = rows(files, "frequencies.txt")
    repeated = {row["trip_id"] for row in often}
    made = {trip: single(files, row) for trip, row in trips.items()}
    parent = {
        row["stop_id"]: row["parent_station"] or row["stop_id"] for row in rows(files, "stops.txt")
    }
    parted = {
        (row["from_trip_id"], row["to_trip_id"])
        for row in rows(files, "transfers.txt")
        if row["transfer_type"] == "5"
    }
    day = first
    while day <= last:
        today = [trip for trip, row in trips.items() if runs_on(files, row["service_id"], day)]
        for row in often:
            if row["trip_id"] in today:
                calls, parts = made[row["trip_id"]]
                for start in range(
                    seconds(row["start_time"]), seconds(row["end_time"]), int(row["headway_secs"])
                ):
                    by = start - calls[0][2]
                    yield (
                        day,
                        tuple((s, a + by, d + by, i, o) for s, a, d, i, o in calls),
                        tuple(parts),
                    )
        plain = [trip for trip in today if trip not in repeated]
        order = {trip: k for k, trip in enumerate(trips)}
        plain.sort(key=lambda trip: (made[trip][0][0][2], made[trip][0][-1][1], order[trip]))
        follows: dict[str, str] = {}
        for block in {trips[trip]["block_id"] for trip in plain} - {""}:
            chain = [trip for trip in plain if trips[trip]["block_id"] == block]
            for a, b in itertools.pairwise(chain):
                end, start = made[a][0][-1], made[b][0][0]
                if (
                    end[1] <= start[2]
                    and parent[end[0]] == parent[start[0]]
                    and (a, b) not in parted
                ):
                    follows[a] = b
        for trip in plain:
            if trip not in follows.values():
                ride, here = made[trip], trip
                while here in follows:
                    here = follows[here]
                    ride = joined(ride, made[here])
                yield day, tuple(ride[0]), tuple(ride[1])
        day += timedelta(days=1)
