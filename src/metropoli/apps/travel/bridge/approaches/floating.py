"""Shared vehicles that stand in the street and may be left anywhere where that is not forbidden."""

from __future__ import annotations

from threading import Lock

import numpy as np
from numpy.typing import NDArray

from metropoli.apps.travel.bridge.approaches.asking import (
    DRIVE_S,
    RIDE_S,
    TO_VEHICLE_S,
    Asking,
    nearest_of_each,
    snap_of,
)
from metropoli.apps.travel.bridge.approaches.docked import BIKE_M_PER_S
from metropoli.apps.travel.bridge.approaches.rows import rows_of
from metropoli.apps.travel.bridge.approaches.stops import STOPS_ON_WHEELS
from metropoli.apps.travel.bridge.approaches.vehicles import (
    CAR_LEAVE_S,
    CAR_TAKE_S,
    LEAVE_S,
    TAKE_S,
    in_the_street,
    vehicle_is_free,
)
from metropoli.apps.travel.bridge.approaches.ways import Found, Gathering, no_rows, picked
from metropoli.apps.travel.bridge.fleets.shelf import Fleets, Rows, spans
from metropoli.apps.travel.bridge.fleets.stock import CARS
from metropoli.apps.travel.bridge.network import Network
from metropoli.apps.travel.bridge.street_legs import streets_of
from metropoli.engines import sharing, streets

NEAR_VEHICLES = 1  # of one fleet, around the door
MOST_VEHICLES = 2  # around the door, of all fleets: each is a search of its own
CAR_M_PER_S = 7.0  # in a city


class EndsAllowed:
    """Hold, for the fleets in service, at which stops a ride may end."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._version = ("", "")
        self._held: dict[tuple[int, int], NDArray[np.bool_]] = {}

    def at(self, fleets: Fleets, network: Network, fleet: int, kind: int) -> NDArray[np.bool_]:
        """Return by stop whether a vehicle type of a fleet may be left there."""
        with self._lock:
            if self._version != (fleets.version, network.about.version):
                self._version, self._held = (fleets.version, network.about.version), {}
            if (fleet, kind) not in self._held:
                mine, timetable = fleets.owned[fleet].fleet, network.timetable
                name = mine.types[kind].id if kind < len(mine.types) else ""
                at = (timetable.stop_lat_deg, timetable.stop_lon_deg)
                self._held[fleet, kind] = sharing.may_end(mine, name, *at, mine.seen_s or 0)
            return self._held[fleet, kind]


ENDS_ALLOWED = EndsAllowed()


def floating_ways(asking: Asking, group: int, gathering: Gathering) -> Found:
    """Find the ways by vehicles of a group that stand in the street, between the door and stops."""
    free = vehicle_is_free(asking, group)
    if not free.any() or asking.fleets.vehicles.walk is None:
        return no_rows()
    candidates, rows = (_from_door if asking.inwards else _to_door)(asking, group, free)
    if not len(candidates.stop):
        return no_rows()
    found = rows_of(asking, candidates)
    used, way = np.unique(found.way, return_inverse=True)
    numbers = [gathering.add(in_the_street(asking, group, int(rows[one]))) for one in used]
    return found._replace(way=np.array(numbers, np.int32)[way] if numbers else found.way)


def vehicles_near(asking: Asking, group: int, keep: int, most: int) -> tuple[Rows, Rows]:
    """Return the free vehicles nearest to the door on foot, and the seconds to them."""
    door, walk = asking.door_on(streets.WALK), asking.fleets.vehicles.walk
    nobody = np.zeros(0, np.int32)
    if door is None or walk is None or not len(walk.edge):
        return nobody, nobody
    # Links of other groups and of taken vehicles are blotted out: nobody looks for them.
    mine = walk._replace(edge=np.where(vehicle_is_free(asking, group), walk.edge, -1))
    limit_s = min(TO_VEHICLE_S, asking.longest_walk_s)
    ground = streets_of(asking.network)
    door_s = streets.times_to_links(ground, streets.WALK, door, mine, limit_s=limit_s)
    rows = np.flatnonzero(door_s < streets.NEVER).astype(np.int32)
    rows = nearest_of_each(rows, asking.fleets.stock.vehicle_fleet, door_s, keep)
    rows = rows[np.argsort(door_s[rows], kind="stable")][:most]
    return rows, asking.footing.walk_s(door_s[rows])


def speed_m_per_s(group: int) -> float:
    """Return how many metres of street a second of riding is, about."""
    return CAR_M_PER_S if group == CARS else BIKE_M_PER_S


def _limit_s(group: int) -> int:
    return DRIVE_S if group == CARS else RIDE_S


def _wheels(asking: Asking, group: int) -> tuple[int, streets.Links]:
    spots = asking.fleets.vehicles
    mode, links = (streets.CAR, spots.car) if group == CARS else (streets.BIKE, spots.bike)
    assert links is not None
    return mode, links


def _from_door(asking: Asking, group: int, free: NDArray[np.bool_]) -> tuple[Found, Rows]:
    rows, door_s = vehicles_near(asking, group, NEAR_VEHICLES, MOST_VEHICLES)
    mode, wheels = _wheels(asking, group)
    stops, marks = STOPS_ON_WHEELS.at(asking.network, mode)
    stock, parts = asking.fleets.stock, []
    for i, row in enumerate(rows.tolist()):
        if wheels.edge[row] < 0:
            continue
        ground = streets_of(asking.network)
        ride_s = streets.times_to_links(
            ground, mode, snap_of(wheels, row), stops, limit_s=_limit_s(group), marks=marks
        )
        kind = int(stock.vehicle_type[row])
        allowed = ENDS_ALLOWED.at(
            asking.fleets, asking.network, int(stock.vehicle_fleet[row]), kind
        )
        stop = np.flatnonzero((ride_s < streets.NEVER) & allowed).astype(np.int32)
        way = np.full(len(stop), i, np.int32)
        walk_s = np.full(len(stop), door_s[i], np.int32)
        range_m = np.full(len(stop), stock.vehicle_range_m[row], np.int32)
        parts.append(_candidates(group, stop, ride_s[stop], walk_s, way, range_m))
    if not parts:
        return no_rows(), rows
    return Found(*(np.concatenate(column) for column in zip(*parts, strict=True))), rows


def _to_door(asking: Asking, group: int, free: NDArray[np.bool_]) -> tuple[Found, Rows]:
    """Ride to the door from the vehicles beside stops; where the door lies in a forbidden zone nobody does."""
    mode, wheels = _wheels(asking, group)
    door = asking.door_on(mode)
    nobody = np.zeros(0, np.int32)
    if door is None:
        return no_rows(), nobody
    mine = wheels._replace(edge=np.where(free, wheels.edge, -1))
    ride_s = asking.seconds(mode, door, mine, _limit_s(group))
    rows = np.flatnonzero((ride_s < streets.NEVER) & _may_end_at_door(asking)).astype(np.int32)
    whose, stop, walk_s = spans(asking.fleets.ties.stops_vehicle, rows)
    walk_s = asking.footing.walk_s(walk_s)
    range_m = asking.fleets.stock.vehicle_range_m[rows][whose]
    return _candidates(group, stop, ride_s[rows][whose], walk_s, whose, range_m), rows


def _may_end_at_door(asking: Asking) -> NDArray[np.bool_]:
    """Say of every vehicle whether it may be left where the trip ends."""
    stock = asking.fleets.stock
    kinds, row = np.unique(
        np.stack((stock.vehicle_fleet, stock.vehicle_type)), axis=1, return_inverse=True
    )
    may = [may_end_at(asking, int(fleet), int(kind)) for fleet, kind in kinds.T]
    return np.array(may, np.bool_)[row.reshape(-1)]


def may_end_at(asking: Asking, fleet: int, kind: int) -> bool:
    """Say whether a vehicle type of a fleet may be left where the trip ends."""
    mine = asking.fleets.owned[fleet].fleet
    name = mine.types[kind].id if kind < len(mine.types) else ""
    end = asking.request.end
    rule = sharing.rule_at(mine, name, end.lat_deg, end.lon_deg, asking.at_s)
    return rule.end and not rule.station_only


def _candidates(
    group: int, stop: Rows, ride_s: Rows, walk_s: Rows, way: Rows, range_m: Rows
) -> Found:
    """Return rows whose rides the batteries last for."""
    handling_s = CAR_TAKE_S + CAR_LEAVE_S if group == CARS else TAKE_S + LEAVE_S
    ride_m = (ride_s * speed_m_per_s(group)).astype(np.int32)
    whole = Found(
        stop=stop,
        via=stop,
        lasts_s=(walk_s + handling_s + ride_s).astype(np.int32),
        walk_s=walk_s,
        ride_s=ride_s.astype(np.int32),
        ride_m=ride_m,
        way=way,
    )
    return picked(whole, np.flatnonzero((range_m < 0) | (ride_m <= range_m)))
