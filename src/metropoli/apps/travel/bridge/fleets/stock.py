"""What is at stations and in the street, as arrays: asked at every trip, made once a version."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from metropoli.engines import sharing

Rows = NDArray[np.int32]
Flags = NDArray[np.bool_]

BIKES, SCOOTERS, CARS = 0, 1, 2
GROUPS = {
    "bicycle": BIKES,
    "cargo_bicycle": BIKES,
    "scooter": SCOOTERS,
    "scooter_standing": SCOOTERS,
    "scooter_seated": SCOOTERS,
    "car": CARS,
}
UNKNOWN = -1
FREE_RETURNS = {"", "free_floating", "hybrid"}


class Stock(NamedTuple):
    """By station and by free vehicle: whose it is, what it has, when it was seen. -1: not known."""

    station_fleet: Rows
    station_count: Rows  # (groups, stations): vehicles there now
    station_type: Rows  # (groups, stations): row of the type that one would take; -1: never any
    station_docks: Rows
    station_renting: Flags
    station_returning: Flags
    station_seen_s: NDArray[np.int64]
    vehicle_fleet: Rows
    vehicle_group: Rows  # -1: none that is planned with
    vehicle_type: Rows
    vehicle_range_m: Rows
    vehicle_usable: Flags
    vehicle_seen_s: NDArray[np.int64]


def stock_of(fleets: Sequence[sharing.Fleet]) -> Stock:
    """Return the arrays of what some fleets have."""
    stations = [
        _station(row, fleet, one) for row, fleet in enumerate(fleets) for one in fleet.stations
    ]
    vehicles = [
        _vehicle(row, fleet, one) for row, fleet in enumerate(fleets) for one in fleet.vehicles
    ]
    held = np.array(stations, np.int64).reshape(-1, 11).T
    free = np.array(vehicles, np.int64).reshape(-1, 6).T
    return Stock(
        station_fleet=held[0].astype(np.int32),
        station_count=held[1:4].astype(np.int32),
        station_type=held[4:7].astype(np.int32),
        station_docks=held[7].astype(np.int32),
        station_renting=held[8].astype(np.bool_),
        station_returning=held[9].astype(np.bool_),
        station_seen_s=held[10],
        vehicle_fleet=free[0].astype(np.int32),
        vehicle_group=free[1].astype(np.int32),
        vehicle_type=free[2].astype(np.int32),
        vehicle_range_m=free[3].astype(np.int32),
        vehicle_usable=free[4].astype(np.bool_),
        vehicle_seen_s=free[5],
    )


def _station(row: int, fleet: sharing.Fleet, station: sharing.Station) -> list[int]:
    status = station.status or sharing.Status()
    counts, types = _by_group(fleet, status)
    seen_s = fleet.seen_s if fleet.seen_s is not None else status.seen_s
    return [
        row,
        *counts,
        *types,
        UNKNOWN if status.n_docks is None else status.n_docks,
        int(status.renting and status.installed),
        int(status.returning and status.installed),
        UNKNOWN if seen_s is None or station.status is None else seen_s,
    ]


def _by_group(fleet: sharing.Fleet, status: sharing.Status) -> tuple[list[int], list[int]]:
    """Return how many vehicles of each group are there, and the type that one would take."""
    groups = [GROUPS.get(kind.form, UNKNOWN) for kind in fleet.types]
    if not groups:  # a fleet that names no types is of bikes, as GBFS began
        n = status.n_vehicles
        return [UNKNOWN if n is None else n, 0, 0], [0, UNKNOWN, UNKNOWN]
    named = {name: count.n for count in status.vehicles for name in count.types}
    counts, types = [0] * 3, [UNKNOWN] * 3
    for group in (BIKES, SCOOTERS, CARS):
        mine = [i for i, one in enumerate(groups) if one == group]
        if not mine:
            continue
        there = [i for i in mine if named.get(fleet.types[i].id, 0) > 0]
        types[group] = (there or mine)[0]
        if named:
            counts[group] = sum(named.get(fleet.types[i].id, 0) for i in mine)
        elif status.n_vehicles is None or (status.n_vehicles and len(set(groups)) > 1):
            counts[group] = UNKNOWN
        else:
            counts[group] = status.n_vehicles
    return counts, types


def _vehicle(row: int, fleet: sharing.Fleet, vehicle: sharing.Vehicle) -> list[int]:
    kind_row = next((i for i, one in enumerate(fleet.types) if one.id == vehicle.type), UNKNOWN)
    kind = fleet.types[kind_row] if kind_row >= 0 else None
    group = BIKES if not fleet.types else GROUPS.get(kind.form, UNKNOWN) if kind else UNKNOWN
    usable = not vehicle.reserved and not vehicle.disabled
    usable &= kind is None or kind.returns in FREE_RETURNS
    seen_s = fleet.seen_s if fleet.seen_s is not None else vehicle.seen_s
    return [
        row,
        group,
        max(kind_row, 0),
        UNKNOWN if not vehicle.range_m else int(vehicle.range_m),
        int(usable),
        UNKNOWN if seen_s is None else seen_s,
    ]
