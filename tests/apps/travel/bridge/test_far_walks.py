"""Far walks between two vehicles: who gets them, and which they are."""

from __future__ import annotations

import numpy as np

from engines.journeys.cities import FIRST_DAY, random_city
from engines.journeys.test_shortcuts import random_far_walks
from metropoli.apps.travel.bridge.days import USUAL, footing_of
from metropoli.apps.travel.bridge.far_walks import _typical_days, far_walks, no_walks
from metropoli.apps.travel.types import Manner
from metropoli.engines import journeys

MINUTE_S = 60


def pairs(first, to):
    start = np.repeat(np.arange(len(first) - 1), np.diff(first))
    return set(zip(start.tolist(), to.tolist(), strict=True))


def test_only_who_says_to_walk_longer_than_usual_walks_far_between_two_vehicles():
    assert footing_of(Manner()) == USUAL
    assert footing_of(Manner(longest_walk_s=45 * MINUTE_S)).walks_far
    assert not footing_of(Manner(longest_walk_s=45 * MINUTE_S, step_free=True)).walks_far


def test_far_walks_join_stops_that_the_changes_do_not_join_already():
    found = 0
    for seed in range(20):
        rng = np.random.default_rng(seed)
        near = random_city(rng)
        far = journeys.add_walks(near, random_far_walks(rng, len(near.change_s)))
        walks = far_walks(near, far, lambda _: None)
        told = pairs(walks.first, walks.to)
        assert told <= pairs(far.transfer_first, far.transfer_to)
        assert not told & pairs(near.transfer_first, near.transfer_to)
        found += len(told)
    assert found


def test_without_streets_nobody_walks_far():
    city = random_city(np.random.default_rng(1))
    same = journeys.add_walks(city, no_walks(city))
    assert pairs(same.transfer_first, same.transfer_to) == pairs(
        city.transfer_first, city.transfer_to
    )


def test_the_busiest_working_day_and_the_busiest_sunday_stand_for_all():
    city = random_city(np.random.default_rng(1))
    monday = (1 - FIRST_DAY) % 7  # the first of the period, by column
    saturday, sunday = (monday + 5) % 7, (monday + 6) % 7
    runs = np.zeros((3, 14), np.bool_)
    runs[:, [monday + 1, saturday, sunday + 7]] = True
    chosen = _typical_days(city._replace(service_runs=runs))
    assert chosen == [FIRST_DAY + monday + 1, FIRST_DAY + sunday + 7]
