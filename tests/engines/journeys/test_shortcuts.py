"""Far walks: with the few that are needed one is as early as with all of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engines.journeys import naive
from engines.journeys.cities import FIRST_DAY, N_DAYS, random_city, random_query
from engines.journeys.test_plan import as_asked
from metropoli.engines.journeys import (
    Query,
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


def without_window(query: Query) -> Query:
    """Return the question for an instant: what betters a journey may leave after a window."""
    if query.by_arrival:
        return replace(query, earliest_s=None)
    return replace(query, latest_s=None)


@pytest.mark.parametrize("batch", range(10))
def test_the_few_walks_that_are_needed_lose_no_journey_that_all_of_them_allow(batch):
    for seed, rng, timetable, day, walks in scenes(batch):
        needed = needed_walks(open_day(timetable, day), walks)
        everything = add_walks(timetable, walks)
        running = naive.vehicles(everything, day)
        opened = open_day(add_walks(timetable, pick_walks(walks, needed)), day)
        for _ in range(QUERIES):
            query = without_window(random_query(rng, len(timetable.change_s)))
            expected = naive.plan(running, everything, query)
            found = [(one.departs_s, one.arrives_s, len(one.rides)) for one in plan(opened, query)]
            assert set(as_asked(found, query)) == expected, (seed, query)


def test_whoever_leaves_in_a_window_can_be_as_early_without_the_other_walks():
    asked = 0
    for seed, rng, timetable, day, walks in scenes(6):
        opened = open_day(timetable, day)
        everything = open_day(add_walks(timetable, walks), day)
        few = open_day(add_walks(timetable, pick_walks(walks, needed_walks(opened, walks))), day)
        query = replace(random_query(rng, len(timetable.change_s)), by_arrival=False, direct_s=None)
        for one in plan(everything, replace(query, earliest_s=0, latest_s=30)):
            instant = replace(query, earliest_s=one.departs_s, latest_s=None)
            assert any(
                other.arrives_s <= one.arrives_s and len(other.rides) <= len(one.rides)
                for other in plan(few, instant)
            ), (seed, query)
            asked += 1
    assert asked > 10


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
