"""On hundreds of small, crowded feeds the reader tells what the slow twin tells, day by day."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import numpy as np
import pytest

from engines.journeys.gtfs import naive
from engines.journeys.gtfs.maker import files
from metropoli.engines import journeys

FIRST = date(2026, 3, 23)
DAYS = 12  # over the night on which the clock changes
SHARDS = 8
FEEDS = 40  # in each shard


def clock(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def random_feed(rng: np.random.Generator) -> dict[str, bytes]:
    """Few stops, few minutes, many trips: whatever can coincide does."""
    stops = [
        {
            "stop_id": f"s{k}",
            "stop_name": f"Stop {k}",
            "stop_lat": round(45 + rng.integers(0, 4) / 100, 2),
            "stop_lon": round(7.6 + rng.integers(0, 4) / 100, 2),
            "location_type": 0,
            "parent_station": "st" if k < 2 else "",
        }
        for k in range(5)
    ]
    stops.append({**stops[0], "stop_id": "st", "location_type": 1, "parent_station": ""})
    weeks, dates = random_calendar(rng)
    services = sorted({row["service_id"] for row in [*weeks, *dates]})
    trips, times = [], []
    for k in range(rng.integers(2, 9)):
        trips.append(
            {
                "trip_id": f"t{k}",
                "route_id": "4",
                "service_id": str(rng.choice(services)),
                "trip_headsign": str(rng.choice(["", "Centro"])),
                "block_id": str(rng.choice(["", "x", "x", "y"])),
            }
        )
        times += random_calls(rng, f"t{k}")
    rng.shuffle(times)
    often = [
        {
            "trip_id": trip["trip_id"],
            "start_time": "6:00:00",
            "end_time": clock(6 * 3600 + int(rng.integers(1, 3000))),
            "headway_secs": int(rng.integers(200, 1000)),
            "exact_times": 1,
        }
        for trip in trips
        if rng.random() < 0.15
    ]
    parted = [
        {
            "from_stop_id": "", "to_stop_id": "", "transfer_type": 5,
            "from_trip_id": f"t{rng.integers(3)}", "to_trip_id": f"t{rng.integers(3)}",
        }
        for _ in range(rng.integers(0, 2))
    ]  # fmt: skip
    tables = {"stops": stops, "trips": trips, "stop_times": times, "calendar": weeks}
    for name, rows in (("calendar_dates", dates), ("frequencies", often), ("transfers", parted)):
        if rows:
            tables[name] = rows
    return files(**tables)


def random_calendar(rng: np.random.Generator) -> tuple[list[dict], list[dict]]:
    weeks, dates, seen = [], [], set()
    for name in ("a", "b", "c"):
        if rng.random() < 0.8:
            start = FIRST + timedelta(days=int(rng.integers(0, 6)))
            end = start + timedelta(days=int(rng.integers(0, 7)))
            weeks.append(
                {
                    "service_id": name,
                    **{day: int(rng.random() < 0.6) for day in naive.WEEK},
                    "start_date": f"{start:%Y%m%d}",
                    "end_date": f"{end:%Y%m%d}",
                }
            )
    for _ in range(rng.integers(1, 6)):
        name, day = (
            str(rng.choice(["a", "b", "c"])),
            FIRST + timedelta(days=int(rng.integers(DAYS))),
        )
        if (name, day) not in seen:
            seen.add((name, day))
            dates.append(
                {
                    "service_id": name,
                    "date": f"{day:%Y%m%d}",
                    "exception_type": int(rng.integers(1, 3)),
                }
            )
    return weeks or [{**dict.fromkeys(naive.WEEK, 1), "service_id": "a",
                      "start_date": f"{FIRST:%Y%m%d}", "end_date": f"{FIRST:%Y%m%d}"}], dates  # fmt: skip


def random_calls(rng: np.random.Generator, trip: str) -> list[dict]:
    now = int(rng.integers(7 * 60, 7 * 60 + 40)) * 60
    rows = []
    size = int(rng.integers(2, 6))
    for k in range(size):
        arrives = now + int(rng.integers(0, 4)) * 60
        departs = arrives + int(rng.integers(0, 2)) * 60
        told = k in {0, size - 1} or rng.random() < 0.7
        rows.append(
            {
                "trip_id": trip,
                "arrival_time": clock(arrives) if told else "",
                "departure_time": clock(departs) if told else "",
                "stop_id": f"s{rng.integers(2 if k in {0, size - 1} else 5)}",
                "stop_sequence": k * 10,
                "pickup_type": str(rng.choice(["", "0", "1"])),
                "drop_off_type": str(rng.choice(["", "0", "1"])),
            }
        )
        now = departs
    return rows


def rides_of(feed: journeys.Feed) -> Counter:
    """Tell every ride of every day as the twin does."""
    timetable, labels = feed.timetable, feed.labels
    told: Counter = Counter()
    for row, pattern in enumerate(timetable.trip_pattern.tolist()):
        a, b = timetable.pattern_first[pattern : pattern + 2].tolist()
        at = int(timetable.trip_first[row])
        calls = tuple(
            zip(
                [labels.stops[stop].id for stop in timetable.pattern_stop[a:b].tolist()],
                timetable.arrives_s[at : at + b - a].tolist(),
                timetable.departs_s[at : at + b - a].tolist(),
                timetable.pattern_board[a:b].tolist(),
                timetable.pattern_alight[a:b].tolist(),
                strict=True,
            )
        )
        first, last = timetable.part_first[row : row + 2].tolist()
        parts = tuple(
            (
                int(timetable.part_position[k]),
                labels.trip_ids[timetable.part_trip[k]],
                labels.headsigns[timetable.part_headsign[k]],
            )
            for k in range(first, last)
        )
        runs = timetable.service_runs[timetable.trip_service[row]]
        for column in np.flatnonzero(runs).tolist():
            told[date.fromordinal(timetable.first_day + column), calls, parts] += 1
    return told


@pytest.mark.parametrize("shard", range(SHARDS))
def test_every_ride_of_every_day_is_that_of_the_slow_twin(shard):
    chained = 0
    for number in range(FEEDS):
        made = random_feed(np.random.default_rng([shard, number]))
        expected = Counter(naive.rides_of(made, FIRST, FIRST + timedelta(days=20)))
        if not expected:
            assert not journeys.check_feed(made).usable
            continue
        feed = journeys.read_feed(made, name="f")
        found = rides_of(feed)
        assert found == expected, f"seed [{shard}, {number}]"
        chained += sum(len(parts) > 1 for _, _, parts in found)
    assert chained > 10, "these feeds prove nothing about staying seated"


@pytest.mark.parametrize("shard", range(SHARDS))
def test_trips_are_sorted_by_pattern_and_then_by_departure(shard):
    for number in range(FEEDS):
        made = random_feed(np.random.default_rng([shard, number]))
        if not journeys.check_feed(made).usable:
            continue
        timetable = journeys.read_feed(made, name="f").timetable
        starts_s = timetable.departs_s[timetable.trip_first[:-1]]
        order = np.lexsort((starts_s, timetable.trip_pattern))
        np.testing.assert_array_equal(starts_s[order], starts_s)
        assert (np.diff(timetable.trip_pattern) >= 0).all()
        sizes = np.diff(timetable.pattern_first)[timetable.trip_pattern]
        np.testing.assert_array_equal(np.diff(timetable.trip_first), sizes)
