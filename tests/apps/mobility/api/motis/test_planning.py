"""Plans in the words of MOTIS: every version of the path, old clients, pages, refusals."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from apps.mobility.api.motis.reader import decode
from apps.travel.miniature import HOME, HUT, MONDAY, OFFICE, SATURDAY
from metropoli.base import clock

pytestmark = pytest.mark.usefixtures("city")
ENDS = {"fromPlace": HOME.as_text, "toPlace": OFFICE.as_text}
TO_HUT = ENDS | {"toPlace": HUT.as_text}
VERSIONS = range(1, 7)


def boards_at(answer: Any) -> list[str]:
    """Return when each itinerary gets on its first vehicle."""
    rides = [[leg for leg in one["legs"] if "tripId" in leg] for one in answer["itineraries"]]
    return [legs[0]["startTime"][11:16] for legs in rides]


def test_a_plan_is_told_leg_by_leg_in_utc(ask):
    answer = ask("v6/plan", time="2026-01-05T06:50:00Z", **TO_HUT)
    first = answer["itineraries"][0]
    assert [leg["mode"] for leg in first["legs"]] == ["WALK", "TRAM", "WALK", "BUS", "WALK"]
    walk, tram, change, bus, _ = first["legs"]
    assert (walk["from"]["name"], walk["to"]["stopId"]) == ("START", "tram:A")
    assert (change["from"]["stopId"], change["to"]["stopId"]) == ("tram:D", "monti:P")
    assert (tram["headsign"], tram["routeShortName"], tram["displayName"]) == ("Delta", "4", "4")
    assert tram["tripId"] == "20260105_08:00_tram:t8:00"
    assert tram["startTime"] == "2026-01-05T07:00:00Z"
    assert [stop["name"] for stop in tram["intermediateStops"]] == ["Bèta", "Gamma"]
    assert tram["intermediateStops"][0]["arrival"] == "2026-01-05T07:05:00Z"
    assert tram["intermediateStops"][0]["departure"] == "2026-01-05T07:06:00Z"
    assert (tram["agencyName"], tram["routeColor"], tram["realTime"]) == (
        "Tranvie",
        "C00000",
        False,
    )
    assert first["transfers"] == 1
    assert bus["to"]["name"] == "Quota"
    assert answer["from"]["vertexType"] == "NORMAL"


def test_each_leg_begins_where_and_when_the_one_before_ends(ask):
    for one in ask("v6/plan", time="2026-01-05T06:50:00Z", **TO_HUT)["itineraries"]:
        for before, after in zip(one["legs"], one["legs"][1:], strict=False):
            assert before["to"]["name"] == after["from"]["name"]
            assert before["endTime"] <= after["startTime"]
        assert one["startTime"] == one["legs"][0]["startTime"]
        lasts = datetime.fromisoformat(one["endTime"]) - datetime.fromisoformat(one["startTime"])
        assert one["duration"] == lasts.total_seconds()


@pytest.mark.parametrize("version", VERSIONS)
def test_each_version_draws_with_its_own_digits(ask, version):
    answer = ask(f"v{version}/plan", time="2026-01-05T06:50:00Z", **ENDS)
    for leg in answer["itineraries"][0]["legs"]:
        drawn = leg["legGeometry"]
        assert drawn["precision"] == (7 if version == 1 else 6)
        line = decode(drawn["points"], drawn["precision"])
        assert len(line) == drawn["length"] >= 2
        assert line[0] == pytest.approx((leg["from"]["lat"], leg["from"]["lon"]), abs=2e-6)
        assert line[-1] == pytest.approx((leg["to"]["lat"], leg["to"]["lon"]), abs=2e-6)


@pytest.mark.parametrize("version", VERSIONS)
def test_the_level_of_the_ground_is_written_until_version_five(ask, version):
    answer = ask(f"v{version}/plan", time="2026-01-05T06:50:00Z", **ENDS)
    places = [answer["from"], answer["itineraries"][0]["legs"][1]["to"]]
    assert [place.get("level") for place in places] == [0 if version < 6 else None] * 2


@pytest.mark.parametrize("version", VERSIONS)
def test_transfers_count_changes_from_version_three_on(ask, version):
    def most(changes: int) -> int:
        answer = ask(f"v{version}/plan", time="2026-01-05T06:50Z", maxTransfers=changes, **TO_HUT)
        return len(answer["itineraries"])

    assert [most(changes) > 0 for changes in (0, 1, 2)] == (
        [False, False, True] if version < 3 else [False, True, True]
    )


def test_a_stop_can_be_an_end(ask):
    answer = ask("v6/plan", time="2026-01-05T06:50Z", fromPlace="tram:A", toPlace="monti:Q")
    assert (answer["from"]["stopId"], answer["to"]["stopId"]) == ("tram:A", "monti:Q")
    assert [leg["mode"] for leg in answer["itineraries"][0]["legs"]] == ["TRAM", "WALK", "BUS"]


def test_a_level_after_the_position_is_understood(ask):
    ends = {name: f"{value},0" for name, value in ENDS.items()}
    assert boards_at(ask("v1/plan", time="2026-01-05T06:50Z", **ends))[0] == "07:00"


def test_kde_itinerary_is_understood_as_it_asks(ask):
    """Date and clock apart, one list of modes with words long forgotten, parameters nobody knows."""
    answer = ask(
        "v1/plan",
        date="01-05-2026",
        time="06:50",
        mode="TRANSIT,WALK,BIKE_RENTAL,CAR_PICKUP",
        numItineraries=3,
        arriveBy="false",
        whatIsThis="1",
        **{name: f"{value},0" for name, value in ENDS.items()},
    )
    assert boards_at(answer)[:3] == ["07:00", "07:15", "07:30"]


def test_gnome_maps_is_understood_as_it_asks(ask):
    answer = ask(
        "v1/plan",
        time="2026-01-05T08:05:00.000Z",
        arriveBy="true",
        numItineraries=5,
        transitModes="TRAM,SUBWAY,RAIL",
        timetableView="true",
        **ENDS,
    )
    assert boards_at(answer)[-1] == "07:45"
    assert all(one["endTime"] <= "2026-01-05T08:05:00Z" for one in answer["itineraries"])


def test_pages_go_on_and_back_without_a_gap(ask):
    first = ask("v6/plan", time="2026-01-05T06:50Z", **ENDS)
    later = ask("v6/plan", time="2026-01-05T06:50Z", pageCursor=first["nextPageCursor"], **ENDS)
    back = ask("v6/plan", time="2026-01-05T06:50Z", pageCursor=later["previousPageCursor"], **ENDS)
    assert boards_at(first) == ["07:00", "07:15", "07:30", "07:45", "08:00"]
    assert boards_at(later)[:4] == ["08:15", "08:30", "08:45", "09:00"]
    assert boards_at(back) == boards_at(first)
    assert first["direct"] == [] == later["direct"]
    ids = [one["id"] for one in first["itineraries"]]
    assert len(set(ids)) == len(ids)
    assert [one["id"] for one in back["itineraries"]] == ids


def test_as_many_come_as_were_asked_for(ask):
    answer = ask("v6/plan", time="2026-01-05T06:50Z", numItineraries=8, **ENDS)
    assert len(answer["itineraries"]) >= 8
    few = ask("v6/plan", time="2026-01-05T06:50Z", numItineraries=1, maxItineraries=2, **ENDS)
    assert boards_at(few) == ["07:00", "07:15"]


def test_without_the_timetable_view_only_who_is_first_counts(ask):
    answer = ask("v6/plan", time="2026-01-05T06:50Z", timetableView="false", **ENDS)
    assert boards_at(answer) == ["07:00"]


def test_ways_without_public_transport_stand_apart(ask):
    answer = ask(
        "v6/plan", time="2026-01-05T06:50Z", directModes="WALK,BIKE,CAR", maxDirectTime=7200, **ENDS
    )
    assert [one["legs"][0]["mode"] for one in answer["direct"]] == ["WALK", "BIKE", "CAR"]
    assert answer["direct"][0]["legs"][0]["distance"] > 5_000
    alone = ask("v6/plan", time="2026-01-05T06:50Z", transitModes="", directModes="BIKE", **ENDS)
    assert alone["itineraries"] == []
    assert len(alone["direct"]) == 1


def test_steps_are_told_with_their_stretch_of_the_way(ask):
    answer = ask("v6/plan", time="2026-01-05T06:50Z", directModes="CAR", **TO_HUT)
    leg = answer["direct"][0]["legs"][0]
    steps = leg["steps"]
    assert [step["relativeDirection"] for step in steps] == ["DEPART", "LEFT"]
    assert [step["streetName"] for step in steps] == ["Corso Alfa", "Via Gamma"]
    lines = [decode(step["polyline"]["points"], 6) for step in steps]
    assert lines[0][-1] == lines[1][0]
    whole = decode(leg["legGeometry"]["points"], 6)
    assert (lines[0][0], lines[1][-1]) == (whole[0], whole[-1])


def test_a_drawing_that_nobody_wants_is_left_out(ask):
    answer = ask("v6/plan", time="2026-01-05T06:50Z", detailedLegs="false", **ENDS)
    leg = answer["itineraries"][0]["legs"][0]
    assert leg["legGeometry"] == {"points": "", "precision": 6, "length": 0}
    assert "steps" not in leg


def test_a_vehicle_that_goes_on_as_another_line_is_one_leg_unless_asked_otherwise(ask):
    asked = {"time": f"{SATURDAY}T07:30:00Z", **ENDS}
    joined = ask("v6/plan", **asked)["itineraries"][0]["legs"]
    apart = ask("v6/plan", joinInterlinedLegs="false", **asked)["itineraries"][0]["legs"]
    assert [leg["mode"] for leg in joined] == ["WALK", "BUS", "WALK"]
    assert [stop["name"] for stop in joined[1]["intermediateStops"]] == ["Bèta", "Gamma"]
    assert [leg.get("interlineWithPreviousLeg") for leg in apart] == [None, False, True, None]
    assert joined[1]["endTime"] == apart[2]["endTime"]


def test_without_a_time_it_is_now(ask, monkeypatch):
    now = datetime.fromisoformat(f"{MONDAY}T08:20:00+01:00")
    monkeypatch.setattr(clock, "now", lambda: now)
    assert boards_at(ask("v6/plan", **ENDS))[0] == "07:30"


def test_only_the_vehicles_asked_for_are_searched(ask):
    saturday = {"time": f"{SATURDAY}T07:30:00Z", **ENDS}
    assert ask("v6/plan", transitModes="BUS,COACH", **saturday)["itineraries"]
    trams = ask("v6/plan", transitModes="TRAM", **saturday)["itineraries"]
    assert {leg["mode"] for one in trams for leg in one["legs"]} <= {"WALK", "TRAM"}
    assert all(one["startTime"] > "2026-01-11" for one in trams)


def test_where_nothing_leads_the_answer_is_empty_and_has_pages(ask):
    nowhere = ask(
        "v6/plan", time="2026-01-05T06:50Z", fromPlace="48.0,2.0", toPlace=ENDS["toPlace"]
    )
    assert nowhere["itineraries"] == nowhere["direct"] == []
    same = ask("v6/plan", time="2026-01-05T06:50Z", **(ENDS | {"toPlace": ENDS["fromPlace"]}))
    assert same["itineraries"] == []
    beyond = ask("v6/plan", time="2030-01-05T06:50:00Z", **ENDS)
    assert beyond["nextPageCursor"] == "LATER|1893912600"


def test_a_post_without_offsets_is_a_plan(client):
    asked = f"time=2026-01-05T06:50Z&fromPlace={HOME.as_text}&toPlace={OFFICE.as_text}"
    answer = client.post(f"/api/v6/plan?{asked}", "{}", content_type="application/json")
    assert boards_at(answer.json())[0] == "07:00"


@pytest.mark.parametrize(
    ("path", "query", "status", "said"),
    [
        ("v6/plan", {}, 400, "fromPlace"),
        ("v6/plan", ENDS | {"toPlace": "tram:nowhere"}, 404, "tram:nowhere"),
        ("v6/plan", ENDS | {"toPlace": "91,7"}, 404, "91,7"),
        ("v6/plan", ENDS | {"time": "yesterday"}, 400, "yesterday"),
        ("v6/plan", ENDS | {"time": "9999-12-31T23:59:59Z"}, 400, "9999"),
        ("v6/plan", ENDS | {"time": "25:61", "date": "01-05-2026"}, 400, "25:61"),
        ("v6/plan", ENDS | {"pageCursor": "SIDEWAYS|1"}, 400, "SIDEWAYS"),
        ("v6/plan", ENDS | {"pageCursor": "LATER|99999999999999999999"}, 400, "LATER"),
        ("v6/plan", ENDS | {"numItineraries": "many"}, 400, "many"),
        ("v6/plan", ENDS | {"numItineraries": "9999"}, 422, "256"),
        ("v6/plan", ENDS | {"transitModes": "BROOM"}, 400, "BROOM"),
        ("v6/plan", ENDS | {"pedestrianSpeed": "nan"}, 400, "nan"),
        ("v6/plan", ENDS | {"arriveBy": "maybe"}, 400, "maybe"),
    ],
)
def test_a_refusal_says_what_is_wrong_as_its_clients_read_it(ask, path, query, status, said):
    refusal = ask(path, status, **query)
    assert list(refusal) == ["error"]
    assert said in refusal["error"]


def test_a_method_that_is_not_offered_is_refused_and_a_preflight_answered(client):
    assert client.delete("/api/v6/plan").json()["error"].startswith("DELETE")
    assert client.post("/api/v1/geocode").status_code == 405
    preflight = client.options("/api/v6/plan")
    assert preflight.status_code == 204
    assert "POST" in preflight["Access-Control-Allow-Methods"]


def test_a_version_that_never_was_is_not_there(client):
    for path in ("v7/plan", "v0/plan", "v2/stoptimes", "v3/trip"):
        assert client.get(f"/api/{path}").status_code == 404, path
    assert client.get("/api/v1/mobility/network").status_code == 200


def stops_of(one: Any) -> list[tuple[str, str]]:
    return [(leg["from"]["name"], leg["to"]["name"]) for leg in one["legs"] if "tripId" in leg]


def test_a_stop_on_the_way_may_be_passed_aboard(ask):
    plainly = ask("v6/plan", time="2026-01-05T06:50:00Z", **ENDS)
    for more in ({"via": "tram:C"}, {"via": "tram:C", "viaMinimumStay": "0,0"}):
        answer = ask("v6/plan", time="2026-01-05T06:50:00Z", **ENDS, **more)
        assert [stops_of(one) for one in answer["itineraries"]] == [
            stops_of(one) for one in plainly["itineraries"]
        ]


def test_a_stay_at_a_stop_is_the_time_between_two_rides(ask):
    answer = ask(
        "v6/plan", time="2026-01-05T06:50:00Z", via="tram:C", viaMinimumStay="20",
        withFares="true", **ENDS,
    )  # fmt: skip
    first = answer["itineraries"][0]
    assert stops_of(first) == [("Alfa", "Gamma"), ("Gamma", "Delta")]
    one, other = (leg for leg in first["legs"] if "tripId" in leg)
    waits = datetime.fromisoformat(other["startTime"]) - datetime.fromisoformat(one["endTime"])
    assert waits.total_seconds() >= 20 * 60
    assert {leg["mode"] for leg in first["legs"]} == {"WALK", "TRAM"}
    assert first["transfers"] == 1


def test_two_stops_on_the_way_are_a_list_however_it_is_written(ask):
    both = {"via": "tram:B,tram:C", "viaMinimumStay": "0,20"}
    parts = {"via": ["tram:B", "tram:C"], "viaMinimumStay": ["0", "20"]}
    answers = [
        ask("v6/plan", time="2026-01-05T06:50:00Z", **ENDS, **asked) for asked in (both, parts)
    ]
    assert answers[0]["itineraries"] == answers[1]["itineraries"]
    assert answers[0]["itineraries"]


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"via": "tram:nowhere"}, 404),
        ({"via": "tram:A,tram:B,tram:C"}, 422),
        ({"via": "tram:C", "viaMinimumStay": "-1"}, 400),
        ({"via": "tram:C", "viaMinimumStay": "soon"}, 400),
        ({"via": "tram:C", "viaMinimumStay": "100000"}, 422),
    ],
)
def test_stops_on_the_way_that_cannot_be_are_refused(ask, more, status):
    ask("v6/plan", time="2026-01-05T06:50:00Z", status=status, **ENDS, **more)
