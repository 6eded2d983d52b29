"""Shared vehicles in the words of MOTIS."""

from __future__ import annotations

import pytest

from apps.mobility.api.motis.shapes import check
from apps.travel import shared
from apps.travel.conftest import own_city, shared_city
from engines.streets.maps import at
from metropoli.base import clock

__all__ = ["own_city", "shared_city"]


@pytest.fixture
def around(ask, shared_city, monkeypatch):
    shared_city(tobi=shared.bikes(), monop=shared.scooters())
    monkeypatch.setattr(clock, "now", lambda: shared.EIGHT)

    def around(**query):
        answer = ask("v1/rentals", **query)
        check(answer, "Rentals")
        return answer

    return around


def test_fleets_stations_and_vehicles_are_told(around):
    answer = around()
    assert {one["name"] for one in answer["providers"]} == {"Tobi", "Monop"}
    home = next(one for one in answer["stations"] if one["name"] == "Home")
    assert (home["numVehiclesAvailable"], home["formFactors"]) == (3, ["BICYCLE"])
    assert home["providerId"] == "gbfs-tobi"
    assert answer["vehicles"]
    types = {one["id"]: {kind["id"] for kind in one["vehicleTypes"]} for one in answer["providers"]}
    for vehicle in answer["vehicles"]:
        assert vehicle["typeId"] in types[vehicle["providerId"]]


def test_only_what_is_in_the_window_or_near_or_asked_for(around):
    box = {"min": "{},{}".format(*at(0, -100)), "max": "{},{}".format(*at(400, 100))}
    assert {one["name"] for one in around(**box)["stations"]} == {"Home", "Alfa"}
    near = around(point="{},{}".format(*at(300, 0)), radius=100)
    assert [one["name"] for one in near["stations"]] == ["Home"]
    assert {one["name"] for one in around(point="tram:A", radius=100)["stations"]} == {"Alfa"}
    tobi = around(providers="gbfs-tobi")
    assert tobi["vehicles"] == []
    bare = around(withStations="false", withVehicles="false", withProviders="false")
    assert not any(bare.values())


def test_a_server_that_sees_fleets_says_so(around, ask):
    assert ask("v1/health") == {"rt": False, "gbfs": True}


def test_a_point_wants_a_radius(around, ask):
    assert ask("v1/rentals", 400, point="45,7")["error"]
