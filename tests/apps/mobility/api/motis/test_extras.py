"""What a way costs, in the words of MOTIS where it has some, and in properties of our own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from apps.mobility.api.motis.shapes import check
from apps.travel.miniature import HOME, HUT, OFFICE, SATURDAY
from metropoli.apps.travel import services as travel
from metropoli.apps.travel.types import Costs, Ticket

pytestmark = pytest.mark.usefixtures("city")
ENDS = {"fromPlace": HOME.as_text, "toPlace": HUT.as_text, "time": "2026-01-05T06:50:00Z"}


@pytest.fixture
def priced(monkeypatch):
    """Let every way with two rides or more cost a city ticket, and a hill ticket that one holds."""
    plan = travel.plan_trip

    def plan_trip(*, request):
        answer = plan(request=request)
        return replace(answer, trips=tuple(map(_with_costs, answer.trips)))

    monkeypatch.setattr(travel, "plan_trip", plan_trip)


def _with_costs(trip):
    rides = [nth for nth, leg in enumerate(trip.legs) if leg.line]
    if len(rides) < 2:
        return trip
    return replace(
        trip,
        costs=Costs(fare_cents=190, energy_wh=340, co2_g=52),
        odds_share=0.9312,
        reasons=("cheapest",),
        tickets=(
            Ticket("city", "City", 190, tuple(rides[:1])),
            Ticket("hill", "Hills", 250, tuple(rides[1:]), owned=True),
        ),
    )


def test_figures_without_a_place_in_that_api_ride_along(ask, priced):
    first = ask("v6/plan", **ENDS)["itineraries"][0]
    assert first["fareTotal"] == {"amount": 1.9, "currency": "EUR"}
    assert first["energy"] == {"wattHours": 340}
    assert first["emissions"] == {"co2eGrams": 52}
    assert (first["odds"], first["paretoRole"]) == (0.931, ["cheapest"])
    assert "fareTransfers" not in first


def test_tickets_are_told_as_fares_and_each_ride_says_which_pays_for_it(ask, priced):
    answer = ask("v6/plan", withFares="true", **ENDS)
    check(answer, "Plan")
    first = answer["itineraries"][0]
    products = [one["effectiveFareLegProducts"][0][0][0] for one in first["fareTransfers"]]
    assert products == [
        {"name": "City", "amount": 1.9, "currency": "EUR"},
        {"name": "Hills", "amount": 0.0, "currency": "EUR"},
    ]
    paid_by = [leg.get("fareTransferIndex") for leg in first["legs"]]
    assert paid_by == [None, 0, None, 1, None]


def test_a_vehicle_of_two_lines_told_as_one_leg_keeps_the_order_of_tickets(ask, priced):
    saturday = {"fromPlace": HOME.as_text, "toPlace": OFFICE.as_text}
    saturday |= {"time": f"{SATURDAY}T07:30:00Z", "withFares": "true"}
    joined = ask("v6/plan", **saturday)["itineraries"][0]["legs"]
    assert [leg.get("fareTransferIndex") for leg in joined] == [None, 1, None]
    apart = ask("v6/plan", joinInterlinedLegs="false", **saturday)["itineraries"][0]["legs"]
    assert [leg.get("fareTransferIndex") for leg in apart] == [None, 0, 1, None]
