"""How one changes between two vehicles: what the feeds say, what one can walk, what is forbidden."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from metropoli.engines.journeys.gtfs.feeds import WALKED, Feed
from metropoli.engines.journeys.gtfs.stops import distance_m
from metropoli.engines.journeys.types import NEVER, Int32s, Int64s, StopWalks, Timetable

# Where nobody knows the way on foot: straight line, lengthened, at a calm pace.
DETOUR = 1.3
PACE_M_PER_S = 1.2
# Who is believed about a pair of stops: the first that knows it.
BY_TRANSFER, BY_PATHWAY, BY_WALK, BY_STATION = range(4)


class _Pairs(NamedTuple):
    from_stop: Int64s
    to_stop: Int64s
    duration_s: Int64s
    source: Int64s


def fold_transfers(
    timetable: Timetable, feeds: Sequence[Feed], *, walks: StopWalks | None, change_s: int
) -> Timetable:
    """
    Return the timetable with its changes between stops and at stops.

    Of a pair of stops the first that knows it is believed: transfers.txt (type 3 forbids, type 1
    waits and takes no time, type 2 takes what it says, type 0 takes the walk), then pathways.txt,
    then the streets; two platforms of one station that nothing joins are joined by the straight
    line. `walks` are as the streets know them, by the rows of the timetable. Only changes between
    stops where some vehicle calls are kept.
    """
    rules, ways = _rules(feeds), _ways(feeds)
    walked = _walked(walks)
    known = _first_known([rules, ways, walked, _neighbours(timetable)])
    known = _measured(known, walked, timetable)
    same = known.from_stop == known.to_stop
    at_stop = np.full(len(timetable.stop_lat_deg), change_s, np.int32)
    told = same & (known.source == BY_TRANSFER) & (known.duration_s >= 0)
    at_stop[known.from_stop[told]] = known.duration_s[told]
    called = np.zeros(len(at_stop), np.bool_)
    called[timetable.pattern_stop] = True
    keep = ~same & (known.duration_s < NEVER) & called[known.from_stop] & called[known.to_stop]
    from_stop, to_stop, duration_s = (column[keep] for column in known[:3])
    order = np.lexsort((to_stop, duration_s, from_stop))
    count = np.bincount(from_stop, minlength=len(at_stop))
    return timetable._replace(
        transfer_first=np.concatenate([[0], np.cumsum(count)]).astype(np.int32),
        transfer_to=to_stop[order].astype(np.int32),
        transfer_s=duration_s[order].astype(np.int32),
        change_s=at_stop,
    )


def _offsets(feeds: Sequence[Feed]) -> list[int]:
    counts = [len(feed.labels.stops) for feed in feeds]
    return [sum(counts[:number]) for number in range(len(counts))]


def _pairs(
    from_stop: NDArray[Any], to_stop: NDArray[Any], duration_s: NDArray[Any], source: int
) -> _Pairs:
    return _Pairs(
        np.asarray(from_stop, np.int64),
        np.asarray(to_stop, np.int64),
        np.asarray(duration_s, np.int64),
        np.full(len(from_stop), source, np.int64),
    )


def _end_to_end(pieces: Sequence[tuple[NDArray[Any], ...]], source: int) -> _Pairs:
    from_stop, to_stop, duration_s = (
        np.concatenate(column) for column in zip(*pieces, strict=True)
    )
    return _pairs(from_stop, to_stop, duration_s, source)


def _rules(feeds: Sequence[Feed]) -> _Pairs:
    pieces = [
        (feed.rules.from_stop + shift, feed.rules.to_stop + shift, feed.rules.duration_s)
        for feed, shift in zip(feeds, _offsets(feeds), strict=True)
    ]
    return _end_to_end(pieces, BY_TRANSFER)


def _ways(feeds: Sequence[Feed]) -> _Pairs:
    """Return the quickest way between two platforms, where pathways.txt knows one."""
    pieces = []
    for feed, shift in zip(feeds, _offsets(feeds), strict=True):
        kind = np.array([stop.kind for stop in feed.labels.stops], np.int8)
        links = feed.links
        inside = (kind[links.from_stop] == 0) & (kind[links.to_stop] == 0)
        order = np.flatnonzero(inside)[np.argsort(links.duration_s[inside], kind="stable")]
        pieces.append(
            (links.from_stop[order] + shift, links.to_stop[order] + shift, links.duration_s[order])
        )
    return _end_to_end(pieces, BY_PATHWAY)


def _walked(walks: StopWalks | None) -> _Pairs:
    if walks is None:
        nothing = np.zeros(0, np.int64)
        return _pairs(nothing, nothing, nothing, BY_WALK)
    from_stop = np.repeat(np.arange(len(walks.first) - 1), np.diff(walks.first))
    return _pairs(from_stop, walks.to, walks.duration_s, BY_WALK)


def _neighbours(timetable: Timetable) -> _Pairs:
    """Return all pairs of platforms of one station, their time not yet known."""
    parent = timetable.stop_parent
    inside = np.flatnonzero(parent != np.arange(len(parent)))
    inside = inside[np.isin(inside, np.unique(timetable.pattern_stop))]
    inside = inside[np.argsort(parent[inside], kind="stable")]
    _, first, size = np.unique(parent[inside], return_index=True, return_counts=True)
    found = [inside[a : a + n] for a, n in zip(first.tolist(), size.tolist(), strict=True) if n > 1]
    from_stop = [np.repeat(members, len(members)) for members in found]
    to_stop = [np.tile(members, len(members)) for members in found]
    nothing = np.zeros(0, np.int64)
    a, b = np.concatenate([nothing, *from_stop]), np.concatenate([nothing, *to_stop])
    apart = a != b
    return _pairs(a[apart], b[apart], np.full(int(apart.sum()), WALKED), BY_STATION)


def _first_known(sources: Sequence[_Pairs]) -> _Pairs:
    """Keep of each pair of stops the first that is told, sorted by pair."""
    every = _Pairs(*(np.concatenate(column) for column in zip(*sources, strict=True)))
    key = every.from_stop << 32 | every.to_stop
    order = np.argsort(key, kind="stable")
    fresh = np.diff(key[order], prepend=-1) != 0
    return _Pairs(*(column[order][fresh] for column in every))


def _measured(known: _Pairs, walked: _Pairs, timetable: Timetable) -> _Pairs:
    """Fill the times that are walked: as the streets know them, or else by the straight line."""
    asked = (known.duration_s == WALKED) & (known.from_stop != known.to_stop)
    walked = _first_known([walked])
    key = walked.from_stop << 32 | walked.to_stop
    wanted = known.from_stop[asked] << 32 | known.to_stop[asked]
    at = np.minimum(np.searchsorted(key, wanted), max(len(key) - 1, 0))
    hit = key[at] == wanted if len(key) else np.zeros(len(wanted), np.bool_)
    guess_s = _guess_s(timetable, known.from_stop[asked], known.to_stop[asked])
    duration_s = known.duration_s.copy()
    duration_s[asked] = np.where(hit, walked.duration_s[at], guess_s) if len(key) else guess_s
    return known._replace(duration_s=duration_s)


def _guess_s(timetable: Timetable, a: Int64s, b: Int64s) -> Int32s:
    lat_deg, lon_deg = timetable.stop_lat_deg, timetable.stop_lon_deg
    apart_m = distance_m(lat_deg[a], lon_deg[a], lat_deg[b], lon_deg[b])
    return np.ceil(apart_m * DETOUR / PACE_M_PER_S).astype(np.int32)
