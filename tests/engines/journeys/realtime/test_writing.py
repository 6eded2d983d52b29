"""What is written is read again as it was, and what was recorded can be played at another time."""

from __future__ import annotations

from dataclasses import replace

from engines.journeys.realtime.test_reading import NOON, a_feed
from metropoli.engines.journeys.realtime import read_bulletin, shift_bulletin, write_bulletin

DAY_S = 86_400


def test_a_feed_that_is_written_is_read_again_as_it_was():
    told = read_bulletin(a_feed())
    plain = replace(
        told, detours=(), trips=tuple(replace(one, copy=type(one.copy)()) for one in told.trips)
    )
    assert read_bulletin(write_bulletin(plain)) == plain


def test_what_was_told_of_trips_moves_by_days_and_what_was_seen_by_seconds():
    told = read_bulletin(a_feed())
    later = shift_bulletin(told, 2 * DAY_S + 500, 2, 2 * DAY_S)
    assert later.at == NOON + 2 * DAY_S + 500
    assert later.trips[0].trip.day == told.trips[0].trip.day + 2
    assert later.trips[0].calls[1].arrives_at == NOON + 2 * DAY_S
    assert later.trips[0].calls[0] == told.trips[0].calls[0]  # a delay is a delay
    assert later.trips[0].seen_at == told.trips[0].seen_at + 2 * DAY_S + 500
    assert later.alerts[0].periods == ((1 + 2 * DAY_S + 500, 9 + 2 * DAY_S + 500),)
    assert later.positions[0].seen_at == NOON + 2 * DAY_S + 500
    assert later.trips[1].trip.day == 0
