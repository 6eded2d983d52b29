"""A way says why it is shown, and only where it is alone in it."""

from __future__ import annotations

from datetime import timedelta

from apps.travel.miniature import HOME, MONDAY, OFFICE, when
from metropoli.apps.travel.rules.reasons import with_reasons
from metropoli.apps.travel.types import Costs, Leg, LineName, Trip

AT = when(MONDAY, "08:00")
TRAM = LineName("f:4", "4", "", "tram", "", "", "")


def trip(
    leaves_min=0, lasts_min=30, *, cents=None, co2_g=None, rides=1, walk_m=100, **more
) -> Trip:
    departs_at = AT + timedelta(minutes=leaves_min)
    arrives_at = departs_at + timedelta(minutes=lasts_min)
    walk = Leg("walk", HOME, OFFICE, departs_at, departs_at, walk_m, ())
    ride = Leg("tram", HOME, OFFICE, departs_at, arrives_at, 1_000, (), line=TRAM)
    costs = Costs(fare_cents=cents, energy_wh=None, co2_g=co2_g)
    return Trip("transit", (walk, *[ride] * rides), costs=costs, **more)


def reasons(*trips, arrive_by=False):
    return [one.reasons for one in with_reasons(trips, arrive_by=arrive_by)]


def test_each_says_what_it_alone_is_best_in():
    quick, cheap, clean = (
        trip(0, 25, cents=300),
        trip(0, 30, cents=100),
        trip(0, 32, cents=200, co2_g=9),
    )
    quick, cheap = (replace_co2(one, 50) for one in (quick, cheap))
    assert reasons(quick, cheap, clean) == [("earliest", "fastest"), ("cheapest",), ("cleanest",)]


def replace_co2(one: Trip, co2_g: int) -> Trip:
    return trip(0, one.duration_s // 60, cents=one.costs.fare_cents, co2_g=co2_g)


def test_what_most_share_sets_none_apart():
    assert reasons(trip(0, 30, cents=190), trip(0, 30, cents=190)) == [(), ()]
    dear, cheap, as_cheap, dearer = (trip(cents=cents) for cents in (300, 190, 190, 380))
    told = reasons(dear, cheap, as_cheap, dearer)
    assert told == [(), ("cheapest",), ("cheapest",), ()]


def test_one_s_own_bike_is_no_rival():
    bike = Trip("bike", trip(0, 5, rides=0).legs, costs=Costs(0, 0, 0))
    assert reasons(trip(lasts_min=31, cents=100), trip(cents=190), bike)[2] == ()
    assert "cheapest" in reasons(trip(lasts_min=31, cents=100), trip(cents=190), bike)[0]


def test_what_is_not_known_is_not_best():
    assert "cheapest" not in sum(reasons(trip(cents=None), trip(lasts_min=31, cents=190)), ())


def test_a_way_that_nobody_would_take_is_best_in_nothing():
    """Four hours on foot are free; that makes them nobody's cheapest way."""
    on_foot = trip(0, 240, cents=0)
    assert reasons(trip(cents=190), trip(2, 30, cents=380), on_foot)[2] == ()


def test_who_must_be_there_by_a_time_learns_who_leaves_last():
    early, late = trip(0, 30), trip(10, 30)
    assert reasons(early, late, arrive_by=True) == [(), ("latest",)]
    assert reasons(early, late) == [("earliest",), ()]


def test_one_way_alone_needs_no_reason():
    assert reasons(trip(cents=1)) == [()]
