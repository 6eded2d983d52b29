"""A chosen row, told as the legs that a traveller follows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from metropoli.apps.travel.bridge.approaches.asking import snap_of
from metropoli.apps.travel.bridge.approaches.rows import ride_cents
from metropoli.apps.travel.bridge.approaches.stops import STOPS_ON_WHEELS
from metropoli.apps.travel.bridge.approaches.ways import Side, Spot, Way
from metropoli.apps.travel.bridge.days import footing_of
from metropoli.apps.travel.bridge.network import Network
from metropoli.apps.travel.bridge.street_legs import (
    at_pace,
    graph_of,
    snap,
    street_leg,
    streets_of,
)
from metropoli.apps.travel.bridge.wording import stop_name
from metropoli.apps.travel.rules.factors import factor
from metropoli.apps.travel.types import BIKE, CAR, WALK, Costs, Leg, Point, TripRequest
from metropoli.base.errors import NotFound
from metropoli.engines import streets

SCOOTER = "scooter"
STEP_ACROSS_S = 20  # a shorter walk is not worth a line
MODES = {streets.BIKE: BIKE, streets.CAR: CAR}
# What a leg is called by what its vehicle is weighed as.
SHOWN_AS = {"bike": BIKE, "e_bike": BIKE, "e_scooter": SCOOTER, "car": CAR, "car_electric": CAR}


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere on the way: its name, and where it touches the streets of who walks and rides."""

    point: Point
    walk: streets.Snap | None
    ride: streets.Snap | None


def tell_access(
    network: Network, request: TripRequest, side: Side, row: int, departs_at: datetime
) -> tuple[Leg, ...]:
    """Return the legs from the door to the stop of a row, leaving at an instant."""
    way = side.ways[int(side.found.way[row])]
    door = door_place(network, request, request.start, way)
    via, stop = _stops(network, request, side, row)
    legs = list(legs_between(network, request, way, (door, stop if way.leave else via), departs_at))
    if via is not stop and not way.leave and way.vehicle:
        legs.append(walk_leg(network, request, (via, stop), legs[-1].arrives_at))
    return _in_time(legs, side, row, departs_at)


def tell_egress(
    network: Network, request: TripRequest, side: Side, row: int, departs_at: datetime
) -> tuple[Leg, ...]:
    """Return the legs from the stop of a row to the door, getting off at an instant."""
    way = side.ways[int(side.found.way[row])]
    door = door_place(network, request, request.end, way)
    via, stop = _stops(network, request, side, row)
    legs, begins_at, start = [], departs_at, stop
    if via is not stop and not way.take and way.vehicle:
        legs.append(walk_leg(network, request, (stop, via), departs_at))
        begins_at, start = legs[-1].arrives_at, via
    legs += legs_between(network, request, way, (start, door), begins_at)
    return _in_time(legs, side, row, departs_at)


def legs_between(
    network: Network,
    request: TripRequest,
    way: Way,
    ends: tuple[Place, Place],
    departs_at: datetime,
) -> Iterator[Leg]:
    """Yield the walk to the vehicle, the ride, and the walk from where it is left."""
    start, end = ends
    if not way.vehicle:
        yield walk_leg(network, request, ends, departs_at)
        return
    take = _placed(way.take) if way.take else start
    leave = _placed(way.leave) if way.leave else end
    if way.take:
        leg = walk_leg(network, request, (start, take), departs_at)
        departs_at = leg.arrives_at
        yield leg
    leg = _ride(network, way, (take, leave), departs_at)
    yield leg
    if way.leave:
        yield walk_leg(network, request, (leave, end), leg.arrives_at)


def walk_leg(
    network: Network, request: TripRequest, ends: tuple[Place, Place], departs_at: datetime
) -> Leg:
    """Return a walk at the pace of who asks; a straight line where the map knows no way."""
    start, end = ends
    points = (start.point, end.point)
    path = None
    if start.walk is not None and end.walk is not None:
        graph = graph_of(WALK, step_free=request.step_free)
        path = _route(network, graph, start.walk, end.walk)
    if path is None:
        line = tuple((at.lon_deg, at.lat_deg) for at in points)
        return Leg(WALK, *points, departs_at, departs_at, length_m=0, geometry=line)
    path = at_pace(path, footing_of(request.manner).slowness_ratio)
    return street_leg(network, WALK, path, points, departs_at)


def door_place(network: Network, request: TripRequest, point: Point, way: Way) -> Place:
    """Return a door on the streets that a way begins or ends on."""
    ride = _near(network, MODES[way.ride_mode], point) if way.vehicle else None
    return Place(point, _near(network, WALK, point, step_free=request.step_free), ride)


def _stops(network: Network, request: TripRequest, side: Side, row: int) -> tuple[Place, Place]:
    """Return the stop whose street access is used, and the stop that is boarded or left."""
    way = side.ways[int(side.found.way[row])]
    rows = int(side.found.via[row]), int(side.found.stop[row])
    via, stop = (_stop(network, request, one, way) for one in rows)
    return (stop, stop) if rows[0] == rows[1] else (via, stop)


def _stop(network: Network, request: TripRequest, row: int, way: Way) -> Place:
    name = stop_name(network, row)
    links = network.stops_on_foot(step_free=request.step_free)
    walk = snap_of(links, row) if links is not None and links.edge[row] >= 0 else None
    ride = None
    if way.vehicle:
        wheels, _ = STOPS_ON_WHEELS.at(network, way.ride_mode)
        ride = snap_of(wheels, row) if wheels.edge[row] >= 0 else None
    return Place(name.point, walk, ride)


def _placed(spot: Spot) -> Place:
    return Place(spot.point, spot.walk, spot.ride)


def _ride(network: Network, way: Way, ends: tuple[Place, Place], departs_at: datetime) -> Leg:
    take, leave = ends
    points = (take.point, leave.point)
    path = None
    if take.ride is not None and leave.ride is not None:
        path = _route(network, way.ride_mode, take.ride, leave.ride)
    if path is None:
        line = tuple((at.lon_deg, at.lat_deg) for at in points)
        leg = Leg(MODES[way.ride_mode], *points, departs_at, departs_at, length_m=0, geometry=line)
    else:
        leg = street_leg(network, MODES[way.ride_mode], path, points, departs_at)
    ride_s = leg.duration_s
    lasts = timedelta(seconds=way.take_s + ride_s + way.leave_s)
    return replace(
        leg,
        mode=SHOWN_AS[way.vehicle],
        arrives_at=departs_at + lasts,
        costs=costs_of(way, ride_s, leg.length_m),
        rental=way.rental,
        parking=way.parking,
    )


def costs_of(way: Way, ride_s: int, length_m: int) -> Costs:
    """Return what a ride costs; no fare where nobody says what it is."""
    far_m = 2 * length_m if way.there_and_back else length_m
    per_km = factor(way.vehicle)
    return Costs(
        fare_cents=ride_cents(way, ride_s, length_m) if way.price_known else None,
        energy_wh=per_km.energy_wh_over(far_m),
        co2_g=per_km.co2_g_over(far_m),
    )


def _route(
    network: Network, mode: int, start: streets.Snap, end: streets.Snap
) -> streets.Path | None:
    try:
        return streets.route(streets_of(network), mode, start, end)
    except NotFound:
        return None


def _near(
    network: Network, mode: str, point: Point, *, step_free: bool = False
) -> streets.Snap | None:
    try:
        return snap(network, mode, point, step_free=step_free)
    except NotFound:
        return None


def _in_time(legs: list[Leg], side: Side, row: int, departs_at: datetime) -> tuple[Leg, ...]:
    """What rounding leaves over is spent at the end, so that all lasts as it was reckoned."""
    until = departs_at + timedelta(seconds=int(side.found.lasts_s[row]))
    legs[-1] = replace(legs[-1], arrives_at=max(until, legs[-1].departs_at))
    return tuple(leg for leg in legs if leg.mode != WALK or leg.duration_s > STEP_ACROSS_S)
