"""The weighed search: exact against the slow twin, whatever is asked for."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from engines.journeys import naive as plain
from engines.journeys.weighing import naive
from engines.journeys.weighing.worlds import random_question, random_world
from metropoli.base.errors import Invalid
from metropoli.engines.journeys import CRITERIA, Question, Walk, Weighed, trip_calls, weigh
from metropoli.engines.journeys.weighing import answering

WORLDS = 300
SUBSETS = [
    frozenset(some)
    for size in range(len(CRITERIA) + 1)
    for some in combinations(sorted(CRITERIA), size)
]


def vector(one: Weighed, question: Question) -> naive.Vector:
    """Return what an answer says of itself."""
    instant = not question.by_arrival and question.latest_s is None
    return (
        0 if instant else -one.journey.departs_s,
        0 if question.by_arrival else one.journey.arrives_s,
        one.rides,
        naive.UNKNOWN if one.fare_cents is None else one.fare_cents,
        one.co2_mg,
        one.energy_j,
        one.walk_s,
        one.risk,
    )


def assert_best(everything, answers, asked: Question, seed: int) -> None:
    """Compare the answers with the best of everything; what is told of them is never rounded."""
    compared: dict[naive.Vector, set[naive.Vector]] = {}
    for one in everything:
        told = compared.setdefault(one[: naive.EXACT], set())
        told.add(naive.project(one, asked.criteria))
    expected = naive.best(set().union(*compared.values()))
    found = [compared[vector(one, asked)] & expected for one in answers]
    assert all(found), (seed, asked)
    assert set().union(*found) == expected, (seed, asked)
    assert len(found) == len(expected), (seed, asked)


@pytest.mark.parametrize("batch", range(10))
def test_the_search_finds_what_trying_everything_finds(batch):
    found_any = 0
    for seed in range(batch, WORLDS, 10):
        rng = np.random.default_rng(seed)
        world = random_world(rng)
        for _ in range(3):
            question = random_question(rng, len(world.timetable.change_s))
            everything = naive.every(world, question)
            for criteria in rng.choice(np.array(SUBSETS, object), 4, replace=False):
                asked = replace(question, criteria=criteria)
                assert_best(everything, weigh(world.weighing, asked), asked, seed)
                found_any += len(everything) > 0
    assert found_any > 100


def test_every_journey_can_be_made_and_costs_what_it_says():
    made = 0
    for seed in range(5000, 5100):
        rng = np.random.default_rng(seed)
        world = random_world(rng)
        question = random_question(rng, len(world.timetable.change_s))
        for one in weigh(world.weighing, question):
            follow(one, question, world)
            made += 1
    assert made > 100


def follow(one: Weighed, question: Question, world) -> None:
    """Make the journey leg by leg, with the twin's changes and the day's own calls."""
    changes = plain.change_times(world.timetable)
    access, egress = question.access, question.egress
    first, *between, last = one.journey.legs
    assert first.to_stop == access.stop[one.access_row]
    assert first.arrives_s - first.departs_s == access.lasts_s[one.access_row]
    assert last.from_stop == egress.stop[one.egress_row]
    assert last.arrives_s - last.departs_s == egress.lasts_s[one.egress_row]
    walk_s = int(access.walk_s[one.access_row]) + int(egress.walk_s[one.egress_row])
    stop, ready_s, just_off = first.to_stop, first.arrives_s, False
    for leg in between:
        assert leg.departs_s >= ready_s
        if isinstance(leg, Walk):
            assert leg.from_stop == stop
            assert leg.arrives_s - leg.departs_s == changes[leg.from_stop, leg.to_stop]
            walk_s += leg.arrives_s - leg.departs_s
            stop, ready_s, just_off = leg.to_stop, leg.arrives_s, False
            continue
        ready_s += changes[stop, stop] if just_off else 0
        calls = trip_calls(world.day, leg.vehicle)
        assert (leg.board_stop, calls.stop[leg.board_position]) == (stop, stop)
        assert calls.boards[leg.board_position]
        assert calls.alights[leg.alight_position]
        assert ready_s <= leg.departs_s == calls.departs_s[leg.board_position]
        assert leg.arrives_s == calls.arrives_s[leg.alight_position]
        stop, ready_s, just_off = int(calls.stop[leg.alight_position]), leg.arrives_s, True
    assert (stop, ready_s) == (last.from_stop, last.departs_s)
    assert one.walk_s == walk_s


def test_the_same_question_has_the_same_answer():
    for seed in range(6000, 6030):
        rng = np.random.default_rng(seed)
        world = random_world(rng)
        question = random_question(rng, len(world.timetable.change_s))
        assert weigh(world.weighing, question) == weigh(world.weighing, question)


def test_a_search_that_needs_more_memory_gets_it(monkeypatch):
    monkeypatch.setattr(answering, "FEW_LABELS", 8)
    monkeypatch.setattr(answering, "FEW_ABOARD", 2)
    for seed in range(40):
        rng = np.random.default_rng(seed)
        world = random_world(rng)
        question = replace(random_question(rng, len(world.timetable.change_s)), max_rides=2)
        everything = naive.every(world, question)
        assert_best(everything, weigh(world.weighing, question), question, seed)


def test_a_question_without_sense_is_refused():
    rng = np.random.default_rng(1)
    world = random_world(rng)
    ways = random_question(rng, len(world.timetable.change_s)).access
    ask = Question(access=ways, egress=ways, earliest_s=0)
    with pytest.raises(Invalid, match="window_not_given"):
        weigh(world.weighing, replace(ask, earliest_s=None))
    with pytest.raises(Invalid, match="window_not_given"):
        weigh(world.weighing, replace(ask, by_arrival=True))
    with pytest.raises(Invalid, match="window_ends_before_it_starts"):
        weigh(world.weighing, replace(ask, latest_s=-1))
    with pytest.raises(Invalid, match="rides_out_of_range"):
        weigh(world.weighing, replace(ask, max_rides=0))
    with pytest.raises(Invalid, match="criterion_unknown"):
        weigh(world.weighing, replace(ask, criteria=frozenset({"beauty"})))
