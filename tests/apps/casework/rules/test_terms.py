"""The legal clock against counting on one's fingers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metropoli.apps.casework.rules import calendar, terms
from metropoli.apps.casework.types import Term, Text

DAY = timedelta(days=1)
SAYS = Text("", "")


def term(days: int, *, august: bool = False) -> Term:
    return Term("t", SAYS, days, "law", "office", skips_august=august)


def counted(
    start: date, days: int, standing: set[date], resumed: date, *, august: bool = False
) -> date:
    """Count on one's fingers: the day after the first is one, days that stand still are none."""
    day = start
    while days:
        day += DAY
        if day not in standing and not (august and day.month == 8):
            days -= 1
    day = max(day, resumed)
    while calendar.is_closed(day):
        day += DAY
    return day


days = st.dates(date(2024, 1, 1), date(2030, 12, 31))


@given(days, st.integers(1, 120), st.data())
def test_the_last_day_is_the_one_that_fingers_find(start, lasts, data):
    """The clock stands still from the day of a stop to the day on which it goes on."""
    one = term(lasts)
    clock, at, standing, left = terms.begin(one, start), start, set(), lasts
    for _ in range(data.draw(st.integers(0, 4))):
        ran, stood = data.draw(st.integers(0, left)), data.draw(st.integers(0, 40))
        left -= ran
        clock = terms.stop(clock, at + ran * DAY)
        assert terms.last_day(clock, one, calendar.is_closed) is None
        standing |= {at + (ran + n + 1) * DAY for n in range(stood)}
        at += (ran + stood) * DAY
        clock = terms.restart(clock, at)
    found = terms.last_day(clock, one, calendar.is_closed)
    assert found == counted(start, lasts, standing, at)


def test_a_clock_that_goes_on_after_its_days_ran_out_has_that_day():
    """Sixty days from 2 March end on 1 May, a holiday; on the 2nd, the last day, it is stopped."""
    one = term(60)
    clock = terms.stop(terms.begin(one, date(2026, 3, 2)), date(2026, 5, 2))
    clock = terms.restart(clock, date(2026, 5, 20))
    assert terms.last_day(clock, one, calendar.is_closed) == date(2026, 5, 20)


@given(days, st.integers(1, 120))
def test_where_august_does_not_count_it_is_skipped(start, lasts):
    skipping = term(lasts, august=True)
    found = terms.last_day(terms.begin(skipping, start), skipping, calendar.is_closed)
    assert found == counted(start, lasts, set(), start, august=True)


@pytest.mark.parametrize(
    ("start", "lasts", "last"),
    [
        (date(2026, 3, 2), 30, date(2026, 4, 1)),
        (date(2026, 3, 5), 30, date(2026, 4, 4)),  # a Saturday is a day like others
        (date(2026, 3, 6), 30, date(2026, 4, 7)),  # 5 April is Easter, 6 April its Monday
        (date(2026, 11, 25), 30, date(2026, 12, 28)),  # Christmas, Saint Stephen, a Sunday
        (date(2026, 9, 4), 30, date(2026, 10, 5)),  # Saint Francis, a holiday again from 2026
    ],
)
def test_a_term_that_ends_on_a_holiday_ends_on_the_day_after(start, lasts, last):
    one = term(lasts)
    assert terms.last_day(terms.begin(one, start), one, calendar.is_closed) == last


def test_the_patron_closes_the_office():
    assert not calendar.is_closed(date(2026, 6, 24))
    assert calendar.is_closed(date(2026, 6, 24), patron=(6, 24))


def test_a_term_is_over_at_the_midnight_after_its_last_day_in_italy():
    assert terms.over_at(date(2026, 7, 1)) == datetime(2026, 7, 1, 22, tzinfo=UTC)
    assert terms.over_at(date(2026, 12, 1)) == datetime(2026, 12, 1, 23, tzinfo=UTC)
    assert terms.day_of(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)) == date(2026, 7, 2)


def test_a_clock_that_is_reset_knows_nothing_of_before():
    one = term(30)
    clock = terms.stop(terms.begin(one, date(2026, 1, 7)), date(2026, 1, 20))
    clock = terms.reset(clock, date(2026, 2, 2))
    assert clock == terms.begin(one, date(2026, 2, 2))
    ended = terms.end(clock, date(2026, 2, 3))
    assert terms.stop(ended, date(2026, 2, 4)) == terms.end(ended, date(2026, 2, 5)) == ended
