"""What a trip costs: tickets named one by one, energy, emissions and odds beside them."""

from __future__ import annotations

from itertools import pairwise

import pytest

from apps.conftest import build_once
from apps.travel import miniature
from apps.travel.miniature import HOME, HUT, MONDAY, OFFICE, when
from metropoli.apps.travel import services
from metropoli.apps.travel.rules.factors import factor
from metropoli.apps.travel.types import TripRequest

TRAM_TICKET = {"fare_id": "hour", "price": "2.00", "currency_type": "EUR", "payment_method": 1,
               "transfers": "", "transfer_duration": 5400}  # fmt: skip
HILL_TICKET = {"fare_id": "hill", "price": "1.50", "currency_type": "EUR", "payment_method": 0,
               "transfers": 0}  # fmt: skip


@pytest.fixture(scope="module")
def priced_folder(tmp_path_factory, django_db_setup, django_db_blocker):
    return build_once(tmp_path_factory.mktemp("priced"), load_priced, django_db_blocker)


def load_priced(folder):
    services.load_osm(path=miniature.write_streets(folder / "streets.osm"))
    trams = miniature.city_feed(fare_attributes=[TRAM_TICKET])
    hills = miniature.hill_feed(fare_attributes=[HILL_TICKET])
    for name, files in (("tram", trams), ("monti", hills)):
        services.load_gtfs(path=miniature.write_feed(files, folder / f"{name}.zip"))


@pytest.fixture(autouse=True)
def _city(priced_folder, db, settings):
    settings.VAR = priced_folder


def trips(end, *, kind="transit", **more):
    asked = TripRequest(HOME, end, when(MONDAY, "07:50"), **more)
    return [trip for trip in services.plan_trip(request=asked).trips if trip.kind == kind]


def test_one_tram_is_one_ticket():
    trip = trips(OFFICE)[0]
    (ticket,) = trip.tickets
    assert (ticket.name, ticket.cents, trip.costs.fare_cents) == ("hour", 200, 200)
    assert [trip.legs[number].line.short_name for number in ticket.legs] == ["4"]


def test_two_operators_want_a_ticket_each():
    both = [trip for trip in trips(HUT) if trip.n_rides == 2]
    assert both
    for trip in both:
        assert sorted((ticket.name, ticket.cents) for ticket in trip.tickets) == [("hill", 150), ("hour", 200)]  # fmt: skip
        assert trip.costs.fare_cents == 350


def test_the_legs_add_up_to_the_trip():
    for trip in trips(HUT):
        assert trip.costs.co2_g == sum(leg.costs.co2_g for leg in trip.legs)
        assert trip.costs.energy_wh == sum(leg.costs.energy_wh for leg in trip.legs)
        rides = [leg for leg in trip.legs if leg.line]
        assert rides[0].costs.co2_g == factor("tram").co2_g_over(rides[0].length_m)


def test_a_trip_says_how_likely_each_change_is():
    for trip in trips(HUT):
        rides = [leg for leg in trip.legs if leg.line]
        assert rides[0].odds_share is None
        assert all(0 < leg.odds_share <= 1 for leg in rides[1:])
        assert trip.odds_share <= min([1.0, *(leg.odds_share for leg in rides[1:])])


def test_more_time_at_a_change_is_never_less_likely():
    told = sorted(
        ((after.departs_at - before.arrives_at, after.odds_share)
         for trip in trips(HUT)
         for before, after in pairwise([leg for leg in trip.legs if leg.line])),
    )  # fmt: skip
    assert [share for _, share in told] == sorted(share for _, share in told)


def test_one_s_own_ways_cost_what_they_cost():
    (on_foot,), (by_car,) = trips(OFFICE, kind="walk"), trips(OFFICE, kind="car")
    assert (on_foot.costs.fare_cents, on_foot.costs.co2_g) == (0, 0)
    assert by_car.costs.fare_cents > 0
    assert by_car.costs.co2_g == factor("car").co2_g_over(by_car.legs[0].length_m)


def test_whoever_is_driven_to_the_stop_pays_for_the_petrol_too():
    modes = frozenset({"transit", "kiss_ride"})
    driven = trips(HUT, kind="kiss_ride", modes=modes)
    for trip in driven:
        (by_car,) = [leg for leg in trip.legs if leg.mode == "car"]
        tickets = sum(ticket.cents for ticket in trip.tickets)
        assert trip.costs.fare_cents == tickets + by_car.costs.fare_cents


def test_the_figures_name_their_sources():
    answer = services.plan_trip(request=TripRequest(HOME, OFFICE, when(MONDAY, "07:50")))
    assert {basis.kind for basis in answer.rests_on} >= {"fares", "factors", "delays"}
    assert all(basis.name and basis.year for basis in answer.rests_on)
