"""From door to door with what is shared and parked: asked as every room asks, answered with costs."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest

from apps.travel import shared
from apps.travel.miniature import HOME, HUT, MONDAY, OFFICE, SCHOOL, point, when
from apps.travel.shared import EIGHT
from metropoli.apps.travel import services
from metropoli.apps.travel.rules.driving import own_car_cents
from metropoli.apps.travel.types import (
    BIKE_RIDE,
    KISS_RIDE,
    OTHER_MODES,
    PARK_RIDE,
    SHARED_BIKE,
    SHARED_CAR,
    SHARED_SCOOTER,
    TRANSIT,
    WALK,
    TripRequest,
)

EVENING = when(MONDAY, "17:35")
AT_DELTA = [
    ("P3", "Delta", 5_950, 7, "yes", 150),
    ("P4", "Full", 5_990, 0, "yes", 150),
]
FAR_HOME = point(2_950, 0, "far home")


def trips(*modes, start=HOME, end=OFFICE, at=EIGHT):
    asked = TripRequest(start, end, at, modes=frozenset(modes))
    return services.plan_trip(request=asked).trips


def rentals(found):
    return [leg.rental for trip in found for leg in trip.legs if leg.rental]


@pytest.fixture
def everything(shared_city):
    shared_city(tobi=shared.bikes(), monop=shared.scooters(), parks=shared.parks())


def test_a_shared_bike_all_the_way_stands_beside_the_tram(everything):
    found = trips(TRANSIT, SHARED_BIKE)
    assert {trip.kind for trip in found} == {TRANSIT, SHARED_BIKE}
    (shared_trip,) = [trip for trip in found if trip.kind == SHARED_BIKE and not trip.n_rides]
    walk, ride, end = shared_trip.legs
    assert (walk.mode, ride.mode, end.mode) == (WALK, "bike", WALK)
    assert (ride.rental.taken_at, ride.rental.left_at) == ("Home", "Delta")
    assert (ride.rental.n_free, ride.rental.n_docks, ride.rental.seen_at) == (3, 4, EIGHT)
    assert shared_trip.costs.fare_cents == 50
    assert shared_trip.costs.co2_g == ride.costs.co2_g


def test_a_scooter_brings_to_the_tram_and_the_tram_to_the_office(shared_city):
    shared_city(monop=shared.scooters())
    found = trips(TRANSIT, SHARED_SCOOTER, start=SCHOOL)
    mixed = [trip for trip in found if trip.n_rides and any(leg.rental for leg in trip.legs)]
    for trip in mixed:
        ride = next(leg for leg in trip.legs if leg.rental)
        tram = next(leg for leg in trip.legs if leg.line)
        assert ride.arrives_at <= tram.departs_at
    assert any(trip.kind == SHARED_SCOOTER for trip in found) or mixed


def test_a_shared_car_is_driven_all_the_way_and_priced_by_the_minute(shared_city):
    files = shared.scooters()
    kinds = files["vehicle_types.json"].replace(b"scooter_standing", b"car")
    shared_city(monop=files | {"vehicle_types.json": kinds})
    (trip,) = [one for one in trips(SHARED_CAR) if one.kind == SHARED_CAR]
    drive = next(leg for leg in trip.legs if leg.rental)
    assert (drive.mode, drive.rental.form, drive.rental.electric) == ("car", "car", True)
    assert trip.costs.fare_cents == 100 + 20 * (drive.duration_s // 60 + 1)


def test_a_station_without_vehicles_is_in_no_trip(everything):
    found = trips(TRANSIT, SHARED_BIKE, start=point(30, 0))
    assert rentals(found)
    assert "Alfa" not in {rental.taken_at for rental in rentals(found)}


def test_a_full_station_is_in_no_trip(everything):
    found = trips(TRANSIT, SHARED_BIKE, end=point(3_960, 0))
    assert "Full" not in {rental.left_at for rental in rentals(found)}


def home_from_the_hut(*modes):
    """The last tram of the day, four kilometres from the hut."""
    return trips(TRANSIT, *modes, start=HUT, end=HOME, at=EVENING)


def test_the_car_is_left_where_there_is_room_and_the_tram_goes_on(shared_city):
    shared_city(parks=shared.parks(AT_DELTA, seen=EVENING))
    (trip,) = [one for one in home_from_the_hut(PARK_RIDE) if one.legs[0].parking]
    drive, tram = trip.legs[0], next(leg for leg in trip.legs if leg.line)
    assert (drive.mode, drive.parking.name, drive.parking.n_free) == ("car", "Delta", 7)
    assert drive.parking.seen_at == EVENING
    assert drive.costs.fare_cents == own_car_cents(drive.length_m) + 150
    assert drive.arrives_at < tram.departs_at
    assert (tram.line.short_name, tram.start.name) == ("4", "Delta")


def test_a_full_car_park_is_in_no_trip(shared_city):
    full = [(*row[:3], 0, *row[4:]) for row in AT_DELTA]
    shared_city(parks=shared.parks(full, seen=EVENING))
    assert not [leg for trip in home_from_the_hut(PARK_RIDE) for leg in trip.legs if leg.parking]


@pytest.mark.parametrize("start", [HOME, SCHOOL, FAR_HOME], ids=lambda place: place.name)
def test_every_trip_can_be_made(everything, start):
    found = trips(TRANSIT, WALK, *OTHER_MODES, start=start)
    assert found
    for trip in found:
        assert trip.legs[0].departs_at >= EIGHT - timedelta(seconds=1)
        for one, other in itertools.pairwise(trip.legs):
            assert one.arrives_at <= other.departs_at
            assert abs(one.end.lat_deg - other.start.lat_deg) < 0.003
        for leg in trip.legs:
            assert leg.arrives_at >= leg.departs_at
            assert leg.costs.co2_g is not None


def test_nobody_is_sent_by_what_he_did_not_ask_for(everything):
    found = trips(TRANSIT, WALK)
    assert not rentals(found)
    assert not [leg for trip in found for leg in trip.legs if leg.parking or leg.mode == "car"]


def test_own_bike_and_being_driven_lead_to_the_tram(own_city):
    for mode, vehicle in ((BIKE_RIDE, "bike"), (KISS_RIDE, "car")):
        mixed = [
            one for one in home_from_the_hut(mode) if one.n_rides and one.legs[0].mode == vehicle
        ]
        assert mixed, mode


def test_where_nobody_says_what_it_costs_no_price_is_told(shared_city):
    unpriced = [(*row[:5], "") for row in AT_DELTA]
    bikes = shared.bikes()
    del bikes["system_pricing_plans.json"]
    shared_city(parks=shared.parks(unpriced, seen=EVENING), tobi=bikes)
    (parked,) = [one for one in home_from_the_hut(PARK_RIDE) if one.legs[0].parking]
    (ridden,) = [one for one in trips(SHARED_BIKE) if not one.n_rides]
    assert parked.costs.fare_cents is None
    assert ridden.costs.fare_cents is None
