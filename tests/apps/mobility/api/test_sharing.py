"""Programs read what is shared and parked as it was seen a moment ago."""

from __future__ import annotations

import pytest

from apps.travel import shared
from apps.travel.conftest import own_city, shared_city
from apps.travel.miniature import HOME
from apps.travel.shared import EIGHT
from metropoli.base import clock

__all__ = ["own_city", "shared_city"]  # fixtures

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client, monkeypatch):
    """Ask at ten to eight; what was loaded before has versions of its own."""

    def ask(path, **query):
        with monkeypatch.context() as patched:
            patched.setattr(clock, "now", lambda: EIGHT)
            return client.get(f"/api/v1/mobility/{path}", query).json()

    return ask


def test_stations_and_vehicles_are_told_nearest_first(ask, shared_city):
    shared_city(tobi=shared.bikes(), monop=shared.scooters())
    told = ask("sharing", lat_deg=HOME.lat_deg, lon_deg=HOME.lon_deg)
    assert [(one["name"], one["n_vehicles"]) for one in told["stations"]] == [
        ("Home", 3),
        ("Alfa", 0),
    ]
    assert [(one["form"], one["away_m"]) for one in told["vehicles"]] == [("scooter_standing", 50)]
    assert told["systems"][1]["prices"] == ["50 centesimi, poi 10 al minuto dopo mezz’ora"]
    everything = ask("sharing")
    assert len(everything["stations"]) == 5


def test_car_parks_are_told_with_their_free_places(ask, shared_city):
    shared_city(parks=shared.parks())
    told = ask("parking")
    assert [(one["name"], one["n_free"], one["day_cents"]) for one in told["parks"]] == [
        ("Beta", 12, 150),
        ("Crowded", 0, 150),
    ]
    assert told["attributions"] == ["Tobi S.p.A."]
    nothing = ask("parking", south_deg=80)
    assert nothing["parks"] == []
