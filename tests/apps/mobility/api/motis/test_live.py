"""How things are now, in the words of MOTIS."""

from __future__ import annotations

import pytest

from apps.mobility.api.motis.shapes import check
from apps.travel.conftest import feed, own_city
from apps.travel.live import Feed
from apps.travel.miniature import HOME, MONDAY, OFFICE, when
from engines.journeys.realtime.messages import alert, call, update

__all__ = ["feed", "own_city"]

EIGHT, TODAY = when(MONDAY, "08:01"), "20260105"
BOARD = {"stopId": "tram:B", "time": "2026-01-05T07:01:00Z", "n": 2}
BOX = {"min": "44.9,7.2", "max": "45.2,6.9", "zoom": 14}


@pytest.fixture
def late(feed: Feed, ask):
    """The tram of eight is four minutes late from its second stop on."""
    works = alert("Lavori", [{"route_id": "4"}], effect="DETOUR", text="Binari nuovi")
    feed.says(EIGHT, update("t8:00", [call(2, departs={"delay": 240})], start_date=TODAY), works)
    return ask


def test_a_late_vehicle_tells_what_was_planned_beside(late):
    answer = late("v6/stoptimes", **BOARD)
    check(answer, "StopTimes")
    first, second = answer["stopTimes"]
    assert first["realTime"] is True
    assert first["place"]["departure"] == "2026-01-05T07:10:00Z"
    assert first["place"]["scheduledDeparture"] == "2026-01-05T07:06:00Z"
    assert second["realTime"] is False
    whole = late("v6/trip", tripId=first["tripId"])
    check(whole, "Itinerary")
    assert whole["legs"][0]["scheduledEndTime"] == "2026-01-05T07:15:00Z"
    assert whole["legs"][0]["endTime"] == "2026-01-05T07:19:00Z"


def test_a_plan_rides_what_is_late_and_tells_what_holds_for_it(late):
    asked = {"fromPlace": "45,7.0255", "toPlace": OFFICE.as_text, "time": "2026-01-05T07:02:00Z"}
    answer = late("v6/plan", **asked)
    check(answer, "Plan")
    ride = next(leg for leg in answer["itineraries"][0]["legs"] if "tripId" in leg)
    assert ride["tripId"] == "20260105_08:00_tram:t8:00"
    assert (ride["realTime"], ride["startTime"]) == (True, "2026-01-05T07:10:00Z")
    assert ride["alerts"][0]["headerText"] == "Lavori"
    assert ride["alerts"][0]["effect"] == "DETOUR"


def test_the_map_and_the_health_tell_that_vehicles_are_followed(late):
    at = "2026-01-05T07:12:00Z"
    (tram,) = late("v6/map/trips", startTime=at, endTime=at, **BOX)
    check(tram, "Segment")
    assert tram["realTime"] is True
    assert tram["scheduledDeparture"] == "2026-01-05T07:06:00Z"
    assert late("v1/health")["rt"] is True


def test_who_wants_only_the_timetable_gets_it(late):
    ends = {"fromPlace": HOME.as_text, "toPlace": OFFICE.as_text}
    answer = late("v6/plan", time="2026-01-05T06:50:00Z", realtimeMode="OFF", **ends)
    ride = next(leg for leg in answer["itineraries"][0]["legs"] if "tripId" in leg)
    assert (ride["realTime"], ride["endTime"]) == (False, "2026-01-05T07:15:00Z")


def test_a_cancelled_vehicle_is_still_told_by_its_id(feed, ask):
    feed.says(EIGHT, update("t8:15", relation=3, start_date=TODAY))
    (leg,) = ask("v6/trip", tripId="20260105_08:15_tram:t8:15")["legs"]
    assert leg["cancelled"] is True
    board = ask("v6/stoptimes", **BOARD)
    check(board, "StopTimes")
    _, gone = board["stopTimes"]
    assert gone["tripId"] == "20260105_08:15_tram:t8:15"
    assert (gone["tripCancelled"], gone["cancelled"]) == (True, True)
    assert gone["pickupDropoffType"] == "NOT_ALLOWED"


def test_a_vehicle_that_passes_by_is_told_as_not_stopping(feed, ask):
    feed.says(EIGHT, update("t8:00", [call(2, relation=1)], start_date=TODAY))
    first = ask("v6/stoptimes", **BOARD)["stopTimes"][0]
    assert first["tripId"] == "20260105_08:00_tram:t8:00"
    assert (first["tripCancelled"], first["cancelled"]) == (False, True)
