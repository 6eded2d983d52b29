"""The live feeds of BART and of Torino, as they were: read whole, put in, told."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from django.conf import settings

from metropoli.apps.travel import bridge, services
from metropoli.apps.travel.services import live
from metropoli.apps.travel.types import LiveSource, TripRequest
from metropoli.base.archives import open_files
from metropoli.base.errors import Invalid
from metropoli.engines import journeys
from metropoli.engines.journeys import Heard, follow, index_names, read_bulletin
from real.test_cities_real import HOSPITAL, ROME, STATION

DATA = Path(__file__).parents[2] / "../shared/data"
BART, TORINO = DATA / "gtfs-rt-campioni", DATA / "torino-gtt"
TORINO_UPDATES = sorted(TORINO.glob("rt-*/trip_update*.pb"))
EVERY_FEED = [*sorted(BART.glob("*.pb")), *sorted(TORINO.glob("rt-*/*.pb"))]

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not EVERY_FEED, reason="the recorded live feeds are not at hand"),
]


@pytest.fixture(scope="module")
def bart():
    feed = journeys.read_feed(open_files(BART / "bart-rt.zip"), name="bart")
    timetable, _, labels = journeys.build_timetable([feed])
    return index_names(timetable, labels, "bart")


@pytest.mark.parametrize("file", EVERY_FEED, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_a_recorded_feed_is_read_to_its_end(file):
    told = read_bulletin(file.read_bytes())
    # Two vehicles of Torino stood at zero, zero in September 2025.
    assert {one.code: one.count for one in told.troubles} in ({}, {"realtime_position_bad": 2})
    assert told.trips or told.alerts or told.positions


def test_bart_runs_as_it_ran(bart):
    told = read_bulletin((BART / "bart-trip-updates.pb").read_bytes())
    followed, doubts = follow([Heard(told, bart)], told.at)
    assert doubts == ("",)
    assert followed.n_heard == len(told.trips) == 91
    # The others are not in the timetable of that day, eight of them as added trips of no line.
    assert followed.n_used == 65
    # Its hour is that of the feed: 2019-08-07 in the afternoon, and nobody is hours late.
    planned, live = bart.timetable, followed.timetable
    day = int(np.argmax(live.service_runs[live.trip_service[followed.n_trips]])) + live.first_day
    view, usual = journeys.open_day(live, day), journeys.open_day(planned, day)
    assert len(view.vehicles.trip) == len(usual.vehicles.trip)
    late_s = [
        int(live.departs_s[live.trip_first[row]] - planned.departs_s[planned.trip_first[plan]])
        for row, plan in enumerate(followed.trip_plan.tolist(), followed.n_trips)
    ]
    assert max(map(abs, late_s)) < 3_600


def test_what_bart_foretells_is_when_its_trains_call(bart):
    told = read_bulletin((BART / "bart-trip-updates.pb").read_bytes())
    followed, _ = follow([Heard(told, bart)], told.at)
    live, stops = followed.timetable, followed.labels.stops
    by_name = {
        followed.labels.trip_ids[int(live.part_trip[live.part_first[row]])]: row
        for row in range(followed.n_trips, len(live.trip_pattern))
    }
    checked = 0
    for news in told.trips:
        row = by_name.get(news.trip.trip_id)
        order = [call.sequence for call in news.calls]
        if row is None or order != sorted(order):  # three trips jump to and fro
            continue
        day = int(np.argmax(live.service_runs[live.trip_service[row]]))
        start = int(live.day_start_s[live.service_zone[live.trip_service[row]], day + 1])
        first, base = int(live.trip_first[row]), int(live.pattern_first[live.trip_pattern[row]])
        n = int(live.trip_first[row + 1]) - first
        at = {
            stops[int(live.pattern_stop[base + k])].id: start + int(live.departs_s[first + k])
            for k in range(n)
        }
        for call in news.calls:
            if call.stop_id in at and call.departs_at:
                checked += 1
                # A second told twice may be pushed by the one before it, never pulled.
                assert 0 <= at[call.stop_id] - call.departs_at <= 600
    assert checked > 500


@pytest.mark.parametrize("file", TORINO_UPDATES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_torino_speaks_of_calls_by_their_number_alone(file):
    told = read_bulletin(file.read_bytes())
    calls = [call for news in told.trips for call in news.calls]
    assert {call.stop_id for call in calls} == {""}
    assert min(call.sequence for call in calls) >= 0
    assert all(news.trip.day and news.trip.start_s >= 0 and news.seen_at for news in told.trips)


@pytest.mark.parametrize("file", TORINO_UPDATES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_torinos_feed_moves_trips_that_have_its_names(file):
    """Its own timetable of that day was never stored: one is written that has its trips and numbers."""
    told = read_bulletin(file.read_bytes())
    directory = _timetable_for(told)
    followed, doubts = follow([Heard(told, directory)], told.at)
    assert doubts == ("",)
    assert followed.n_used >= 0.9 * len({news.trip.trip_id for news in told.trips})
    live = followed.timetable
    for row in range(followed.n_trips, len(live.trip_pattern)):
        calls = slice(int(live.trip_first[row]), int(live.trip_first[row + 1]))
        assert (np.diff(live.arrives_s[calls]) >= 0).all()
        assert (live.arrives_s[calls] <= live.departs_s[calls]).all()


def _timetable_for(told):
    from engines.journeys.gtfs import maker  # noqa: PLC0415 - only where the data are

    longest = max(call.sequence for news in told.trips for call in news.calls)
    stops = [
        {"stop_id": f"s{k}", "stop_name": f"s{k}", "stop_lat": 45 + k / 1000, "stop_lon": 7.6}
        for k in range(longest + 2)
    ]
    calls = []
    for news in {news.trip.trip_id: news for news in told.trips}.values():
        for k in range(1, longest + 2):
            at_s = news.trip.start_s + 90 * (k - 1)
            clock = f"{at_s // 3600}:{at_s // 60 % 60:02}:{at_s % 60:02}"
            calls.append({
                "trip_id": news.trip.trip_id, "arrival_time": clock, "departure_time": clock,
                "stop_id": f"s{k}", "stop_sequence": k,
            })  # fmt: skip
    day = _day(told.trips[0].trip.day)
    made = maker.read(
        stops=stops,
        calendar=[
            dict.fromkeys(maker.WEEKDAYS, 1)
            | {"service_id": "week", "start_date": day, "end_date": day}
        ],
        trips=[maker.trip(name) for name in {news.trip.trip_id for news in told.trips}],
        stop_times=calls,
    )
    timetable, _, labels = journeys.build_timetable([made])
    return index_names(timetable, labels)


def _day(ordinal: int) -> str:
    from datetime import date  # noqa: PLC0415

    return f"{date.fromordinal(ordinal):%Y%m%d}"


@pytest.mark.parametrize("folder", ["rt-2023-10-16", "rt-2026-07-31"])
def test_the_alerts_of_torino_have_words_periods_and_whom_they_concern(folder):
    told = read_bulletin((TORINO / folder / "alerts.pb").read_bytes())
    assert len(told.alerts) == {"rt-2023-10-16": 109, "rt-2026-07-31": 179}[folder]
    kinds = Counter(alert.effect for alert in told.alerts)
    assert kinds["detour"] > 20
    for alert in told.alerts:
        assert alert.header[0][1]
        assert alert.about
    assert sum(alert.holds_at(told.at) for alert in told.alerts) > 0.5 * len(told.alerts)


def test_vehicles_of_torino_are_in_torino():
    for file in sorted(TORINO.glob("rt-*/vehicle_position.pb")):
        told = read_bulletin(file.read_bytes())
        assert len(told.positions) > 100
        for one in told.positions:
            assert 44.5 < one.lat_deg < 45.7
            assert 7.0 < one.lon_deg < 8.3
            assert one.trip.route_id


@pytest.mark.parametrize("shard", range(4))
def test_real_feeds_broken_by_chance_are_read_or_refused(shard, bart):
    rng = np.random.default_rng(shard)
    contents = [file.read_bytes() for file in EVERY_FEED]
    read_well = 0
    for _ in range(60):
        content = bytearray(contents[rng.integers(len(contents))])
        for at in rng.integers(0, len(content), rng.integers(1, 30)):
            content[at] = rng.integers(256)
        try:
            told = read_bulletin(
                bytes(
                    content[: rng.integers(1, len(content) + 1)] if rng.random() < 0.3 else content
                )
            )
        except Invalid:
            continue
        follow([Heard(told, bart)], told.at)
        read_well += 1
    assert read_well


@pytest.mark.django_db
def test_a_recording_played_on_the_last_days_of_aquila_changes_its_trips(
    aquila: bridge.Network, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "WATCH", live.Watch())
    begins, recording = datetime(2022, 9, 20, 8, 0, tzinfo=ROME), tmp_path / "recording"
    services.record_simulated(folder=recording, from_at=begins, lasts_s=60, every_s=30)
    code = services.add_live_feed(source=LiveSource(place=str(recording), name="again"))
    try:
        assert services.set_city_clock(code=code, folder=recording, at="recorded") == begins
        assert services.fetch_live(everything=True) == 1
        assert services.read_live_state(wait=True).n_followed > 10
        told = [
            services.plan_trip(
                request=TripRequest(STATION, HOSPITAL, services.city_now(), live=alive)
            )
            for alive in (True, False)
        ]
    finally:
        services.forget_live_feed(name="again")
        shutil.rmtree(Path(settings.VAR) / "live")  # others ask the same city by the timetable
    followed, planned = told
    assert followed.live_at == begins
    assert [trip.arrives_at for trip in followed.trips] != [
        trip.arrives_at for trip in planned.trips
    ]
