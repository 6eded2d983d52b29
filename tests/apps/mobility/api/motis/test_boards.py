"""Boards, vehicles and stops in the words of MOTIS."""

from __future__ import annotations

import pytest

from apps.mobility.api.motis.reader import decode
from apps.travel.miniature import SATURDAY
from engines.streets.maps import at

pytestmark = pytest.mark.usefixtures("city")
MORNING = {"stopId": "tram:A", "time": "2026-01-05T06:50:00Z"}
BOX = {
    "min": "{:.5f},{:.5f}".format(*at(7_000, -900)),
    "max": "{:.5f},{:.5f}".format(*at(-900, 6_000)),
}
EIGHT = {"startTime": "2026-01-05T07:07:00Z", "endTime": "2026-01-05T07:07:00Z", "zoom": 14}


def leaves(answer) -> list[str]:
    return [one["place"]["departure"][11:16] for one in answer["stopTimes"]]


@pytest.mark.parametrize("version", [1, 4, 5, 6])
def test_a_board_tells_what_leaves_and_where_it_goes(ask, version):
    answer = ask(f"v{version}/stoptimes", n=2, **MORNING)
    first = answer["stopTimes"][0]
    assert (first["mode"], first["headsign"], first["routeShortName"]) == ("TRAM", "Delta", "4")
    assert first["place"]["departure"] == "2026-01-05T07:00:00Z"
    assert "arrival" not in first["place"]
    assert (first["tripFrom"]["name"], first["tripTo"]["name"]) == ("Alfa", "Delta")
    assert first["tripTo"]["arrival"] == "2026-01-05T07:15:00Z"
    assert "nextStops" not in first
    assert first["place"].get("level") == (0 if version < 6 else None)
    assert answer["place"]["stopId"] == "tram:A"
    assert answer["place"]["modes"] == ["BUS", "TRAM"]


def test_pages_of_a_board_go_on_and_back(ask):
    first = ask("v6/stoptimes", n=3, **MORNING)
    later = ask("v6/stoptimes", n=3, pageCursor=first["nextPageCursor"], **MORNING)
    back = ask("v6/stoptimes", n=3, pageCursor=later["previousPageCursor"], **MORNING)
    assert leaves(first) == ["07:00", "07:15", "07:30"]
    assert leaves(later) == ["07:45", "08:00", "08:15"]
    assert back["stopTimes"] == first["stopTimes"]


def test_arrivals_come_back_in_time_unless_told_otherwise(ask):
    asked = {"stopId": "tram:D", "time": "2026-01-05T07:31:00Z", "n": 2, "arriveBy": "true"}
    answer = ask("v6/stoptimes", **asked)
    assert [one["place"]["arrival"][11:16] for one in answer["stopTimes"]] == ["07:15", "07:30"]
    later = ask("v6/stoptimes", direction="LATER", **asked)
    assert [one["place"]["arrival"][11:16] for one in later["stopTimes"]] == ["07:45", "08:00"]


def test_the_stops_before_and_after_are_told_where_asked_for(ask):
    (one,) = ask("v6/stoptimes", n=1, fetchStops="true", **MORNING)["stopTimes"]
    assert [stop["name"] for stop in one["nextStops"]] == ["Bèta", "Gamma", "Delta"]


def test_only_some_vehicles_or_those_around_a_position(ask):
    asked = {"time": f"{SATURDAY}T07:30:00Z", "n": 3}
    around = ask("v6/stoptimes", center="{},{}".format(*at(0, 0)), radius=300, **asked)
    assert around["place"]["name"] == "center"
    assert around["stopTimes"][0]["mode"] == "BUS"
    trams = ask("v6/stoptimes", stopId="tram:A", mode="TRAM,SUBWAY", **asked)
    assert {one["mode"] for one in trams["stopTimes"]} == {"TRAM"}


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"n": 3}, 400),
        ({"stopId": "tram:A"}, 400),
        ({"stopId": "tram:Z", "n": 3}, 404),
        ({"stopId": "tram:A", "n": 5_000}, 422),
        ({"center": "here", "radius": 10, "n": 3}, 400),
    ],
)
def test_a_board_that_cannot_be_told_is_refused(ask, query, status):
    assert ask("v6/stoptimes", status, **query)["error"]


@pytest.mark.parametrize("version", [1, 2, 4, 5, 6])
def test_a_vehicle_is_told_from_its_first_stop_to_its_last(ask, version):
    answer = ask(f"v{version}/trip", tripId="20260105_08:00_tram:t8:00")
    (leg,) = answer["legs"]
    assert (leg["from"]["name"], leg["to"]["name"]) == ("Alfa", "Delta")
    assert [stop["name"] for stop in leg["intermediateStops"]] == ["Bèta", "Gamma"]
    assert leg["tripFrom"]["departure"] == "2026-01-05T07:00:00Z"
    drawn = leg["legGeometry"]
    assert drawn["precision"] == (7 if version == 1 else 6)
    assert len(decode(drawn["points"], drawn["precision"])) == drawn["length"]
    assert ask("v6/trip", 404, tripId="20260105_08:00_tram:nobody")["error"]


def test_both_lines_of_a_vehicle_are_one_leg_unless_asked_otherwise(ask):
    asked = {"tripId": "20260110_09:00_tram:six"}
    assert len(ask("v6/trip", **asked)["legs"]) == 1
    apart = ask("v6/trip", joinInterlinedLegs="false", **asked)["legs"]
    assert [leg["displayName"] for leg in apart] == ["6", "7"]


def test_every_id_that_a_board_gives_names_a_vehicle(ask):
    for one in ask("v6/stoptimes", n=8, **MORNING)["stopTimes"]:
        assert ask("v6/trip", tripId=one["tripId"])["legs"][0]["tripId"] == one["tripId"]


@pytest.mark.parametrize("version", [1, 4, 5, 6])
def test_the_map_shows_what_is_on_its_way(ask, version):
    (tram,) = ask(f"v{version}/map/trips", **EIGHT, **BOX)
    named = "displayName" if version >= 4 else "routeShortName"
    assert tram["trips"] == [{"tripId": "20260105_08:00_tram:t8:00", named: "4"}]
    assert (tram["from"]["name"], tram["to"]["name"]) == ("Bèta", "Gamma")
    line = decode(tram["polyline"], 5)
    assert line[0] == pytest.approx((tram["from"]["lat"], tram["from"]["lon"]), abs=2e-5)


def test_a_map_from_far_away_shows_no_trams(ask):
    assert ask("v6/map/trips", **(EIGHT | {"zoom": 6}), **BOX) == []
    assert ask("v6/map/trips", 400, **(EIGHT | {"endTime": "2026-02-05T07:07:00Z"}), **BOX)
    assert ask("v6/map/trips", 400, **EIGHT)["error"]


@pytest.mark.parametrize("version", [1, 6])
def test_the_map_shows_its_stops(ask, version):
    found = ask(f"v{version}/map/stops", **BOX)
    assert {one["stopId"] for one in found} >= {"tram:A", "monti:Q"}
    assert ask(f"v{version}/map/stops", modes="SUBWAY", **BOX) == []
    assert len(ask(f"v{version}/map/stops", grouped="true", **BOX)) == 6


def test_a_stop_comes_with_its_lines(ask):
    answer = ask("v6/stop", stopId="tram:C")
    assert [one["routeShortName"] for one in answer["routes"]] == ["4", "6", "7"]
    assert answer["routes"][0]["mode"] == "TRAM"
    assert answer["place"]["name"] == "Gamma"


def test_a_map_begins_in_the_city(ask):
    answer = ask("v1/map/initial")
    assert answer["serverConfig"]["hasStreetRouting"] is True
    assert answer["lat"] == pytest.approx(at(0, 0)[0], abs=0.1)
    assert ask("v1/map/levels", **BOX) == []
    assert set(ask("v1/health")) == {"rt", "gbfs"}


def test_streets_tell_the_seconds_to_many(ask):
    many = ",".join("{};{}".format(*at(km * 1000, 0)) for km in (1, 2, 60))
    asked = {"one": "{};{}".format(*at(0, 0)), "many": many, "mode": "WALK", "max": 7_200}
    asked |= {"maxMatchingDistance": 250, "arriveBy": "false"}
    near, far, nowhere = ask("v1/one-to-many", **asked)
    assert 0 < near["duration"] < far["duration"]
    assert nowhere == {}
    assert "distance" not in near
    told = ask("v1/one-to-many", withDistance="true", **asked)
    assert told[0]["distance"] == pytest.approx(1_000, rel=0.01)
    assert ask("v1/one-to-many", 400, **(asked | {"mode": "BROOM"}))["error"]
    assert ask("v1/one-to-many", 422, **(asked | {"max": 999_999}))["error"]


def test_streets_answer_a_post_too(client):
    body = {"one": "{};{}".format(*at(0, 0)), "many": ["{};{}".format(*at(1_000, 0))]}
    body |= {"mode": "BIKE", "max": 3_600, "maxMatchingDistance": 250, "arriveBy": True}
    post = {"content_type": "application/json"}
    answer = client.post("/api/v1/one-to-many", body, **post)
    assert answer.json()[0]["duration"] > 0
    for wrong in ("[]", "{", '{"one": 1, "many": ["1;1"], "mode": "WALK"}', '{"one": "1;1"}'):
        assert client.post("/api/v1/one-to-many", wrong, **post).status_code == 400, wrong


@pytest.mark.parametrize("version", [1, 6])
def test_every_stop_in_reach_is_told_with_its_minutes_and_rides(ask, version):
    asked = {"one": "tram:A", "time": "2026-01-05T06:59:00Z", "maxTravelTime": 50}
    answer = ask(f"v{version}/one-to-all", **asked)
    reached = {one["place"]["stopId"]: (one["duration"], one["k"]) for one in answer["all"]}
    assert reached["tram:A"] == (0, 0)
    assert reached["tram:B"] == (6, 1)
    assert reached["tram:D"] == (16, 1)
    assert reached["monti:Q"] == (41, 2)
    assert answer["one"]["stopId"] == "tram:A"
    direct = ask(f"v{version}/one-to-all", maxTransfers=1 if version == 1 else 0, **asked)
    assert "monti:Q" not in {one["place"]["stopId"] for one in direct["all"]}
    assert ask("v6/one-to-all", 422, **(asked | {"maxTravelTime": 500}))["error"]
    assert ask("v6/one-to-all", 400, arriveBy="true", **asked)["error"]
    nowhere = ask("v6/one-to-all", **(asked | {"one": "48.0,2.0"}))
    assert nowhere["all"] == []


@pytest.mark.usefixtures("named_city")
def test_names_are_found_and_stops_carry_the_id_that_boards_want(ask):
    first, *_ = ask("v1/geocode", text="beta", language="it")
    assert (first["type"], first["id"], first["name"]) == ("STOP", "tram:B", "Bèta")
    assert first["modes"] == ["BUS", "TRAM"]
    assert ask("v6/stoptimes", stopId=first["id"], n=1, time=MORNING["time"])["stopTimes"]
    assert ask("v1/geocode", text="quota", type="ADDRESS") == []
    assert ask("v1/geocode", text="quota", mode="SUBWAY") == []
    assert ask("v1/geocode", text="alfa", **BOX)[0]["id"] == "tram:A"
    point = ask("v1/geocode", text="45.07, 7.68")[0]
    assert (point["lat"], point["lon"]) == (45.07, 7.68)


@pytest.mark.usefixtures("named_city")
def test_letters_that_were_met_are_told(ask):
    (first, *_) = ask("v1/geocode", text="gam")
    assert first["tokens"] == [[0, 3]]


def test_what_is_near_is_found_by_its_position(ask):
    here = "{},{}".format(*at(1_990, 10))
    assert [one["id"] for one in ask("v1/reverse-geocode", place=here)][:1] == ["tram:B"]
    assert ask("v1/reverse-geocode", 400, place="here")["error"]
    assert ask("v1/geocode", 400)["error"]
