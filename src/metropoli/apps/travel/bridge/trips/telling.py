"""Journeys in rows and seconds, told as trips with all that they cost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from metropoli.apps.travel.bridge.approaches import Ways, tell_access, tell_egress
from metropoli.apps.travel.bridge.approaches.telling import (
    STEP_ACROSS_S,
    Place,
    door_place,
    walk_leg,
)
from metropoli.apps.travel.bridge.approaches.ways import BIKE_ABOARD, ON_FOOT, Way
from metropoli.apps.travel.bridge.network import Network
from metropoli.apps.travel.bridge.ride_legs import ride_legs
from metropoli.apps.travel.bridge.trips.ends import place_of_stop
from metropoli.apps.travel.bridge.trips.odds import catch_shares, odds_of
from metropoli.apps.travel.bridge.trips.stays import passing, stay_leg
from metropoli.apps.travel.bridge.trips.tickets import tickets_of
from metropoli.apps.travel.bridge.wording import instant
from metropoli.apps.travel.types import (
    STAY,
    TRANSIT,
    WALK,
    Costs,
    Leg,
    Point,
    Ticket,
    Trip,
    TripRequest,
)
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
        stays_s = [via.stay_s for via in self._request.vias]
        caught = catch_shares(self._delays, self._day.timetable, told.journey, stays_s)
        legs: list[Leg] = []
        legs_of_ride: list[list[int]] = []
        for place, leg in enumerate(told.journey.legs):
            if not isinstance(leg, journeys.Ride):
                legs += self._on_foot(told, place, legs)
                continue
            number = len(legs_of_ride)
            parts = list(ride_legs(self._network, self._day, leg))
            if number:
                parts[0] = replace(parts[0], odds_share=caught[number - 1])
            legs_of_ride.append(list(range(len(legs), len(legs) + len(parts))))
            legs += parts
        legs = passing(self._network, legs, self._request.vias)
        tickets = self._tickets(told, legs_of_ride)
        return Trip(
            kind=self.kind(told.access_row, told.egress_row),
            legs=tuple(legs),
            costs=Costs(fare_cents=_fare_cents(tickets, legs)),
            tickets=tickets or (),
            odds_share=odds_of(self._delays, self._day.timetable, told.journey, caught),
        )

    def _on_foot(self, told: Told, place: int, legs: list[Leg]) -> Iterator[Leg]:
        """Yield what a leg without a vehicle of the timetable is told as."""
        leg = told.journey.legs[place]
        first, last = place == 0, place == len(told.journey.legs) - 1
        if isinstance(leg, journeys.Stay):
            point = self._request.vias[leg.via].point
            yield stay_leg(point, self._at(leg.departs_s), self._at(leg.arrives_s))
        elif first and told.access_row != journeys.ON_FOOT:
            side, leaves_at = self._ways.access, self._at(told.journey.departs_s)
            yield from tell_access(self._network, self._request, side, told.access_row, leaves_at)
        elif last and told.egress_row != journeys.ON_FOOT:
            side, after = self._ways.egress, legs[-1].arrives_at
            yield from tell_egress(self._network, self._request, side, told.egress_row, after)
        elif leg.arrives_s - leg.departs_s > STEP_ACROSS_S:
            walk = walk_leg(
                self._network, self._request, self._ends(told, place), self._at(leg.departs_s)
            )
            yield replace(walk, arrives_at=self._at(leg.arrives_s))

    def _ends(self, told: Told, place: int) -> tuple[Place, Place]:
        """Return where a walk begins and ends: at stops, at places on the way, or at a door."""
        legs, leg = told.journey.legs, told.journey.legs[place]
        assert isinstance(leg, journeys.Walk)
        before = legs[place - 1] if place else None
        after = legs[place + 1] if place + 1 < len(legs) else None
        doors = self._request.start, self._request.end
        return (
            self._place(leg.from_stop, before, doors[0]),
            self._place(leg.to_stop, after, doors[1]),
        )

    def _place(
        self, stop: int, beside: journeys.Walk | journeys.Ride | journeys.Stay | None, door: Point
    ) -> Place:
        if stop != journeys.ANYWHERE:
            return place_of_stop(self._network, stop, step_free=self._request.step_free)
        here = isinstance(beside, journeys.Stay)
        point = self._request.vias[beside.via].point if here else door  # type: ignore[union-attr]
        return door_place(self._network, self._request, point, Way(ON_FOOT, ""))

    def _tickets(self, told: Told, legs_of_ride: list[list[int]]) -> tuple[Ticket, ...] | None:
        return tickets_of(self._till, self._day, told.journey, legs_of_ride)

    def kind(self, access_row: int, egress_row: int) -> str:
        """Return what sets a journey apart: how the stops are reached, if not on foot."""
        sides = (self._ways.access, access_row), (self._ways.egress, egress_row)
        kinds = [
            side.ways[int(side.found.way[row])].kind
            for side, row in sides
            if row != journeys.ON_FOOT
        ]
        hired = [kind for kind in kinds if kind not in {ON_FOOT, BIKE_ABOARD}]
        return hired[0] if hired else TRANSIT

    def _at(self, seconds: int) -> datetime:
        return instant(self._network, self._day.start_s + seconds)


def _fare_cents(tickets: tuple[Ticket, ...] | None, legs: list[Leg]) -> int | None:
    """Return what tickets, rentals, driving and car parks cost together; None where one is not known."""
    hired = [
        leg.costs.fare_cents for leg in legs if leg.line is None and leg.mode not in {WALK, STAY}
    ]
    if tickets is None or None in hired:
        return None
    return sum(ticket.cents for ticket in tickets) + sum(cents or 0 for cents in hired)
