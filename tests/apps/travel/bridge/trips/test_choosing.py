"""Few ways are shown, and each of them for a reason."""

from __future__ import annotations

from collections import namedtuple

import pytest

from metropoli.apps.travel.bridge.trips.choosing import Facts, the_odd_ones

QUICK = Facts(lasts_s=1_800, fare_cents=380, co2_g=400.0, walk_s=600, caught_share=0.8)
Journey = namedtuple("Journey", "departs_s arrives_s")
Weighed = namedtuple("Weighed", "journey fare_cents co2_mg walk_s odds_share")


def way(**changed):
    facts = QUICK._replace(lasts_s=2_000)._replace(**changed)
    co2_mg = facts.co2_g * 1000
    return Weighed(
        Journey(0, facts.lasts_s), facts.fare_cents, co2_mg, facts.walk_s, facts.caught_share
    )


@pytest.mark.parametrize(
    "spared",
    [{"fare_cents": 190}, {"co2_g": 100.0}, {"walk_s": 100}, {"caught_share": 0.99}],
)
def test_what_spares_something_is_shown_beside_the_quickest(spared):
    one = way(**spared)
    assert the_odd_ones([QUICK], [way(), one]) == [one]


@pytest.mark.parametrize(
    "hardly",
    [{}, {"fare_cents": 375}, {"co2_g": 390.0}, {"walk_s": 550}, {"caught_share": 0.85}],
)
def test_what_hardly_differs_is_not(hardly):
    assert the_odd_ones([QUICK], [way(**hardly)]) == []


def test_what_takes_too_long_is_not():
    assert the_odd_ones([QUICK], [way(lasts_s=9_000, fare_cents=0)]) == []


def test_an_unknown_fare_is_never_the_cheapest():
    assert the_odd_ones([QUICK], [way(fare_cents=None)]) == []
    known = way(fare_cents=500)
    assert the_odd_ones([QUICK._replace(fare_cents=None)], [known]) == [known]


def test_one_way_that_is_best_in_two_things_is_shown_once():
    one = way(fare_cents=100, co2_g=10.0)
    assert the_odd_ones([QUICK], [one]) == [one]


def test_with_nothing_else_to_show_the_best_in_each_are_shown():
    cheap, clean = way(fare_cents=100), way(co2_g=10.0)
    assert {*the_odd_ones([], [cheap, clean])} == {cheap, clean}
