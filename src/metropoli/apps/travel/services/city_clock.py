"""The clock of the city: the present, unless a recording is played at another instant."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from metropoli.apps.travel import bridge, queries
from metropoli.apps.travel.services.serving import network
from metropoli.apps.travel.types import CityClock
from metropoli.base import clock
from metropoli.base.errors import Invalid

RECORDED, LAST = "recorded", "last"


def city_now() -> datetime:
    """Return the instant that it is in the city, in UTC; all workers agree on it."""
    set_to = read_city_clock()
    return clock.now() if set_to is None else clock.now() + timedelta(seconds=set_to.ahead_s)


def read_city_clock() -> CityClock | None:
    """Read how the clock of the city was set, none if it goes with ours."""
    try:
        told = json.loads(queries.city_clock_file().read_text())
        return CityClock(
            feed=str(told["feed"]),
            begins_at=datetime.fromisoformat(told["begins_at"]),
            ahead_s=float(told["ahead_s"]),
            made_up=bool(told["made_up"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def set_city_clock(*, code: str, folder: Path, at: str) -> datetime:
    """
    Let it be another instant in the city while a recording is played, and return that instant.

    It is a local time, `recorded` for the first instant of the recording, or `last` for this hour
    on the last day of this weekday that the timetable has.

    :raises NotFound: there is no recording in the folder, or no such day
    :raises Invalid: it is no instant, or the recording does not say when it was told
    """
    files, zone = bridge.recorded_feeds(folder), ZoneInfo(network().about.zone)
    if at == RECORDED:
        begins_at = datetime.fromtimestamp(bridge.told_at(files[0]), zone)
    elif at == LAST:
        local = clock.now().astimezone(zone)
        day = bridge.last_usual_day(network(), local.weekday())
        begins_at = datetime.combine(day, local.time(), zone)
    else:
        begins_at = local_instant(text=at)
    file = queries.city_clock_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    told = {
        "feed": code.removeprefix("live-"),
        "begins_at": begins_at.isoformat(),
        "ahead_s": (begins_at - clock.now()).total_seconds(),
        "made_up": bridge.is_made_up(folder),
    }
    draft = file.with_suffix(".draft")
    draft.write_text(json.dumps(told))
    draft.replace(file)
    return begins_at


def local_instant(*, text: str) -> datetime:
    """
    Return the instant that a local time of the city tells.

    :raises Invalid: it is none
    """
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise Invalid("instant_unreadable", text=text) from None
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(network().about.zone))


def release_city_clock(*, feed: str) -> None:
    """Let the clock of the city go with ours again, if it was set for this feed."""
    set_to = read_city_clock()
    if set_to is not None and set_to.feed == feed:
        with suppress(FileNotFoundError):
            queries.city_clock_file().unlink()
