"""Measures of access and of equity, worked by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from metropoli.engines import reach
from metropoli.engines.reach import NEVER_MIN

# Two homes, three schools with 100, 50 and 10 seats.
MINUTES = np.array([[10, 20, NEVER_MIN], [30, 20, 5]], np.uint8)
SEATS = np.array([100.0, 50.0, 10.0])


def test_what_is_within_twenty_minutes_is_counted_in_full():
    found = reach.cumulative_opportunities(MINUTES, SEATS, within_min=20)
    assert found.tolist() == [150.0, 60.0]
    assert reach.cumulative_opportunities(MINUTES, SEATS, within_min=255).tolist() == [150.0, 160.0]


def test_what_is_far_counts_less_and_what_is_out_of_reach_nothing():
    decay = reach.exponential_decay(half_min=10)
    assert reach.gravity(MINUTES, SEATS, decay=decay).tolist() == pytest.approx(
        [100 / 2 + 50 / 4, 100 / 8 + 50 / 4 + 10 / math.sqrt(2)]
    )


def test_the_logistic_decay_is_a_half_at_its_middle():
    decay = reach.logistic_decay(middle_min=30, spread_min=10)
    assert decay[30] == pytest.approx(0.5)
    assert decay[20] + decay[40] == pytest.approx(1.0)
    assert decay[40] == pytest.approx(1 / (1 + math.exp(math.pi / math.sqrt(3))))


def test_who_can_choose_is_not_counted_twice():
    """One hour is near to all: two homes of 100 and 300 people, two clinics of 10 and 2 doctors."""
    near = np.array([[5, 5], [NEVER_MIN, 5]], np.uint8)
    decay = np.ones(60)
    found = reach.three_step_floating_catchment(
        near, np.array([100.0, 300.0]), np.array([10.0, 2.0]), decay=decay
    )
    # The first home sends 50 people to each clinic; the second all of its 300 to the other.
    first, second = 10 / 50, 2 / (50 + 300)
    assert found.tolist() == pytest.approx([0.5 * first + 0.5 * second, second])
    # What is offered is what the people have.
    assert 100 * found[0] + 300 * found[1] == pytest.approx(12)


def test_a_home_without_any_clinic_has_nothing():
    alone = np.array([[NEVER_MIN], [1]], np.uint8)
    found = reach.three_step_floating_catchment(
        alone, np.array([10.0, 5.0]), np.array([1.0]), decay=np.ones(60)
    )
    assert found.tolist() == [0.0, 0.2]


def test_the_quarter_of_an_hour_counts_kinds():
    by_kind = np.array([[15, 16, 3, NEVER_MIN], [1, 1, 1, 1]], np.uint8)
    assert reach.fifteen_minutes(by_kind).tolist() == [0.5, 1.0]
    assert reach.nearest(MINUTES).tolist() == [10, 5]


def test_three_trees_thirty_per_cent_and_three_hundred_metres():
    kept = reach.three_thirty_three_hundred(
        np.array([3, 2, 9], np.int32), np.array([0.3, 0.5, 0.29]), np.array([300.0, 301.0, 12.0])
    )
    assert kept.tolist() == [[True, True, True], [False, True, False], [True, False, True]]


def test_gini_is_nought_where_all_have_the_same_and_rises_with_the_difference():
    assert reach.gini(np.array([4.0, 4.0]), np.array([1.0, 9.0])) == 0
    # One of four has it all: 1 - 1/4.
    assert reach.gini(np.array([0, 0, 0, 8.0]), np.ones(4)) == pytest.approx(0.75)
    # 1, 2, 3: mean difference of all pairs 8/9, over twice the mean 4.
    assert reach.gini(np.array([1.0, 2, 3]), np.ones(3)) == pytest.approx(2 / 9)


def test_a_group_of_many_is_as_many_groups_of_one():
    together = reach.gini(np.array([1.0, 5.0]), np.array([3.0, 2.0]))
    apart = reach.gini(np.array([1.0, 1, 1, 5, 5]), np.ones(5))
    assert together == pytest.approx(apart)
    assert reach.palma(np.array([1.0, 5.0]), np.array([3.0, 2.0])) == pytest.approx(
        reach.palma(np.array([1.0, 1, 1, 5, 5]), np.ones(5))
    )


def test_theil_is_what_lies_between_and_within():
    value, people = np.array([1.0, 3.0, 2.0, 2.0]), np.ones(4)
    found = reach.theil(value, people, np.array([0, 0, 1, 1], np.int32))
    by_hand = (0.5 * math.log(0.5) + 1.5 * math.log(1.5)) / 4
    assert found.total == pytest.approx(by_hand)
    assert found.between == pytest.approx(0)  # both classes have 2 on average
    assert found.within == pytest.approx(by_hand)
    assert reach.theil(np.array([0.0, 2.0]), np.ones(2)).total == pytest.approx(math.log(2))
    apart = reach.theil(np.array([1.0, 1, 3, 3]), people, np.array([0, 0, 1, 1], np.int32))
    assert apart.within == pytest.approx(0)


def test_palma_sets_the_top_tenth_beside_the_lower_forty_per_cent():
    """Ten people have 1 to 10: the last has 10 of 55, the first four 1 + 2 + 3 + 4."""
    assert reach.palma(np.arange(1.0, 11.0), np.ones(10)) == pytest.approx(10 / 10)
    assert reach.palma(np.array([0.0, 0.0, 1.0]), np.ones(3)) == math.inf


def test_the_worst_off_have_their_own_average():
    assert reach.worst_off(np.arange(1.0, 11.0), np.ones(10), share=0.2) == pytest.approx(1.5)
    assert reach.worst_off(np.array([4.0, 8.0]), np.array([1.0, 3.0]), share=0.25) == 4.0


def test_where_there_is_nothing_to_share_nobody_is_ahead():
    for value, people in ((np.zeros(3), np.ones(3)), (np.ones(3), np.zeros(3))):
        assert reach.gini(value, people) == 0
        assert reach.theil(value, people).total == 0
        assert reach.palma(value, people) == 0
        assert reach.worst_off(value, people) == 0


def test_a_comune_has_the_average_of_its_people():
    found = reach.averages(
        np.array([1.0, 4.0, 9.0]), np.array([2.0, 1.0, 5.0]), np.array([0, 0, 2], np.int32), 3
    )
    assert found[0] == 2.0
    assert math.isnan(found[1])
    assert found[2] == 9.0
