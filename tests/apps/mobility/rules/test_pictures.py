"""The trade-off as a drawing: who is on the line is beaten by nobody, and no mark hides another."""

from __future__ import annotations

import itertools
import math
import random
from dataclasses import replace

import pytest

from apps.mobility import made
from apps.travel.miniature import HOME, OFFICE
from metropoli.apps.mobility import rules
from metropoli.apps.mobility.types import PlannedTrip, Understood
from metropoli.apps.travel.types import NO_COSTS, TripRequest


def cards_of(answer):
    ends = Understood(HOME), Understood(OFFICE)
    return rules.cards_of(PlannedTrip(*ends, answer, tuple(range(len(answer.trips)))))


@pytest.fixture
def answer():
    return made.everything(TripRequest(HOME, OFFICE, made.at("08:00")))


def test_the_line_holds_the_ways_that_no_other_beats():
    luck = random.Random(1)
    for _ in range(300):
        points = [(luck.randrange(5), luck.randrange(5)) for _ in range(luck.randrange(1, 8))]

        def beaten(one, points=points):
            return any(
                other[0] <= one[0] and other[1] <= one[1] and other != one for other in points
            )

        assert sorted(rules.unbeaten(points)) == [
            place for place, one in enumerate(points) if not beaten(one)
        ]


def test_each_way_whose_figure_is_known_has_its_mark_inside_the_drawing(answer):
    picture = rules.picture_of(cards_of(answer), "money")
    assert [spot.card.number for spot in picture.spots] == [1, 2, 3, 5, 6]
    assert [spot.card.number for spot in picture.spots if spot.is_best] == [2, 6]
    for spot in picture.spots:
        assert 0 <= spot.mark[0] <= picture.width
        assert 0 <= spot.mark[1] <= picture.height
    assert max(tick.value for tick in picture.along) >= 67
    assert len(rules.picture_of(cards_of(answer), "environment").spots) == 6


def test_ways_that_cost_and_last_the_same_are_drawn_side_by_side(answer):
    same = replace(answer, trips=(answer.trips[0],) * 6)
    picture = rules.picture_of(cards_of(same), "money")
    for one, other in itertools.combinations(picture.spots, 2):
        assert math.dist(one.mark, other.mark) >= 24
    assert len({spot.dot for spot in picture.spots}) == 1


def test_where_less_than_two_figures_are_known_there_is_nothing_to_draw(answer):
    trips = tuple(replace(trip, costs=NO_COSTS) for trip in answer.trips)
    assert rules.picture_of(cards_of(replace(answer, trips=trips)), "money") is None
    one = (answer.trips[0], *trips[1:])
    assert rules.picture_of(cards_of(replace(answer, trips=one)), "environment") is None


def test_ways_that_all_cost_nothing_are_drawn_too(answer):
    free = replace(answer.trips[4], costs=replace(answer.trips[4].costs, fare_cents=0))
    picture = rules.picture_of(cards_of(replace(answer, trips=(free, free))), "money")
    assert len(picture.spots) == 2
