"""A handful, each for a reason, and no two the same to a traveller."""

from __future__ import annotations

import numpy as np

from engines.journeys.weighing.worlds import random_question, random_world
from metropoli.engines.journeys import (
    ANYWHERE,
    Journey,
    Ride,
    Walk,
    Weighed,
    Wishes,
    choose_few,
    weigh,
)
from metropoli.engines.journeys.weighing import choosing


def a_way(leaves_s=0, lasts_s=1800, *, rides=1, lines=None, cents=190, co2=300, walk=300, risk=0):
    """A way of so many rides; co2 in grams."""
    arrives_s = leaves_s + lasts_s
    ride = Ride(0, 0, 0, 1, 0, 1, leaves_s, arrives_s)
    legs = (Walk(ANYWHERE, 0, leaves_s, leaves_s), *[ride] * rides)
    return Weighed(
        journey=Journey(leaves_s, arrives_s, legs),
        access_row=0,
        egress_row=0,
        fare_cents=cents,
        options=(0,) * rides,
        lines=lines or tuple(range(rides)),
        co2_mg=co2 * 1000,
        energy_j=co2 * 10_000,
        walk_s=walk,
        risk=risk,
        catch_share=(),
    )


def reasons(ways, wishes=None, **how):
    return {one.row: set(one.reasons) for one in choose_few(ways, wishes, **how)}


def test_of_nothing_nothing_is_chosen():
    assert choose_few(()) == ()


def test_a_single_way_needs_no_other_reason():
    assert choose_few([a_way()]) == (choosing.Chosen(0, ("balanced",)),)


def test_each_is_told_for_what_it_is_best_in():
    ways = [
        a_way(0, 1500, lines=(1,), cents=400),
        a_way(0, 3000, lines=(2,), cents=100, co2=900),
        a_way(0, 3600, lines=(3,), cents=400, co2=20),
    ]
    found = reasons(ways)
    assert "earliest" in found[0]
    assert "cheapest" in found[1]
    assert "cleanest" in found[2]


def test_two_that_leave_a_minute_apart_with_the_same_lines_are_one():
    ways = [a_way(60 * i, 1800, lines=(1, 2), rides=2) for i in range(8)]
    assert len(choose_few(ways)) < 3


def test_a_trifle_is_no_reason_for_a_place():
    ways = [a_way(lines=(1,), co2=300), a_way(0, 2900, lines=(2,), co2=299)]
    assert "cleanest" not in reasons(ways, most=1)[0]
    assert set(reasons(ways)) == {0, 1} or set(reasons(ways)) == {0}


def test_wishes_decide_which_is_balanced():
    ways = [a_way(0, 1200, lines=(1,), cents=600), a_way(0, 2400, lines=(2,), cents=100)]
    assert "balanced" in reasons(ways, Wishes(cent_s=0))[0]
    assert "balanced" in reasons(ways, Wishes(cent_s=36))[1]


def test_an_unknown_fare_is_never_the_cheapest():
    ways = [a_way(0, 1200, lines=(1,), cents=None), a_way(0, 2400, lines=(2,), cents=900)]
    found = reasons(ways)
    assert "cheapest" not in found[0]
    assert "cheapest" in found[1]


def test_never_more_than_asked_always_the_best_and_every_reason_true():
    several = 0
    for seed in range(120):
        rng = np.random.default_rng(seed)
        world = random_world(rng)
        ways = weigh(world.weighing, random_question(rng, len(world.timetable.change_s)))
        most = int(rng.integers(1, 7))
        chosen = choose_few(ways, most=most)
        assert chosen == choose_few(ways, most=most)
        assert len(chosen) <= most
        assert bool(chosen) == bool(ways)
        assert len({one.row for one in chosen}) == len(chosen)
        assert sum("balanced" in one.reasons for one in chosen) == bool(ways)
        for aim in choosing.AIMS:
            amounts = [aim.amount(one) for one in ways]
            known = [amount for amount in amounts if amount is not None]
            for one in chosen:
                if aim.reason in one.reasons:
                    assert amounts[one.row] == min(known)
        several += len(chosen) > 1
    assert several > 10
