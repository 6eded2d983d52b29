"""Live feeds, good and broken: what can be used is read, the rest is told, nothing is fatal."""

from __future__ import annotations

import math
import tomllib
from importlib.resources import files

import numpy as np
import pytest
from google.protobuf.message import DecodeError
from google.transit import gtfs_realtime_pb2 as gtfs_rt

from engines.journeys.gtfs.maker import calls, read, trip
from engines.journeys.realtime.messages import alert, call, detour, feed, position, update
from metropoli.base.errors import Invalid
from metropoli.engines import journeys
from metropoli.engines.journeys.realtime import (
    Bulletin,
    Heard,
    follow,
    index_names,
    read_bulletin,
    reading,
)

NOON = 1_767_610_800  # 2026-01-05 12:00 in Rome
SHARDS, MUTANTS = 6, 150
SENTENCES = tomllib.loads(
    files("metropoli.engines.journeys.realtime").joinpath("problems.toml").read_text("utf-8")
)


def a_feed() -> bytes:
    return feed(
        update(
            "t1",
            [call(1, "A", departs={"delay": 60}), call(3, "C", arrives={"time": NOON})],
            start_date="20260105",
            seen_at=NOON - 9,
        ),
        update("t2", relation=3),
        update("t9", [call(stop="A", departs={"time": NOON})], relation=1, route_id="4"),
        update("t1", relation=6, own={"trip_id": "again", "start_time": "09:00:00"}),
        alert("Sciopero", [{"route_id": "4"}, {"stop_id": "B"}], text="Domani", periods=[(1, 9)]),
        position("t1", 45.07, 7.66, seen_at=NOON, label="2839"),
        detour(["t1"], ["20260105"], [{"start_stop_selector": {"stop_id": "B"}}]),
        at=NOON,
    )


def codes(bulletin: Bulletin) -> dict[str, int]:
    return {trouble.code: trouble.count for trouble in bulletin.troubles}


def a_city():
    made = read(
        trips=[trip("t1"), trip("t2", block_id="x"), trip("t3", block_id="x")],
        stop_times=calls("t1", "A 8:00:00", "B 8:05:00-8:06:00", "C 8:10:00")
        + calls("t2", "C 9:00:00", "D 9:10:00")
        + calls("t3", "D 9:12:00", "E 9:20:00"),
    )
    timetable, _, labels = journeys.build_timetable([made])
    return index_names(timetable, labels)


def test_what_a_feed_says_is_read():
    told = read_bulletin(a_feed())
    assert told.at == NOON
    assert [news.trip.trip_id for news in told.trips] == ["t1", "t2", "t9", "t1"]
    first = told.trips[0]
    assert first.trip.day == 739_621
    assert first.seen_at == NOON - 9
    assert [(one.sequence, one.stop_id) for one in first.calls] == [(1, "A"), (3, "C")]
    assert first.calls[0].departure_delay_s == 60
    assert first.calls[0].departs_at is None
    assert first.calls[1].arrives_at == NOON
    assert told.trips[3].copy.start_s == 9 * 3_600
    assert told.alerts[0].header == (("it", "Sciopero"),)
    assert [one.route_id or one.stop_id for one in told.alerts[0].about] == ["4", "B"]
    assert (told.positions[0].label, told.positions[0].seen_at) == ("2839", NOON)
    assert told.detours[0].bends[0].from_stop_id == "B"
    assert codes(told) == {}


@pytest.mark.parametrize(
    "content", [b"", b"\x00", b"<html>404</html>", b"PK\x03\x04", b"\xff" * 99, a_feed()[9:]]
)
def test_what_is_no_live_feed_is_refused_in_one_word(content):
    with pytest.raises(Invalid) as refused:
        read_bulletin(content)
    assert refused.value.code == "realtime_unreadable"


def test_a_feed_of_hostile_size_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(reading, "LARGEST_BYTES", 100)
    with pytest.raises(Invalid) as refused:
        read_bulletin(a_feed())
    assert refused.value.code == "realtime_too_large"


def test_of_too_many_messages_the_first_are_read(monkeypatch):
    monkeypatch.setattr(reading, "MOST_ENTITIES", 2)
    told = read_bulletin(a_feed())
    assert len(told.trips) == 2
    assert "realtime_entities_too_many" in codes(told)


def test_messages_without_a_name_or_with_one_twice_are_told():
    kind, one = update("t1", delay_s=60)
    other = update("t1", delay_s=120)[1]
    told = read_bulletin(feed((kind, one, ""), (kind, one, "x"), (kind, other, "x"), at=NOON))
    assert [news.delay_s for news in told.trips] == [60, 120]  # of two with one name, the last
    assert codes(told) == {"realtime_entity_nameless": 1, "realtime_entity_twice": 1}


def test_a_deleted_message_says_nothing():
    message = gtfs_rt.FeedMessage.FromString(a_feed())
    for entity in message.entity:
        entity.is_deleted = True
    told = read_bulletin(message.SerializeToString())
    assert (told.trips, told.alerts, told.positions) == ((), (), ())


@pytest.mark.parametrize(
    ("entity", "code"),
    [
        (update(), "realtime_trip_nameless"),
        (update("t", [call(k) for k in range(1_001)]), "realtime_calls_too_many"),
        (alert("", [{"route_id": "4"}]), "realtime_alert_silent"),
        (alert("Hello", []), "realtime_alert_about_nothing"),
        (position("t", 0.0, 0.0), "realtime_position_bad"),
        (position("t", math.nan, 7.0), "realtime_position_bad"),
        (position("t", 91.0, 7.0), "realtime_position_bad"),
        (detour(["t"], [], []), "realtime_detour_unclear"),
        (detour([], ["20260105"], []), "realtime_detour_unclear"),
    ],
)
def test_what_a_message_lacks_is_told_and_the_message_passed_over(entity, code):
    told = read_bulletin(feed(entity, at=NOON))
    assert (told.trips, told.alerts, told.positions, told.detours) == ((), (), (), ())
    assert codes(told) == {code: 1}


@pytest.mark.parametrize(
    "written", ["", "2026", "20260230", "99999999", "２０２６０１０５", "x" * 99]
)
def test_a_day_that_does_not_exist_is_not_said(written):
    assert read_bulletin(feed(update("t", start_date=written))).trips[0].trip.day == 0


@pytest.mark.parametrize("written", ["", "8", "8:61:00", "8:00:99", "999:00:00", "-1:00:00"])
def test_a_time_that_does_not_exist_is_not_said(written):
    assert read_bulletin(feed(update("t", start_time=written))).trips[0].trip.start_s == -1


def test_text_that_is_no_utf8_is_shown_as_far_as_it_can_be():
    content = feed(update("WXYZ"), at=NOON).replace(b"WXYZ", b"\xff\xfeYZ")
    assert read_bulletin(content).trips[0].trip.trip_id == "��YZ"


def test_an_alert_holds_within_its_periods_or_always():
    told = read_bulletin(
        feed(
            alert("a", [{"stop_id": "A"}], periods=[(10, 20), (30, 0)]),
            alert("b", [{"stop_id": "A"}]),
            alert("c", [{"stop_id": "A"}], periods=[(0, 20)]),
        )
    )
    by_instant = {at: [one.holds_at(at) for one in told.alerts] for at in (5, 10, 20, 35)}
    assert by_instant == {
        5: [False, True, True],
        10: [True, True, True],
        20: [False, True, False],
        35: [True, True, False],
    }


def test_every_trouble_has_its_sentence_in_both_languages():
    for said in SENTENCES.values():
        assert set(said) == {"it", "en", "action_it", "action_en"}


def flip(content: bytes, rng) -> bytes:
    changed = bytearray(content)
    for at in rng.integers(0, len(changed), rng.integers(1, 9)):
        changed[at] = rng.integers(256)
    return bytes(changed)


def cut(content: bytes, rng) -> bytes:
    return content[: rng.integers(len(content))]


def double(content: bytes, rng) -> bytes:
    at = int(rng.integers(len(content)))
    return content[:at] + content[at // 2 :]


def odd_numbers(content: bytes, rng) -> bytes:
    """Put extreme numbers where the messages have numbers."""
    message = gtfs_rt.FeedMessage.FromString(content)
    extremes = [-(2**31), 2**31 - 1, 0, 1, -1]
    for entity in message.entity:
        for one in entity.trip_update.stop_time_update:
            one.arrival.delay = int(rng.choice(extremes))
            one.departure.time = int(rng.choice([*extremes, 2**62, -(2**62)]))
            one.stop_sequence = int(rng.choice([0, 1, 2**32 - 1]))
            one.schedule_relationship = int(rng.integers(4))
        entity.trip_update.trip.schedule_relationship = int(rng.choice([0, 1, 2, 3, 5, 6, 7, 8]))
    message.header.timestamp = int(rng.choice([0, 1, NOON, 2**63]))
    return message.SerializeToString()


@pytest.mark.parametrize("shard", range(SHARDS))
def test_a_broken_feed_is_read_as_far_as_it_goes_or_refused(shard):
    rng, city, read_well = np.random.default_rng(shard), a_city(), 0
    for _ in range(MUTANTS):
        content = a_feed()
        for change in rng.choice([flip, cut, double, odd_numbers], rng.integers(1, 3)):
            if content:
                try:
                    content = change(content, rng)
                except DecodeError:
                    break
        try:
            told = read_bulletin(content)
        except Invalid:
            continue
        read_well += 1
        followed, _ = follow([Heard(told, city)], NOON)
        assert {one.code for one in (*told.troubles, *followed.troubles)} <= set(SENTENCES)
        for one in (*told.troubles, *followed.troubles):
            assert SENTENCES[one.code]["it"] % one.values
        live = followed.timetable
        for day in range(live.first_day, live.first_day + 2):
            view = journeys.open_day(live, day)
            assert abs(view.onward.arrives_s).max() < 10 * 86_400
    assert read_well > MUTANTS // 20
