"""Single values of messages: texts, instants, days, times of day. What makes no sense reads as unsaid."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

LATEST_AT = 1 << 33  # epoch seconds: the year 2242
LATEST_S = 7 * 86_400
LONGEST_TEXT = 10_000
_TIME = re.compile(r"(\d{1,3}):(\d\d):(\d\d)")


def text(value: str | bytes, most: int = LONGEST_TEXT) -> str:
    """Return a text without what cannot be shown; the library hands over bytes that are no UTF-8."""
    if isinstance(value, bytes):
        value = value[: 4 * most].decode("utf-8", "replace")
    return value[:most].replace("\0", "").strip()


def instant(seconds: int) -> int:
    """Return epoch seconds, 0 where they cannot be any."""
    return int(seconds) if 0 < seconds < LATEST_AT else 0


def service_day(written: str | bytes) -> int:
    """Return the proleptic ordinal of YYYYMMDD, 0 where there is no such day."""
    digits = text(written, 16)
    if len(digits) != len("YYYYMMDD") or not digits.isascii() or not digits.isdigit():
        return 0
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).toordinal()
    except ValueError:
        return 0


def time_s(written: str | bytes) -> int:
    """Return the seconds of H:MM:SS, -1 where it is no time."""
    told = _TIME.fullmatch(text(written, 16))
    if told is None:
        return -1
    hours, minutes, seconds = map(int, told.groups())
    total_s = hours * 3_600 + minutes * 60 + seconds
    return total_s if minutes < 60 and seconds < 60 and total_s <= LATEST_S else -1  # noqa: PLR2004


def name_of(enum: Any, number: int, unknown: tuple[str, ...]) -> str:
    """Return the name of a number in lower case; empty where it says nothing."""
    try:
        name = str(enum.Name(number)).lower()
    except ValueError:
        return ""
    return "" if name in unknown else name
