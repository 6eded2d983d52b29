"""Shared vehicles: which can be taken, where they can be left, what a ride on one costs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from metropoli.apps.travel.bridge.approaches.asking import Asking, snap_of
from metropoli.apps.travel.bridge.approaches.ways import Spot, Way
from metropoli.apps.travel.bridge.fleets.shelf import Owned, Spots
from metropoli.apps.travel.bridge.fleets.stock import BIKES, CARS, SCOOTERS
from metropoli.apps.travel.bridge.fleets.telling import instant_of
from metropoli.apps.travel.types import SHARED_BIKE, SHARED_CAR, SHARED_SCOOTER, Point, Rental
from metropoli.engines import sharing, streets

TAKE_S, LEAVE_S = 60, 45  # to unlock a shared vehicle, and to lock it
CAR_TAKE_S, CAR_LEAVE_S = 120, 180
KINDS = {BIKES: SHARED_BIKE, SCOOTERS: SHARED_SCOOTER, CARS: SHARED_CAR}
LANGUAGE = "it"  # of names that are mostly names

Flags = NDArray[np.bool_]


def station_has_vehicle(asking: Asking, group: int) -> Flags:
    """Say of every station whether a vehicle of a group can be taken there, as far as is known."""
    stock = asking.fleets.stock
    known = asking.holds(stock.station_seen_s)
    count = stock.station_count[group]
    there = ~known | (stock.station_renting & (count != 0))
    has: Flags = there & (stock.station_type[group] >= 0)
    return has


def station_has_room(asking: Asking, group: int) -> Flags:
    """Say of every station whether a vehicle of a group can be left there, as far as is known."""
    stock = asking.fleets.stock
    known = asking.holds(stock.station_seen_s)
    room = ~known | (stock.station_returning & (stock.station_docks != 0))
    has: Flags = room & (stock.station_type[group] >= 0)
    return has


def vehicle_is_free(asking: Asking, group: int) -> Flags:
    """Say of every vehicle in the street whether it can be taken; one seen long ago cannot."""
    stock = asking.fleets.stock
    free: Flags = stock.vehicle_usable & (stock.vehicle_group == group)
    return free & asking.holds(stock.vehicle_seen_s)


def between_stations(asking: Asking, group: int, take: int, leave: int) -> Way:
    """Return the way by a vehicle that is taken at a station and left at another."""
    fleets, stock = asking.fleets, asking.fleets.stock
    mine, station = fleets.station(take)
    _, end = fleets.station(leave)
    kind = _kind(mine.fleet, int(stock.station_type[group][take]))
    known = bool(asking.holds(stock.station_seen_s[take : take + 1])[0])
    end_known = bool(asking.holds(stock.station_seen_s[leave : leave + 1])[0])
    n_free, n_docks = int(stock.station_count[group][take]), int(stock.station_docks[leave])
    taken_at, left_at = (sharing.in_language(one.name, LANGUAGE) for one in (station, end))
    rental = Rental(
        system=sharing.in_language(mine.fleet.system.name, LANGUAGE),
        form=kind.form if kind else "bicycle",
        electric=kind.is_electric if kind else False,
        taken_at=taken_at,
        left_at=left_at,
        n_free=n_free if known and n_free >= 0 else None,
        n_docks=n_docks if end_known and n_docks >= 0 else None,
        seen_at=instant_of(int(stock.station_seen_s[take])) if known else None,
        url=station.links.web or mine.fleet.system.url,
    )
    ride = _ride(group)
    return Way(
        kind=KINDS[group],
        vehicle=vehicle_of(group, kind),
        ride_mode=ride,
        take=_spot(fleets.stations, take, taken_at, ride),
        leave=_spot(fleets.stations, leave, left_at, ride),
        take_s=CAR_TAKE_S if group == CARS else TAKE_S,
        leave_s=CAR_LEAVE_S if group == CARS else LEAVE_S,
        plan=(plan := _plan(mine, kind, "")),
        price_known=plan is not None,
        rental=rental,
    )


def in_the_street(asking: Asking, group: int, row: int) -> Way:
    """Return the way by a vehicle that stands in the street and is left at the end of the ride."""
    fleets, stock = asking.fleets, asking.fleets.stock
    mine, vehicle = fleets.vehicle(row)
    kind = _kind(mine.fleet, int(stock.vehicle_type[row]))
    system = sharing.in_language(mine.fleet.system.name, LANGUAGE)
    rental = Rental(
        system=system,
        form=kind.form if kind else "bicycle",
        electric=kind.is_electric if kind else False,
        taken_at="",
        left_at="",
        n_free=1,
        n_docks=None,
        seen_at=instant_of(int(stock.vehicle_seen_s[row])),
        url=vehicle.links.web or mine.fleet.system.url,
    )
    ride = _ride(group)
    return Way(
        kind=KINDS[group],
        vehicle=vehicle_of(group, kind),
        ride_mode=ride,
        take=_spot(fleets.vehicles, row, system, ride),
        take_s=CAR_TAKE_S if group == CARS else TAKE_S,
        leave_s=CAR_LEAVE_S if group == CARS else LEAVE_S,
        plan=(plan := _plan(mine, kind, vehicle.plan)),
        price_known=plan is not None,
        rental=rental,
    )


def vehicle_of(group: int, kind: sharing.VehicleType | None) -> str:
    """Return what the registry of factors calls a shared vehicle."""
    electric = kind is not None and kind.is_electric
    if group == SCOOTERS:
        return "e_scooter"
    if group == CARS:
        return "car_electric" if electric else "car"
    return "e_bike" if electric else "bike"


def _ride(group: int) -> int:
    return streets.CAR if group == CARS else streets.BIKE


def _kind(fleet: sharing.Fleet, row: int) -> sharing.VehicleType | None:
    return fleet.types[row] if 0 <= row < len(fleet.types) else None


def _plan(mine: Owned, kind: sharing.VehicleType | None, named: str) -> sharing.Plan | None:
    """Return what is charged: the vehicle's own plan, else its type's, else the only one there is."""
    plans = {plan.id: plan for plan in mine.fleet.plans}
    wanted = [named, *(kind.plans if kind else ())]
    for name in wanted:
        if name in plans:
            return plans[name]
    return next(iter(plans.values())) if len(plans) == 1 else None


def _spot(spots: Spots, row: int, name: str, ride: int) -> Spot:
    wheels = spots.car if ride == streets.CAR else spots.bike
    assert spots.walk is not None
    assert wheels is not None
    point = Point(float(spots.lat_deg[row]), float(spots.lon_deg[row]), name)
    return Spot(point, snap_of(spots.walk, row), snap_of(wheels, row))
