"""A question in words, asked of the engines in rows and seconds, and answered in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from metropoli.apps.travel.bridge.approaches import direct_trips
from metropoli.apps.travel.bridge.network import Network
from metropoli.apps.travel.bridge.on_demand import direct_rides
from metropoli.apps.travel.bridge.trips.hand import AtHand
from metropoli.apps.travel.bridge.trips.own import own_way
from metropoli.apps.travel.bridge.trips.places import OnFoot, check_places, on_foot
from metropoli.apps.travel.bridge.trips.transit import transit_trips
from metropoli.apps.travel.rules.costs import what_it_rests_on, with_costs
from metropoli.apps.travel.rules.reasons import with_reasons
from metropoli.apps.travel.types import (
    BIKE,
    BIKE_RIDE,
    CAR,
    KISS_RIDE,
    ON_DEMAND,
    PARK_RIDE,
    SHARED_BIKE,
    SHARED_CAR,
    SHARED_SCOOTER,
    TRANSIT,
    WALK,
    Basis,
    Trip,
    TripAnswer,
    TripRequest,
)

# Modes that may lead to a stop, or away from one.
BY_TRANSIT = frozenset(
    (TRANSIT, PARK_RIDE, BIKE_RIDE, KISS_RIDE, SHARED_BIKE, SHARED_SCOOTER, SHARED_CAR)
)


def answer(hand: AtHand, request: TripRequest) -> TripAnswer:
    """
    Find the ways from here to there by every mode that was asked for.

    :raises NotFound: no street is near one of the ends
    :raises Invalid: both ends are the same place, or too many places lie on the way
    """
    network = hand.network
    request = replace(request, at=request.at.astimezone(ZoneInfo(network.about.zone)))
    check_places(request)
    feet = on_foot(network, request)
    trips: list[Trip] = []
    why_none: list[str] = []
    if request.modes & BY_TRANSIT:
        trips += transit_trips(hand, request, feet)
        if TRANSIT in request.modes and not trips:
            why_none.append(_why_no_transit(network, request.at))
    trips += _other_ways(hand, request, feet)
    told = with_reasons([with_costs(trip) for trip in trips], arrive_by=request.arrive_by)
    return TripAnswer(
        request=request,
        trips=told,
        zone=network.about.zone,
        generated=network.about.generated,
        why_none=tuple(why_none),
        currency=network.products.currency,
        rests_on=(
            *_fare_sources(network, told),
            *what_it_rests_on(told, delays_observed=network.observed is not None),
        ),
    )


def _other_ways(hand: AtHand, request: TripRequest, feet: OnFoot) -> Iterator[Trip]:
    """Yield the ways from door to door without a timetable; what is hired leads through no places."""
    if ON_DEMAND in request.modes and not request.vias:
        yield from direct_rides(hand.network, request, hand.now)
    if not request.vias:
        yield from direct_trips(hand.network, request, hand.fleets, request.at)
    for mode in (WALK, BIKE, CAR):
        if mode in request.modes:
            yield from own_way(hand.network, mode, request, feet)


def _fare_sources(network: Network, trips: Iterable[Trip]) -> Iterator[Basis]:
    if any(trip.tickets for trip in trips):
        for source in network.products.sources:
            yield Basis("fares", *source)


def _why_no_transit(network: Network, at: datetime) -> str:
    covered = network.about.first_day <= at.toordinal() <= network.about.last_day
    return "no_transit_then" if covered else "no_timetable_then"
