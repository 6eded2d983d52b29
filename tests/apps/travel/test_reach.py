"""What can be reached in a city where every answer can be worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from apps.travel.miniature import HOME, HUT, MONDAY, OFFICE, SCHOOL, point, when
from metropoli.apps.travel import services
from metropoli.apps.travel.bridge.reach import own_costs
from metropoli.apps.travel.types import Manner, Reached, ReachRequest, TripRequest
from metropoli.base.errors import Invalid, NotFound

pytestmark = pytest.mark.usefixtures("city")

PLACES = (OFFICE, HUT, SCHOOL)
FAR = point(300_000, 0)


def request(at: str = "08:00", day: str = MONDAY, **more: Any) -> ReachRequest:
    return ReachRequest(HOME, when(day, at), **more)


def reached(*places: Any, **more: Any) -> dict[str, Reached]:
    answer = services.reach_points(request=request(**more), points=places or PLACES)
    return {place.point.name: place for place in answer.places}


def test_leaving_at_an_instant_takes_as_long_as_the_planner_says():
    for at in ("07:50", "08:02", "08:16", "09:59"):
        asked = request(at, window_s=0, longest_s=7_200)
        answer = services.reach_points(request=asked, points=PLACES)
        for place in answer.places:
            trips = services.plan_trip(
                request=TripRequest(
                    HOME, place.point, asked.at, modes=frozenset({"transit", "walk"})
                )
            ).trips
            soonest = min((trip.arrives_at for trip in trips), default=None)
            if soonest is None:
                assert place.minutes is None
                continue
            lasts_s = (soonest - asked.at).total_seconds()
            assert place.minutes == -(-lasts_s // 60), (at, place)
            assert place.quick_min == place.slow_min == place.minutes


def test_over_a_window_one_waits_now_less_now_more():
    office = reached(window_s=3_600)["office"]
    assert office.quick_min < office.minutes < office.slow_min
    assert office.slow_min - office.quick_min in range(12, 15)  # a tram every quarter of an hour


def test_the_rides_and_what_they_use_are_those_of_the_quickest_way():
    places = reached(at="07:50", window_s=0)
    assert places["school"].n_rides == 0
    assert places["office"].n_rides == 1
    assert places["hut"].n_rides == 2
    assert 0 < places["office"].costs.co2_g < places["hut"].costs.co2_g
    assert 0 < places["office"].costs.energy_wh < places["hut"].costs.energy_wh


def test_a_list_is_sorted_by_minutes_with_what_is_out_of_reach_at_its_end():
    places = (HUT, FAR, OFFICE, SCHOOL)
    answer = services.sort_by_reach(request=request(), points=places)
    assert [place.point.name for place in answer.places] == ["school", "office", "hut", ""]
    assert [place.row for place in answer.places] == [3, 2, 0, 1]
    assert answer.places[-1].minutes is None
    assert answer.places[-1].n_rides is None


def test_who_walks_or_rides_a_bike_needs_no_timetable():
    for mode in ("walk", "bike", "car"):
        places = reached(mode=mode, day="2026-03-02", longest_s=7_200)
        trips = services.plan_trip(
            request=TripRequest(HOME, OFFICE, when(MONDAY, "08:00"), modes=frozenset({mode}))
        ).trips
        assert places["office"].minutes == -(-trips[0].duration_s // 60)
        assert places["office"].n_rides == 0


def test_one_s_own_way_uses_and_costs_what_the_trip_does():
    for mode in ("walk", "bike", "car"):
        asked = request(mode=mode, longest_s=7_200)
        answer = services.reach_points(request=asked, points=PLACES)
        for place in answer.places:
            (trip,) = services.plan_trip(
                request=TripRequest(HOME, place.point, asked.at, modes=frozenset({mode}))
            ).trips
            assert place.costs == trip.costs, (mode, place)
        names = " ".join(basis.name for basis in answer.rests_on)
        assert ("Enel" in names) == (mode == "car")


def test_of_many_points_the_nearest_are_told_with_their_costs(monkeypatch):
    monkeypatch.setattr(own_costs, "FOLLOWED", 1)
    places = reached(mode="bike", longest_s=7_200)
    assert places["school"].costs.energy_wh is not None
    assert places["hut"].costs.energy_wh is None
    assert places["hut"].n_rides == 0


def test_without_a_timetable_then_one_walks_and_is_told_why():
    answer = services.reach_points(request=request(day="2026-03-02"), points=PLACES)
    assert answer.why_none == ("no_timetable_then",)
    on_foot = services.reach_points(request=request(mode="walk"), points=PLACES)
    assert [p.minutes for p in answer.places] == [p.minutes for p in on_foot.places]


def test_who_walks_slowly_needs_longer():
    usual, slow = reached()["school"], reached(manner=Manner(walk_kmh=3.0))["school"]
    assert slow.minutes > usual.minutes


def test_who_takes_no_stairs_goes_round():
    up, round_ = reached()["school"], reached(manner=Manner(step_free=True))["school"]
    assert round_.minutes > up.minutes


def test_the_area_holds_what_is_within_its_minutes_and_nothing_else():
    drawn = services.draw_reach(request=request(), minutes=(15, 30, 45))
    assert [one.minutes for one in drawn.isochrones] == [45, 30, 15]
    areas = [one.area_km2 for one in drawn.isochrones]
    assert areas == sorted(areas, reverse=True)
    assert areas[-1] > 0
    for one in drawn.isochrones:
        for outline, *_ in one.polygons:
            assert outline[0] == outline[-1]


def test_who_asks_for_too_much_is_told_what_is_too_much():
    for change in ({"longest_s": 0}, {"longest_s": 99_999}, {"window_s": -1}, {"max_rides": 0}):
        with pytest.raises(Invalid, match="reach_too_wide"):
            services.reach_points(request=replace(request(), **change), points=PLACES)
    with pytest.raises(Invalid, match="too_many_points"):
        services.reach_points(request=request(), points=[HOME] * 20_001)
    with pytest.raises(Invalid, match="percentile_not_kept"):
        services.draw_reach(request=request(), percentile=42)
    with pytest.raises(Invalid, match="reach_too_wide"):
        services.draw_reach(request=request(), minutes=())
    with pytest.raises(NotFound, match="no_street_nearby"):
        services.reach_points(request=replace(request(), start=FAR), points=PLACES)


def test_of_no_points_nothing_is_said():
    assert services.reach_points(request=request(), points=()).places == ()
