"""What was observed is kept in little room, and the odds rest on it."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from apps.travel.live import Feed
from apps.travel.miniature import HOME, MONDAY, OFFICE, when
from apps.travel.test_live import EIGHT, late
from metropoli.apps.travel import bridge, queries, services
from metropoli.apps.travel.types import TripRequest
from metropoli.engines import journeys

LINE = "tram:4"


def kept():
    return bridge.read_record(queries.recorded_folder())


def test_each_passage_is_kept_once(feed: Feed):
    n = 0
    for minute in range(20):
        feed.says(EIGHT + timedelta(minutes=minute), late("t8:00", 120), age_s=0)
        n += services.record_delays()
        assert services.record_delays() == 0  # the same news again
    # B, C and D; the first stop is where it starts.
    assert n == 3
    assert kept().counts[LINE].sum() == 3
    assert np.flatnonzero(kept().counts[LINE].any(axis=0)).tolist() == [(300 + 120) // 30]


def test_without_news_or_timetable_nothing_is_kept(feed: Feed, settings, tmp_path):
    feed.at(EIGHT)
    assert services.record_delays() == 0
    settings.VAR = tmp_path / "nowhere"
    assert services.record_delays() == 0
    assert kept().counts == {}


@pytest.mark.parametrize("broken", [b"", b"PK\x03\x04", b"nonsense" * 100])
def test_a_record_that_is_broken_begins_anew(broken, tmp_path):
    (tmp_path / "delays.npz").write_bytes(broken)
    assert bridge.read_record(tmp_path).counts == {}


def test_old_passages_fade(feed: Feed):
    crowded = np.zeros((journeys.N_HOURS, journeys.N_BINS), np.int64)
    crowded[8, 0] = 1_000_000
    bridge.write_record(bridge.Record(1, 1, {LINE: crowded}), queries.recorded_folder())
    feed.says(when(MONDAY, "08:08"), late("t8:00", 120), age_s=0)
    assert services.record_delays() == 1
    assert kept().counts[LINE][8, 0] == 500_000


def test_the_odds_rest_on_what_was_observed_and_the_answer_says_so(feed: Feed):
    seen = np.zeros((journeys.N_HOURS, journeys.N_BINS), np.int64)
    seen[8, (300 + 600) // 30] = 500  # always ten minutes late
    bridge.write_record(
        bridge.Record(int(EIGHT.timestamp()), 1, {LINE: seen}), queries.recorded_folder()
    )
    request = TripRequest(HOME, OFFICE, when(MONDAY, "08:05"))
    feed.at(EIGHT)
    usual = services.plan_trip(request=request)
    feed.says(EIGHT, late("t9:00", 60))
    answer = services.plan_trip(request=request)

    def odds(told):
        return max(trip.odds_share or 0 for trip in told.trips)

    assert odds(usual) > 0.5
    assert odds(answer) < 0.1
    (basis,) = [one for one in answer.rests_on if one.kind == "delays"]
    assert "osservati dal 2026-01-05 per 1 linee" in basis.note_it
