"""Journeys in rows and seconds, told as trips."""

from __future__ import annotations

from dataclasses import replace

from metropoli.apps.travel.bridge.network import Network
from metropoli.apps.travel.bridge.ride_legs import ride_legs
from metropoli.apps.travel.bridge.street_legs import street_leg
from metropoli.apps.travel.bridge.trips.ends import Ends, walked
from metropoli.apps.travel.bridge.wording import instant, stop_name
from metropoli.apps.travel.types import TRANSIT, WALK, Leg, Point, Trip, TripRequest
from metropoli.engines import journeys, streets

STEP_ACROSS_S = 20  # a shorter walk is not worth a line


def tell_trip(
    network: Network,
    day: journeys.Day,
    journey: journeys.Journey,
    request: TripRequest,
    ends: Ends,
) -> Trip:
    """Return the trip that a journey is, with the walks on the real streets."""
    legs: list[Leg] = []
    for leg in journey.legs:
        if isinstance(leg, journeys.Ride):
            legs += ride_legs(network, day, leg)
        elif leg.arrives_s - leg.departs_s > STEP_ACROSS_S:
            legs.append(_walk(network, day, leg, request, ends))
    return Trip(kind=TRANSIT, legs=tuple(legs))


def _walk(
    network: Network, day: journeys.Day, walk: journeys.Walk, request: TripRequest, ends: Ends
) -> Leg:
    flat = request.step_free
    start, from_snap = _end(network, walk.from_stop, request.start, ends.start, step_free=flat)
    end, to_snap = _end(network, walk.to_stop, request.end, ends.end, step_free=flat)
    departs_at = instant(network, day.start_s + walk.departs_s)
    arrives_at = instant(network, day.start_s + walk.arrives_s)
    path = None
    if from_snap is not None and to_snap is not None:
        path = walked(network, Ends(from_snap, to_snap), request)
    if path is None:
        # A change that the timetable itself allows, where the street map knows no way.
        line = ((start.lon_deg, start.lat_deg), (end.lon_deg, end.lat_deg))
        return Leg(WALK, start, end, departs_at, arrives_at, length_m=0, geometry=line)
    leg = street_leg(network, WALK, path, (start, end), departs_at)
    return replace(leg, arrives_at=arrives_at)


def _end(
    network: Network, stop: int, point: Point, at: streets.Snap, *, step_free: bool
) -> tuple[Point, streets.Snap | None]:
    if stop == journeys.ANYWHERE:
        return point, at
    name = stop_name(network, stop)
    there = Point(name.lat_deg, name.lon_deg, name.name)
    links = network.stops_on_foot(step_free=step_free)
    if links is None or links.edge[stop] < 0:
        return there, None
    return there, streets.Snap(
        edge=int(links.edge[stop]),
        share=float(links.share[stop]),
        lat_deg=float(links.lat_deg[stop]),
        lon_deg=float(links.lon_deg[stop]),
        gap_m=float(links.gap_m[stop]),
    )
