"""Recordings of a city, made up from its timetable, to be played where nobody recorded one."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from metropoli.apps.travel import bridge
from metropoli.apps.travel.services.serving import network
from metropoli.base.errors import Invalid

LEAST_EVERY_S, MOST_SNAPSHOTS = 5, 2_880


def record_simulated(*, folder: Path, from_at: datetime, lasts_s: int, every_s: int) -> int:
    """
    Write made-up snapshots of the network in service into a folder, and return how many.

    :raises NotFound: nothing is loaded, or the timetable does not reach that day
    :raises Invalid: it would be none, or too many
    """
    every_s = max(every_s, LEAST_EVERY_S)
    n = lasts_s // every_s
    if not 1 <= n <= MOST_SNAPSHOTS:
        raise Invalid("recording_too_long", most=MOST_SNAPSHOTS)
    begins = int(from_at.timestamp())
    bridge.record_made_up(network(), folder, range(begins, begins + n * every_s, every_s))
    return n
