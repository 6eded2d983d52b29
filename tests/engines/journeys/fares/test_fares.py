"""On hundreds of small random tariffs the automaton asks what the slow twin asks."""

from __future__ import annotations

import numpy as np
import pytest

from engines.journeys.fares import naive
from engines.journeys.fares.cities import MONDAY, City, new_fares, old_fares, pick
from metropoli.engines import journeys

SHARDS = 8
CITIES = 40  # in each shard
CHAINS = 12  # in each city
MOST_RIDES = 4


def paid(city: City, rides: list[journeys.FareRide]) -> int | None:
    price = journeys.price_rides(city.tariff, rides)
    if price is None:
        return None
    assert sum(one.cents for one in price.bought) == price.cents
    assert sorted(row for one in price.bought for row in one.rides) == list(range(len(rides)))
    return price.cents


@pytest.mark.parametrize("shard", range(SHARDS))
def test_old_fares_are_the_least_over_all_ways_to_cut_the_rides(shard: int):
    known = 0
    for number in range(CITIES):
        rng = np.random.default_rng([shard, number])
        city = City(old_fares(rng))
        assert city.products.doubts == ()
        for _ in range(CHAINS):
            theirs, ours = city.random_rides(rng, MOST_RIDES)
            price = naive.price_old(theirs)
            assert paid(city, ours) == price, (shard, number, theirs)
            known += price is not None
    assert known > CITIES * CHAINS * 0.3


@pytest.mark.parametrize("shard", range(SHARDS))
def test_new_fares_are_the_least_over_all_ways_to_use_the_rules(shard: int):
    known = 0
    for number in range(CITIES):
        rng = np.random.default_rng([shard, number])
        city = City(new_fares(rng))
        assert city.products.doubts == ()
        for _ in range(CHAINS):
            theirs, ours = city.random_rides(rng, MOST_RIDES)
            price = naive.price_new(theirs, MONDAY)
            assert paid(city, ours) == price, (shard, number, theirs)
            known += price is not None
    assert known > CITIES * CHAINS * 0.2


@pytest.mark.parametrize("shard", range(SHARDS // 2))
def test_fares_of_two_feeds_pay_for_consecutive_rides_of_each(shard: int):
    for number in range(CITIES // 2):
        rng = np.random.default_rng([shard, number])
        city = City(old_fares(rng), old_fares(rng))
        for _ in range(CHAINS):
            theirs, ours = city.random_rides(rng, MOST_RIDES)
            assert paid(city, ours) == naive.price_old(theirs), (shard, number, theirs)


def test_limits_within_a_group_run_from_its_first_leg_and_between_groups_from_the_last():
    """Two groups, every transfer limited: the clocks that a traveller may want differ at each leg."""
    for number in range(CITIES):
        rng = np.random.default_rng(number)
        tables = new_fares(rng)
        anywhere = {"from_area_id": "", "to_area_id": "", "from_timeframe_group_id": ""}
        tables["routes"] = [{**row, "network_id": pick(rng, "NM")} for row in tables["routes"]]
        tables["fare_leg_rules"] = [
            {"leg_group_id": group, "network_id": network, **anywhere, "fare_product_id": product}
            for group, network, product in (("g", "N", "P"), ("h", "M", "R"))
        ]
        tables["fare_transfer_rules"] = [
            {
                "from_leg_group_id": one,
                "to_leg_group_id": other,
                "transfer_count": -1,
                "duration_limit": pick(rng, [4, 6, 9]),
                "duration_limit_type": pick(rng, [0, 1, 2, 3]),
                "fare_transfer_type": 0,
                "fare_product_id": "",
            }
            for one in "gh"
            for other in "gh"
        ]
        city = City(tables)
        for _ in range(CHAINS):
            theirs, ours = city.random_rides(rng, MOST_RIDES + 1)
            assert paid(city, ours) == naive.price_new(theirs, MONDAY), (number, theirs)
