"""Ways to the first stop and from the last one, in the miniature city where every answer is known."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from apps.travel import shared
from apps.travel.miniature import HOME, OFFICE, point
from apps.travel.shared import EIGHT
from metropoli.apps.travel.bridge import approaches
from metropoli.apps.travel.bridge.approaches.rows import unbeaten
from metropoli.apps.travel.bridge.wording import stop_name
from metropoli.apps.travel.rules.costs import weighed_as
from metropoli.apps.travel.rules.driving import own_car_cents
from metropoli.apps.travel.rules.factors import factor
from metropoli.apps.travel.services.fleets import fleets
from metropoli.apps.travel.services.serving import network
from metropoli.apps.travel.types import (
    BIKE_RIDE,
    KISS_RIDE,
    OTHER_MODES,
    PARK_RIDE,
    SHARED_BIKE,
    SHARED_SCOOTER,
    WALK,
    Manner,
    TripRequest,
)

EVERYTHING = frozenset(OTHER_MODES)


def request(start=HOME, end=OFFICE, modes=EVERYTHING, **manner):
    return TripRequest(start, end, EIGHT, modes=modes, manner=Manner(**manner))


def ways(asked, at=EIGHT):
    return approaches.ways_to_stops(network(), asked, fleets(), at)


def rows(side):
    """Return kind and stop of every row."""
    city = network()
    return [
        (side.ways[way].kind, stop_name(city, stop).name)
        for way, stop in zip(side.found.way.tolist(), side.found.stop.tolist(), strict=True)
    ]


def row_of(side, kind, stop):
    return rows(side).index((kind, stop))


def told(asked, side, kind, stop, tell=approaches.tell_access):
    return tell(network(), asked, side, row_of(side, kind, stop), EIGHT)


@pytest.fixture
def everything(shared_city):
    shared_city(tobi=shared.bikes(), monop=shared.scooters(), parks=shared.parks())


def test_without_fleets_one_walks_rides_and_is_driven(own_city):
    side = ways(request()).access
    assert (WALK, "Alfa") in rows(side)
    assert {kind for kind, _ in rows(side)} == {WALK, BIKE_RIDE, KISS_RIDE}


def test_nobody_is_offered_what_he_did_not_ask_for(everything):
    both = ways(request(modes=frozenset({"transit", "walk"})))
    assert {kind for side in (both.access, both.egress) for kind, _ in rows(side)} == {WALK}


def test_a_shared_bike_is_taken_at_one_station_and_left_at_another(shared_city):
    shared_city(tobi=shared.bikes(beta=(2_050, 0, 4)))
    asked = request()
    side = ways(asked).access
    walk, ride, end = told(asked, side, SHARED_BIKE, "Bèta")
    assert (walk.mode, ride.mode, end.mode) == (WALK, "bike", WALK)
    assert (ride.rental.taken_at, ride.rental.left_at) == ("Home", "Beta")
    assert (ride.rental.n_free, ride.rental.n_docks, ride.rental.seen_at) == (3, 4, EIGHT)
    assert ride.rental.system == "Tobi"
    assert ride.costs.fare_cents == 50
    assert ride.length_m == pytest.approx(1_750, abs=5)
    assert walk.length_m == pytest.approx(100, abs=5)
    assert end.end.name == "Bèta"


def test_a_station_without_vehicles_is_never_suggested(shared_city):
    shared_city(tobi=shared.bikes())
    asked = request(start=point(30, 0))
    side = ways(asked).access
    assert {one.rental.taken_at for one in side.ways if one.rental} == {"Home"}
    trips = approaches.direct_trips(network(), asked, fleets(), EIGHT)
    assert [trip.legs[1].rental.taken_at for trip in trips] == ["Home"]
    back = ways(replace(asked, start=asked.end, end=asked.start)).egress
    assert "Alfa" not in {one.rental.taken_at for one in back.ways if one.rental}


def test_a_full_station_is_never_a_destination(shared_city):
    shared_city(tobi=shared.bikes())
    asked = request()
    assert (SHARED_BIKE, "Gamma") not in rows(ways(asked).access)
    shared_city(tobi=shared.bikes(full=(3_950, 4, 1)))
    side = ways(asked).access
    legs = told(asked, side, SHARED_BIKE, "Gamma")
    assert legs[1].rental.left_at == "Full"


def test_a_full_station_near_the_end_is_passed_by(shared_city):
    shared_city(tobi=shared.bikes(delta=(5_950, 1, 0)))
    asked = request()
    assert not approaches.direct_trips(network(), asked, fleets(), EIGHT)
    shared_city(tobi=shared.bikes(delta=(5_950, 1, 1)))
    (trip,) = approaches.direct_trips(network(), asked, fleets(), EIGHT)
    assert trip.legs[1].rental.left_at == "Delta"


def test_what_is_not_known_is_offered_and_said_so(shared_city):
    shared_city(tobi=shared.bikes(), monop=shared.scooters())
    asked = request()
    tomorrow = EIGHT + timedelta(days=1)
    side = ways(asked, tomorrow).access
    kinds = {kind for kind, _ in rows(side)}
    assert SHARED_BIKE in kinds
    assert SHARED_SCOOTER not in kinds, "where a scooter stands tomorrow nobody knows"
    rentals = [one.rental for one in side.ways if one.rental]
    assert {(one.n_free, one.n_docks, one.seen_at) for one in rentals} == {(None, None, None)}


def test_a_scooter_is_left_at_the_stop_but_not_where_that_is_forbidden(shared_city):
    shared_city(monop=shared.scooters())
    asked = request(modes=frozenset({SHARED_SCOOTER}))
    side = ways(asked).access
    assert (SHARED_SCOOTER, "Bèta") in rows(side)
    assert (SHARED_SCOOTER, "Gamma") not in rows(side), "a zone without parking"
    shared_city(monop=shared.scooters(forbidden=(1_500, 2_500)))
    side = ways(asked).access
    assert (SHARED_SCOOTER, "Bèta") not in rows(side)
    assert (SHARED_SCOOTER, "Gamma") in rows(side)


def test_a_scooter_is_not_ridden_to_a_door_where_it_may_not_be_left(shared_city):
    shared_city(monop=shared.scooters(forbidden=(5_500, 6_100)))
    asked = request()
    assert SHARED_SCOOTER not in {kind for kind, _ in rows(ways(asked).egress)}
    assert not approaches.direct_trips(network(), asked, fleets(), EIGHT)


def test_a_scooter_without_charge_does_not_go_far(shared_city):
    files = shared.scooters(forbidden=(-50, 10))
    empty = files["free_bike_status.json"].replace(b"20000", b"1500")
    shared_city(monop=files | {"free_bike_status.json": empty})
    stops = [stop for kind, stop in rows(ways(request()).access) if kind == SHARED_SCOOTER]
    assert stops == []


def test_from_the_last_stop_one_rides_to_the_door(shared_city):
    shared_city(monop=shared.scooters(), tobi=shared.bikes(full=(3_950, 4, 0)))
    asked = request()
    side = ways(asked).egress
    legs = told(asked, side, SHARED_BIKE, "Gamma", approaches.tell_egress)
    assert legs[-2].rental.taken_at == "Full"
    assert legs[-2].rental.left_at == "Delta"
    assert legs[-1].end == OFFICE


def test_the_price_of_a_scooter_is_that_of_its_minutes(shared_city):
    shared_city(monop=shared.scooters())
    asked = request()
    (trip,) = approaches.direct_trips(network(), asked, fleets(), EIGHT)
    ride = next(leg for leg in trip.legs if leg.rental)
    begun_minutes = ride.duration_s // 60 + 1
    assert trip.costs.fare_cents == ride.costs.fare_cents == 100 + 20 * begun_minutes
    assert ride.mode == "scooter"
    assert weighed_as(ride) == "e_scooter"
    assert ride.costs.co2_g == factor("e_scooter").co2_g_over(ride.length_m)
    assert ride.rental.url == "https://monop.example/near"


def test_one_leaves_the_car_where_there_is_a_free_place(everything):
    asked = request()
    side = ways(asked).access
    parked = {one.parking.name for one in side.ways if one.parking}
    assert parked == {"Beta"}
    drive, *walk = told(asked, side, PARK_RIDE, "Bèta")
    assert (drive.mode, drive.parking.n_free, drive.parking.seen_at) == ("car", 12, EIGHT)
    assert drive.costs.fare_cents == own_car_cents(drive.length_m) + 150
    assert all(leg.mode == WALK for leg in walk)


def test_a_full_car_park_is_never_suggested(shared_city):
    rows_full = [(*shared.PARKS[0][:3], 0, *shared.PARKS[0][4:]), shared.PARKS[1]]
    shared_city(parks=shared.parks(rows_full))
    assert PARK_RIDE not in {kind for kind, _ in rows(ways(request()).access)}
    # Tomorrow nobody knows.
    later = ways(request(), EIGHT + timedelta(days=1)).access
    assert {one.parking.n_free for one in later.ways if one.parking} == {None}


def test_nobody_has_a_car_or_a_bike_of_his_own_at_the_other_end(everything):
    kinds = {kind for kind, _ in rows(ways(request()).egress)}
    assert not kinds & {PARK_RIDE, KISS_RIDE, BIKE_RIDE}


def test_who_is_driven_counts_the_way_home_of_who_drives(own_city):
    asked = request(modes=frozenset({KISS_RIDE}))
    side = ways(asked).access
    (drive,) = told(asked, side, KISS_RIDE, "Alfa")
    assert drive.costs.fare_cents == own_car_cents(2 * drive.length_m)
    assert drive.costs.co2_g == factor("car").co2_g_over(2 * drive.length_m)


def test_a_bike_that_comes_aboard_is_ridden_at_both_ends(own_city):
    both = ways(request(bike_aboard=True))
    assert {kind for kind, _ in rows(both.access)} == {"bike"}
    assert {kind for kind, _ in rows(both.egress)} == {"bike"}
    assert not both.access.approaches.walk_s.any()


def test_who_takes_no_steps_is_not_sent_on_a_scooter(everything):
    kinds = {kind for kind, _ in rows(ways(request(step_free=True)).access)}
    assert kinds <= {WALK, KISS_RIDE}
    asked = request(step_free=True)
    assert not approaches.direct_trips(network(), asked, fleets(), EIGHT)


@pytest.mark.parametrize("x_m", [-20, 60, 1_000, 2_900, 4_700])
@pytest.mark.parametrize("kmh", [3, 5])
def test_every_row_is_told_in_the_time_that_it_was_reckoned(everything, x_m, kmh):
    asked = request(start=point(x_m, 0), end=point(5_300, 0), walk_kmh=float(kmh))
    both = ways(asked)
    sides = ((both.access, approaches.tell_access), (both.egress, approaches.tell_egress))
    for side, tell in sides:
        assert len(side.found.stop)
        for row in range(len(side.found.stop)):
            legs = tell(network(), asked, side, row, EIGHT)
            lasts_s = int(side.approaches.lasts_s[row])
            if not legs:
                assert lasts_s <= 20
                continue
            assert (legs[-1].arrives_at - EIGHT).total_seconds() <= lasts_s
            assert (legs[-1].arrives_at - EIGHT).total_seconds() >= lasts_s - 20
            for one, other in itertools.pairwise(legs):
                assert one.arrives_at <= other.departs_at
            assert all(leg.arrives_at >= leg.departs_at for leg in legs)
            walked_s = sum(leg.duration_s for leg in legs if leg.mode == WALK)
            assert walked_s == pytest.approx(int(side.approaches.walk_s[row]), abs=25)
            fares = [leg.costs.fare_cents or 0 for leg in legs]
            assert sum(fares) == pytest.approx(int(side.approaches.cents[row]), abs=12)


def test_no_row_is_beaten_by_another_of_its_stop(everything):
    for side in (ways(request()).access, ways(request()).egress):
        columns = side.approaches
        table = list(
            zip(*(column.tolist() for column in columns[1:6]), columns.stop.tolist(), strict=True)
        )
        for i, one in enumerate(table):
            for j, other in enumerate(table):
                if i != j and one[-1] == other[-1]:
                    assert any(a > b for a, b in zip(other, one, strict=True)) or other == one


def test_who_asks_for_the_shared_way_arrives_in_time(everything):
    asked = replace(request(), arrive_by=True)
    for trip in approaches.direct_trips(network(), asked, fleets(), EIGHT):
        assert EIGHT - timedelta(seconds=5) <= trip.arrives_at <= EIGHT


def test_who_is_beaten_is_found_as_by_comparing_everybody():
    rng = np.random.default_rng(7)
    for _ in range(300):
        n = int(rng.integers(0, 12))
        stop = rng.integers(0, 3, n).astype(np.int32)
        costs = rng.integers(0, 3, (n, 3)).astype(np.int32)
        expected = [
            i
            for i in range(n)
            if not any(
                stop[i] == stop[j]
                and (costs[j] <= costs[i]).all()
                and ((costs[j] < costs[i]).any() or j < i)
                for j in range(n)
                if j != i
            )
        ]
        assert unbeaten(stop, costs).tolist() == expected
