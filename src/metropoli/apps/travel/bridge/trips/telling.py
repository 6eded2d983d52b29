"""Journeys in rows and seconds, told as trips with all that they cost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from metropoli.apps.travel.bridge.approaches import Ways, tell_access, tell_egress
from metropoli.apps.travel.bridge.approaches.telling import STEP_ACROSS_S, Place, walk_leg
from metropoli.apps.travel.bridge.approaches.ways import BIKE_ABOARD, ON_FOOT
from metropoli.apps.travel.bridge.network import Network
from metropoli.apps.travel.bridge.ride_legs import ride_legs
from metropoli.apps.travel.bridge.trips.ends import place_of_stop
from metropoli.apps.travel.bridge.trips.odds import catch_shares, odds_of
from metropoli.apps.travel.bridge.trips.tickets import tickets_of
from metropoli.apps.travel.bridge.wording import instant
from metropoli.apps.travel.types import TRANSIT, WALK, Costs, Leg, Ticket, Trip, TripRequest
from metropoli.engines import journeys


class Told(NamedTuple):
    """A journey, with the rows of the ways to its first stop and from its last one."""

    journey: journeys.Journey
    access_row: int
    egress_row: int


class Teller:
    """Tell the journeys of one question."""

    def __init__(
        self, network: Network, day: journeys.Day, request: TripRequest, ways: Ways
    ) -> None:
        self._network, self._day, self._request, self._ways = network, day, request, ways
        self._delays = network.delays
        self._till = network.till(request.owned)

    def tell(self, told: Told) -> Trip:
        """Return the trip that a journey is: its legs, tickets, costs and odds."""
        caught = catch_shares(self._delays, self._day.timetable, told.journey)
        legs: list[Leg] = list(self._approach(told))
        legs_of_ride: list[list[int]] = []
        for leg in told.journey.legs[1:-1]:
            if isinstance(leg, journeys.Walk):
                legs += self._change(leg)
                continue
            number = len(legs_of_ride)
            parts = list(ride_legs(self._network, self._day, leg))
            if number:
                parts[0] = replace(parts[0], odds_share=caught[number - 1])
            legs_of_ride.append(list(range(len(legs), len(legs) + len(parts))))
            legs += parts
        after = legs[-1].arrives_at
        legs += tell_egress(self._network, self._request, self._ways.egress, told.egress_row, after)
        tickets = self._tickets(told, legs_of_ride)
        return Trip(
            kind=self.kind(told.access_row, told.egress_row),
            legs=tuple(legs),
            costs=Costs(fare_cents=_fare_cents(tickets, legs)),
            tickets=tickets or (),
            odds_share=odds_of(self._delays, self._day.timetable, told.journey, caught),
        )

    def _approach(self, told: Told) -> tuple[Leg, ...]:
        leaves_at = self._at(told.journey.departs_s)
        return tell_access(
            self._network, self._request, self._ways.access, told.access_row, leaves_at
        )

    def _change(self, walk: journeys.Walk) -> Iterator[Leg]:
        if walk.arrives_s - walk.departs_s <= STEP_ACROSS_S:
            return
        ends: tuple[Place, Place] = (
            place_of_stop(self._network, walk.from_stop, step_free=self._request.step_free),
            place_of_stop(self._network, walk.to_stop, step_free=self._request.step_free),
        )
        leg = walk_leg(self._network, self._request, ends, self._at(walk.departs_s))
        yield replace(leg, arrives_at=self._at(walk.arrives_s))

    def _tickets(self, told: Told, legs_of_ride: list[list[int]]) -> tuple[Ticket, ...] | None:
        return tickets_of(self._till, self._day, told.journey, legs_of_ride)

    def kind(self, access_row: int, egress_row: int) -> str:
        """Return what sets a journey apart: how the stops are reached, if not on foot."""
        sides = (self._ways.access, access_row), (self._ways.egress, egress_row)
        kinds = [side.ways[int(side.found.way[row])].kind for side, row in sides]
        hired = [kind for kind in kinds if kind not in {ON_FOOT, BIKE_ABOARD}]
        return hired[0] if hired else TRANSIT

    def _at(self, seconds: int) -> datetime:
        return instant(self._network, self._day.start_s + seconds)


def _fare_cents(tickets: tuple[Ticket, ...] | None, legs: list[Leg]) -> int | None:
    """Return what tickets, rentals, driving and car parks cost together; None where one is not known."""
    hired = [leg.costs.fare_cents for leg in legs if leg.line is None and leg.mode != WALK]
    if tickets is None or None in hired:
        return None
    return sum(ticket.cents for ticket in tickets) + sum(cents or 0 for cents in hired)
