"""The weighed search through places: exact against the slow twin, tickets and all."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engines.journeys.vias import naive_weighed
from engines.journeys.vias.test_plan import random_way
from engines.journeys.weighing.test_weigh import assert_best
from engines.journeys.weighing.worlds import random_question, random_world
from metropoli.base.errors import Invalid
from metropoli.engines.journeys import (
    WALK,
    Walk,
    go_through,
    price_rides,
    weigh,
    weigh_through,
)

WORLDS = 160


@pytest.mark.parametrize("batch", range(8))
def test_the_search_finds_what_trying_everything_finds(batch):
    found_any = 0
    for seed in range(batch, WORLDS, 8):
        rng = np.random.default_rng(seed)
        world = random_world(rng)
        n_stops = len(world.timetable.change_s)
        for _ in range(2):
            vias, on_foot_s = random_way(rng, n_stops)
            question = random_question(rng, n_stops)
            everything = naive_weighed.every(world, question, vias, on_foot_s)
            through = go_through(world.day, vias, on_foot_s)
            for criteria in {naive_weighed.asked_of(rng) for _ in range(3)}:
                asked = replace(question, criteria=criteria)
                answers = weigh_through(through, world.weighing, asked)
                assert_best(everything, answers, asked, seed)
                found_any += len(answers)
    assert found_any > 50


def test_walking_is_told_although_it_cannot_be_weighed():
    told = 0
    for seed in range(2000, 2060):
        rng = np.random.default_rng(seed)
        world = random_world(rng)
        n_stops = len(world.timetable.change_s)
        through = go_through(world.day, *random_way(rng, n_stops))
        question = random_question(rng, n_stops)
        with pytest.raises(Invalid, match="criterion_unknown"):
            weigh_through(through, world.weighing, replace(question, criteria=frozenset({WALK})))
        asked = replace(question, criteria=frozenset({"fare"}))
        for one in weigh_through(through, world.weighing, asked):
            legs = [leg for leg in one.journey.legs if isinstance(leg, Walk)]
            assert one.walk_s <= sum(leg.arrives_s - leg.departs_s for leg in legs)
            told += 1
    assert told > 10


def test_a_weighing_of_another_day_is_refused():
    rng = np.random.default_rng(4)
    world, other = random_world(rng), random_world(rng)
    through = go_through(world.day, *random_way(rng, len(world.timetable.change_s)))
    question = random_question(rng, 3)
    with pytest.raises(ValueError, match="another day"):
        weigh_through(through, other.weighing, replace(question, criteria=frozenset()))
    assert isinstance(weigh(world.weighing, question), tuple)
    assert price_rides(world.fares.tariff, []) is not None
