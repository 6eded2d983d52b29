"""From one point, or from many, to all: minutes by percentile of the departures of a window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

from metropoli.engines.journeys import Day
from metropoli.engines.reach.jobs import Job, prepare
from metropoli.engines.reach.types import PERCENTILES, Minutes, Origins, Targets, Window


def one_to_all(
    day: Day,
    origins: Origins,
    targets: Targets,
    window: Window,
    *,
    percentiles: tuple[int, ...] = PERCENTILES,
) -> Minutes:
    """
    Return the minutes (targets, percentiles) from the one origin of `origins`.

    Whole minutes, rounded up, that this share of the window's departures keeps to; NEVER_MIN
    where fewer of them arrive within `longest_s`.

    :raises Invalid: window_out_of_range, rides_out_of_range
    """
    _, minutes = next(matrix(day, origins, targets, window, percentiles=percentiles))
    return minutes.reshape(minutes.shape[1:])


def matrix(
    day: Day,
    origins: Origins,
    targets: Targets,
    window: Window,
    *,
    percentiles: tuple[int, ...] = PERCENTILES,
    n_threads: int = 1,
) -> Iterator[tuple[int, Minutes]]:
    """
    Yield, chunk by chunk and in order, the first origin and minutes (origins, targets, percentiles).

    :raises Invalid: window_out_of_range, rides_out_of_range
    """
    job = prepare(day, origins, targets, window, percentiles=percentiles, n_threads=n_threads)
    yield from chunks(job, n_threads=n_threads)


def chunks(job: Job, *, n_threads: int) -> Iterator[tuple[int, Minutes]]:
    """Yield the chunks of a job in order; no more than a few are held at a time."""
    if n_threads == 1:
        room = job.room()
        for start in job.starts:
            yield start, job.run(start, room)
        return
    with ThreadPoolExecutor(n_threads) as pool:
        idle = [job.room() for _ in range(n_threads)]

        def run(start: int) -> Minutes:
            room = idle.pop()  # one a thread: there is always one
            try:
                return job.run(start, room)
            finally:
                idle.append(room)

        yield from in_order(pool, run, list(job.starts), 2 * n_threads)


def in_order(
    pool: ThreadPoolExecutor, run: Callable[[int], Minutes], starts: list[int], ahead: int
) -> Iterator[tuple[int, Minutes]]:
    """Yield results in the order of their starts, with so many under way at most."""
    under_way = [pool.submit(run, start) for start in starts[:ahead]]
    for i, start in enumerate(starts):
        found = under_way.pop(0).result()
        if i + ahead < len(starts):
            under_way.append(pool.submit(run, starts[i + ahead]))
        yield start, found
