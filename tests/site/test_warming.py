"""A worker compiles what is compiled before anybody waits for it, and starts in any case."""

from __future__ import annotations

import pytest

from metropoli.apps.travel.types import NetworkSummary, Point
from metropoli.base.errors import NotFound
from metropoli.site import warming

CITY = NetworkSummary("1", "Europe/Rome", 1, 1, 1, 1, None, None, Point(45, 7), True, ())


@pytest.mark.django_db
def test_an_empty_house_has_nothing_to_warm():
    warming.warm()


def test_a_worker_warms_itself_with_a_trip_in_the_city(monkeypatch):
    asked = []
    monkeypatch.setattr(warming.travel, "read_summary", lambda: CITY)
    monkeypatch.setattr(warming.travel, "plan_trip", lambda *, request: asked.append(request))
    warming.warm()
    assert asked[0].start == CITY.center
    assert asked[0].end != CITY.center


def test_a_city_with_a_lake_in_the_middle_is_served_all_the_same(monkeypatch):
    def lost(*, request: object) -> None:
        raise NotFound("no_street_nearby", radius_m=1)

    monkeypatch.setattr(warming.travel, "read_summary", lambda: CITY)
    monkeypatch.setattr(warming.travel, "plan_trip", lost)
    warming.warm()
