"""The legal clock: last days of terms, with stops, and what the law does when one is over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from metropoli.apps.casework.types import Clock, Deadline, Procedure, Term

ROME = ZoneInfo("Europe/Rome")
ONE_DAY = timedelta(days=1)
AUGUST = 8

IsClosed = Callable[[date], bool]


def day_of(instant: datetime) -> date:
    """Return the calendar day of an instant in Italy."""
    return instant.astimezone(ROME).date()


def over_at(last_day: date) -> datetime:
    """Return the instant at which a term is over: the midnight after its last day."""
    return datetime.combine(last_day + ONE_DAY, time(), ROME).astimezone(UTC)


def begin(term: Term, on: date, *, organisation: str = "") -> Clock:
    """Return the clock of a term that begins on a day."""
    return Clock(term.code, on, term.lasts_days, organisation=organisation)


def stop(clock: Clock, on: date) -> Clock:
    """Return the clock standing still from a day on."""
    return replace(clock, stopped_on=on) if clock.is_running else clock


def restart(clock: Clock, on: date) -> Clock:
    """Return the clock running on: the days that it stood still do not count."""
    if clock.stopped_on is None or clock.ended_on is not None:
        return clock
    stood_days = clock.stood_days + (on - clock.stopped_on).days
    return replace(clock, stopped_on=None, resumed_on=on, stood_days=stood_days)


def reset(clock: Clock, on: date) -> Clock:
    """Return the clock beginning anew: nothing of what has passed counts."""
    return Clock(clock.term, on, clock.lasts_days, organisation=clock.organisation)


def end(clock: Clock, on: date) -> Clock:
    """Return the clock ended on a day."""
    return clock if clock.ended_on is not None else replace(clock, ended_on=on)


def last_day(clock: Clock, term: Term, is_closed: IsClosed) -> date | None:
    """
    Return the last day on which one is in time, or None while the clock stands still.

    The day on which it begins does not count and the last one does; a last day on which offices
    are closed by law moves to the next one that is not (art. 2963 of the civil code). Whoever lets
    a clock go on has that day at least.
    """
    if clock.stopped_on is not None:
        return None
    day = _after(clock.started_on, clock.lasts_days + clock.stood_days, term)
    day = max(day, clock.resumed_on or day)
    while is_closed(day):
        day += ONE_DAY
    return day


def _after(start: date, n_days: int, term: Term) -> date:
    """Return the day that comes n counted days after another."""
    if not term.skips_august:
        return start + n_days * ONE_DAY
    day = start
    while n_days:
        day += ONE_DAY
        n_days -= day.month != AUGUST
    return day


def deadlines(
    procedure: Procedure, clocks: Mapping[tuple[str, str], Clock], is_closed: IsClosed
) -> tuple[Deadline, ...]:
    """Return the clocks that have not ended, those over first first, those that stand still last."""
    open_ones = [
        _deadline(clock, procedure.terms[clock.term], is_closed)
        for clock in clocks.values()
        if clock.ended_on is None
    ]
    return tuple(sorted(open_ones, key=lambda one: (one.last_day or date.max, one.term)))


def _deadline(clock: Clock, term: Term, is_closed: IsClosed) -> Deadline:
    return Deadline(
        term=clock.term,
        organisation=clock.organisation,
        last_day=last_day(clock, term, is_closed),
        bound=term.bound,
        when_over=term.when_over,
        lasts_days=clock.lasts_days,
        stood_days=clock.stood_days,
    )
