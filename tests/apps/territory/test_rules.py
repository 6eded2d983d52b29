from __future__ import annotations

import numpy as np
import pytest

from metropoli.apps.territory import rules


def test_distances_are_those_of_the_globe():
    # A degree of latitude is 60 nautical miles; the poles are a quarter of the way round.
    assert rules.distance_m(45, 7, 46, 7) == pytest.approx(60 * 1852, rel=0.002)
    assert rules.distance_m(-90, 0, 90, 123) == pytest.approx(np.pi * rules.EARTH_RADIUS_M)
    assert rules.distance_m(45, 7, 45, 7) == 0


def test_a_box_around_a_point_holds_the_whole_circle():
    rng = np.random.default_rng(5)
    for _ in range(500):
        lat, lon = rng.uniform(-80, 80), rng.uniform(-90, 90)
        radius_m = 10 ** rng.uniform(1, 6)
        box = rules.box_around(lat, lon, radius_m)
        to_lat, to_lon = lat + rng.normal(0, 3), lon + rng.normal(0, 3)
        if rules.distance_m(lat, lon, to_lat, to_lon) <= radius_m:
            assert box.south_deg <= to_lat <= box.north_deg
            assert box.west_deg <= to_lon <= box.east_deg


def test_the_box_is_not_much_wider_than_the_circle():
    box = rules.box_around(45, 7, 1000)
    assert rules.distance_m(45, 7, 45, box.east_deg) == pytest.approx(1000, rel=0.01)
    assert rules.distance_m(45, 7, box.north_deg, 7) == pytest.approx(1000, rel=0.01)


@pytest.mark.parametrize("seed", range(200))
def test_perimeter_algebra_is_that_of_sets(seed):
    rng = np.random.default_rng(seed)
    first, second = (
        frozenset(str(c) for c in rng.choice(4, size=rng.integers(0, 5), replace=False))
        for _ in range(2)
    )
    found = rules.compare(first, second)
    assert found.both | found.only_first == first
    assert found.both | found.only_second == second
    expected = (
        "same"
        if first == second
        else "inside"
        if all(c in second for c in first)
        else "holds"
        if all(c in first for c in second)
        else "overlaps"
        if any(c in second for c in first)
        else "apart"
    )
    assert found.relation == expected
