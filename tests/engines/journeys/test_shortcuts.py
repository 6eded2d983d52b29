"""Far walks: with the few that are needed one is as early as with all of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engines.journeys import naive
from engines.journeys.cities import FIRST_DAY, N_DAYS, random_city, random_query
from metropoli.engines.journeys import (
    StopWalks,
    add_walks,
    needed_walks,
    open_day,
    pick_walks,
    plan,
)

CITIES = 300
QUERIES = 6


def random_far_walks(rng: np.random.Generator, n_stops: int) -> StopWalks:
    """Return walks that need not add up, some to pairs that the timetable walks already."""
    lists = [
        np.flatnonzero((rng.random(n_stops) < 0.8) & (np.arange(n_stops) != stop))
        for stop in range(n_stops)
    ]
    to = np.concatenate(lists).astype(np.int32)
    first = np.concatenate(([0], np.cumsum([len(one) for one in lists]))).astype(np.int32)
    return StopWalks(first, to, rng.integers(4, 25, len(to)).astype(np.int32))


def scenes(batch: int):
    for seed in range(batch, CITIES, 10):
        rng = np.random.default_rng(70_000 + seed)
        timetable = random_city(rng)
        day = FIRST_DAY + int(rng.integers(0, N_DAYS))
        walks = random_far_walks(rng, len(timetable.change_s))
        yield seed, rng, timetable, day, walks


@pytest.mark.parametrize("batch", range(10))
def test_the_few_walks_that_are_needed_lose_no_journey_that_all_of_them_allow(batch):
    for seed, rng, timetable, day, walks in scenes(batch):
        needed = needed_walks(open_day(timetable, day), walks)
        everything = add_walks(timetable, walks)
        running = naive.vehicles(everything, day)
        opened = open_day(add_walks(timetable, pick_walks(walks, needed)), day)
        for _ in range(QUERIES):
            query = random_query(rng, len(timetable.change_s))
            query = replace(
                query, by_arrival=False, earliest_s=query.earliest_s or 0, latest_s=None
            )
            expected = {one[1:] for one in naive.plan(running, everything, query)}
            found = {(one.arrives_s, len(one.rides)) for one in plan(opened, query)}
            assert found == expected, (seed, query)


def test_most_walks_are_not_needed():
    kept = every = 0
    for _, _, timetable, day, walks in scenes(0):
        kept += int(needed_walks(open_day(timetable, day), walks).sum())
        every += len(walks.to)
    assert 0 < kept < every / 3


def test_the_walks_that_are_needed_do_not_depend_on_how_many_look_for_them():
    for _, _, timetable, day, walks in scenes(1):
        opened = open_day(timetable, day)
        alone = needed_walks(opened, walks)
        assert np.array_equal(alone, needed_walks(opened, walks, threads=2))


def test_nobody_needs_to_walk_for_a_ride_that_leaves_at_another_time():
    for _, _, timetable, day, walks in scenes(2):
        assert not needed_walks(open_day(timetable, day), walks, from_s=0, until_s=0).any()
