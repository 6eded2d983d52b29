"""A question in words, asked of the engines in rows and seconds, and answered in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from metropoli.apps.travel.bridge.network import Network
from metropoli.apps.travel.bridge.on_demand import direct_rides
from metropoli.apps.travel.bridge.trips.ends import find_ends, walked
from metropoli.apps.travel.bridge.trips.own import own_way
from metropoli.apps.travel.bridge.trips.transit import transit_trips
from metropoli.apps.travel.rules.costs import what_it_rests_on, with_costs
from metropoli.apps.travel.rules.reasons import with_reasons
from metropoli.apps.travel.types import (
    BIKE,
    CAR,
    ON_DEMAND,
    TRANSIT,
    WALK,
    Trip,
    TripAnswer,
    TripRequest,
)


def answer(network: Network, request: TripRequest, now: datetime) -> TripAnswer:
    """
    Find the ways from here to there by every mode that was asked for.

    :raises NotFound: no street is near one of the ends
    :raises Invalid: both ends are the same place
    """
    zone = ZoneInfo(network.about.zone)
    request = replace(request, at=request.at.astimezone(zone))
    ends = find_ends(network, WALK, request, step_free=request.step_free)
    trips: list[Trip] = []
    why_none: list[str] = []
    on_foot = walked(network, ends, request)
    if TRANSIT in request.modes:
        found = transit_trips(network, request, ends, on_foot)
        trips += found
        if not found:
            why_none.append(_why_no_transit(network, request.at))
    if ON_DEMAND in request.modes:
        trips += direct_rides(network, request, now)
    for mode in (WALK, BIKE, CAR):
        if mode in request.modes:
            trips += own_way(network, mode, request, on_foot)
    told = with_reasons([with_costs(trip) for trip in trips], arrive_by=request.arrive_by)
    return TripAnswer(
        request=request,
        trips=told,
        zone=network.about.zone,
        generated=network.about.generated,
        why_none=tuple(why_none),
        rests_on=what_it_rests_on(told),
    )


def _why_no_transit(network: Network, at: datetime) -> str:
    covered = network.about.first_day <= at.toordinal() <= network.about.last_day
    return "no_transit_then" if covered else "no_timetable_then"
