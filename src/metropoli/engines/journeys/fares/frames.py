"""Time frames: minutes of days in which the same rules hold, over all feeds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from metropoli.engines.journeys.gtfs.fare_tables import Timeframe
from metropoli.engines.journeys.gtfs.feeds import Feed
from metropoli.engines.journeys.types import Int32s, Timetable

DAY_MINUTES = 1_440


@dataclass(frozen=True, slots=True)
class Frames:
    """
    The frames of a tariff, and of each feed the timeframe groups that hold in them.

    `of_feed[feed]` are the feed's own frames (sets of groups), `row[feed][frame]` which of them
    each frame of the tariff is.
    """

    first_day: int
    day_kind: Int32s
    kind_frame: Int32s  # (n_kinds, DAY_MINUTES), flat
    n_frames: int
    of_feed: tuple[tuple[frozenset[str], ...], ...]
    row: tuple[tuple[int, ...], ...]


class _Span(NamedTuple):
    feed: int
    group: str
    start_minute: int
    end_minute: int


Groups = frozenset[tuple[int, str]]  # (feed, timeframe group)


def find_frames(feeds: Sequence[Feed], timetable: Timetable) -> Frames:
    """Return the frames over the days of a timetable and one more at each end."""
    first_day = timetable.first_day - 1
    n_days = timetable.service_runs.shape[1] + 2
    frames = [(feed, one) for feed, read in enumerate(feeds) for one in _timeframes(read)]
    spans_of_day = [
        frozenset(
            _Span(feed, one.group, one.start_minute, one.end_minute)
            for feed, one in frames
            if day in one.days
        )
        for day in range(first_day, first_day + n_days)
    ]
    kinds = {spans: row for row, spans in enumerate(dict.fromkeys(spans_of_day))}
    found: dict[Groups, int] = {}
    minutes = np.array([_minutes(spans, found) for spans in kinds], np.int32)
    of_feed = [
        tuple(dict.fromkeys(_of_feed(groups, feed) for groups in found))
        for feed in range(len(feeds))
    ]
    return Frames(
        first_day=first_day,
        day_kind=np.array([kinds[spans] for spans in spans_of_day], np.int32),
        kind_frame=minutes.ravel(),
        n_frames=len(found),
        of_feed=tuple(of_feed),
        row=tuple(
            tuple(own.index(_of_feed(groups, feed)) for groups in found)
            for feed, own in enumerate(of_feed)
        ),
    )


def _timeframes(feed: Feed) -> tuple[Timeframe, ...]:
    """Return the timeframes that some rule of a feed asks for."""
    fares = feed.fares.areas
    if fares is None:
        return ()
    asked = {rule.frame for rule in fares.leg_rules}
    return tuple(one for one in fares.timeframes if one.group in asked)


def _minutes(spans: frozenset[_Span], found: dict[Groups, int]) -> list[int]:
    """Return the frame of every minute of a day, numbering frames as they are met."""
    groups: list[set[tuple[int, str]]] = [set() for _ in range(DAY_MINUTES)]
    for span in spans:
        for minute in range(span.start_minute, span.end_minute):
            groups[minute].add((span.feed, span.group))
    return [found.setdefault(frozenset(some), len(found)) for some in groups]


def _of_feed(groups: Groups, feed: int) -> frozenset[str]:
    return frozenset(group for owner, group in groups if owner == feed)
