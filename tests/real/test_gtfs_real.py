"""Real feeds, whole: the counts that their sources tell, and only problems that are really there."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from engines.journeys.gtfs.test_mutants import whole
from metropoli.base.archives import open_files
from metropoli.engines import journeys

DATA = Path(__file__).parents[2] / "../shared/data"

AQUILA = "laquila/ama-laquila-2022-09-19.gtfs.zip"
TRENTO = "trento/trentino-trasporti-urbano-2026-06-29.gtfs.zip"
BUSES = "porto-alegre/poa_eptc.zip"
METRO = "porto-alegre/poa_trensurb.zip"
TORINO = "torino-gtfs-ricostruito/torino-gtt-RICOSTRUITO-2026.gtfs.zip"
TAMPA = "gtfs-scala/hart-tampa.gtfs.zip"
BART = "gtfs-rt-campioni/bart-rt.zip"
COLLINES = "gtfs-fares-v2/transcollines-qc-ca-fares.gtfs.zip"

# feed: stops, trips, stop_times (as SOURCE.md says), first and last day on which something runs
FEEDS = {
    AQUILA: (1_059, 1_608, 50_194, date(2022, 9, 19), date(2022, 10, 31)),
    TRENTO: (1_074, 2_437, 58_490, date(2026, 6, 11), date(2026, 9, 12)),
    BUSES: (3_986, 2_374, 130_019, date(2019, 4, 15), date(2019, 7, 15)),
    METRO: (24, 1_248, 14_855, date(2019, 3, 1), date(2019, 12, 31)),
    TORINO: (7_021, 35_904, 1_132_792, date(2026, 8, 1), date(2027, 1, 31)),
    TAMPA: (2_349, 13_217, 438_421, date(2020, 11, 15), date(2021, 4, 24)),
    BART: (48, 2_641, 32_185, date(2019, 2, 11), date(2020, 2, 10)),
    COLLINES: (424, 58, 2_800, date(2026, 1, 5), date(2026, 8, 23)),
}

# What is wrong with each of them: rows by code and file.
PROBLEMS = {
    AQUILA: {("on_request_only", "stop_times.txt")},
    TRENTO: {
        ("transfer_too_fast", "transfers.txt"),
        ("quote_inside_value", "routes.txt"),
        ("quote_inside_value", "stops.txt"),
        ("quote_inside_value", "trips.txt"),
    },
    BUSES: {
        ("runs_beyond_period", "feed_info.txt"),
        ("color_bad", "routes.txt"),
        ("times_filled", "trips.txt"),
    },
    METRO: {("column_name_not_exact", "agency.txt"), ("blank_lines", "shapes.txt")},
    TORINO: {("blanks_around_values", "stops.txt"), ("blanks_around_values", "trips.txt")},
    TAMPA: {
        ("blank_lines", "calendar_dates.txt"),
        ("blank_lines", "fare_attributes.txt"),
        ("blank_lines", "fare_rules.txt"),
    },
    BART: {("blank_lines", "routes.txt"), ("blank_lines", "transfers.txt")},
    COLLINES: {("continuous_ignored", "stop_times.txt")},
}

each_feed = pytest.mark.parametrize("name", FEEDS, ids=lambda name: name.split("/")[0])
pytestmark = pytest.mark.real


@cache
def feed(name: str) -> journeys.Feed:
    path = DATA / name
    if not path.exists():
        pytest.skip(f"{name} is not beside the project (../shared/data)")
    return journeys.read_feed(open_files(path), name=name.split("/", maxsplit=1)[0])


@each_feed
def test_nothing_is_lost_of_a_real_feed(name):
    n_stops, n_trips, n_calls, first, last = FEEDS[name]
    read = feed(name)
    assert read.report.counts["stops"] == n_stops == len(read.labels.stops)
    assert read.report.counts["trips"] == n_trips == len(set(read.timetable.part_trip.tolist()))
    assert read.report.counts["stop_times"] == n_calls
    assert date.fromordinal(read.report.first_day) == first
    assert date.fromordinal(read.report.last_day) == last


@each_feed
def test_every_call_of_a_real_feed_is_in_its_timetable(name):
    """Trips one stays seated between share the call where they meet; else nothing is lost, ever."""
    read = feed(name)
    changed = dict(open_files(DATA / name))
    changed["trips.txt"] = changed["trips.txt"].replace(b"block_id", b"no_block", 1)
    apart = journeys.read_feed(changed, name="apart")
    assert len(apart.timetable.departs_s) == FEEDS[name][2]
    assert calls_of_all_days(read.timetable) == calls_of_all_days(apart.timetable)


def calls_of_all_days(timetable: journeys.Timetable) -> int:
    """Count the calls of every trip on every day, a call shared by two trips twice."""
    n_days = timetable.service_runs.sum(axis=1)[timetable.trip_service]
    parts = np.split(timetable.part_trip, timetable.part_first[1:-1])
    n_trips = np.array([len(set(part.tolist())) for part in parts])
    return int((n_days * (np.diff(timetable.trip_first) + n_trips - 1)).sum())


@each_feed
def test_every_row_of_a_real_timetable_leads_somewhere(name):
    whole(feed(name))


@each_feed
def test_only_what_is_really_wrong_with_a_real_feed_is_told(name):
    told = {(one.code, one.file) for one in feed(name).report.problems}
    assert told == PROBLEMS[name]


def test_trips_of_torino_run_on_the_days_of_their_service():
    timetable = feed(TORINO).timetable
    per_service = np.bincount(timetable.trip_service)
    assert sorted(per_service.tolist()) == [6_940, 11_446, 17_518]
    monday = date(2026, 9, 7).toordinal() - timetable.first_day
    assert timetable.service_runs[timetable.trip_service, monday].sum() == 17_518


def test_the_two_feeds_of_porto_alegre_make_one_timetable():
    timetable, shapes, labels = journeys.build_timetable([feed(BUSES), feed(METRO)])
    assert len(labels.stops) == 3_986 + 24
    assert len(timetable.trip_pattern) == 2_374 + 1_248
    assert labels.zones == ("America/Sao_Paulo",)
    assert date.fromordinal(timetable.first_day) == date(2019, 3, 1)
    assert timetable.service_runs.shape[1] == 306
    # A Monday on which both run.
    column = date(2019, 5, 13).toordinal() - timetable.first_day
    runs = timetable.service_runs[timetable.trip_service, column]
    assert runs[:2_374].any()
    assert runs[2_374:].any()
    assert shapes.shape_first[-1] == len(shapes.lat_deg)


def test_a_block_of_tampa_is_ridden_without_getting_off():
    """Block 322382 goes on all day: its 13,217 trips are far fewer vehicles."""
    timetable = feed(TAMPA).timetable
    assert len(timetable.trip_pattern) < 1_000
    assert (np.diff(timetable.part_first) > 1).sum() > 400


def test_hours_of_trento_are_those_of_the_summer():
    timetable = feed(TRENTO).timetable
    hours = (timetable.day_start_s[0] % 86_400) / 3_600
    assert set(hours.tolist()) == {22.0}
