"""What is near, in the words of travellers."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from metropoli.apps.travel.bridge.fleets.shelf import Fleets, Owned, Spots, holds
from metropoli.apps.travel.types import (
    Box,
    CarParkSight,
    FreeVehicle,
    KindCount,
    ParkingSight,
    Point,
    SharingSight,
    SharingStation,
    SharingSystem,
)
from metropoli.engines import sharing

MOST_TOLD = 2_000  # things on one map
M_PER_DEG = 111_195.0


def shared_in(
    fleets: Fleets, box: Box, *, at: datetime, language: str, seen_from: Point | None = None
) -> SharingSight:
    """Return the stations and free vehicles of a part of the city, nearest first where somebody asks."""
    at_s = int(at.timestamp())
    stations = _chosen(fleets.stations, box, seen_from)
    vehicles = _chosen(fleets.vehicles, box, seen_from)
    room = max(0, MOST_TOLD - len(stations))
    told_stations = tuple(
        _station(fleets, row, (at_s, language), away_m) for row, away_m in stations[:MOST_TOLD]
    )
    told_vehicles = tuple(
        told
        for row, away_m in vehicles[:room]
        if (told := _vehicle(fleets, row, (at_s, language), away_m)) is not None
    )
    return SharingSight(
        systems=tuple(_system(one, at_s, language) for one in fleets.owned),
        stations=told_stations,
        vehicles=told_vehicles,
        n_left_out=max(0, len(stations) - MOST_TOLD) + max(0, len(vehicles) - room),
    )


def parks_in(fleets: Fleets, box: Box, *, at: datetime) -> ParkingSight:
    """Return the car parks of a part of the city."""
    at_s = int(at.timestamp())
    rows = [row for row, _ in _chosen(fleets.lots, box, None)]
    return ParkingSight(
        parks=tuple(_park(fleets, row, at_s) for row in rows[:MOST_TOLD]),
        attributions=tuple(dict.fromkeys(one.attribution for one in fleets.parks)),
        n_left_out=max(0, len(rows) - MOST_TOLD),
    )


def box_around(point: Point, within_m: float) -> Box:
    """Return the part of the map around a point."""
    north = within_m / M_PER_DEG
    east = north / max(0.01, np.cos(np.radians(point.lat_deg)))
    return Box(
        point.lat_deg - north,
        float(point.lon_deg - east),
        point.lat_deg + north,
        float(point.lon_deg + east),
    )


def kind_of(fleet: sharing.Fleet, type_id: str) -> sharing.VehicleType | None:
    """Return a vehicle type by its name."""
    return next((kind for kind in fleet.types if kind.id == type_id), None)


def forms_of(fleet: sharing.Fleet) -> tuple[str, ...]:
    """Return the forms that a fleet has; one that names no types is of bikes, as GBFS began."""
    return tuple(dict.fromkeys(kind.form for kind in fleet.types)) or (sharing.FORMS[0],)


def instant_of(seconds: int | None) -> datetime | None:
    """Return a Unix time as an instant."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def seen_of(fleet: sharing.Fleet, own_s: int | None) -> int | None:
    """
    Return when something was seen: when its fleet was, because that is when it was looked at last.

    What a station reported long ago and its fleet still repeats is what is there now.
    """
    return fleet.seen_s if fleet.seen_s is not None else own_s


def _chosen(spots: Spots, box: Box, near: Point | None) -> list[tuple[int, int | None]]:
    lat, lon = spots.lat_deg, spots.lon_deg
    inside = (lat >= box.south_deg) & (lat <= box.north_deg)
    inside &= (lon >= box.west_deg) & (lon <= box.east_deg)
    rows = np.flatnonzero(inside)
    if near is None:
        return [(row, None) for row in rows.tolist()]
    away_m = _away_m(lat[rows], lon[rows], near)
    order = np.argsort(away_m, kind="stable")
    return [(int(rows[i]), round(float(away_m[i]))) for i in order]


def _away_m(
    lat_deg: NDArray[np.float64], lon_deg: NDArray[np.float64], near: Point
) -> NDArray[np.float64]:
    east = (lon_deg - near.lon_deg) * np.cos(np.radians(near.lat_deg))
    away: NDArray[np.float64] = np.hypot(lat_deg - near.lat_deg, east) * M_PER_DEG
    return away


def _system(one: Owned, at_s: int, language: str) -> SharingSystem:
    fleet, system = one.fleet, one.fleet.system
    plans = (plan.description or plan.name for plan in fleet.plans)
    return SharingSystem(
        key=one.code,
        name=sharing.in_language(system.name, language),
        operator=sharing.in_language(system.operator, language),
        forms=forms_of(fleet),
        n_stations=len(fleet.stations),
        n_vehicles=len(fleet.vehicles),
        prices=tuple(dict.fromkeys(sharing.in_language(texts, language) for texts in plans)),
        seen_at=instant_of(fleet.seen_s),
        lapsed=not holds(fleet.seen_s, at_s),
        generated=one.generated,
        attribution=one.attribution,
        url=system.url or system.purchase_url,
    )


def _station(
    fleets: Fleets, row: int, asked: tuple[int, str], away_m: int | None
) -> SharingStation:
    mine, station = fleets.station(row)
    at_s, language = asked
    status = station.status
    seen_s = seen_of(mine.fleet, status.seen_s if status else None)
    known = status if holds(seen_s, at_s) else None
    return SharingStation(
        key=f"{mine.code}:{station.id}",
        system=sharing.in_language(mine.fleet.system.name, language),
        name=sharing.in_language(station.name, language),
        lat_deg=station.lat_deg,
        lon_deg=station.lon_deg,
        forms=forms_of(mine.fleet),
        capacity=station.capacity,
        n_vehicles=known.n_vehicles if known else None,
        n_docks=known.n_docks if known else None,
        by_kind=_by_kind(mine.fleet, known, language) if known else (),
        renting=known is None or (known.renting and known.installed),
        returning=known is None or (known.returning and known.installed),
        seen_at=instant_of(seen_s),
        generated=mine.generated,
        away_m=away_m,
        url=station.links.web,
    )


def _by_kind(fleet: sharing.Fleet, status: sharing.Status, language: str) -> tuple[KindCount, ...]:
    told = []
    for count in status.vehicles:
        for type_id in count.types[:1]:
            kind = kind_of(fleet, type_id)
            if kind is not None:
                name = sharing.in_language(kind.name, language)
                told.append(KindCount(kind.form, kind.is_electric, name, count.n))
    return tuple(told)


def _vehicle(
    fleets: Fleets, row: int, asked: tuple[int, str], away_m: int | None
) -> FreeVehicle | None:
    mine, vehicle = fleets.vehicle(row)
    at_s, language = asked
    seen_s = seen_of(mine.fleet, vehicle.seen_s)
    if vehicle.reserved or vehicle.disabled or not holds(seen_s, at_s):
        return None
    assert vehicle.lat_deg is not None
    assert vehicle.lon_deg is not None
    kind = kind_of(mine.fleet, vehicle.type)
    return FreeVehicle(
        key=f"{mine.code}:{vehicle.id}",
        system=sharing.in_language(mine.fleet.system.name, language),
        form=kind.form if kind else forms_of(mine.fleet)[0],
        electric=kind.is_electric if kind else False,
        name=sharing.in_language(kind.name, language) if kind else "",
        lat_deg=vehicle.lat_deg,
        lon_deg=vehicle.lon_deg,
        range_m=None if vehicle.range_m is None else round(vehicle.range_m),
        seen_at=instant_of(seen_s),
        generated=mine.generated,
        away_m=away_m,
        url=vehicle.links.web,
    )


def _park(fleets: Fleets, row: int, at_s: int) -> CarParkSight:
    mine, park = fleets.park(row)
    return CarParkSight(
        key=f"{mine.code}:{park.id}",
        name=park.name,
        lat_deg=park.lat_deg,
        lon_deg=park.lon_deg,
        n_places=park.n_places,
        n_free=park.n_free if holds(park.seen_s, at_s) else None,
        park_ride=park.is_park_ride,
        is_open=park.is_open,
        hour_cents=park.hour_cents,
        day_cents=park.day_cents,
        fee_note=park.fee_note,
        seen_at=instant_of(park.seen_s),
        generated=mine.generated,
    )
