"""Two offices that treat each kind of case alike are alike, whatever they get more of."""

from __future__ import annotations

import numpy as np
import pytest

from metropoli.engines import insight


def offices(quick_of_each):
    """Return cases that last 10 days (quick kind) or 100 (slow kind), 100 an office."""
    office = np.repeat(np.arange(len(quick_of_each)), 100).astype(np.int32)
    kind = np.concatenate([np.arange(100) >= quick for quick in quick_of_each]).astype(np.int32)
    share = np.tile(np.arange(10), len(office) // 10)
    lasts = np.where(kind == 0, 10.0, 100.0) * np.where(share < 8, 1, 0.1)
    return insight.lives(lasts, np.zeros(len(office), np.int32)), office, kind


def test_a_harder_mix_does_not_make_an_office_slower():
    told, office, kind = offices([80, 20])
    plain = [float((told.left[office == one] <= 50).mean()) for one in (0, 1)]
    assert plain[0] - plain[1] > 0.4
    fair = insight.ended_within(told, office, kind, 50, 2)
    assert fair.value[0] == pytest.approx(fair.value[1])
    assert fair.value == pytest.approx([0.6, 0.6])
    assert np.all((fair.low < fair.value) & (fair.value < fair.high))
    assert fair.n_cases.tolist() == [100, 100]


def test_an_office_that_was_not_watched_so_long_is_not_known_yet():
    told, office, kind = offices([50, 50])
    early = np.where(office == 1, np.minimum(told.left, 20), told.left)
    outcome = np.where((office == 1) & (told.left > 20), insight.STILL_OPEN, 0).astype(np.int32)
    fair = insight.ended_within(insight.lives(early, outcome), office, kind, 50, 2)
    assert np.isnan(fair.value).tolist() == [False, True]


def test_an_office_without_a_kind_of_case_is_not_compared():
    told, office, kind = offices([50, 98])
    fair = insight.ended_within(told, office, kind, 50, 3)
    assert np.isnan(fair.value).tolist() == [False, True, True]


def test_intervals_hold_the_truth_as_often_as_they_say():
    rng = np.random.default_rng(3)
    held = []
    for _ in range(200):
        kind = rng.integers(0, 2, 120).astype(np.int32)
        lasts, watched = rng.exponential(np.where(kind, 60, 20)), rng.uniform(20, 120, 120)
        outcome = np.where(lasts <= watched, 0, insight.STILL_OPEN).astype(np.int32)
        told = insight.lives(np.minimum(lasts, watched), outcome)
        fair = insight.ended_within(told, np.zeros(120, np.int32), kind, 40, 1)
        mix = np.bincount(kind) / 120
        truth = mix @ (1 - np.exp(-40 / np.array([20, 60])))
        held.append(fair.low[0] <= truth <= fair.high[0])
    assert np.mean(held) == pytest.approx(0.95, abs=0.035)
