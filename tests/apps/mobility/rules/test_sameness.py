"""A trip is known by what one does on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from apps.travel import miniature
from apps.travel.miniature import HOME, HUT, MONDAY, OFFICE
from metropoli.apps.mobility.rules import fingerprint
from metropoli.apps.travel import services as travel
from metropoli.apps.travel.types import TripRequest

pytestmark = pytest.mark.usefixtures("city")


def trips(end=HUT, time="07:50"):
    request = TripRequest(start=HOME, end=end, at=miniature.when(MONDAY, time))
    return travel.plan_trip(request=request).trips


def late(trip, minutes):
    """The trip as it is when its first vehicle is late."""
    by = timedelta(minutes=minutes)
    legs = list(trip.legs)
    at = next(i for i, leg in enumerate(legs) if leg.line)
    first = legs[at].calls[0]
    call = replace(
        first,
        departs_at=first.departs_at + by,
        planned_departs_at=first.planned_departs_at or first.departs_at,
    )
    legs[at] = replace(
        legs[at], departs_at=legs[at].departs_at + by, calls=(call, *legs[at].calls[1:])
    )
    return replace(trip, legs=tuple(legs))


def test_no_two_answers_are_the_same_trip():
    for end in (HUT, OFFICE):
        found = [fingerprint(trip) for trip in trips(end)]
        assert len(set(found)) == len(found) > 2


def test_asking_from_another_minute_finds_the_same_trip():
    first = {fingerprint(trip) for trip in trips(time="07:50") if trip.kind == "transit"}
    again = {fingerprint(trip) for trip in trips(time="07:53") if trip.kind == "transit"}
    assert first & again


def test_a_late_vehicle_makes_no_other_trip():
    ride = next(trip for trip in trips() if trip.kind == "transit")
    assert fingerprint(late(ride, 4)) == fingerprint(ride)


def test_the_next_vehicle_makes_another_trip():
    rides = [trip for trip in trips(OFFICE) if trip.kind == "transit"]
    assert fingerprint(rides[0]) != fingerprint(rides[1])


def test_who_walks_at_another_minute_walks_another_trip():
    on_foot = {
        fingerprint(trip)
        for time in ("07:50", "07:51")
        for trip in trips(OFFICE, time)
        if trip.kind == "walk"
    }
    assert len(on_foot) == 2
