"""Earlier and later: what lies between two pages is left out by neither."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from apps.travel.miniature import HOME, MONDAY, OFFICE, when
from metropoli.apps.mobility import services
from metropoli.apps.mobility.api.motis.planning import _beyond
from metropoli.apps.mobility.api.motis.questions import Cursor
from metropoli.apps.travel import services as travel
from metropoli.apps.travel.types import TripAnswer, TripRequest

pytestmark = pytest.mark.usefixtures("city")


def answered() -> TripAnswer:
    return travel.plan_trip(request=TripRequest(HOME, OFFICE, when(MONDAY, "07:50")))


def with_cheap_one(answer: TripAnswer, moved: timedelta) -> TripAnswer:
    """Add a way that is shown because it is cheap, far from the others in time."""
    one = next(trip for trip in answer.trips if trip.kind == "transit")
    legs = tuple(
        replace(leg, departs_at=leg.departs_at + moved, arrives_at=leg.arrives_at + moved)
        for leg in one.legs
    )
    return replace(answer, trips=(*answer.trips, replace(one, legs=legs, beside=True)))


@pytest.mark.parametrize("hours", [-3, 3])
def test_a_way_that_is_only_cheaper_skips_nothing(hours: int) -> None:
    plain = answered()
    answer = with_cheap_one(plain, timedelta(hours=hours))
    for beyond in (services.earlier_than, services.later_than):
        assert beyond(answer=answer) == beyond(answer=plain)
    rides, known = ([t for t in one.trips if t.n_rides] for one in (answer, plain))
    for earlier in (True, False):
        page = Cursor(earlier=earlier, at=answer.request.at)
        assert _beyond(page, rides) == _beyond(page, known)


def test_pages_tell_every_tram_of_the_morning_once() -> None:
    request: Any = TripRequest(HOME, OFFICE, when(MONDAY, "07:50"))
    told: list[str] = []
    for _ in range(2):
        answer = travel.plan_trip(request=request)
        trips = [trip for trip in answer.trips if trip.kind == "transit" and not trip.beside]
        told += [f"{leg.departs_at:%H:%M}" for trip in trips for leg in trip.legs if leg.line]
        later_at = services.later_than(answer=answer)
        assert later_at is not None
        request = replace(request, at=later_at)
    assert told == [f"{8 + k // 4:02}:{k % 4 * 15:02}" for k in range(9)]
