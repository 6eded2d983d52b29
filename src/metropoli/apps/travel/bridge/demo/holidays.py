"""The days on which Torino runs its Sunday timetable."""

from __future__ import annotations

from datetime import date, timedelta

from metropoli.apps.travel.bridge.demo import facts

SATURDAY, SUNDAY = 5, 6  # as date.weekday() counts


def holidays(first_day: date, days: int) -> list[date]:
    """List the public holidays and the patron's day that fall within these days, in order."""
    last_day = first_day + timedelta(days=days - 1)
    found = {
        holiday(row["day"], year)
        for row in facts.rows("holidays.csv")
        for year in range(first_day.year, last_day.year + 1)
        if year >= int(row["since"])
    }
    return sorted(day for day in found if first_day <= day <= last_day)


def holiday(rule: str, year: int) -> date:
    """Find the day that "06-24" or "easter+1" means in a year."""
    if rule.startswith("easter"):
        return easter(year) + timedelta(days=int(rule.removeprefix("easter")))
    month, day = rule.split("-")
    return date(year, int(month), int(day))


def easter(year: int) -> date:
    """Find Easter Sunday by Gauss's method for the Gregorian calendar, as Meeus gives it."""
    golden = year % 19
    century, in_century = divmod(year, 100)
    leaps, rest = divmod(century, 4)
    moon_shift = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leaps - moon_shift + 15) % 30
    leap_years, year_rest = divmod(in_century, 4)
    to_sunday = (32 + 2 * rest + 2 * leap_years - epact - year_rest) % 7
    late = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def day_type(weekday: int) -> str:
    """Name the timetable of a weekday that is no holiday; Monday is 0."""
    return {SATURDAY: "saturday", SUNDAY: "sunday"}.get(weekday, "weekday")
