"""Recorded live feeds, told again as if it were now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from metropoli.base.errors import Invalid, NotFound
from metropoli.engines import journeys

MOST_FILES = 10_000


def recorded(folder: Path) -> list[Path]:
    """
    Return the files of a recording, by name.

    :raises NotFound: there are none
    """
    found = sorted(folder.glob("*.pb"))[:MOST_FILES] if folder.is_dir() else []
    if not found:
        raise NotFound("no_recording", path=str(folder))
    return found


def play(files: Sequence[Path], number: int, now: int, zone: str) -> bytes:
    """
    Return the recording of a number (round and round) as if it had been told at an instant (epoch).

    :raises Invalid: it is no live feed
    """
    bulletin = journeys.read_bulletin(files[number % len(files)].read_bytes())
    if not bulletin.at:
        raise Invalid("recording_without_time", file=files[number % len(files)].name)
    then, today = (
        datetime.fromtimestamp(at, UTC).astimezone(ZoneInfo(zone)).date()
        for at in (bulletin.at, now)
    )
    days_s = _noon(today, zone) - _noon(then, zone)
    days = today.toordinal() - then.toordinal()
    return journeys.write_bulletin(
        journeys.shift_bulletin(bulletin, now - bulletin.at, days, days_s)
    )


def _noon(day: date, zone: str) -> int:
    return int(datetime.combine(day, time(12), ZoneInfo(zone)).timestamp())
