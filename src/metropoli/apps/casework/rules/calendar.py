"""On which days the law says that offices are closed."""

from __future__ import annotations

from datetime import date
from functools import cache

SUNDAY = 6


@cache
def national_holidays(year: int) -> frozenset[date]:
    """Return the days that are holidays in all of Italy (law 260/1949 and those that changed it)."""
    import holidays  # noqa: PLC0415 - it knows every country, and few requests need one

    return frozenset(holidays.country_holidays("IT", years=year))


def is_closed(day: date, patron: tuple[int, int] | None = None) -> bool:
    """Tell whether a day is a Sunday, a national holiday or the patron's day (month, day)."""
    if day.weekday() == SUNDAY or day in national_holidays(day.year):
        return True
    return patron is not None and (day.month, day.day) == patron
