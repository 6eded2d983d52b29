"""From door to door in a city where every answer can be worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from apps.travel.miniature import (
    FRIDAY,
    HOME,
    HUT,
    MONDAY,
    OFFICE,
    ROME,
    SATURDAY,
    SCHOOL,
    SUNDAY,
    point,
    when,
)
from metropoli.apps.travel import services
from metropoli.apps.travel.types import Leg, Manner, Trip, TripAnswer, TripRequest
from metropoli.base.errors import Invalid, NotFound

pytestmark = pytest.mark.usefixtures("city")

NEVER_RUNS = "2026-03-02"


def ask(start: Any, end: Any, at: Any, *, step_free: bool = False, **more: Any) -> TripAnswer:
    more.setdefault("manner", Manner(step_free=step_free))
    return services.plan_trip(request=TripRequest(start, end, at, **more))


def transit(answer: TripAnswer) -> list[Trip]:
    return [trip for trip in answer.trips if trip.kind == "transit"]


def told(trip: Trip) -> str:
    """Tell a trip as "walk, 4 08:00 Alfa – 08:15 Delta, walk"."""
    return ", ".join(map(_told, trip.legs))


def _told(leg: Leg) -> str:
    if leg.line is None:
        return leg.mode
    times = f"{leg.departs_at:%H:%M} {leg.start.name} – {leg.arrives_at:%H:%M} {leg.end.name}"
    return f"{leg.line.short_name} {times}"


def test_every_way_of_moving_gives_its_times():
    answer = ask(HOME, OFFICE, when(MONDAY, "07:50"))
    assert [trip.kind for trip in answer.trips] == ["transit"] * 5 + ["walk", "bike", "car"]
    assert told(answer.trips[0]) == "walk, 4 08:00 Alfa – 08:15 Delta, walk"
    walk, bike, car = answer.trips[-3:]
    assert walk.departs_at == bike.departs_at == car.departs_at == when(MONDAY, "07:50")
    assert walk.duration_s > bike.duration_s > car.duration_s
    assert walk.length_m == bike.length_m == car.length_m == pytest.approx(5_600, abs=2)


def test_legs_follow_one_another_in_place_and_time():
    """Also through a change on foot between two operators."""
    questions = [(HOME, OFFICE), (HOME, HUT), (SCHOOL, OFFICE)]
    for start, end in questions:
        answer = ask(start, end, when(MONDAY, "07:30"))
        assert transit(answer)
        for trip in answer.trips:
            assert trip.legs[0].departs_at >= when(MONDAY, "07:30")
            assert (trip.legs[0].start, trip.legs[-1].end) == (start, end)
            for leg, following in pairwise(trip.legs):
                assert leg.arrives_at <= following.departs_at
                assert (leg.end.lat_deg, leg.end.lon_deg) == (
                    following.start.lat_deg,
                    following.start.lon_deg,
                )
            for leg in trip.legs:
                assert leg.departs_at <= leg.arrives_at


def test_a_drawing_begins_and_ends_where_its_leg_does():
    for trip in ask(HOME, HUT, when(MONDAY, "07:30")).trips:
        for leg in trip.legs:
            for drawn, end in ((leg.geometry[0], leg.start), (leg.geometry[-1], leg.end)):
                assert drawn == pytest.approx((end.lon_deg, end.lat_deg), abs=2e-5)


def test_two_operators_make_one_trip_with_a_walk_between_them():
    first = transit(ask(HOME, HUT, when(MONDAY, "07:50")))[-1]
    rides = [leg for leg in first.legs if leg.line]
    assert [leg.line.agency for leg in rides] == ["Tranvie", "Monti"]
    change = first.legs[first.legs.index(rides[0]) + 1]
    assert (change.mode, change.start.name, change.end.name) == ("walk", "Delta", "Ponte")
    assert change.length_m == pytest.approx(250, abs=2)
    assert {step.street for step in change.steps} >= {"Via Gamma"}


def test_a_change_leaves_the_time_to_walk():
    """The 8:15 arrives at 8:30, when the bus leaves 250 metres away."""
    best = {told(trip) for trip in transit(ask(HOME, HUT, when(MONDAY, "08:05")))}
    assert not any("08:15 Alfa" in trip and "08:30 Ponte" in trip for trip in best)
    assert any("10 09:30 Ponte – 09:40 Quota" in trip for trip in best)


def test_who_must_be_there_in_time_is():
    limit = when(MONDAY, "09:02")
    answer = ask(HOME, OFFICE, limit, arrive_by=True)
    assert len(answer.trips) > 3
    assert all(trip.arrives_at <= limit for trip in answer.trips)
    # The 8:45 reaches Delta at 9:00, three minutes' walk from the office: too late.
    assert told(transit(answer)[-1]) == "walk, 4 08:30 Alfa – 08:45 Delta, walk"
    on_foot = next(trip for trip in answer.trips if trip.kind == "walk")
    assert on_foot.arrives_at == limit


def test_last_nights_tram_is_found_after_midnight():
    """On Saturday at ten past midnight, the timetable of Friday still runs."""
    (trip,) = transit(ask(HOME, OFFICE, when(SATURDAY, "00:10")))[:1]
    assert told(trip) == "walk, 4 00:20 Alfa – 00:35 Delta, walk"
    assert trip.legs[1].departs_at == when(SATURDAY, "00:20")
    before = transit(ask(HOME, OFFICE, when(FRIDAY, "23:50")))[0]
    assert before.legs[1].departs_at == trip.legs[1].departs_at


def test_the_night_before_the_first_day_has_no_tram():
    trips = transit(ask(HOME, OFFICE, when(MONDAY, "00:10")))
    assert trips[0].legs[1].departs_at == when(MONDAY, "08:00")


def test_only_the_ways_asked_for_are_told():
    answer = ask(HOME, OFFICE, when(MONDAY, "07:50"), modes=frozenset({"bike"}))
    assert [trip.kind for trip in answer.trips] == ["bike"]
    assert answer.why_none == ()


def test_one_vehicle_that_changes_its_number_is_one_ride():
    (trip,) = transit(ask(HOME, OFFICE, when(SATURDAY, "08:30")))[:1]
    assert told(trip) == "walk, 6 09:00 Alfa – 09:10 Gamma, 7 09:12 Gamma – 09:17 Delta, walk"
    assert [leg.stays_on_board for leg in trip.legs] == [False, False, True, False]
    assert (trip.n_rides, trip.n_changes) == (1, 0)


def test_a_ride_tells_its_stops_on_the_way():
    trip = transit(ask(HOME, OFFICE, when(MONDAY, "07:50")))[0]
    ride = trip.legs[1]
    assert ride.headsign == "Delta"
    assert [call.stop.name for call in ride.passed] == ["Bèta", "Gamma"]
    assert (ride.passed[0].arrives_at, ride.passed[0].departs_at) == (
        when(MONDAY, "08:05"),
        when(MONDAY, "08:06"),
    )


def test_without_stairs_means_no_steps_in_the_tram_and_none_in_the_street():
    with_steps = transit(ask(HOME, OFFICE, when(SUNDAY, "09:50")))
    assert [trip.legs[1].departs_at for trip in with_steps] == [
        when(SUNDAY, "10:00"),
        when(SUNDAY, "10:30"),
    ]
    flat = transit(ask(HOME, OFFICE, when(SUNDAY, "09:50"), step_free=True))
    assert [trip.legs[1].departs_at for trip in flat] == [when(SUNDAY, "10:30")]

    def walk(*, step_free: bool) -> Leg:
        modes = frozenset({"walk"})
        found = ask(point(0, 0), SCHOOL, when(SUNDAY, "09:50"), modes=modes, step_free=step_free)
        return found.trips[0].legs[0]

    assert walk(step_free=False).length_m == pytest.approx(400, abs=2)
    assert "stairs" in {step.turn for step in walk(step_free=False).steps}
    assert walk(step_free=True).length_m == pytest.approx(1_000, abs=2)
    assert "stairs" not in {step.turn for step in walk(step_free=True).steps}


def test_whoever_is_already_there_is_told_so():
    with pytest.raises(Invalid, match="same_place"):
        ask(HOME, HOME, when(MONDAY, "07:50"))


@pytest.mark.parametrize("swapped", [False, True])
def test_a_point_far_from_every_street_is_refused(swapped):
    ends = (HOME, point(50_000, 50_000))
    with pytest.raises(NotFound, match="no_street_nearby"):
        ask(*(reversed(ends) if swapped else ends), when(MONDAY, "07:50"))


def test_answers_are_on_the_clocks_of_the_city():
    at = when(MONDAY, "07:50").astimezone(ZoneInfo("Asia/Tokyo"))
    answer = ask(HOME, OFFICE, at)
    assert answer.zone == "Europe/Rome"
    ride = transit(answer)[0].legs[1]
    assert ride.departs_at.isoformat() == "2026-01-05T08:00:00+01:00"
    for trip in answer.trips:
        for leg in trip.legs:
            assert leg.departs_at.utcoffset() == timedelta(hours=1)
            assert leg.departs_at.astimezone(ROME).date().isoformat() == MONDAY


def test_on_a_day_that_no_timetable_knows_one_goes_on_ones_own():
    answer = ask(HOME, OFFICE, when(NEVER_RUNS, "08:00"))
    assert [trip.kind for trip in answer.trips] == ["walk", "bike", "car"]
    assert answer.why_none == ("no_timetable_then",)


def test_where_nothing_runs_any_more_that_day_it_is_said():
    answer = ask(HOME, OFFICE, when("2026-01-18", "23:00"))
    assert transit(answer) == []
    assert answer.why_none == ("no_transit_then",)


def test_in_the_evening_the_first_of_the_morning_after_is_told():
    trip = transit(ask(HOME, OFFICE, when(MONDAY, "19:00")))[0]
    assert told(trip).startswith("walk, 4 00:20 Alfa")
    friday_evening = transit(ask(HOME, OFFICE, when(SATURDAY, "01:00")))[0]
    assert friday_evening.legs[1].departs_at == when(SATURDAY, "09:00")


def test_nobody_is_sent_a_long_way_on_foot():
    modes = frozenset({"walk"})
    assert ask(HOME, HUT, when(MONDAY, "11:00"), modes=modes).trips
    beyond = point(6_000, 4_290)  # ten kilometres, more than two hours
    assert not ask(HOME, beyond, when(MONDAY, "11:00"), modes=modes).trips


def test_who_walks_slowly_leaves_earlier_and_needs_longer():
    usual = ask(HOME, OFFICE, when(MONDAY, "07:50"))
    slow = ask(HOME, OFFICE, when(MONDAY, "07:50"), manner=Manner(walk_kmh=3.0))
    (on_foot,) = [trip for trip in usual.trips if trip.kind == "walk"]
    (slowly,) = [trip for trip in slow.trips if trip.kind == "walk"]
    assert slowly.duration_s == pytest.approx(on_foot.duration_s * 5 / 3, abs=2)
    first, first_slow = transit(usual)[0], transit(slow)[0]
    assert told(first) == told(first_slow)
    assert first_slow.departs_at < first.departs_at


def test_who_wants_time_at_changes_gets_it():
    """With five minutes to spare, a change of four is no change."""
    for trip in transit(ask(HOME, SCHOOL, when(MONDAY, "07:50"), manner=Manner(spare_s=300))):
        rides = [leg for leg in trip.legs if leg.line and not leg.stays_on_board]
        for before, after in pairwise(rides):
            assert (after.departs_at - before.arrives_at).total_seconds() >= 300


def test_who_walks_no_further_than_said_is_spared_the_far_stop():
    near = Manner(longest_walk_s=60)
    assert all(
        leg.duration_s <= 60
        for trip in transit(ask(HOME, OFFICE, when(MONDAY, "07:50"), manner=near))
        for leg in (trip.legs[0], trip.legs[-1])
        if leg.line is None
    )


def test_who_takes_only_buses_is_shown_only_buses():
    request = TripRequest(HOME, OFFICE, when(SATURDAY, "08:30"), modes=frozenset({"transit"}))
    for kind, found in (("bus", True), ("tram", False)):
        manner = replace(request.manner, vehicles=frozenset({kind}))
        trips = services.plan_trip(request=replace(request, manner=manner)).trips
        same_day = [trip for trip in trips if trip.departs_at.day == request.at.day]
        assert bool(same_day) is found, kind
        assert {leg.mode for trip in trips for leg in trip.legs} <= {"walk", kind}
