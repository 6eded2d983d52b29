"""The demo's fleets stand at real places, move with the hour, and pass the door of real ones."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from metropoli.apps.travel import bridge
from metropoli.apps.travel.bridge.demo.hours import ROME
from metropoli.engines import sharing

MORNING = datetime(2026, 1, 14, 4, 0, tzinfo=ROME)
NOON = datetime(2026, 1, 14, 13, 0, tzinfo=ROME)


def fleet(name, at=NOON):
    told = sharing.read_fleet(bridge.demo_fleet(name, at).files)
    assert told.fleet is not None
    return told.fleet


def parks(at):
    (content,) = bridge.demo_fleet("demo-parks", at).files.values()
    return {park.name: park for park in sharing.read_parks(content, "parks").parks}


@pytest.mark.parametrize("name", list(bridge.DEMO_FLEETS))
def test_a_demo_fleet_passes_the_door_without_a_remark(name):
    report = bridge.check_fleet(bridge.demo_fleet(name, NOON))
    assert report.usable
    assert not report.problems


@pytest.mark.parametrize("name", list(bridge.DEMO_FLEETS))
def test_the_same_instant_gives_the_same_fleet_and_another_another(name):
    first = bridge.demo_fleet(name, NOON)
    assert first == bridge.demo_fleet(name, NOON)
    assert first.files != bridge.demo_fleet(name, NOON + timedelta(hours=3)).files
    assert first.sha256 == bridge.demo_fleet(name, NOON + timedelta(hours=3)).sha256


def test_bikes_go_to_the_centre_in_the_morning():
    def in_the_centre(at):
        found = fleet("demo-bikes", at)
        return sum(
            one.status.n_vehicles
            for one in found.stations
            if abs(one.lat_deg - 45.07) + abs(one.lon_deg - 7.683) < 0.01
        )

    assert in_the_centre(NOON) > 1.5 * in_the_centre(MORNING)


def test_no_station_has_more_bikes_than_room():
    for one in fleet("demo-bikes").stations:
        assert one.status.n_vehicles + one.status.n_docks == one.capacity
        assert sum(count.n for count in one.status.vehicles) == one.status.n_vehicles


def test_a_scooter_is_left_in_the_city_but_not_in_a_park():
    found = fleet("demo-scooters")
    valentino, porta_nuova, superga = (45.0545, 7.6865), (45.0622, 7.6785), (45.08, 7.78)
    at_s = int(NOON.timestamp())
    may = [
        sharing.rule_at(found, "scooter", *at, at_s).end for at in (valentino, porta_nuova, superga)
    ]
    assert may == [False, True, False]


def test_car_parks_have_the_places_that_5t_counts_and_fill_by_day():
    empty, full = parks(MORNING), parks(NOON)
    assert (len(full), full["Bodoni"].n_places) == (39, 460)
    assert {name for name, one in full.items() if one.is_park_ride} == {
        "Caio Mario",
        "Fermi",
        "Stura",
        "Venchi Unica",
    }
    assert full["Fermi"].n_free < empty["Fermi"].n_free
    assert all(0 <= one.n_free <= one.n_places for one in full.values())
