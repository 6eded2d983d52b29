"""The planner for programs: the same answers as the pages, and refusals that are documents."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from apps.travel.miniature import HOME, HUT, MONDAY, OFFICE, SATURDAY, SUNDAY, when
from metropoli.apps.mobility import api
from metropoli.base import clock

pytestmark = pytest.mark.usefixtures("city")
ENGLISH = {"Accept-Language": "en"}
FROM_HOME = {"from_lat_deg": HOME.lat_deg, "from_lon_deg": HOME.lon_deg}
TO_OFFICE = {"to_lat_deg": OFFICE.lat_deg, "to_lon_deg": OFFICE.lon_deg}
TO_HUT = {"to_lat_deg": HUT.lat_deg, "to_lon_deg": HUT.lon_deg}


@pytest.fixture
def ask(client):
    """Ask the API, and return the status and the document."""

    def ask(path: str, **query: Any) -> tuple[int, Any]:
        answer = client.get(f"/api/v1/mobility/{path}", query, headers=ENGLISH)
        return answer.status_code, answer.json()

    return ask


@pytest.fixture
def plan(ask):
    def plan(**query: Any) -> Any:
        status, planned = ask("trips", **(FROM_HOME | TO_OFFICE | query))
        assert status == 200, planned
        return planned

    return plan


def boards_at(planned: Any) -> list[str]:
    """Return when each trip by public transport gets on its first vehicle."""
    transit = [trip for trip in planned["trips"] if trip["kind"] == "transit"]
    return [next(leg for leg in trip["legs"] if leg["line"])["departs_at"] for trip in transit]


def test_a_trip_comes_with_its_legs_lines_stops_and_drawing(plan):
    planned = plan(at="2026-01-05T07:50", **TO_HUT)
    trip = next(trip for trip in planned["trips"] if trip["kind"] == "transit")
    assert [leg["mode"] for leg in trip["legs"]] == ["walk", "tram", "walk", "bus", "walk"]
    tram = trip["legs"][1]
    assert tram["line"]["key"] == "tram:4"
    assert tram["headsign"] == "Delta"
    assert [call["stop"]["name"] for call in tram["calls"]] == ["Alfa", "Bèta", "Gamma", "Delta"]
    assert len(tram["geometry"]) >= 2
    assert trip["n_rides"] == 2
    assert trip["duration_s"] == seconds_between(trip["departs_at"], trip["arrives_at"])
    assert {step["turn"] for step in trip["legs"][0]["steps"]} >= {"depart", "arrive"}


def seconds_between(first: str, last: str) -> float:
    return (datetime.fromisoformat(last) - datetime.fromisoformat(first)).total_seconds()


def test_a_time_without_an_offset_is_on_the_clocks_of_the_city(plan):
    assert boards_at(plan(at="2026-01-05T07:50"))[0] == "2026-01-05T08:00:00+01:00"
    assert boards_at(plan(at="2026-01-05T06:50Z"))[0] == "2026-01-05T08:00:00+01:00"
    assert boards_at(plan(at="2026-01-05T07:50Z"))[0] == "2026-01-05T09:00:00+01:00"


def test_without_a_time_it_is_now(plan, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: when(MONDAY, "08:20"))
    assert boards_at(plan())[0] == "2026-01-05T08:30:00+01:00"


def test_who_arrives_by_a_time_is_there(plan):
    planned = plan(at="2026-01-05T09:05", arrive_by=True)
    assert planned["trips"]
    assert all(trip["arrives_at"] <= "2026-01-05T09:05:00+01:00" for trip in planned["trips"])


def test_later_and_earlier_go_on_where_the_answer_ends(plan):
    first = plan(at="2026-01-05T07:50")
    later = plan(at=first["later_at"])
    assert boards_at(first) == [
        f"2026-01-05T{time}:00+01:00" for time in ("08:00", "08:15", "08:30", "08:45", "09:00")
    ]
    assert boards_at(later) == [
        f"2026-01-05T{time}:00+01:00" for time in ("09:15", "09:30", "09:45", "10:00")
    ]
    back = plan(at=later["earlier_at"], arrive_by=True)
    assert boards_at(back) == boards_at(first)


def test_only_the_ways_asked_for_come_back(plan):
    planned = plan(at="2026-01-05T07:50", modes=["walk", "car"])
    assert [trip["kind"] for trip in planned["trips"]] == ["walk", "car"]
    assert planned["later_at"] is None


def test_without_stairs_the_tram_has_none(plan):
    planned = plan(at=f"{SUNDAY}T09:50", step_free=True)
    assert boards_at(planned) == [f"{SUNDAY}T10:30:00+01:00"]


def test_a_vehicle_that_goes_on_as_another_line_is_said(plan):
    planned = plan(at=f"{SATURDAY}T08:30")
    legs = planned["trips"][0]["legs"]
    assert [leg["stays_on_board"] for leg in legs] == [False, False, True, False]


@pytest.mark.usefixtures("named_city")
def test_places_are_found_by_name_without_accents_and_with_a_slip(ask):
    status, planned = ask("trips", **{"from": "beta", "to": "Quotta", "at": "2026-01-05T07:50"})
    assert status == 200
    assert (planned["start"]["name"], planned["end"]["name"]) == ("Bèta", "Quota")
    assert boards_at(planned)[0] == "2026-01-05T08:06:00+01:00"


@pytest.mark.usefixtures("named_city")
def test_a_refusal_is_a_problem_with_its_code_and_a_sentence(client):
    refusals = {
        "trips?from=Xyzzyq&to=Quota": (404, "unknown_place", "We know no place called “Xyzzyq”"),
        "trips?from=Quota&to=Quota": (422, "same_place", "You are already there"),
        "trips?from=48.0,2.0&to=Quota": (404, "no_street_nearby", "There is no street within"),
        "trips?from=Quota&to=Alfa&at=yesterday": (422, "unreadable_values", "at"),
        "trips?from=Quota&to=Alfa&modes=rocket": (422, "unreadable_values", "modes"),
        "trips?from_lat_deg=91&from_lon_deg=7&to=Alfa": (422, "unreadable_values", "from_lat_deg"),
        "trips?from_lat_deg=nan&from_lon_deg=7&to=Alfa": (422, "unreadable_values", "lat_deg"),
        "trips?from=Quota&to=Alfa&at=9999-12-31T23:59:59Z": (422, "day_out_of_reach", "9999"),
        "trips?from=Quota&to=Alfa&at=0001-01-01T00:00:00": (
            422,
            "day_out_of_reach",
            "The year 1 is",
        ),
        "stops/tram:Z/departures": (404, "unknown_stop", "tram:Z"),
        "stops/tram:A/departures?at=9999-12-31T23:59:59": (422, "day_out_of_reach", "9999"),
        "lines/tram:99": (404, "unknown_line", "tram:99"),
        "lines/tram:4?day=someday": (422, "unreadable_values", "day"),
    }
    for path, (status, code, said) in refusals.items():
        answer = client.get(f"/api/v1/mobility/{path}", headers=ENGLISH)
        assert answer.status_code == status, path
        assert answer["Content-Type"] == "application/problem+json", path
        assert answer.json()["code"] == code, path
        assert said in answer.json()["detail"], path


def test_a_board_tells_what_leaves_and_from_where(ask):
    status, board = ask("stops/tram:A/departures", at="2026-01-05T09:50")
    assert status == 200
    told = [(d["departs_at"], d["line"]["short_name"], d["headsign"]) for d in board["departures"]]
    assert told == [
        ("2026-01-05T10:00:00+01:00", "4", "Delta"),
        ("2026-01-06T00:20:00+01:00", "4", "Delta"),
        ("2026-01-06T08:00:00+01:00", "4", "Delta"),
        ("2026-01-06T08:15:00+01:00", "4", "Delta"),
        ("2026-01-06T08:30:00+01:00", "4", "Delta"),
        ("2026-01-06T08:45:00+01:00", "4", "Delta"),
        ("2026-01-06T09:00:00+01:00", "4", "Delta"),
        ("2026-01-06T09:15:00+01:00", "4", "Delta"),
        ("2026-01-06T09:30:00+01:00", "4", "Delta"),
        ("2026-01-06T09:45:00+01:00", "4", "Delta"),
    ]
    assert board["page"]["stop"]["code"] == "0A"
    assert [line["short_name"] for line in board["page"]["lines"]] == ["4", "6"]


def test_nobody_boards_where_a_line_ends(ask):
    _, board = ask("stops/tram:D/departures", at="2026-01-05T07:00")
    assert [d["headsign"] for d in board["departures"]] == ["Alfa"]


def test_after_midnight_the_board_still_shows_last_nights_tram(ask):
    _, board = ask("stops/tram:A/departures", at="2026-01-10T00:10")
    assert board["departures"][0]["departs_at"] == "2026-01-10T00:20:00+01:00"


def test_a_line_tells_every_vehicle_of_the_day(ask):
    status, page = ask("lines/tram:4", day=MONDAY)
    assert status == 200
    there, back = page["patterns"]
    assert (there["headsign"], there["n_trips"]) == ("Delta", 10)
    assert [stop["name"] for stop in there["stops"]] == ["Alfa", "Bèta", "Gamma", "Delta"]
    assert there["runs"][0] == [
        f"2026-01-05T{time}:00+01:00" for time in ("08:00", "08:06", "08:10", "08:15")
    ]
    assert there["runs"][-1][0] == "2026-01-06T00:20:00+01:00"
    assert (back["headsign"], back["n_trips"]) == ("Alfa", 1)
    assert ask("lines/tram:4", day="2026-01-31")[1]["patterns"] == []


def test_the_lines_are_in_the_order_in_which_people_look_for_them(ask):
    _, lines = ask("lines")
    assert [(line["vehicle"], line["short_name"]) for line in lines] == [
        ("tram", "4"),
        ("bus", "6"),
        ("bus", "7"),
        ("bus", "10"),
    ]


def test_the_network_says_what_it_knows(ask):
    _, network = ask("network")
    assert (network["n_stops"], network["n_lines"]) == (6, 4)
    assert (network["first_day"], network["last_day"]) == ("2026-01-05", "2026-01-18")
    assert network["generated"] is False


def test_every_way_of_moving_of_the_service_has_its_word_in_the_api():
    from typing import get_args  # noqa: PLC0415 - for this test only

    from metropoli.apps.travel.types import MODES, OTHER_MODES  # noqa: PLC0415

    assert get_args(api.Mode) == (*MODES, *OTHER_MODES)


def test_what_is_not_known_is_said_to_be_so(plan):
    trip = next(trip for trip in plan(at="2026-01-05T07:50")["trips"] if trip["kind"] == "transit")
    assert set(trip["costs"]) == {"fare_cents", "energy_wh", "co2_g"}
    assert "odds_share" in trip


def test_who_has_wishes_is_told_the_ways_by_them(plan):
    by_hour = plan(at="2026-01-05T07:50")
    swift = plan(at="2026-01-05T07:50", wish_minutes=4, wish_walking=0, wish_changes=0)
    only_walking = {f"wish_{other}": 0 for other in ("minutes", "money", "environment", "changes")}
    idle = plan(at="2026-01-05T07:50", wish_walking=4, **only_walking)
    kinds = [trip["kind"] for trip in swift["trips"]]
    assert sorted(kinds) == sorted(trip["kind"] for trip in by_hour["trips"])
    walked = [trip["walk_m"] for trip in idle["trips"]]
    assert walked == sorted(walked)
    assert kinds.index("car") < kinds.index("walk")


def test_a_wish_or_a_pace_beyond_measure_is_refused(ask):
    for wrong in (
        {"wish_minutes": 5},
        {"walk_kmh": 40},
        {"spare_min": -1},
        {"longest_walk_min": 0},
    ):
        status, said = ask("trips", **(FROM_HOME | TO_OFFICE | wrong))
        assert status == 422, said
