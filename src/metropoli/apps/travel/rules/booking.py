"""Until when a ride on demand can be asked for."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

AT_ONCE, SAME_DAY, DAYS_BEFORE = 0, 1, 2  # GTFS: booking_type


class Terms(NamedTuple):
    """
    How long beforehand one asks (GTFS, booking_rules.txt).

    `notice` is the time before being picked up; for rides asked for on an earlier day, how far
    into that day one may still ask.
    """

    kind: int
    notice: timedelta
    days_before: int


def book_by(picked_up_at: datetime, day_start: datetime, terms: Terms) -> datetime:
    """Return the last instant at which one may ask to be picked up at another."""
    if terms.kind == DAYS_BEFORE:
        return _closes_at(day_start, terms)
    return picked_up_at - terms.notice if terms.kind == SAME_DAY else picked_up_at


def earliest_pick_up(asked_at: datetime, day_start: datetime, terms: Terms) -> datetime | None:
    """Return the first instant at which whoever asks now can be picked up; None: not on this day."""
    if terms.kind == DAYS_BEFORE:
        return asked_at if asked_at <= _closes_at(day_start, terms) else None
    return asked_at + terms.notice if terms.kind == SAME_DAY else asked_at


def _closes_at(day_start: datetime, terms: Terms) -> datetime:
    return day_start - timedelta(days=terms.days_before) + terms.notice
