"""From door to door with what is shared and parked: asked as every room asks, answered with costs."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest

from apps.travel import shared
from apps.travel.miniature import HOME, OFFICE, SCHOOL, point
from apps.travel.shared import EIGHT
from metropoli.apps.travel import services
from metropoli.apps.travel.rules.driving import own_car_cents
from metropoli.apps.travel.types import (
    BIKE_RIDE,
    KISS_RIDE,
    OTHER_MODES,
    PARK_RIDE,
    SHARED_BIKE,
    SHARED_SCOOTER,
    TRANSIT,
    WALK,
    TripRequest,
)

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
    (shared_trip,) = [trip for trip in found if trip.kind == SHARED_BIKE]
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


def test_a_station_without_vehicles_is_in_no_trip(everything):
    found = trips(TRANSIT, SHARED_BIKE, start=point(30, 0))
    assert rentals(found)
    assert "Alfa" not in {rental.taken_at for rental in rentals(found)}


def test_a_full_station_is_in_no_trip(everything):
    found = trips(TRANSIT, SHARED_BIKE, end=point(3_960, 0))
    assert "Full" not in {rental.left_at for rental in rentals(found)}


def test_the_car_is_left_where_there_is_room_and_the_tram_goes_on(everything):
    found = trips(TRANSIT, PARK_RIDE, start=SCHOOL)
    parked = [leg for trip in found for leg in trip.legs if leg.parking]
    assert parked
    assert {leg.parking.name for leg in parked} == {"Beta"}
    for trip in found:
        if any(leg.parking for leg in trip.legs):
            drive = trip.legs[0]
            tram = next(leg for leg in trip.legs if leg.line)
            assert (drive.mode, drive.parking.n_free) == ("car", 12)
            assert drive.costs.fare_cents == own_car_cents(drive.length_m) + 150
            assert trip.legs[-2].arrives_at <= tram.departs_at or tram.calls


def test_a_full_car_park_is_in_no_trip(shared_city):
    full = [(*row[:3], 0, *row[4:]) for row in shared.PARKS]
    shared_city(parks=shared.parks(full))
    assert not [
        leg for trip in trips(TRANSIT, PARK_RIDE, start=SCHOOL) for leg in trip.legs if leg.parking
    ]


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


def test_own_bike_and_being_driven_lead_to_the_tram(everything):
    for mode, vehicle in ((BIKE_RIDE, "bike"), (KISS_RIDE, "car")):
        found = trips(TRANSIT, mode, start=SCHOOL)
        mixed = [trip for trip in found if trip.n_rides and trip.legs[0].mode == vehicle]
        assert mixed, mode
