"""What a trip uses and emits is what its legs do."""

from __future__ import annotations

from datetime import timedelta

from apps.travel.miniature import HOME, MONDAY, OFFICE, when
from metropoli.apps.travel.rules.costs import (
    MODELLED_DELAYS,
    OBSERVED_DELAYS,
    what_it_rests_on,
    with_costs,
)
from metropoli.apps.travel.rules.driving import own_car_basis, own_car_cents
from metropoli.apps.travel.rules.factors import factor
from metropoli.apps.travel.types import Costs, Leg, Trip

AT = when(MONDAY, "08:00")


def leg(mode: str, length_m: int, **more) -> Leg:
    return Leg(mode, HOME, OFFICE, AT, AT + timedelta(minutes=9), length_m, (), **more)


def test_a_trip_costs_what_its_legs_cost():
    trip = with_costs(Trip("transit", (leg("walk", 400), leg("tram", 5_000), leg("bus", 1_000))))
    tram, bus = factor("tram"), factor("bus")
    assert trip.legs[0].costs == Costs(0, 0, 0)
    assert trip.costs.fare_cents is None  # nobody has said what the tickets are
    assert trip.costs.co2_g == tram.co2_g_over(5_000) + bus.co2_g_over(1_000)
    assert trip.costs.energy_wh == tram.energy_wh_over(5_000) + bus.energy_wh_over(1_000)


def test_what_is_known_already_is_kept():
    told = Costs(fare_cents=120, energy_wh=7, co2_g=9)
    trip = with_costs(Trip("shared_bike", (leg("bike", 1_000, costs=told),)))
    assert trip.legs[0].costs == told
    assert (trip.costs.energy_wh, trip.costs.co2_g) == (7, 9)


def test_what_nobody_knows_of_one_leg_is_not_known_of_the_trip():
    trip = with_costs(Trip("on_demand", (leg("walk", 100), leg("on_demand", 3_000))))
    assert trip.costs == Costs(None, None, None)


def test_the_figures_name_their_sources_once():
    trips = [Trip("transit", (leg("tram", 1), leg("tram", 1))), Trip("car", (leg("car", 1),))]
    assert what_it_rests_on(trips) == (own_car_basis(), factor("tram").basis, factor("car").basis)


def test_one_s_own_feet_are_free_and_one_s_own_car_is_not():
    assert with_costs(Trip("walk", (leg("walk", 900),))).costs.fare_cents == 0
    assert with_costs(Trip("bike", (leg("bike", 900),))).costs.fare_cents == 0
    driven = with_costs(Trip("car", (leg("car", 9_000),)))
    assert driven.costs.fare_cents == own_car_cents(9_000) > 0


def test_odds_say_whether_delays_were_observed_or_made_up():
    trip = Trip("transit", (leg("tram", 1),), odds_share=0.9)
    assert MODELLED_DELAYS in what_it_rests_on([trip])
    assert OBSERVED_DELAYS in what_it_rests_on([trip], delays_observed=True)
    assert not {MODELLED_DELAYS, OBSERVED_DELAYS} & {*what_it_rests_on([Trip("walk", ())])}
