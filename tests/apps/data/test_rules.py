from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from metropoli.apps.data import messages, rules

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TODAY = date(2026, 11, 23)


def report(frequency="daily", age=timedelta(0), valid_until=None):
    return rules.freshness(
        frequency=frequency,
        checked_at=NOW - age,
        valid_until=valid_until,
        now=NOW,
        today=TODAY,
    )


@pytest.mark.parametrize(
    ("frequency", "age", "expected"),
    [
        ("daily", timedelta(days=2), "fresh"),
        ("daily", timedelta(days=2, seconds=1), "ageing"),
        ("daily", timedelta(days=6), "ageing"),
        ("daily", timedelta(days=6, seconds=1), "stale"),
        ("yearly", timedelta(days=300), "fresh"),
        ("never", timedelta(days=9000), "fresh"),
        ("continuous", timedelta(hours=4), "stale"),
    ],
)
def test_a_dataset_ages_by_how_often_it_should_be_renewed(frequency, age, expected):
    assert report(frequency, age).freshness == expected


@pytest.mark.parametrize(
    ("valid_until", "expected"),
    [
        (date(2026, 11, 22), "stale"),
        (TODAY, "ageing"),
        (date(2026, 11, 29), "ageing"),
        (date(2026, 11, 30), "fresh"),
    ],
)
def test_a_timetable_is_stale_the_day_after_its_last(valid_until, expected):
    assert report(valid_until=valid_until).freshness == expected


def test_the_worst_reason_decides_and_every_reason_is_told():
    both = report(age=timedelta(days=3), valid_until=date(2026, 1, 1))
    assert both.freshness == "stale"
    assert [code for code, _ in both.reasons] == ["not_checked_lately", "period_is_over"]


def test_what_was_never_imported_is_stale():
    never = rules.freshness(
        frequency="never", checked_at=None, valid_until=None, now=NOW, today=TODAY
    )
    assert (never.freshness, never.reasons[0][0]) == ("stale", "never_imported")


def test_every_reason_has_its_sentence():
    reports = [report(age=timedelta(days=d), valid_until=TODAY) for d in (3, 30)]
    reports.append(report(valid_until=date(2026, 1, 1)))
    told = {messages.reason(code, values) for r in reports for code, values in r.reasons}
    assert len(told) == 4
    assert all("%" not in sentence for sentence in told)
