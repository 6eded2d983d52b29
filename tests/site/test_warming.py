"""A worker compiles what is compiled before anybody waits for it, and starts in any case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from metropoli.apps.mobility.types import ServedQuestion
from metropoli.apps.travel.types import NetworkSummary, Point
from metropoli.base.errors import NotFound
from metropoli.site import warming

CITY = NetworkSummary("1", "Europe/Rome", 1, 1, 1, 1, None, None, Point(45, 7), True, ())


@pytest.mark.django_db
def test_an_empty_house_has_nothing_to_warm():
    warming.warm()


def test_a_worker_warms_itself_with_rides_both_ways_and_looks_around(monkeypatch):
    asked, around = [], []

    def plan_trip(*, request):
        asked.append(request)
        kind = "transit" if len(asked) > 1 else "walk"  # the first way is too short to ride
        return SimpleNamespace(trips=[SimpleNamespace(kind=kind)])

    monkeypatch.setattr(warming.travel, "read_summary", lambda: CITY)
    monkeypatch.setattr(warming.travel, "plan_trip", plan_trip)
    monkeypatch.setattr(warming.travel, "reach_points", lambda **asked: around.append(asked))
    monkeypatch.setattr(warming.travel, "draw_reach", lambda **asked: around.append(asked))
    warming.warm()
    assert [one.arrive_by for one in asked] == [False, False, True]
    assert {one.start for one in asked} == {CITY.center}
    assert asked[0].end != asked[1].end == asked[2].end
    assert len(around) == 2


def test_a_timetable_that_is_over_is_tried_on_its_last_day(monkeypatch):
    asked = []
    over = replace(CITY, first_day=date(2001, 1, 1), last_day=date(2001, 1, 8))
    monkeypatch.setattr(warming.travel, "read_summary", lambda: over)
    monkeypatch.setattr(
        warming.travel,
        "plan_trip",
        lambda *, request: asked.append(request) or SimpleNamespace(trips=[]),
    )
    warming.warm()
    assert {f"{one.at:%Y-%m-%d %H}" for one in asked} == {"2001-01-08 12"}


def test_a_city_with_a_lake_in_the_middle_is_served_all_the_same(monkeypatch):
    def lost(*, request: object) -> None:
        raise NotFound("no_street_nearby", radius_m=1)

    monkeypatch.setattr(warming.travel, "read_summary", lambda: CITY)
    monkeypatch.setattr(warming.travel, "plan_trip", lost)
    warming.warm()


def test_what_the_first_visitor_would_wait_for_is_worked_out_before(monkeypatch):
    asked = []
    monkeypatch.setattr(warming.mobility, "show_served", lambda **given: asked.append(given))
    warming.look_from_everywhere()
    assert asked[0]["question"] == ServedQuestion()


@pytest.mark.django_db
def test_where_nothing_can_be_looked_at_nothing_breaks():
    warming.look_from_everywhere()
