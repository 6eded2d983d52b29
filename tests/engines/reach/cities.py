"""Small, crowded random cities whose vehicles run for a quarter of an hour, and who walks where."""

from __future__ import annotations

import numpy as np

from engines.journeys.cities import DAY_S, FIRST_DAY, N_DAYS, random_city
from metropoli.engines import reach
from metropoli.engines.journeys import NEVER, Timetable

SLOWER = 25  # times as slow as the cities of the journey search, which last forty seconds
N_TARGETS = 9


def slow_city(rng: np.random.Generator) -> Timetable:
    """Return a city where several departures a minute apart find different vehicles."""
    city = random_city(rng)

    def slower(times_s: np.ndarray) -> np.ndarray:
        slow = times_s % DAY_S * SLOWER + times_s // DAY_S * DAY_S
        return np.where(times_s >= NEVER, times_s, slow).astype(times_s.dtype)

    return city._replace(
        departs_s=slower(city.departs_s),
        arrives_s=slower(city.arrives_s),
        transfer_s=slower(city.transfer_s),
        change_s=slower(city.change_s),
    )


def random_links(
    rng: np.random.Generator, n_rows: int, n_to: int, *, share: float, most_s: int
) -> reach.Links:
    """Return who walks where: a few, now and then the same one by two doors."""
    lists = []
    for _ in range(n_rows):
        n = rng.binomial(n_to, share)
        lists.append((rng.integers(0, n_to, n), rng.integers(0, most_s, n)))
    first = np.concatenate(([0], np.cumsum([len(to) for to, _ in lists])))
    to = np.concatenate([to for to, _ in lists]).astype(np.int32)
    return reach.Links(first, to, np.concatenate([s for _, s in lists]).astype(np.int32))


def random_window(rng: np.random.Generator) -> reach.Window:
    """Return a few departures, in the morning or after midnight."""
    return reach.Window(
        earliest_s=int(rng.integers(-100, 500) + rng.choice([0, 0, 0, DAY_S])),
        n_departures=int(rng.choice([1, 2, 7, 14])),
        longest_s=int(rng.choice([300, 700, 1500])),
        max_rides=int(rng.choice([1, 2, 3, 5])),
    )


def random_day(rng: np.random.Generator) -> int:
    return FIRST_DAY + int(rng.integers(0, N_DAYS))


def walks_of(links: reach.Links, row: int) -> dict[int, int]:
    """Return the shortest walk from a row to each end."""
    least: dict[int, int] = {}
    for i in range(links.first[row], links.first[row + 1]):
        to, walk_s = int(links.to[i]), int(links.walk_s[i])
        least[to] = min(least.get(to, NEVER), walk_s)
    return least
