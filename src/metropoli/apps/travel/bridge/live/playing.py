"""Recorded live feeds, told again as if it were now; and recordings that are made up."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from metropoli.apps.travel.bridge.live.simulating import simulate
from metropoli.apps.travel.bridge.network import Network
from metropoli.apps.travel.bridge.wording import instant
from metropoli.base.errors import Invalid, NotFound
from metropoli.engines import journeys

MOST_FILES = 10_000
SAYS_SO = "MADE-UP.txt"
MADE_UP = """These GTFS-Realtime snapshots are made up from a timetable by Metropoli.
No vehicle was ever late like this. Play them with “metropoli live play”.
"""
USUAL_SHARE = 0.5  # a holiday has fewer vehicles than this, compared with the busiest such weekday


def recorded(folder: Path) -> list[Path]:
    """
    Return the files of a recording, by name.

    :raises NotFound: there are none
    """
    found = sorted(folder.glob("*.pb"))[:MOST_FILES] if folder.is_dir() else []
    if not found:
        raise NotFound("no_recording", path=str(folder))
    return found


def told_at(file: Path) -> int:
    """
    Return the instant (epoch) at which a recorded feed was told.

    :raises Invalid: it is no live feed, or does not say so
    """
    at = journeys.read_bulletin(file.read_bytes()).at
    if not at:
        raise Invalid("recording_without_time", file=file.name)
    return at


def turn_of(files: Sequence[Path], now: int, begins: int, every_s: int) -> int:
    """
    Return which of a recording is told at an instant, where the city's clock began with it (epoch).

    The recording's own instants count where it has this one; else it begins when the clock does.

    :raises NotFound: it is over
    """
    if told_at(files[0]) <= now <= told_at(files[-1]):
        return max(0, bisect_right(files, now, key=told_at) - 1)
    number = max(0, now - begins) // every_s
    if number >= len(files):
        raise NotFound("recording_over", path=str(files[-1].parent))
    return number


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


def record_made_up(network: Network, folder: Path, instants: Sequence[int]) -> None:
    """
    Write what a made-up live feed says at instants (epoch), a file each that names its own in UTC.

    :raises NotFound: the timetable does not reach that day
    """
    for day in {instant(network, at).toordinal() for at in instants}:
        network.day(day)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / SAYS_SO).write_text(MADE_UP)
    for at in instants:
        name = f"{datetime.fromtimestamp(at, UTC):%Y%m%dT%H%M%SZ}.pb"
        (folder / name).write_bytes(simulate(network, at))


def is_made_up(folder: Path) -> bool:
    """Return whether a recording says that it was made up."""
    return (folder / SAYS_SO).exists()


def last_usual_day(network: Network, weekday: int) -> date:
    """
    Return the last day of a weekday (Monday is 0) on which about as much runs as usual on it.

    :raises NotFound: there is none
    """
    timetable = network.timetable
    trips = np.bincount(timetable.trip_service, minlength=len(timetable.service_runs))
    runs = trips @ timetable.service_runs
    days = timetable.first_day + np.arange(len(runs))
    same = np.array([date.fromordinal(int(day)).weekday() == weekday for day in days], np.bool_)
    usual = same & (runs > 0) & (runs >= USUAL_SHARE * runs[same].max(initial=0))
    if not usual.any():
        raise NotFound("no_timetable_that_day", day=str(weekday))
    return date.fromordinal(int(days[usual][-1]))
