"""What can be reached, asked by programs."""

from __future__ import annotations

from typing import Any

import pytest
from shapely.geometry import Point as Dot
from shapely.geometry import shape

from apps.travel.miniature import HOME, HUT, OFFICE, SCHOOL
from metropoli.apps.data import services as data
from metropoli.apps.data.types import DatasetCard
from metropoli.apps.territory import services as territory
from metropoli.apps.territory.types import PlaceFacts

pytestmark = pytest.mark.usefixtures("city")
FROM_HOME = {"from_lat_deg": HOME.lat_deg, "from_lon_deg": HOME.lon_deg, "at": "2026-01-05T08:00"}
POINTS = [
    {"lat_deg": one.lat_deg, "lon_deg": one.lon_deg, "name": one.name}
    for one in (HUT, OFFICE, SCHOOL)
]


@pytest.fixture
def ask(client):
    def ask(path: str, **query: Any) -> Any:
        answer = client.get(f"/api/v1/mobility/{path}", FROM_HOME | query)
        assert answer.status_code == 200, answer.json()
        return answer.json()

    return ask


def test_points_that_are_sent_come_back_by_minutes(client):
    query = "&".join(f"{name}={value}" for name, value in FROM_HOME.items())
    answer = client.post(
        f"/api/v1/mobility/reach?{query}",
        {"points": POINTS, "passes": []},
        content_type="application/json",
    )
    assert answer.status_code == 200, answer.json()
    places = answer.json()["places"]
    assert [place["point"]["name"] for place in places] == ["school", "office", "hut"]
    assert [place["row"] for place in places] == [2, 1, 0]
    assert [place["n_rides"] for place in places] == [0, 1, 2]
    assert places[1]["quick_min"] < places[1]["minutes"] < places[1]["slow_min"]
    assert places[1]["costs"]["co2_g"] > 0


def test_known_places_of_a_kind_are_sorted_by_minutes(ask):
    rows = [
        PlaceFacts(kind, name, name, point.lat_deg, point.lon_deg)
        for kind, name, point in (
            ("hospital", "far", HUT),
            ("hospital", "near", SCHOOL),
            ("library", "books", OFFICE),
        )
    ]
    data.declare_dataset(card=DatasetCard("places", "Luoghi", "Places", "us", "a test", "CC0-1.0"))
    territory.load_places(rows=rows, dataset="places")
    names = [one["point"]["name"] for one in ask("reach", kind="hospital")["places"]]
    assert names == ["near", "far"]
    names = [one["point"]["name"] for one in ask("reach", kind=["library"])["places"]]
    assert names == ["books"]


def test_areas_come_as_geojson_and_hold_what_is_near(ask):
    drawn = ask("isochrones", minutes=[15, 45])
    assert drawn["type"] == "FeatureCollection"
    wide, narrow = (shape(one["geometry"]) for one in drawn["features"])
    assert [one["properties"]["minutes"] for one in drawn["features"]] == [45, 15]
    assert wide.is_valid
    assert wide.covers(Dot(HOME.lon_deg, HOME.lat_deg))
    assert wide.covers(Dot(OFFICE.lon_deg, OFFICE.lat_deg))
    assert not narrow.covers(Dot(OFFICE.lon_deg, OFFICE.lat_deg))


def test_at_best_more_is_reached_than_to_be_sure(ask):
    lucky, sure = (
        ask("isochrones", minutes=[30], percentile=share)["features"][0]["properties"]["area_km2"]
        for share in (5, 95)
    )
    assert lucky > sure


def test_what_cannot_be_asked_is_explained(client):
    for path, query in (
        ("isochrones", {"percentile": 42}),
        ("isochrones", {"minutes": [0]}),
        ("reach", {"window_min": 9_999}),
    ):
        answer = client.get(f"/api/v1/mobility/{path}", FROM_HOME | query)
        assert answer.status_code == 422
        assert answer["Content-Type"].startswith("application/problem+json")
