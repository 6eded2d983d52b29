"""How long cases took, and who had to act meanwhile."""

from __future__ import annotations

import numpy as np

from metropoli.engines.insight.types import NO_INSTANT, Flags, Int32s, Int64s, Log, Spans

NO_SIDE = -1


def spans(log: Log, is_open: Flags, today_ms: int) -> Spans:
    """Return from when to when each case lasted; those still open last until today at least."""
    began, until = (np.full(len(log.cases), NO_INSTANT, np.int64) for _ in range(2))
    told = np.flatnonzero(np.diff(log.first))
    began[told] = log.at_ms[log.first[told]]
    until[told] = log.at_ms[log.first[told + 1] - 1]
    waits = is_open & (until != NO_INSTANT)
    until[waits] = np.maximum(until[waits], today_ms)
    return Spans(began, until, is_open)


def time_by_side(log: Log, told: Spans, side_of: Int32s, n_sides: int) -> Int64s:
    """
    Return the milliseconds that each case (row) spent waiting for each side (column) to act.

    `side_of` tells by activity who has to act once it has happened, or NO_SIDE where that leaves
    things as they were. Before the first such activity nobody's time is counted.
    """
    case = case_of(log)
    lasts = _until_next(log, told)
    # The ball stays where the last event that moved it put it, within the same case.
    side = side_of[log.activity.code]
    row = np.arange(len(side))
    moved = np.maximum.accumulate(np.where(side != NO_SIDE, row, -1))
    holds = moved >= log.first[case]
    found = np.zeros((len(log.cases), n_sides), np.int64)
    np.add.at(found, (case[holds], side[moved[holds]]), lasts[holds])
    return found


def suspended_ms(log: Log, told: Spans, stops: Flags, restarts: Flags) -> Int64s:
    """
    Return how long the legal clock of each case stood still: from a stop to the next restart.

    `stops` and `restarts` say by activity what it does. A stop while stopped changes nothing.
    """
    code = log.activity.code
    side_of = np.where(stops, 1, np.where(restarts, 0, NO_SIDE)).astype(np.int32)
    if not len(code):
        return np.zeros(len(log.cases), np.int64)
    return time_by_side(log, told, side_of, 2)[:, 1]


def late(told: Spans, suspended: Int64s, term_ms: Int64s) -> Int32s:
    """Return by case 1 where the legal term has passed, 0 where kept, -1 where not known yet."""
    used = told.until_ms - told.began_ms - suspended
    passed = used > term_ms
    unknown = (told.is_open & ~passed) | (told.began_ms == NO_INSTANT)
    return np.where(unknown, -1, passed).astype(np.int32)


def case_of(log: Log) -> Int64s:
    """Return the case of each event, by row."""
    return np.repeat(np.arange(len(log.cases)), np.diff(log.first))


def _until_next(log: Log, told: Spans) -> Int64s:
    """Return by event how long until the next one of the case, or until the case was last seen."""
    following = np.empty_like(log.at_ms)
    following[:-1] = log.at_ms[1:]
    last = np.flatnonzero(np.diff(log.first))
    following[log.first[last + 1] - 1] = told.until_ms[last]
    return following - log.at_ms
