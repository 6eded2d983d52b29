"""Shared vehicles that are taken at one station and left at another."""

from __future__ import annotations

import numpy as np

from metropoli.apps.travel.bridge.approaches.asking import (
    RIDE_S,
    TO_VEHICLE_S,
    Asking,
    nearest_of_each,
)
from metropoli.apps.travel.bridge.approaches.rows import rows_of
from metropoli.apps.travel.bridge.approaches.vehicles import (
    LEAVE_S,
    TAKE_S,
    between_stations,
    station_has_room,
    station_has_vehicle,
)
from metropoli.apps.travel.bridge.approaches.ways import Found, Gathering
from metropoli.apps.travel.bridge.fleets.shelf import Rows, spans
from metropoli.apps.travel.bridge.fleets.stock import CARS
from metropoli.engines import streets

NEAR_STATIONS = 3  # of one fleet, around the door
BIKE_M_PER_S = 4.2  # on the streets, lights included: what seconds are in metres


def docked_ways(asking: Asking, group: int, gathering: Gathering) -> Found:
    """
    Find the ways by vehicles of a group from station to station, between the door and stops.

    A station without a vehicle is none to begin at, a full one none to end at; where it is not
    known they may be.
    """
    legs = station_rides(asking, group)
    if not len(legs.far):
        return Found(*(np.zeros(0, np.int32) for _ in Found._fields))
    ties = asking.fleets.ties
    walks = ties.station_stops if asking.inwards else ties.stops_station
    whose, stop, walk_s = spans(walks, legs.far)
    walk_s = asking.footing.walk_s(walk_s)
    ride_s = legs.ride_s[whose]
    candidates = Found(
        stop=stop,
        via=stop,
        lasts_s=(legs.door_s[whose] + TAKE_S + ride_s + LEAVE_S + walk_s).astype(np.int32),
        walk_s=(legs.door_s[whose] + walk_s).astype(np.int32),
        ride_s=ride_s,
        ride_m=(ride_s * BIKE_M_PER_S).astype(np.int32),
        way=whose,
    )
    found = rows_of(asking, candidates)
    used, way = np.unique(found.way, return_inverse=True)
    numbers = [
        gathering.add(between_stations(asking, group, *legs.ends(int(leg), inwards=asking.inwards)))
        for leg in used
    ]
    return found._replace(way=np.array(numbers, np.int32)[way] if numbers else found.way)


class Legs:
    """The rides between a station near the door and one far from it; the quickest to each far one."""

    def __init__(self, near: Rows, far: Rows, door_s: Rows, ride_s: Rows) -> None:
        order = np.lexsort((door_s.astype(np.int64) + ride_s, far))
        first = np.ones(len(order), np.bool_)
        first[1:] = far[order][1:] != far[order][:-1]
        best = order[first]
        self.near, self.far = near[best], far[best]
        self.door_s, self.ride_s = door_s[best], ride_s[best]

    def ends(self, row: int, *, inwards: bool) -> tuple[int, int]:
        """Return the station where the vehicle is taken, and the one where it is left."""
        near, far = int(self.near[row]), int(self.far[row])
        return (near, far) if inwards else (far, near)


def station_rides(asking: Asking, group: int) -> Legs:
    """Return the rides from (or to) the stations around the door."""
    fleets, stock = asking.fleets, asking.fleets.stock
    nobody = np.zeros(0, np.int32)
    door, walk = asking.door_on(streets.WALK), fleets.stations.walk
    # Stations are tied to each other by bike: who drives is planned from the street, or all the way.
    if group == CARS or door is None or walk is None or not len(walk.edge):
        return Legs(nobody, nobody, nobody, nobody)
    limit_s = min(TO_VEHICLE_S, asking.longest_walk_s)
    door_s = asking.seconds(streets.WALK, door, walk, limit_s)
    takes, leaves = station_has_vehicle(asking, group), station_has_room(asking, group)
    at_door, far_away = (takes, leaves) if asking.inwards else (leaves, takes)
    rows = np.flatnonzero((door_s < streets.NEVER) & at_door).astype(np.int32)
    rows = nearest_of_each(rows, stock.station_fleet, door_s, NEAR_STATIONS)
    rides = fleets.ties.station_rides if asking.inwards else fleets.ties.rides_station
    whose, far, ride_s = spans(rides, rows)
    near = rows[whose]
    ok = far_away[far] & (ride_s <= RIDE_S)
    ok &= stock.station_fleet[near] == stock.station_fleet[far]
    near, far, ride_s = near[ok], far[ok], ride_s[ok]
    return Legs(near, far, asking.footing.walk_s(door_s[near]), ride_s)
