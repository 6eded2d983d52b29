"""Put what was heard into the timetable, as far as it can be believed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from metropoli.engines.journeys.realtime.bench import Bench
from metropoli.engines.journeys.realtime.detours import divert
from metropoli.engines.journeys.realtime.directory import Directory
from metropoli.engines.journeys.realtime.hearing import hear
from metropoli.engines.journeys.realtime.laying import lay
from metropoli.engines.journeys.realtime.noting import Notes
from metropoli.engines.journeys.realtime.types import Bulletin, Followed

MOST_AGE_S = 300  # older news of vehicles says less than the timetable
MOST_AHEAD_S = 120  # clocks differ; a feed from further in the future has a wrong one
FEWEST_TO_JUDGE = 5  # messages from which a share says something
MOST_UNKNOWN_SHARE, MOST_ABSURD_SHARE = 0.6, 0.3
UNKNOWN = (
    "realtime_trip_unknown",
    "realtime_trip_not_that_day",
    "realtime_start_unknown",
    "realtime_trip_ambiguous",
    "realtime_line_unknown",
)
ABSURD = ("realtime_delay_absurd", "realtime_runs_backwards")


class Heard(NamedTuple):
    """A feed's bulletin, and the names that it speaks."""

    bulletin: Bulletin
    directory: Directory


def doubt_of(bulletin: Bulletin, now: int, most_age_s: int = MOST_AGE_S) -> str:
    """Return the code of why a bulletin is not to be used at an instant (epoch); empty if it is."""
    if not bulletin.at:
        return ""
    if now - bulletin.at > most_age_s:
        return "live_too_old"
    return "live_from_the_future" if bulletin.at - now > MOST_AHEAD_S else ""


def follow(heard: Sequence[Heard], now: int) -> tuple[Followed, tuple[str, ...]]:
    """
    Return the timetable as things are, and of each bulletin the code of why it was not used.

    At least one bulletin is needed; all speak of one timetable. A bulletin of which most trips are
    unknown, or much makes no sense, is not believed at all: the timetable holds.
    """
    timetable, labels = heard[0].directory.timetable, heard[0].directory.labels
    bench, notes = Bench(timetable, labels), Notes()
    doubts: list[str] = []
    n_heard = n_used = 0
    for bulletin, directory in heard:
        tried, mine = bench.on_top(), Notes()
        for detour in bulletin.detours:
            divert(tried, directory, detour, mine)
        used = [hear(tried, directory, news, bulletin.at or now, mine) for news in bulletin.trips]
        n_heard += len(used)
        doubt = _judge(mine, len(used))
        doubts.append(doubt)
        notes.add(mine)
        if not doubt:
            bench.keep(tried)
            n_used += sum(used)
    return lay(bench, notes.troubles(), (n_heard, n_used)), tuple(doubts)


def _judge(notes: Notes, n_heard: int) -> str:
    if n_heard < FEWEST_TO_JUDGE:
        return ""
    unknown_share = notes.count(*UNKNOWN) / n_heard
    absurd_share = notes.count(*ABSURD) / n_heard
    believed = unknown_share <= MOST_UNKNOWN_SHARE and absurd_share <= MOST_ABSURD_SHARE
    return "" if believed else "live_distrusted"
