"""Trips through places on the way, in the city where every answer can be worked out by hand."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest

from apps.travel.miniature import HOME, HUT, MONDAY, OFFICE, SCHOOL, point, when
from apps.travel.test_trips import ask, told, transit
from metropoli.apps.travel.types import STAY, Trip, Via
from metropoli.base.errors import Invalid, NotFound

pytestmark = pytest.mark.usefixtures("city")

GAMMA = point(4_000, 0, "Gamma")
KIOSK = point(3_800, 0, "kiosk")  # two hundred metres before the stop Gamma


def stays(trip: Trip) -> list[tuple[str, int]]:
    return [(leg.start.name, leg.duration_s) for leg in trip.legs if leg.mode == STAY]


def test_who_only_passes_stays_aboard():
    """One tram, one ticket: the same answer as without the place."""
    plainly = ask(HOME, OFFICE, when(MONDAY, "07:50"))
    answer = ask(HOME, OFFICE, when(MONDAY, "07:50"), vias=(Via(GAMMA),))
    assert [told(trip) for trip in transit(answer)] == [told(trip) for trip in transit(plainly)]
    first = transit(answer)[0]
    assert first.n_rides == 1
    assert stays(first) == []
    assert [leg.passes for leg in first.legs if leg.line] == [("Gamma",)]
    assert first.costs == transit(plainly)[0].costs
    assert first.odds_share == transit(plainly)[0].odds_share


def test_who_stays_takes_the_next_tram_that_leaves_them_the_time():
    answer = ask(HOME, OFFICE, when(MONDAY, "07:50"), vias=(Via(GAMMA, 20 * 60),))
    first = transit(answer)[0]
    assert (
        told(first) == "walk, 4 08:00 Alfa – 08:10 Gamma, stay, 4 08:40 Gamma – 08:45 Delta, walk"
    )
    assert stays(first) == [("Gamma", pytest.approx(30 * 60, abs=5))]  # until the tram comes
    assert first.n_changes == 1
    short = ask(HOME, OFFICE, when(MONDAY, "07:50"), vias=(Via(GAMMA, 12 * 60),))
    assert stays(transit(short)[0]) == [("Gamma", pytest.approx(15 * 60, abs=5))]


def test_a_place_off_the_stops_is_walked_to_and_from():
    answer = ask(HOME, OFFICE, when(MONDAY, "07:50"), vias=(Via(KIOSK, 5 * 60),))
    trip = transit(answer)[0]
    assert [leg.mode for leg in trip.legs] == ["walk", "tram", "walk", STAY, "walk", "tram", "walk"]
    there = trip.legs[3]
    assert (there.start, there.end) == (KIOSK, KIOSK)
    assert there.duration_s >= 5 * 60
    for leg, following in pairwise(trip.legs):
        assert leg.arrives_at <= following.departs_at
        assert (leg.end.lat_deg, leg.end.lon_deg) == (
            following.start.lat_deg,
            following.start.lon_deg,
        )


def test_one_s_own_ways_lead_through_the_places_too():
    vias = (Via(SCHOOL, 10 * 60), Via(KIOSK))
    answer = ask(HOME, OFFICE, when(MONDAY, "07:50"), vias=vias)
    own = {trip.kind: trip for trip in answer.trips if trip.kind != "transit"}
    assert set(own) == {"walk", "bike", "car"}
    for kind, trip in own.items():
        assert [leg.mode for leg in trip.legs] == [kind, STAY, kind, STAY, kind]
        assert stays(trip) == [("school", 600), ("kiosk", 0)]
        assert trip.costs.co2_g == sum(leg.costs.co2_g or 0 for leg in trip.legs)
        assert trip.length_m == sum(leg.length_m for leg in trip.legs)
        assert trip.duration_s == sum(leg.duration_s for leg in trip.legs)


def test_who_must_be_there_in_time_is_also_through_a_place():
    by = when(MONDAY, "09:30")
    answer = ask(HOME, OFFICE, by, arrive_by=True, vias=(Via(GAMMA, 20 * 60),))
    assert transit(answer)
    for trip in answer.trips:
        assert trip.arrives_at <= by
        assert any(
            leg.mode == STAY and leg.duration_s >= 20 * 60 and leg.start == GAMMA
            for leg in trip.legs
        )


def test_a_change_by_way_of_a_place_changes_operator_and_tickets():
    answer = ask(HOME, HUT, when(MONDAY, "07:50"), vias=(Via(OFFICE, 5 * 60),))
    trip = transit(answer)[0]
    lines = [leg.line.short_name for leg in trip.legs if leg.line]
    assert lines == ["4", "10"]
    assert stays(trip)[0][0] == "office"
    assert all(leg.costs.co2_g == 0 for leg in trip.legs if leg.mode == STAY)


def test_the_odds_keep_the_stay():
    """Who has a quarter of an hour more than the stay asks for nearly always catches the tram."""
    tight = ask(HOME, OFFICE, when(MONDAY, "07:50"), vias=(Via(GAMMA, 29 * 60),))
    loose = ask(HOME, OFFICE, when(MONDAY, "07:50"), vias=(Via(GAMMA, 16 * 60),))
    odds = [
        next(leg.odds_share for leg in transit(answer)[0].legs if leg.odds_share is not None)
        for answer in (tight, loose)
    ]
    assert odds[0] < odds[1]


def test_hired_vehicles_are_not_told_through_places():
    answer = ask(
        HOME, OFFICE, when(MONDAY, "07:50"), vias=(Via(GAMMA),), modes=frozenset({"shared_bike"})
    )
    assert all(trip.legs[0].rental is None for trip in answer.trips)


def test_a_way_through_the_same_place_twice_in_a_row_is_refused():
    with pytest.raises(Invalid, match="same_place"):
        ask(HOME, OFFICE, when(MONDAY, "07:50"), vias=(Via(HOME),))
    with pytest.raises(Invalid, match="too_many_vias"):
        ask(HOME, OFFICE, when(MONDAY, "07:50"), vias=(Via(GAMMA), Via(KIOSK)) * 3)
    with pytest.raises(NotFound):
        ask(HOME, OFFICE, when(MONDAY, "07:50"), vias=(Via(point(90_000, 90_000)),))


def test_what_leaves_later_still_leads_through_the_place():
    at = when(MONDAY, "08:50")
    for minutes in (0, 15, 30):
        answer = ask(HOME, OFFICE, at + timedelta(minutes=minutes), vias=(Via(GAMMA, 600),))
        assert all(stays(trip) for trip in transit(answer))
