"""What matters to who travels decides the order, by sums that anybody can redo."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from metropoli.apps.mobility import rules
from metropoli.apps.mobility.types import WISHES, Amounts, Wishes

NOTHING = Wishes(0, 0, 0, 0, 0, 0)
TRAM = Amounts(1800, 190, 600, 1, 400, 100)
CAR = Amounts(1200, 450, 3200, 0, 0, None)
FOOT = Amounts(4800, 0, 0, 0, 6000, 0)
WAYS = (TRAM, CAR, FOOT)


@pytest.mark.parametrize(
    ("wish", "first"), [("minutes", CAR), ("money", FOOT), ("environment", FOOT), ("walking", CAR)]
)
def test_who_cares_for_one_thing_only_sees_the_best_in_it_first(wish, first):
    order = rules.best_first(WAYS, replace(NOTHING, **{wish: 4}))
    assert WAYS[order[0]] == first


def test_who_cares_for_nothing_sees_them_as_they_come():
    assert rules.best_first(WAYS, NOTHING) == (0, 1, 2)


def test_ten_minutes_weigh_as_much_as_one_euro_and_the_rest_that_the_page_promises():
    same = {"time_s": 600, "money_cents": 100, "co2_g": 600, "n_changes": 1, "walk_m": 600}
    same["late_permille"] = 100
    free = Amounts(0, 0, 0, 0, 0, 0)
    weights = {rules.burdens([replace(free, **{name: n})], Wishes())[0] for name, n in same.items()}
    assert weights == {1200}


def test_what_is_not_known_counts_as_the_worst_that_is():
    known, unknown = TRAM, replace(TRAM, money_cents=None)
    dear = replace(TRAM, money_cents=900)
    certain = replace(NOTHING, money=2)
    assert rules.burdens([known, unknown, dear], certain)[1:] == (10_800, 10_800)
    assert rules.burdens([unknown, unknown], certain) == (0, 0)


def test_more_of_a_wish_never_moves_its_best_way_down():
    for levels in itertools.product((0, 2, 4), repeat=len(WISHES)):
        wishes = Wishes(*levels)
        best = min(range(len(WAYS)), key=lambda place: WAYS[place].time_s)
        before = rules.best_first(WAYS, wishes).index(best)
        after = rules.best_first(WAYS, replace(wishes, minutes=wishes.minutes + 1)).index(best)
        assert after <= before
