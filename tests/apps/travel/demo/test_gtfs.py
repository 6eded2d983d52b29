"""The timetable of the demo city: real lines, stops and headways; generated times."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from itertools import pairwise

import pytest

from metropoli.apps.travel.bridge.demo import demo_gtfs, facts
from metropoli.apps.travel.bridge.demo.holidays import easter, holidays
from metropoli.apps.travel.bridge.demo.timetable import departures_s
from metropoli.engines.journeys import check_feed

FIRST_DAY = date(2026, 12, 1)
METRO_RUN_MINUTES = 24


@pytest.fixture(scope="module")
def feed() -> dict[str, list[dict[str, str]]]:
    archive = zipfile.ZipFile(io.BytesIO(demo_gtfs(first_day=FIRST_DAY, days=60)))
    return {
        name: list(csv.DictReader(io.TextIOWrapper(archive.open(name), "utf-8")))
        for name in archive.namelist()
    }


def seconds(clock: str) -> int:
    hours, minutes, rest = map(int, clock.split(":"))
    return hours * 3600 + minutes * 60 + rest


def test_same_arguments_give_the_same_bytes():
    assert demo_gtfs(first_day=FIRST_DAY, days=7) == demo_gtfs(first_day=FIRST_DAY, days=7)


def test_the_reader_finds_nothing_wrong_with_the_feed():
    archive = zipfile.ZipFile(io.BytesIO(demo_gtfs(first_day=FIRST_DAY, days=60)))
    report = check_feed({n: archive.read(n) for n in archive.namelist()}, name="demo")
    assert report.usable
    assert report.problems == ()
    assert date.fromordinal(report.first_day) == FIRST_DAY


def test_the_feed_says_that_it_is_a_demo(feed):
    assert "demo" in feed["feed_info.txt"][0]["feed_publisher_name"]
    assert feed["feed_info.txt"][0]["feed_start_date"] == "20261201"
    assert feed["feed_info.txt"][0]["feed_end_date"] == "20270129"


def test_every_reference_finds_its_row(feed):
    keys = {
        name: {row[column] for row in feed[name]}
        for name, column in (
            ("agency.txt", "agency_id"),
            ("routes.txt", "route_id"),
            ("calendar.txt", "service_id"),
            ("trips.txt", "trip_id"),
            ("stops.txt", "stop_id"),
        )
    }
    assert {r["agency_id"] for r in feed["routes.txt"]} == keys["agency.txt"]
    assert {t["route_id"] for t in feed["trips.txt"]} == keys["routes.txt"]
    assert {t["service_id"] for t in feed["trips.txt"]} == keys["calendar.txt"]
    assert {s["trip_id"] for s in feed["stop_times.txt"]} == keys["trips.txt"]
    assert {s["stop_id"] for s in feed["stop_times.txt"]} == keys["stops.txt"]
    assert {f["trip_id"] for f in feed["frequencies.txt"]} <= keys["trips.txt"]


def test_time_never_runs_backwards_on_a_trip(feed):
    for a, b in pairwise(feed["stop_times.txt"]):
        assert seconds(a["arrival_time"]) <= seconds(a["departure_time"])
        if a["trip_id"] == b["trip_id"]:
            assert int(b["stop_sequence"]) == int(a["stop_sequence"]) + 1
            assert seconds(b["arrival_time"]) > seconds(a["departure_time"])


def test_trams_leave_at_the_headways_that_the_facts_declare(feed):
    starts = [
        seconds(s["departure_time"])
        for s in feed["stop_times.txt"]
        if s["stop_sequence"] == "0" and s["trip_id"].startswith("4-0-weekday-")
    ]
    for period in facts.headways()["4", "weekday"]:
        inside = [s for s in starts if period.start_s <= s < period.end_s]
        assert inside[0] == period.start_s
        assert {b - a for a, b in pairwise(inside)} == {period.headway_s}
        assert period.end_s - inside[-1] <= period.headway_s


def test_the_metro_repeats_one_trip_and_runs_its_line_in_24_minutes(feed):
    first, *_, last = [
        s for s in feed["stop_times.txt"] if s["trip_id"].startswith("M1-1-weekday-")
    ]
    assert seconds(last["arrival_time"]) - seconds(first["departure_time"]) == (
        METRO_RUN_MINUTES * 60
    )
    written = [f for f in feed["frequencies.txt"] if f["trip_id"] == first["trip_id"]]
    assert [int(f["headway_secs"]) for f in written] == [
        period.headway_s for period in facts.headways()["M1", "weekday"]
    ]


def test_some_vehicles_still_run_after_midnight(feed):
    midnight = 24 * 3600
    after = {
        s["trip_id"].split("-")[0]
        for s in feed["stop_times.txt"]
        if seconds(s["departure_time"]) > midnight
    }
    assert {"4", "10", "W15", "SFM2"} <= after


def test_a_holiday_has_the_sunday_timetable(feed):
    changes = {
        (c["date"], c["service_id"], c["exception_type"]) for c in feed["calendar_dates.txt"]
    }
    assert {("20261208", "weekday", "2"), ("20261208", "sunday", "1")} <= changes
    assert {("20261226", "saturday", "2"), ("20261226", "sunday", "1")} <= changes
    assert not any(day == "20261227" for day, _, _ in changes)


def test_holidays_move_with_easter_and_keep_the_patron():
    assert [easter(year) for year in (2024, 2025, 2026, 2027)] == [
        date(2024, 3, 31),
        date(2025, 4, 20),
        date(2026, 4, 5),
        date(2027, 3, 28),
    ]
    year = holidays(date(2025, 1, 1), 365)
    assert date(2025, 4, 21) in year
    assert date(2025, 6, 24) in year
    assert date(2025, 10, 4) not in year
    assert date(2026, 10, 4) in holidays(date(2026, 10, 1), 30)


def test_the_well_known_places_have_a_name_in_both_languages_and_lie_in_the_metropolis():
    places = facts.rows("places.csv")
    assert len({p["name"] for p in places}) == len(places) > 200
    for place in places:
        assert place["name"]
        assert place["name_en"]
        assert 44.7 < float(place["lat"]) < 45.6
        assert 6.6 < float(place["lon"]) < 8.2


def test_every_line_has_both_directions_and_headways():
    headways = facts.headways()
    directions = {(p.line, p.direction) for p in facts.patterns()}
    for line in facts.lines():
        assert {(line, 0), (line, 1)} <= directions
        assert any(departures_s(headways.get((line, kind), [])) for kind in ("weekday", "saturday"))
