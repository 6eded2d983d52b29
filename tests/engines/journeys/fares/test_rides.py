"""Classes of rides, laid out for a day at once or asked one by one; frames of minutes."""

from __future__ import annotations

import numpy as np
import pytest

from engines.journeys.fares.cities import City, new_fares, old_fares
from engines.journeys.gtfs.maker import ROUTES, calls, read, trip
from engines.journeys.gtfs.test_fares import NEW_FARES, fare, fare_rule
from metropoli.engines import journeys

CITIES = 60


@pytest.mark.parametrize("fares", [old_fares, new_fares])
def test_the_classes_of_all_routes_are_those_of_each_ride(fares):
    for number in range(CITIES):
        city = City(fares(np.random.default_rng(number)))
        same_class_as_alone(city.tariff, city.timetable)


def same_class_as_alone(tariff: journeys.Tariff, timetable: journeys.Timetable) -> None:
    trips = np.arange(len(timetable.trip_pattern), dtype=np.int32)
    laid = journeys.ride_classes(tariff, timetable, trips)
    column = 0
    for row in trips.tolist():
        first, end = timetable.pattern_first[timetable.trip_pattern[row] :][:2]
        for board in range(end - first):
            for alight in range(board + 1, end - first):
                told = laid.ride_class[laid.class_row[column + board] + alight - board]
                assert told == journeys.fare_class(tariff, timetable, row, board, alight)
        column += end - first


def test_who_stays_seated_rides_on_under_the_line_where_one_got_on():
    routes = [{**ROUTES[0], "route_id": line, "route_short_name": line} for line in "45"]
    feed = read(
        routes=routes,
        trips=[trip("t1", block_id="b"), trip("t2", block_id="b") | {"route_id": "5"}],
        stop_times=calls("t1", "A 8:00:00", "B 8:05:00")
        + calls("t2", "B 8:06:00", "C 8:10:00", "D 8:20:00"),
        fare_attributes=[fare("F", price=1), fare("O", price=2)],
        fare_rules=[fare_rule("F", route_id="4"), fare_rule("O", route_id="5")],
    )
    timetable, _, labels = journeys.build_timetable([feed])
    tariff, _ = journeys.build_tariff([feed], timetable, labels)
    assert np.diff(timetable.part_first).tolist() == [2]

    def cents(board: int, alight: int) -> int:
        told = journeys.fare_class(tariff, timetable, 0, board, alight)
        price = journeys.price_rides(tariff, [journeys.FareRide(told, 0, 0, 60)])
        assert price is not None
        return price.cents

    assert [cents(0, 1), cents(0, 3), cents(1, 2), cents(2, 3)] == [100, 100, 200, 200]
    same_class_as_alone(tariff, timetable)


def test_a_minute_has_the_frame_of_its_own_day():
    feed = read(**NEW_FARES)  # another price for some from 7 to 9, on weekdays
    timetable, _, labels = journeys.build_timetable([feed])
    tariff, _ = journeys.build_tariff([feed], timetable, labels)
    monday = timetable.first_day
    assert tariff.n_frames == 2
    usual, early = (journeys.frame_at(tariff, monday, hour * 3_600) for hour in (5, 8))
    assert usual != early
    frames = journeys.minute_frames(tariff, monday)
    assert len(frames) == 42 * 60
    assert frames[(6 + 7) * 60 - 1 : (6 + 7) * 60 + 1].tolist() == [usual, early]
    assert frames[(6 + 9) * 60 - 1 : (6 + 9) * 60 + 1].tolist() == [early, usual]
    tomorrow, saturday = (monday + 1, monday + 5)
    assert journeys.frame_at(tariff, monday, (24 + 8) * 3_600) == early
    assert journeys.frame_at(tariff, tomorrow, 8 * 3_600) == early
    assert journeys.frame_at(tariff, saturday, 8 * 3_600) == usual
    assert journeys.frame_at(tariff, saturday - 1, (24 + 8) * 3_600) == usual


def test_a_feed_without_fares_tells_none():
    feed = read()
    timetable, _, labels = journeys.build_timetable([feed])
    tariff, products = journeys.build_tariff([feed], timetable, labels)
    assert tariff.line_group.tolist() == [-1]
    assert products.sold == ()
    assert journeys.fare_class(tariff, timetable, 0, 0, 1) == journeys.NO_FARE
    ride = journeys.FareRide(journeys.NO_FARE, 0, 0, 60)
    assert journeys.price_rides(tariff, [ride]) is None
    nothing = journeys.price_rides(tariff, [])
    assert nothing is not None
    assert nothing.cents == 0
    same_class_as_alone(tariff, timetable)
