"""
Building permits of five Dutch municipalities (BPI Challenge 2015): forecasts against what came.

Each of 25 snapshots (five municipalities, half-years from 1-1-2012 to 1-1-2014) announces when a
share of the cases will have ended, by what was known that day. Counted are the cases begun in the
half-year after it: how many ended within the announced time. What never ended did not.
"""

from __future__ import annotations

import gzip
import itertools
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from metropoli.engines import insight

PERMITS = Path(__file__).parents[2] / "../shared/data/log-processi/bpic2015-permessi-edilizi"
TOWNS = range(1, 6)
DAY_MS = 86_400_000
HALVES = ("2012-01-01", "2012-07-01", "2013-01-01", "2013-07-01", "2014-01-01", "2014-07-01")
TODAYS = [insight.instant_ms(f"{day}T00:00:00+01:00") / DAY_MS for day in HALVES]
TWO_YEARS = 730.0
LOGS_DRAWN = insight.instant_ms("2015-04-30T00:00:00+01:00") / DAY_MS

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not PERMITS.exists(), reason="not beside the project (../shared/data)"),
]


@cache
def town(number: int) -> insight.Log:
    with gzip.open(PERMITS / f"BPIC15_{number}.xes.gz") as file:
        return insight.read_xes(iter(lambda: file.read(1 << 20), b""))


@cache
def dossiers() -> insight.Dossiers:
    began, ended, office = [], [], []
    for number in TOWNS:
        columns = town(number).of_case
        for name, days in (("startDate", began), ("endDate", ended)):
            at_ms = insight.instants(columns[name])
            days.append(np.where(at_ms == insight.NO_INSTANT, np.nan, at_ms / DAY_MS))
        office.append(np.full(len(began[-1]), number, np.int32))
    return insight.Dossiers(*(np.concatenate(column) for column in (office, began, ended)))


def kept_shares(announce) -> np.ndarray:
    """Return by snapshot which share of the next cases ended in time, NaN where none was told."""
    told, shares = dossiers(), []
    for number in TOWNS:
        for today, later in itertools.pairwise(TODAYS):
            coming = (told.office == number) & (told.began >= today) & (told.began < later)
            within = announce(told, number, today)
            kept = (told.ended - told.began)[coming] <= (np.nan if within is None else within)
            shares.append(np.nan if within is None else kept.mean())
    return np.array(shares)


def usual(share):
    return kept_shares(
        lambda told, number, today: insight.days_until(
            insight.still_open(insight.begun_within(told, number, today, TWO_YEARS)), share
        )
    )


def ours(share):
    return kept_shares(lambda *at: insight.announced_days(*at, (share,))[0])


def test_all_cases_and_events_are_read():
    counts = [(len(log.cases), len(log.at_ms)) for log in map(town, TOWNS)]
    assert counts == [(1199, 52217), (832, 44354), (1409, 59681), (1053, 47293), (1156, 59083)]
    assert not any(town(number).n_left_out for number in TOWNS)


def test_the_usual_announcements_are_kept_less_often_than_they_say():
    last_month = kept_shares(lambda *at: insight.closed_within(*at, 30, 0.9))
    last_half = kept_shares(lambda *at: insight.closed_within(*at, 183, 0.9))
    assert last_month.mean() == pytest.approx(0.780, abs=0.0006)
    assert last_month.min() == pytest.approx(0.48, abs=0.005)
    assert last_half.mean() == pytest.approx(0.8185, abs=0.0006)


def test_counting_open_cases_keeps_the_promise_where_it_can_be_made():
    kept = usual(0.9)
    given = ~np.isnan(kept)
    assert given.sum() == 13
    assert kept[given].mean() == pytest.approx(0.907, abs=0.0006)
    assert (kept[given].min(), kept[given].max()) == pytest.approx((0.81, 0.96), abs=0.005)
    last_month = kept_shares(lambda *at: insight.closed_within(*at, 30, 0.9))
    assert last_month[given].mean() == pytest.approx(0.79, abs=0.005)


@pytest.mark.parametrize(("share", "least"), [(0.5, 25), (0.8, 24), (0.9, 19), (0.95, 8)])
def test_ours_is_kept_within_three_points_and_given_more_often(share, least):
    kept, plain = ours(share), usual(share)
    given = ~np.isnan(kept)
    assert given.sum() >= least
    assert given.sum() > (~np.isnan(plain)).sum() or given.all()
    assert kept[given].mean() == pytest.approx(share, abs=0.03)


def test_the_cases_took_as_long_and_went_as_many_ways_as_others_find():
    """The shares over 56 days and the numbers of variants are those that pm4py 2.7 finds too."""
    found = []
    for log in map(town, TOWNS):
        told = insight.spans(log, np.zeros(len(log.cases), np.bool_), 0)
        days = (told.until_ms - told.began_ms) / DAY_MS
        ways = len(insight.variants(log).n_cases)
        found.append((round(float(np.median(days)), 1), round(float((days > 56).mean()), 2), ways))
    assert found == [
        (61.4, 0.55, 1170),
        (108.5, 0.79, 828),
        (38.5, 0.32, 1349),
        (96.4, 0.75, 1049),
        (77.2, 0.68, 1153),
    ]


@pytest.mark.parametrize(
    ("share", "given_of_all", "kept"),
    [(0.5, 0.454, 0.502), (0.8, 0.258, 0.821), (0.9, 0.172, 0.887), (0.95, 0.086, 0.914)],
)
def test_what_is_left_of_an_open_case_is_told_from_what_is_known_that_day(
    share, given_of_all, kept
):
    """95 % is kept by 91 %: short of the three points, and said so in the decision."""
    told, n_asked, found = dossiers(), 0, []
    for number in TOWNS:
        mine = told.office == number
        # Some ends were planned for later than the log was drawn.
        log_ends = np.nanmax(told.ended[mine & (told.ended < LOGS_DRAWN)])
        for today in TODAYS[:-1]:
            waiting = mine & (told.began < today) & (told.began > today - TWO_YEARS)
            for row in np.flatnonzero(waiting & ~(told.ended < today)):
                began, n_asked = told.began[row], n_asked + 1
                days = insight.announced_days(told, number, today, (share,), today - began)[0]
                if days is not None and began + days <= log_ends:
                    found.append(told.ended[row] - began <= days)
    assert len(found) / n_asked == pytest.approx(given_of_all, abs=0.002)
    assert np.mean(found) == pytest.approx(kept, abs=0.002)
