"""A matrix that is ready to be worked out: checked, and in the shape that the kernels take."""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple, TypeVar

import numpy as np

from metropoli.base.errors import Invalid
from metropoli.engines.journeys import Day
from metropoli.engines.journeys.kernels.bundles import Network
from metropoli.engines.reach.kernels.bundles import (
    LONGEST_WALK_S,
    STEP_S,
    UNREACHED,
    Memory,
    make_memory,
)
from metropoli.engines.reach.kernels.egress import Desk, make_desk
from metropoli.engines.reach.kernels.many import sweep_many
from metropoli.engines.reach.kernels.shortcuts import (
    Shortcuts,
    find_shortcuts,
    packed,
    route_starts,
)
from metropoli.engines.reach.types import (
    NEVER_MIN,
    PERCENTILES,
    Int32s,
    Int64s,
    Links,
    Minutes,
    Origins,
    Targets,
    Window,
)

MOST_RIDES = 12
LANES = 32  # profiles are as wide as a multiple of this, so that no departure is worked out alone
MANY = 1_500  # origins from which on it pays to work out the changes first
CHUNK = 64  # origins that a thread takes at once


def make_targets(
    stop: Int32s, target: Int32s, walk_s: Int32s, *, n_stops: int, n_targets: int
) -> Targets:
    """
    Return the table of last walks, from one row a walk: stop (row of the timetable), target, seconds.

    :raises Invalid: walk_too_long
    """
    if len(walk_s) and int(walk_s.max()) > LONGEST_WALK_S:
        raise Invalid("walk_too_long", most_s=LONGEST_WALK_S)
    by_stop, by_target = np.lexsort((target, stop)), np.lexsort((stop, target))
    return frozen(
        Targets(
            stop_first=offsets(stop, n_stops),
            stop_target=target[by_stop].astype(np.int32),
            target_first=offsets(target, n_targets),
            target_stop=stop[by_target].astype(np.int32),
            walk_s=walk_s[by_target].astype(np.uint16),
        )
    )


def offsets(rows: Int32s | Int64s, n: int) -> Int64s:
    """Return where each of n rows begins among sorted ones, and where the last ends."""
    counts = np.bincount(rows, minlength=n)
    return np.concatenate((np.zeros(1, np.int64), np.cumsum(counts))).astype(np.int64)


def shortcuts_of(day: Day, window: Window, n_threads: int) -> Shortcuts:
    """Return the changes worth making within a window, worked out by all threads."""
    network = day.onward
    until_s = window.earliest_s + STEP_S * window.n_departures + window.longest_s
    starts = route_starts(network)
    cuts = starts[np.linspace(0, len(starts) - 1, 8 * n_threads + 1).astype(np.int64)].tolist()
    with ThreadPoolExecutor(n_threads) as pool:
        parts = list(
            pool.map(
                lambda cut: find_shortcuts(network, cut, window.earliest_s, until_s),
                itertools.pairwise(cuts),
            )
        )
    call, column, trip = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    first = offsets(call, len(network.arrives_s)).astype(np.int32)
    return frozen(Shortcuts(first, packed(column, trip)))


class Room(NamedTuple):
    """What one thread writes into."""

    memory: Memory
    desk: Desk


class Job(NamedTuple):
    """A matrix to be worked out, checked and in the shape that the kernels take."""

    network: Network
    stop_row: Int32s
    stop_number: Int32s
    shortcuts: Shortcuts
    access: Links
    direct: Links
    targets: Targets
    window: Window
    ranks: Int32s

    @property
    def starts(self) -> range:
        """Return the first origin of every chunk."""
        return range(0, len(self.access.first) - 1, CHUNK)

    def room(self) -> Room:
        """Return what a thread needs."""
        width = -(-self.window.n_departures // LANES) * LANES
        return Room(
            make_memory(self.network, self.window.max_rides, width),
            make_desk(len(self.targets.target_first) - 1, width),
        )

    def run(self, start: int, room: Room) -> Minutes:
        """Return the minutes of the chunk that starts at an origin."""
        end = min(start + CHUNK, len(self.access.first) - 1)
        shape = (end - start, len(self.targets.target_first) - 1, len(self.ranks))
        minutes = np.empty(shape, np.uint8)
        sweep_many(
            self.network,
            self.shortcuts,
            *room,
            self.stop_row,
            self.stop_number,
            self.access,
            self.direct,
            self.targets,
            self.window,
            self.ranks,
            (start, end),
            minutes,
        )
        return minutes


def prepare(
    day: Day,
    origins: Origins,
    targets: Targets,
    window: Window,
    *,
    percentiles: tuple[int, ...] = PERCENTILES,
    n_threads: int = 1,
) -> Job:
    """
    Return a matrix to be worked out chunk by chunk, wherever; of many origins, with shortcuts.

    :raises Invalid: window_out_of_range, rides_out_of_range
    """
    check(window)
    ranks = [max(1, -(-percentile * window.n_departures // 100)) for percentile in percentiles]
    window = Window(*(int(value) for value in window))
    many = len(origins.access.first) > MANY
    return Job(
        network=day.onward,
        stop_row=day.stop_row,
        stop_number=day.stop_number,
        shortcuts=shortcuts_of(day, window, n_threads) if many else NO_SHORTCUTS,
        access=frozen(by_number(day, origins.access)),
        direct=frozen(origins.direct._replace(first=origins.direct.first.astype(np.int64))),
        targets=frozen(targets),
        window=window,
        ranks=np.array(ranks, np.int32),
    )


def check(window: Window) -> None:
    """Refuse windows that the kernels have no room for."""
    if not 1 <= window.max_rides <= MOST_RIDES:
        raise Invalid("rides_out_of_range", rides=window.max_rides, most=MOST_RIDES)
    most_s = UNREACHED - 1
    lasts_s = window.n_departures * STEP_S + window.longest_s
    longest = 0 < window.longest_s < (NEVER_MIN - 1) * STEP_S
    if window.n_departures < 1 or not longest or lasts_s > most_s:
        raise Invalid("window_out_of_range", most_s=most_s)


def by_number(day: Day, access: Links) -> Links:
    """Return the walks to stops by number, the shortest where there are two; without idle stops."""
    origin = np.repeat(np.arange(len(access.first) - 1), np.diff(access.first))
    used = slice(int(access.first[0]), int(access.first[-1]))
    number, walk_s = day.stop_number[access.to[used]], access.walk_s[used]
    order = np.lexsort((walk_s, number, origin))
    order = order[number[order] >= 0]
    fresh = np.ones(len(order), np.bool_)
    same = (np.diff(origin[order]) == 0) & (np.diff(number[order]) == 0)
    fresh[1:] = ~same
    kept = order[fresh]
    return Links(offsets(origin[kept], len(access.first) - 1), number[kept], walk_s[kept])


Bundle = TypeVar("Bundle", bound=tuple[Any, ...])


def frozen(bundle: Bundle) -> Bundle:
    """Return the bundle with contiguous, read-only arrays: safe to share, compiled once."""
    return type(bundle)(*(_frozen_field(value) for value in bundle))


def _frozen_field(value: Any) -> Any:
    if isinstance(value, tuple):
        return frozen(value) if hasattr(value, "_fields") else value
    if isinstance(value, np.ndarray):
        value = np.ascontiguousarray(value).view()
        value.flags.writeable = False
    return value


NO_SHORTCUTS = frozen(Shortcuts(np.zeros(0, np.int32), np.zeros(0, np.uint32)))


def work_out(job: Job, start: int) -> Minutes:
    """Return the minutes of one chunk of a job that may have come from elsewhere, over a wire."""
    job = frozen(job)
    return job.run(start, job.room())
