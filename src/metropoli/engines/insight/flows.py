"""Which ways cases went: variants, work done again, and where they wait."""

from __future__ import annotations

import numpy as np

from metropoli.engines.insight.spans import case_of
from metropoli.engines.insight.types import Int64s, Log, Rework, Variants, Waits


def variants(log: Log) -> Variants:
    """Return which cases did the same activities in the same order."""
    code, first = np.ascontiguousarray(log.activity.code), log.first.tolist()
    numbers: dict[bytes, int] = {}
    way = np.array(
        [
            numbers.setdefault(code[first[i] : first[i + 1]].tobytes(), len(numbers))
            for i in range(len(log.cases))
        ],
        np.int64,
    )
    count = np.bincount(way, minlength=len(numbers))
    order = np.argsort(-count, kind="stable")  # as many cases: the one seen first is first
    place = np.empty(len(order), np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    keys = list(numbers)
    paths = [np.frombuffer(keys[i], np.int32) for i in order.tolist()]
    starts = np.zeros(len(paths) + 1, np.int64)
    np.cumsum([len(path) for path in paths], out=starts[1:])
    path = np.concatenate(paths) if paths else np.empty(0, np.int32)
    return Variants(place[way], count[order], starts, path)


def waits(log: Log) -> Waits:
    """Return the time between consecutive events, by pair of activities."""
    n_names = max(len(log.activity.labels), 1)
    case, code = case_of(log), log.activity.code.astype(np.int64)
    together = case[1:] == case[:-1]
    pair = (code[:-1] * n_names + code[1:])[together]
    lasts = np.diff(log.at_ms)[together]
    order = np.lexsort((lasts, pair))
    pair, lasts = pair[order], lasts[order]
    pairs, start, count = np.unique(pair, return_index=True, return_counts=True)
    total = np.add.reduceat(lasts, start) if len(pairs) else np.empty(0, np.int64)
    best = np.argsort(-total, kind="stable")
    start, count, pairs = start[best], count[best], pairs[best]
    return Waits(
        before=(pairs // n_names).astype(np.int32),
        after=(pairs % n_names).astype(np.int32),
        n_times=count,
        median_ms=lasts[start + _rank(count, 50)],
        p90_ms=lasts[start + _rank(count, 90)],
        total_ms=total[best],
    )


def rework(log: Log) -> Rework:
    """Return by activity what was done more than once in one case."""
    n_names = len(log.activity.labels)
    pair, count = np.unique(case_of(log) * max(n_names, 1) + log.activity.code, return_counts=True)
    again = count > 1
    name = pair[again] % max(n_names, 1)
    repeats = np.zeros(n_names, np.int64)
    np.add.at(repeats, name, count[again] - 1)
    return Rework(np.bincount(name, minlength=n_names), repeats)


def _rank(count: Int64s, percent: int) -> Int64s:
    """Return the nearest rank of a percentile among so many, from 0."""
    return -(-count * percent // 100) - 1
