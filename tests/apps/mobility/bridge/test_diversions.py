"""Where a vehicle passes stops by, the map of the trip says so by a dashed stretch."""

from __future__ import annotations

import pytest

from apps.conftest import city_folder
from apps.travel.conftest import feed, own_city
from apps.travel.live import Feed
from apps.travel.miniature import HOME, MONDAY, OFFICE, when
from apps.travel.test_live import EIGHT, SKIPPED, TODAY
from engines.journeys.realtime.messages import alert, call, update
from metropoli.apps.mobility import bridge
from metropoli.apps.travel import services
from metropoli.apps.travel.types import TripRequest

__all__ = ["city_folder", "feed", "own_city"]  # fixtures


def ridden():
    answer = services.plan_trip(request=TripRequest(HOME, OFFICE, when(MONDAY, "08:05")))
    return next(trip for trip in answer.trips for leg in trip.legs if "t8:15" in leg.trip_key)


def closed(trip):
    drawn = bridge.trip_drawing(trip)["features"]
    return [one for one in drawn if one["properties"]["kind"] == "closed"]


def test_a_trip_as_planned_has_no_dashed_stretch(feed: Feed):
    feed.says(EIGHT, update("t8:15", [call(1)], start_date=TODAY))
    assert closed(ridden()) == []


@pytest.mark.parametrize("skipped", [(2,), (2, 3)])
def test_stops_passed_by_lie_on_one_dashed_stretch_named_by_the_notice(feed: Feed, skipped):
    calls = [call(sequence, relation=SKIPPED) for sequence in skipped]
    works = alert("Via Alfa closed", [{"route_id": "4"}], effect=4)
    feed.says(EIGHT, update("t8:15", calls, start_date=TODAY), works)
    trip = ridden()
    (stretch,) = closed(trip)
    leg = next(leg for leg in trip.legs if "t8:15" in leg.trip_key)
    served = [one.stop for one in leg.calls if not one.skipped]
    way = stretch["geometry"]["coordinates"]
    assert way[0] == (served[0].lon_deg, served[0].lat_deg)
    assert way[-1] == (served[1].lon_deg, served[1].lat_deg)
    assert stretch["properties"]["name"] == "Via Alfa closed"
