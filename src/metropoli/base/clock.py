"""The one place that reads the clock, so that tests can stop time."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """Return the present instant, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - this is the clock


def today(zone: str) -> date:
    """Return the calendar day that it is now in a time zone (IANA name)."""
    return now().astimezone(ZoneInfo(zone)).date()
