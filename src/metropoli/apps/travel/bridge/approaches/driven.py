"""By car to the train: left in a car park with free places, or let out at the station."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from metropoli.apps.travel.bridge.approaches.asking import Asking, snap_of
from metropoli.apps.travel.bridge.approaches.rows import rows_of
from metropoli.apps.travel.bridge.approaches.stops import STOPS_ON_WHEELS
from metropoli.apps.travel.bridge.approaches.ways import Found, Gathering, Spot, Way, no_rows
from metropoli.apps.travel.bridge.fleets.shelf import holds, spans
from metropoli.apps.travel.bridge.fleets.telling import instant_of
from metropoli.apps.travel.bridge.network import Network
from metropoli.apps.travel.bridge.street_legs import M_PER_DEG, streets_of
from metropoli.apps.travel.types import KISS_RIDE, PARK_RIDE, Parking, Point
from metropoli.base.errors import NotFound
from metropoli.engines import sharing, streets

PARK_S = 240  # to find a place and leave the car park
LET_OUT_S = 60
LONGEST_DRIVE_S = 45 * 60
MOST_PARKS, MOST_STATIONS = 6, 5
CAR = "car"
RAILS = (0, 1, 2)  # GTFS route_type: tram, metro, train
LEAST_M = 2_000.0  # nobody takes the car to the train for less
ON_RAILS_SHARE = 0.5  # of the straight way: parking nearer to the end than this is driving there
DRIVE_KMH, RAIL_KMH = 30.0, 22.0  # only to choose what is looked at, about
WALK_M_PER_S = 1.1  # as the crow flies, in a station
STAY_H = 8  # how long a car stands where only the hour is priced


def park_ways(asking: Asking, gathering: Gathering) -> Found:
    """
    Find the ways by one's own car to a car park with a free place, and on foot to a stop.

    Where a list of car parks flags those for changing, the others are left to who goes to town.
    """
    lots, door = asking.fleets.lots, asking.door_on(streets.CAR)
    if not asking.inwards or door is None or lots.walk is None or lots.car is None:
        return no_rows()
    rows = _promising(asking, _open_parks(asking), lots.lat_deg, lots.lon_deg, MOST_PARKS)
    parts = []
    for row in rows.tolist():
        path = _driven(asking, door, snap_of(lots.car, row))
        if path is not None:
            way = gathering.add(_parked(asking, row))
            parts.append(_from_park(asking, row, way, path))
    if not parts:
        return no_rows()
    candidates = Found(*(np.concatenate(column) for column in zip(*parts, strict=True)))
    return rows_of(asking, candidates)


def kiss_ways(asking: Asking, gathering: Gathering) -> Found:
    """Find the stations to which somebody drives us; he drives home again, and that counts."""
    door = asking.door_on(streets.CAR)
    if not asking.inwards or door is None:
        return no_rows()
    timetable = asking.network.timetable
    wheels, _ = STOPS_ON_WHEELS.at(asking.network, streets.CAR)
    stations = _stations(asking.network, wheels)
    at = (timetable.stop_lat_deg, timetable.stop_lon_deg)
    rows = _promising(asking, stations, *at, MOST_STATIONS)
    way = Way(KISS_RIDE, CAR, streets.CAR, leave_s=LET_OUT_S, there_and_back=True)
    number, found = -1, []
    for row in rows.tolist():
        path = _driven(asking, door, snap_of(wheels, row))
        if path is not None:
            number = gathering.add(way) if number < 0 else number
            drive_s, drive_m = path.duration_s, round(path.length_m)
            for stop, walk_s in _around(asking, row):
                lasts_s = drive_s + LET_OUT_S + walk_s
                found.append((stop, stop, lasts_s, walk_s, drive_s, drive_m, number))
    if not found:
        return no_rows()
    columns = np.array(found, np.int32).T
    return rows_of(asking, Found(*columns))


def _open_parks(asking: Asking) -> NDArray[np.int64]:
    """Return the car parks from which one gets on, as far as is known, and where there is room."""
    fleets = asking.fleets
    reach = np.diff(fleets.ties.park_stops.first) > 0
    rows, flagged = [], []
    for source in fleets.parks:
        choosy = any(park.is_park_ride for park in source.parks)
        for row, park in enumerate(source.parks, source.first_park):
            full = park.n_free == 0 and holds(park.seen_s, asking.at_s)
            assert fleets.lots.car is not None
            linked = fleets.lots.car.edge[row] >= 0
            if reach[row] and linked and park.is_open and not full:
                rows.append(row)
                flagged.append(park.is_park_ride or not choosy)
    return np.array(rows, np.int64)[np.array(flagged, np.bool_)] if rows else np.zeros(0, np.int64)


def _stations(network: Network, wheels: streets.Links) -> NDArray[np.int64]:
    """Return one stop of every station on rails; where there are no rails, every stop."""
    timetable, lines = network.timetable, network.lines_at
    on_rails = np.array([line.mode in RAILS for line in network.labels.lines], np.bool_)
    stop = np.repeat(np.arange(len(lines.first) - 1), np.diff(lines.first))
    served = np.unique(stop[on_rails[lines.line]]) if len(lines.line) else stop
    if not len(served):
        served = np.unique(stop)
    served = served[wheels.edge[served] >= 0]
    _, first = np.unique(timetable.stop_parent[served], return_index=True)
    return served[first]


def _around(asking: Asking, stop: int) -> list[tuple[int, int]]:
    """Return every stop of the station where one is let out, with the seconds to walk there."""
    timetable = asking.network.timetable
    mine = np.flatnonzero(timetable.stop_parent == timetable.stop_parent[stop])
    here = Point(float(timetable.stop_lat_deg[stop]), float(timetable.stop_lon_deg[stop]))
    away_m = _from(timetable.stop_lat_deg[mine], timetable.stop_lon_deg[mine], here)
    walk_s = asking.footing.walk_s((away_m / WALK_M_PER_S).astype(np.int32))
    return list(zip(mine.tolist(), walk_s.tolist(), strict=True))


def _promising(
    asking: Asking,
    rows: NDArray[np.int64],
    lat_deg: NDArray[np.float64],
    lon_deg: NDArray[np.float64],
    most: int,
) -> NDArray[np.int64]:
    """Return the few from which, as the crow flies, the whole way looks quickest."""
    here, there = asking.door, asking.other_door
    whole_m = _from(np.array([there.lat_deg]), np.array([there.lon_deg]), here)[0]
    if whole_m < LEAST_M:
        return rows[:0]
    drive_m = _from(lat_deg[rows], lon_deg[rows], here)
    ride_m = _from(lat_deg[rows], lon_deg[rows], there)
    far = ride_m >= ON_RAILS_SHARE * whole_m
    rows, drive_m, ride_m = rows[far], drive_m[far], ride_m[far]
    return rows[np.argsort(drive_m / DRIVE_KMH + ride_m / RAIL_KMH, kind="stable")][:most]


def _from(
    lat_deg: NDArray[np.float64], lon_deg: NDArray[np.float64], point: Point
) -> NDArray[np.float64]:
    east = (lon_deg - point.lon_deg) * math.cos(math.radians(point.lat_deg))
    away: NDArray[np.float64] = np.hypot(lat_deg - point.lat_deg, east) * M_PER_DEG
    return away


def _driven(asking: Asking, door: streets.Snap, to: streets.Snap) -> streets.Path | None:
    try:
        path = streets.route(streets_of(asking.network), streets.CAR, door, to)
    except NotFound:
        return None
    return path if path.duration_s <= LONGEST_DRIVE_S else None


def _parked(asking: Asking, row: int) -> Way:
    fleets = asking.fleets
    _, park = fleets.park(row)
    lots = fleets.lots
    assert lots.walk is not None
    assert lots.car is not None
    fresh = holds(park.seen_s, asking.at_s)
    parking = Parking(
        name=park.name,
        n_free=park.n_free if fresh else None,
        n_places=park.n_places,
        seen_at=instant_of(park.seen_s) if fresh else None,
    )
    cents = _stay_cents(park)
    return Way(
        kind=PARK_RIDE,
        vehicle=CAR,
        ride_mode=streets.CAR,
        leave=Spot(
            Point(park.lat_deg, park.lon_deg, park.name),
            snap_of(lots.walk, row),
            snap_of(lots.car, row),
        ),
        leave_s=PARK_S,
        fixed_cents=cents or 0,
        price_known=cents is not None,
        parking=parking,
    )


def _stay_cents(park: sharing.CarPark) -> int | None:
    """Return what a day's stay costs: as it is said, else eight hours; none where nobody says."""
    if park.day_cents is not None:
        return park.day_cents
    return None if park.hour_cents is None else STAY_H * park.hour_cents


def _from_park(asking: Asking, row: int, way: int, path: streets.Path) -> Found:
    _, stop, walk_s = spans(asking.fleets.ties.park_stops, np.array([row], np.int32))
    walk_s = asking.footing.walk_s(walk_s)
    n = len(stop)
    return Found(
        stop=stop,
        via=stop,
        lasts_s=(path.duration_s + PARK_S + walk_s).astype(np.int32),
        walk_s=walk_s,
        ride_s=np.full(n, path.duration_s, np.int32),
        ride_m=np.full(n, round(path.length_m), np.int32),
        way=np.full(n, way, np.int32),
    )
