"""Programs and pages read where vehicles are, how late they run and what holds now."""

from __future__ import annotations

import pytest

from apps.travel.conftest import feed, own_city
from apps.travel.live import Feed
from apps.travel.miniature import MONDAY, when
from engines.journeys.realtime.messages import alert, call, position, update

__all__ = ["feed", "own_city"]  # fixtures

pytestmark = pytest.mark.django_db

TODAY = "20260105"
EIGHT = when(MONDAY, "08:01")
SEEN = int(EIGHT.timestamp()) - 20


@pytest.fixture
def city(feed: Feed) -> Feed:
    feed.says(
        EIGHT,
        update("t8:00", [call(1, departs={"delay": 240})], start_date=TODAY, seen_at=SEEN),
        update("t8:15", relation=3, start_date=TODAY),
        alert("Lavori a Bèta", [{"stop_id": "B"}, {"route_id": "4"}], text="Fino a sera"),
        position("t8:00", 45.0, 7.6, seen_at=SEEN, label="2839", occupancy_status=1),
    )
    return feed


def test_vehicles_notices_and_the_state_of_feeds_are_told(client, city):
    (vehicle,) = client.get("/api/v1/mobility/vehicles").json()
    assert (vehicle["line"]["short_name"], vehicle["occupancy"]) == ("4", "many_seats_available")
    assert client.get("/api/v1/mobility/vehicles?north_deg=1").json() == []
    (notice,) = client.get("/api/v1/mobility/notices").json()
    assert (notice["header"], notice["text"]) == ("Lavori a Bèta", "Fino a sera")
    state = client.get("/api/v1/mobility/live").json()
    assert (state["n_followed"], state["n_cancelled"], state["doubt"]) == (1, 1, "")


def test_a_board_for_programs_tells_late_and_cancelled_trams(client, city):
    told = client.get("/api/v1/mobility/stops/tram:B/departures").json()
    late, gone, usual = told["departures"][:3]
    assert (late["planned_at"][11:16], late["departs_at"][11:16]) == ("08:06", "08:10")
    assert late["seen_at"][11:19] == "08:00:40"
    assert (gone["cancelled"], usual["cancelled"], usual["planned_at"]) == (True, False, None)
    assert [one["header"] for one in told["notices"]] == ["Lavori a Bèta"]


def test_the_page_of_a_stop_strikes_out_what_does_not_hold(client, city):
    page = client.get("/move/stops/tram:B/").content.decode()
    assert "Lavori a Bèta" in page
    assert "08:06</s>" in page
    assert "visto 20 s fa" in page
    assert "soppressa" in page


def test_the_page_of_a_line_tells_its_notices(client, city):
    assert "Lavori a Bèta" in client.get("/move/lines/tram:4/").content.decode()


def test_the_map_tells_notices_and_late_vehicles(client, city):
    told = client.get("/move/around/?layers=notices&layers=vehicles").content.decode()
    assert "Lavori a Bèta" in told
