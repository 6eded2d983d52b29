"""How late vehicles were: each call is counted once, and becomes odds."""

from __future__ import annotations

import itertools
import math

import numpy as np

from engines.journeys.realtime.messages import call, feed, update
from engines.journeys.realtime.test_hearing import TODAY, at, city
from metropoli.engines.journeys import modelled_delays
from metropoli.engines.journeys.realtime import (
    FEWEST_PASSAGES,
    N_BINS,
    N_HOURS,
    Heard,
    follow,
    index_names,
    observe,
    observed_delays,
    read_bulletin,
)


def followed(*entities, now="8:00"):
    timetable, labels = city()
    bulletin = read_bulletin(feed(*entities, at=at(now)))
    return follow([Heard(bulletin, index_names(timetable, labels))], at(now))[0]


def late(seconds, sequence=2):
    return update("t1", [call(sequence, departs={"delay": seconds})], start_date=TODAY)


def found(counts):
    """Return (line, hour, bin, number) of what was counted."""
    return [(*place, int(counts[tuple(place)])) for place in np.argwhere(counts).tolist()]


def test_calls_within_the_interval_are_counted_by_line_hour_and_delay():
    now = followed(late(130))
    counts = observe(now, at("8:05"), at("8:13"))  # B at 8:07:10, C at 8:12:10; D comes later
    assert counts.shape == (1, N_HOURS, N_BINS)
    assert found(counts) == [(0, 8, (300 + 130) // 30, 2)]


def test_intervals_that_follow_one_another_count_each_call_once():
    now = followed(late(130))
    whole = observe(now, at("8:00"), at("9:00"))
    cut = [at(f"8:{minute:02}") for minute in range(0, 60)] + [at("9:00")]
    parts = sum(observe(now, *pair) for pair in itertools.pairwise(cut))
    assert (whole == parts).all()
    assert whole.sum() == 3


def test_what_is_not_foretold_is_not_counted():
    for told in (
        update("t1", relation=3, start_date=TODAY),
        update("t1", [call(2, relation=1)], start_date=TODAY),
        update("x", [call(stop=s, departs={"time": at(t)}) for s, t in (("A", "8:05"), ("B", "8:06"))],
               relation=1, route_id="4"),
    ):  # fmt: skip
        assert observe(followed(told), at("8:00"), at("9:00")).sum() == 0


def test_delays_beyond_the_ends_are_counted_there():
    assert found(observe(followed(late(-900)), at("7:00"), at("9:00")))[0][2] == 0
    assert found(observe(followed(late(5 * 3_600)), at("8:00"), at("23:00")))[0][2] == N_BINS - 1


def test_odds_are_those_that_were_observed():
    """Of a thousand passages nine in ten were less than a minute late, one was ten minutes late."""
    _, labels = city()
    counts = np.zeros((1, N_BINS), np.int64)
    counts[0, (300 + 30) // 30] = 900
    counts[0, (300 + 600) // 30] = 100
    table = observed_delays(labels.lines, counts)
    kind = int(table.line_class[0])
    share = [
        math.exp(-int(table.risk[kind * table.n_steps + slack_s // table.step_s]) / 1_000)
        for slack_s in (30, 60, 570, 630)
    ]
    assert [round(one, 2) for one in share] == [0.0, 0.9, 0.9, 1.0]


def test_a_line_that_was_seldom_seen_goes_by_the_model():
    _, labels = city()
    counts = np.zeros((1, N_BINS), np.int64)
    counts[0, 0] = FEWEST_PASSAGES - 1
    table, model = observed_delays(labels.lines, counts), modelled_delays(labels.lines)
    assert (table.risk == model.risk).all()
    assert (table.line_class == model.line_class).all()
