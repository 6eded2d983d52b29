"""All the way by a shared vehicle, from door to door."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import numpy as np

from metropoli.apps.travel.bridge.approaches.asking import TO_VEHICLE_S, Asking, nearest_of_each
from metropoli.apps.travel.bridge.approaches.docked import NEAR_STATIONS
from metropoli.apps.travel.bridge.approaches.floating import may_end_at, vehicles_near
from metropoli.apps.travel.bridge.approaches.telling import door_place, legs_between
from metropoli.apps.travel.bridge.approaches.vehicles import (
    KINDS,
    between_stations,
    in_the_street,
    station_has_room,
    station_has_vehicle,
)
from metropoli.apps.travel.bridge.approaches.ways import Way
from metropoli.apps.travel.bridge.fleets.shelf import Fleets, spans
from metropoli.apps.travel.bridge.fleets.stock import CARS
from metropoli.apps.travel.bridge.network import Network
from metropoli.apps.travel.types import Costs, Trip, TripRequest
from metropoli.engines import streets

FLEETS_TOLD = 2  # ways of one kind: the quickest ones, of different fleets
LONGEST_S = 90 * 60


def direct_trips(
    network: Network, request: TripRequest, fleets: Fleets, at: datetime
) -> list[Trip]:
    """
    Return the trips all the way by shared bike, scooter and car, the quickest of each fleet.

    A vehicle comes from a station or stands in the street, and is left at a station or, where
    that is allowed, at the door. Nobody who needs ground without steps is sent on one.
    """
    if request.step_free or network.streets is None:
        return []
    at_s = int(at.timestamp())
    here, there = (Asking(network, fleets, request, at_s, inwards) for inwards in (True, False))
    trips: list[Trip] = []
    for group, mode in KINDS.items():
        if mode in request.modes:
            ways = (*_docked(here, there, group), *_floating(here, group))
            told = [_trip(network, request, way) for way in ways]
            quick = sorted((t for t in told if t.duration_s <= LONGEST_S), key=_lasts_s)
            trips += _of_different_fleets(quick)
    return trips


def _lasts_s(trip: Trip) -> int:
    return trip.duration_s


def _of_different_fleets(trips: list[Trip]) -> list[Trip]:
    first: dict[str, Trip] = {}
    for trip in trips:
        system = next(leg.rental.system for leg in trip.legs if leg.rental)
        first.setdefault(system, trip)
    return list(first.values())[:FLEETS_TOLD]


def _docked(here: Asking, there: Asking, group: int) -> Iterator[Way]:
    """Yield, for each fleet, the way between the two stations that make it quickest."""
    walk = here.fleets.stations.walk
    doors = (here.door_on(streets.WALK), there.door_on(streets.WALK))
    if walk is None or None in doors or not len(walk.edge):
        return
    fleet = here.fleets.stock.station_fleet
    near = []
    for asking, usable in ((here, station_has_vehicle), (there, station_has_room)):
        door = asking.door_on(streets.WALK)
        assert door is not None
        limit_s = min(TO_VEHICLE_S, asking.longest_walk_s)
        door_s = asking.seconds(streets.WALK, door, walk, limit_s)
        rows = np.flatnonzero((door_s < streets.NEVER) & usable(asking, group)).astype(np.int32)
        near.append((nearest_of_each(rows, fleet, door_s, NEAR_STATIONS), door_s))
    (starts, start_s), (ends, end_s) = near
    if group == CARS:  # driven on streets that tie no stations: each end takes its nearest
        start, end = (one.ravel() for one in np.meshgrid(starts, ends))
        ride_s = np.zeros(len(start), np.int32)
    else:
        whose, end, ride_s = spans(here.fleets.ties.station_rides, starts)
        start = starts[whose]
    ok = np.isin(end, ends) & (fleet[start] == fleet[end]) & (start != end)
    start, end, ride_s = start[ok], end[ok], ride_s[ok]
    lasts_s = start_s[start].astype(np.int64) + ride_s + end_s[end]
    order = np.lexsort((lasts_s, fleet[start]))
    first = np.ones(len(order), np.bool_)
    first[1:] = fleet[start][order][1:] != fleet[start][order][:-1]
    for row in order[first].tolist():
        yield between_stations(here, group, int(start[row]), int(end[row]))


def _floating(here: Asking, group: int) -> Iterator[Way]:
    """Yield the ways by the nearest vehicles in the street that may be left at the other door."""
    rows, _ = vehicles_near(here, group, 1, FLEETS_TOLD)
    stock = here.fleets.stock
    for row in rows.tolist():
        if may_end_at(here, int(stock.vehicle_fleet[row]), int(stock.vehicle_type[row])):
            yield in_the_street(here, group, row)


def _trip(network: Network, request: TripRequest, way: Way) -> Trip:
    ends = tuple(door_place(network, request, at, way) for at in (request.start, request.end))
    legs = tuple(legs_between(network, request, way, (ends[0], ends[1]), request.at))
    if request.arrive_by:
        early: timedelta = legs[-1].arrives_at - request.at
        legs = tuple(legs_between(network, request, way, (ends[0], ends[1]), request.at - early))
    fares = [leg.costs.fare_cents for leg in legs if leg.rental]
    return Trip(kind=way.kind, legs=legs, costs=Costs(fare_cents=fares[0]))
