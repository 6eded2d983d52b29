"""Open cases count for what is known of them."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from engines.insight import naive
from metropoli.engines import insight


def some_lives(seed):
    rng = np.random.default_rng(seed)
    n_cases = int(rng.integers(1, 25))
    left = rng.integers(0, 12, n_cases).astype(float)
    entered = np.where(rng.random(n_cases) < 0.3, rng.integers(0, 12, n_cases) - 1, -1.0)
    entered = np.minimum(entered, left - 1)
    outcome = rng.integers(-1, 3, n_cases).astype(np.int32)
    weight = rng.integers(1, 4, n_cases).astype(float)
    told = insight.Lives(entered, left, outcome, weight)
    plain = list(zip(*(column.tolist() for column in told), strict=True))
    return told, [(e, d, o, int(w)) for e, d, o, w in plain]


@pytest.mark.parametrize("seed", range(200))
def test_curves_are_those_reckoned_by_hand(seed):
    told, plain = some_lives(seed)
    expected = naive.open_shares(plain, 3)
    curve, ends = insight.still_open(told), insight.ways_to_end(told, 3)
    assert curve.after.tolist() == list(expected)
    assert curve.open_share == pytest.approx([float(left) for left, _ in expected.values()])
    for way in range(3):
        wanted = [float(shares[way]) for _, shares in expected.values()]
        assert ends.share[way] == pytest.approx(wanted)
    assert ends.open_share + ends.share.sum(axis=0) == pytest.approx(np.ones(len(expected)))
    assert np.all(curve.low <= curve.open_share + 1e-9)
    assert np.all(curve.high >= curve.open_share - 1e-9)


@pytest.mark.parametrize("seed", range(200))
def test_a_date_is_told_only_where_the_cases_forbid_no_number(seed):
    told, plain = some_lives(seed)
    expected, curve = (
        naive.open_shares(plain),
        insight.still_open(told._replace(outcome=np.minimum(told.outcome, 0))),
    )
    expected = naive.open_shares([(e, d, min(o, 0), w) for e, d, o, w in plain])
    for percent in (50, 80, 95):
        for given in (-1, 0, 3, 7):
            wanted = naive.until(expected, Fraction(percent, 100), given)
            assert insight.days_until(curve, percent / 100, given) == wanted


def test_the_interval_is_the_one_of_the_books():
    """Six of 21 patients of Freireich (1963) relapse in week 6: S = 0.857, 95 % 0.620 to 0.952."""
    weeks = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
    relapse = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
    told = insight.lives(np.array(weeks, float), np.array(relapse, np.int32) - 1)
    curve = insight.still_open(told)
    assert curve.open_share[0] == pytest.approx(0.857, abs=0.001)
    assert (curve.low[0], curve.high[0]) == pytest.approx((0.620, 0.952), abs=0.001)
    assert insight.days_until(curve, 0.5) == 23
    assert insight.days_until(curve, 0.8) is None
    assert insight.share_ended(curve, 6) == pytest.approx(3 / 21)
    assert insight.share_ended(curve, 23, 22) == pytest.approx(1 / 6)


def test_of_no_case_nothing_is_known():
    told = insight.lives(np.empty(0), np.empty(0, np.int32))
    assert insight.days_until(insight.still_open(told), 0.5) is None
    assert insight.nearest_rank(np.empty(0), 0.9) is None


def test_a_forecast_never_looks_beyond_today():
    rng = np.random.default_rng(5)
    began = rng.uniform(0, 1000, 200)
    lasts = rng.exponential(100, 200)
    told = insight.Dossiers(rng.integers(0, 3, 200).astype(np.int32), began, began + lasts)
    today = 600.0
    unknown = np.where(told.ended >= today, np.nan, told.ended)
    past = told.began < today
    known = insight.Dossiers(told.office[past], told.began[past], unknown[past])
    for one, other in zip(
        insight.outlook(told, 1, today), insight.outlook(known, 1, today), strict=True
    ):
        assert np.array_equal(one, other, equal_nan=True)


def test_a_case_open_for_long_borrows_nothing_and_few_cases_tell_no_date():
    office = np.repeat([0, 1], [50, 9]).astype(np.int32)
    began = np.linspace(0, 90, 59)
    told = insight.Dossiers(office, began, began + np.linspace(30, 60, 59))
    assert insight.announced_days(told, 1, 200.0, (0.5, 0.95))[0] is not None
    assert insight.announced_days(told, 1, 200.0, (0.5, 0.95))[1] is None
    assert insight.announced_days(told, 1, 200.0, (0.5,), 31) == (None,)
    half, most = insight.announced_days(told, 0, 200.0, (0.5, 0.95), 31)
    assert 31 < half < most


def test_an_office_without_cases_borrows_those_of_the_others():
    told = insight.Dossiers(np.zeros(50, np.int32), np.arange(50.0), np.arange(50.0) + 30)
    assert insight.days_until(insight.outlook(told, 7, 100.0), 0.5) == 30
    assert insight.days_until(insight.outlook(told, 7, 100.0, borrowed=0), 0.5) is None
