"""Put fleets and car parks on the streets, write them down, and map them again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from metropoli.apps.travel.bridge.arrays import load_bundle, save_bundle
from metropoli.apps.travel.bridge.fleets.files import GBFS, FleetFiles
from metropoli.apps.travel.bridge.fleets.shelf import (
    Fleets,
    Owned,
    OwnedParks,
    Positions,
    Spots,
    Ties,
    turned,
)
from metropoli.apps.travel.bridge.fleets.stock import stock_of
from metropoli.apps.travel.bridge.network import Network
from metropoli.apps.travel.bridge.street_legs import M_PER_DEG
from metropoli.engines import sharing, streets

FLEETS_FORM = "2"  # how the folder is laid out
RADIUS_M = 200.0  # what stands further from every street cannot be reached
WALK_S = 8 * 60  # between a stop and a station, or a car park
RIDE_S = 45 * 60  # between two stations
TO_VEHICLE_S = 4 * 60  # from a stop to a vehicle in the street
FASTEST_M_PER_S = 1.6  # on foot
EAST_OF_NORTH = 3.0  # a degree to the east is shorter, up to 70 degrees north
PLACES = (("walk", streets.WALK), ("bike", streets.BIKE), ("car", streets.CAR))


def build_fleets(
    sources: Sequence[FleetFiles], network: Network | None, version: str, before: Fleets | None
) -> Fleets:
    """Read every source and put what it tells on the streets of the network (see `placed`)."""
    owned, parks = _read(sources)
    stations = [one for mine in owned for one in mine.fleet.stations]
    vehicles = [one for mine in owned for one in mine.fleet.vehicles]
    lots = [one for mine in parks for one in mine.parks]
    fleets = Fleets(
        version=version,
        network="",
        owned=owned,
        parks=parks,
        stations=_at([(one.lat_deg, one.lon_deg) for one in stations]),
        vehicles=_at([(one.lat_deg, one.lon_deg) for one in vehicles]),
        lots=_at([(one.lat_deg, one.lon_deg) for one in lots]),
        ties=_untied(len(stations), len(lots), len(vehicles)),
        stock=stock_of([one.fleet for one in owned]),
    )
    return placed(fleets, network, before)


def placed(fleets: Fleets, network: Network | None, before: Fleets | None = None) -> Fleets:
    """
    Return the fleets on the streets of a network.

    Ties take seconds to find: those of `before` are kept where neither streets nor stations moved.
    """
    if network is None or network.streets is None:
        return fleets
    ground = network.streets
    there = replace(
        fleets,
        network=network.about.version,
        stations=_linked(ground, fleets.stations, (streets.WALK, streets.BIKE, streets.CAR)),
        vehicles=_linked(ground, fleets.vehicles, (streets.WALK, streets.BIKE, streets.CAR)),
        lots=_linked(ground, fleets.lots, (streets.WALK, streets.CAR)),
    )
    same = before is not None and before.network == there.network
    if before is not None and same and _stand_alike(before, there):
        ties = before.ties._replace(stops_vehicle=_to_vehicles(there, network, ground))
    else:
        ties = _tied(there, network, ground)
    return replace(there, ties=ties)


def _stand_alike(one: Fleets, other: Fleets) -> bool:
    return all(
        np.array_equal(getattr(mine, axis), getattr(theirs, axis))
        for mine, theirs in ((one.stations, other.stations), (one.lots, other.lots))
        for axis in ("lat_deg", "lon_deg")
    )


def _read(sources: Sequence[FleetFiles]) -> tuple[tuple[Owned, ...], tuple[OwnedParks, ...]]:
    owned: list[Owned] = []
    parks: list[OwnedParks] = []
    n_stations = n_vehicles = n_parks = 0
    for source in sources:
        about = (source.code, source.generated, source.attribution)
        if source.kind == GBFS:
            fleet = sharing.read_fleet(source.files).fleet
            if fleet is not None:
                fleet = _standing(fleet, source.taken_s)
                owned.append(Owned(*about, fleet, n_stations, n_vehicles))
                n_stations += len(fleet.stations)
                n_vehicles += len(fleet.vehicles)
        else:
            told = [sharing.read_parks(content, name) for name, content in source.files.items()]
            mine = tuple(
                park if park.seen_s is not None else replace(park, seen_s=source.taken_s)
                for one in told
                for park in one.parks
            )
            parks.append(OwnedParks(*about, mine, n_parks))
            n_parks += len(mine)
    return tuple(owned), tuple(parks)


def _standing(fleet: sharing.Fleet, taken_s: int) -> sharing.Fleet:
    """Keep the vehicles that stand in the street: those at stations are counted there."""
    if fleet.seen_s is None:
        fleet = replace(fleet, seen_s=taken_s)
    stations = {one.id for one in fleet.stations}
    free = tuple(
        one
        for one in fleet.vehicles
        if one.station not in stations and one.lat_deg is not None and one.lon_deg is not None
    )
    return replace(fleet, vehicles=free)


def _at(positions: list[tuple[float | None, float | None]] | list[tuple[float, float]]) -> Spots:
    lat_deg, lon_deg = np.array(positions, np.float64).reshape(-1, 2).T
    return Spots(np.ascontiguousarray(lat_deg), np.ascontiguousarray(lon_deg), None, None, None)


def _linked(ground: streets.Streets, spots: Spots, modes: tuple[int, ...]) -> Spots:
    at = (spots.lat_deg, spots.lon_deg)
    links = [
        streets.link(ground, mode, *at, radius_m=RADIUS_M) if mode in modes else None
        for _, mode in PLACES
    ]
    return Spots(*at, *links)


def _tied(fleets: Fleets, network: Network, ground: streets.Streets) -> Ties:
    stops, stations, lots = network.links, fleets.stations, fleets.lots
    assert stations.walk is not None
    assert stations.bike is not None
    assert lots.walk is not None
    rides = _between(ground, streets.BIKE, stations.bike, stations.bike, RIDE_S)
    n_stations = len(stations.lat_deg)
    untied = _untied(n_stations, len(lots.lat_deg), len(fleets.vehicles.lat_deg))
    untied = untied._replace(station_rides=rides, rides_station=turned(rides, n_stations))
    if stops is None:
        return untied
    near = _near(stops, stations.walk, WALK_S)
    return untied._replace(
        station_stops=_between(ground, streets.WALK, stations.walk, stops, WALK_S),
        stops_station=turned(
            _between(ground, streets.WALK, near, stations.walk, WALK_S), n_stations
        ),
        park_stops=_between(ground, streets.WALK, lots.walk, stops, WALK_S),
        stops_vehicle=_to_vehicles(fleets, network, ground),
    )


def _to_vehicles(fleets: Fleets, network: Network, ground: streets.Streets) -> streets.Neighbours:
    stops, vehicles = network.links, fleets.vehicles.walk
    n_vehicles = len(fleets.vehicles.lat_deg)
    if stops is None or vehicles is None:
        return _no_neighbours(n_vehicles)
    near = _near(stops, vehicles, TO_VEHICLE_S)
    walks = _between(ground, streets.WALK, near, vehicles, TO_VEHICLE_S)
    return turned(walks, n_vehicles)


def _untied(n_stations: int, n_parks: int, n_vehicles: int) -> Ties:
    stations = _no_neighbours(n_stations)
    return Ties(
        station_stops=stations,
        stops_station=stations,
        station_rides=stations,
        rides_station=stations,
        park_stops=_no_neighbours(n_parks),
        stops_vehicle=_no_neighbours(n_vehicles),
    )


def _near(stops: streets.Links, things: streets.Links, within_s: int) -> streets.Links:
    """Blot out the stops from which nothing can be walked to: searching around them is in vain."""
    near_deg = within_s * FASTEST_M_PER_S / M_PER_DEG
    edge = np.full(len(stops.edge), -1, np.int32)
    there = np.flatnonzero(things.edge >= 0)
    for row in there.tolist():
        north = np.abs(stops.lat_deg - things.lat_deg[row]) < near_deg
        east = np.abs(stops.lon_deg - things.lon_deg[row]) < EAST_OF_NORTH * near_deg
        rows = np.flatnonzero(north & east)
        edge[rows] = stops.edge[rows]
    edge.flags.writeable = False
    return stops._replace(edge=edge)


def _between(
    ground: streets.Streets, mode: int, starts: streets.Links, ends: streets.Links, limit_s: int
) -> streets.Neighbours:
    return streets.pairs_between(ground, mode, starts, ends, limit_s=limit_s)


def _no_neighbours(n: int) -> streets.Neighbours:
    nobody = np.zeros(0, np.int32)
    return streets.Neighbours(np.zeros(n + 1, np.int64), nobody, nobody)


def write_fleets(fleets: Fleets, sources: Sequence[FleetFiles], folder: Path) -> None:
    """Write the files of all sources, and where what they tell stands on the streets."""
    about = {
        "version": fleets.version,
        "network": fleets.network,
        "sources": [
            {
                "kind": one.kind,
                "name": one.name,
                "files": list(one.files),
                "taken_s": one.taken_s,
                "generated": one.generated,
                "attribution": one.attribution,
            }
            for one in sources
        ],
    }
    for one in sources:
        (folder / one.code).mkdir()
        for name, content in one.files.items():
            (folder / one.code / name).write_bytes(content)
    for place in ("stations", "vehicles", "lots"):
        spots: Spots = getattr(fleets, place)
        save_bundle(folder / place, Positions(spots.lat_deg, spots.lon_deg))
        for name, _ in PLACES:
            links = getattr(spots, name)
            if links is not None:
                save_bundle(folder / f"{place}_{name}", links)
    for name, neighbours in fleets.ties._asdict().items():
        save_bundle(folder / f"ties_{name}", neighbours)
    (folder / "about.json").write_text(json.dumps(about, ensure_ascii=False))


def load_fleets(folder: Path) -> Fleets:
    """Map the fleets of a folder that `write_fleets` filled."""
    about = json.loads((folder / "about.json").read_text())
    sources = [_files(folder, said) for said in about["sources"]]
    owned, parks = _read(sources)
    return Fleets(
        version=about["version"],
        network=about["network"],
        owned=owned,
        parks=parks,
        stations=_spots(folder, "stations"),
        vehicles=_spots(folder, "vehicles"),
        lots=_spots(folder, "lots"),
        ties=Ties(
            *(load_bundle(folder / f"ties_{name}", streets.Neighbours) for name in Ties._fields)
        ),
        stock=stock_of([one.fleet for one in owned]),
    )


def _files(folder: Path, said: dict[str, Any]) -> FleetFiles:
    files = FleetFiles(**said)
    content = {name: (folder / files.code / name).read_bytes() for name in said["files"]}
    return replace(files, files=content)


def _spots(folder: Path, place: str) -> Spots:
    links = [
        load_bundle(file, streets.Links) if (file := folder / f"{place}_{name}").exists() else None
        for name, _ in PLACES
    ]
    return Spots(*load_bundle(folder / place, Positions), *links)
