"""What is around now, as a list and as marks for the map: the same things, and nothing that is not known."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest

from apps.mobility import made
from apps.travel.miniature import HOME, MONDAY, when
from metropoli.apps.mobility import rules
from metropoli.apps.mobility.types import LAYERS
from metropoli.apps.travel import services as travel
from metropoli.apps.travel.types import (
    Box,
    CarParkSight,
    FreeVehicle,
    LiveVehicle,
    ParkingSight,
    SharingSight,
    SharingStation,
    Window,
)
from metropoli.base import clock

pytestmark = pytest.mark.usefixtures("city")
SEEN_AT = when(MONDAY, "08:01")
BOX = {"south_deg": 44.9, "north_deg": 45.1, "west_deg": 6.9, "east_deg": 7.1}


def beside(key):
    """Return a place of its own for each number, near home."""
    return HOME.lat_deg + 0.03 * (int(key[1:]) - 1), HOME.lon_deg


def station(key, **more):
    known = {"n_vehicles": 4, "n_docks": 7, "renting": True} | more
    return SharingStation(
        key, "BiciInComune", f"Stazione {key}", *beside(key), ("bicycle",), 12,
        known["n_vehicles"], known["n_docks"], (), known["renting"], True, SEEN_AT, False,
    )  # fmt: skip


def park(key, n_free):
    return CarParkSight(
        key, f"Parcheggio {key}", *beside(key), 180, n_free, True, True, None, None,
        "", SEEN_AT, False,
    )  # fmt: skip


@pytest.fixture
def fleets(monkeypatch):
    free = FreeVehicle(
        "v1", "Monopattini", "scooter_standing", True, "", HOME.lat_deg, HOME.lon_deg, 12_000,
        SEEN_AT, False,
    )  # fmt: skip
    sharing = SharingSight((), (station("s1"), station("s2", n_vehicles=None)), (free,))
    parking = ParkingSight((park("p1", 12), park("p2", None)), ("Comune dell’esempio",))
    monkeypatch.setattr(travel, "shared_in", lambda **_: sharing)
    monkeypatch.setattr(travel, "car_parks", lambda **_: parking)


@pytest.fixture
def look(client, monkeypatch):
    def look(*layers, time="08:03", language="/en", **more):
        monkeypatch.setattr(clock, "now", lambda: when(MONDAY, time))
        asked = {"layers": layers} | BOX | more
        answer = client.get(f"{language}/move/around/", asked, headers={"HX-Request": "true"})
        assert answer.status_code == 200
        page = unescape(answer.content.decode())
        marks = json.loads(re.search(r'id="around-marks"[^>]*>(.*?)</script>', page)[1])
        return " ".join(re.sub(r"<[^>]+>", " ", page).split()), marks

    return look


@pytest.mark.usefixtures("fleets")
def test_shared_vehicles_and_car_parks_say_what_is_there_and_when_it_was_seen(look):
    said, marks = look("sharing", "parking")
    for words in (
        "4 vehicles to take , 7 places to leave it",
        "how many are there now is not known",
        "battery for 12 km",
        "12 free places of 180",
        "how many places are free is not known of 180",
        "at 08:01",
        "Comune dell’esempio",
    ):
        assert words.replace(" ,", ",") in said.replace(" ,", ","), words
    assert [mark["label"] for mark in marks] == ["4", "?", "", "P 12", "P ?"]


def test_a_tram_on_its_way_is_where_its_times_say(look):
    said, marks = look("vehicles")
    assert "at Bèta at 08:05 by the timetable" in said
    (tram,) = (mark for mark in marks if mark["label"] == "4")
    assert made.STOPS["A"].lon_deg < tram["lon"] < made.STOPS["B"].lon_deg


def test_at_night_nothing_is_on_its_way_and_the_list_says_so(look):
    said, marks = look("vehicles", time="04:00")
    assert "No vehicle is on its way here now." in said
    assert marks == []


def test_a_part_of_the_map_that_is_too_wide_asks_to_come_closer(look):
    said, _ = look("vehicles", south_deg=40, north_deg=50)
    assert "look at a smaller part of the map" in said


def test_where_no_fleet_is_loaded_it_is_said(look):
    said, _ = look("sharing", "parking")
    assert "No shared vehicle is known here." in said
    assert "No car park is known here." in said


@pytest.mark.parametrize("language", ["", "/en"])
def test_without_scripts_it_is_a_page(client, language):
    page = client.get(f"{language}/move/around/", {"layers": LAYERS}).content.decode()
    assert "<html" in page
    assert page.count(" checked>") == len(LAYERS)


def test_what_cannot_be_read_means_the_middle_of_the_city(client):
    wrong = {"layers": ["vehicles", "dragons"], "south_deg": "x", "north_deg": "95"}
    assert client.get("/en/move/around/", wrong).status_code == 200
    upside_down = {"south_deg": 46, "north_deg": 45, "west_deg": 7, "east_deg": 8}
    assert client.get("/en/move/around/", {"layers": "parking"} | upside_down).status_code == 200


def test_a_point_along_a_way_is_where_its_share_of_the_length_is():
    way = ((7.0, 45.0), (7.0, 45.1), (7.0, 45.4))
    assert rules.along(way, 0.5) == pytest.approx((7.0, 45.2))
    assert rules.along(way, 0) == (7.0, 45.0)
    assert rules.along(way, 1) == pytest.approx((7.0, 45.4))
    assert rules.along(((7.0, 45.0), (7.0, 45.0)), 0.5) == (7.0, 45.0)


def test_where_many_stand_together_the_one_nearest_to_the_middle_is_told_and_the_others_counted():
    crowd = [(45.001 + n / 10_000, 7.001) for n in range(10)]
    box = Box(44.9, 6.9, 45.1, 7.1)
    found, more = rules.spread([*crowd[::-1], (45.08, 7.08)], box, lambda one: one, (9, 9))
    assert (found, more) == ((crowd[0], (45.08, 7.08)), 9)
    assert rules.spread(crowd, Box(45.0, 7.0, 45.0, 7.0), lambda one: one, (9, 9))[0]


def test_a_vehicle_that_says_where_it_is_stands_there_and_says_when(monkeypatch, look):
    def said(**_):
        (tram,) = travel.list_moving(
            window=Window(44.9, 6.9, 45.1, 7.1), from_at=clock.now(), until_at=clock.now()
        )
        return (
            LiveVehicle(
                "tram:17",
                tram.line,
                "Delta",
                45.0,
                7.001,
                None,
                None,
                False,
                "",
                tram.key.partition(":")[2].partition(":")[2],
                SEEN_AT,
            ),
        )

    monkeypatch.setattr(travel, "live_vehicles", said)
    told, marks = look("vehicles")
    assert "at Bèta at 08:05 seen here at 08:01:00" in told
    assert [(mark["lon"], mark["guess"]) for mark in marks] == [(7.001, False)]


def test_a_late_vehicle_says_how_late(monkeypatch, look):
    listed = travel.list_moving

    def late(**asked):
        by = timedelta(minutes=3)
        return tuple(
            replace(one, planned_arrives_at=one.arrives_at - by) for one in listed(**asked)
        )

    monkeypatch.setattr(travel, "list_moving", late)
    assert "3 minutes late" in look("vehicles")[0]
