"""What lies in a stretch of map: its stops, and the vehicles on their way through it."""

from __future__ import annotations

from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from metropoli.apps.travel.bridge.live.facts import facts_of
from metropoli.apps.travel.bridge.network import Network
from metropoli.apps.travel.bridge.ride_legs import drawing_length_m, ride_drawing
from metropoli.apps.travel.bridge.run_keys import run_key
from metropoli.apps.travel.bridge.street_legs import M_PER_DEG
from metropoli.apps.travel.bridge.wording import (
    instant,
    line_name,
    stop_name,
    zone_of,
)
from metropoli.apps.travel.rules.vehicles import vehicle_of
from metropoli.apps.travel.types import StopOnMap, Stretch, Window
from metropoli.base.errors import Invalid, NotFound
from metropoli.engines import journeys

MOST_STOPS, MOST_STRETCHES = 8_192, 12_000
TOGETHER_DEG = 0.003  # about 300 m: stops of one name this close are one for who travels


def stops_in(network: Network, window: Window) -> tuple[StopOnMap, ...]:
    """Return the stops where vehicles call; see `services.list_stops_in`."""
    rows = np.flatnonzero(_inside(network, window) & (np.diff(network.lines_at.first) > 0))
    if len(rows) > MOST_STOPS:
        raise Invalid("too_much_map", most=MOST_STOPS)
    return tuple(stop_on_map(network, row) for row in rows.tolist())


def stop_on_map(network: Network, row: int) -> StopOnMap:
    """Return a stop, its station, and what calls there or at the station's platforms."""
    timetable, days = network.timetable, network.about.last_day - network.about.first_day + 1
    parent = int(timetable.stop_parent[row])
    rows = network.rows.children.get(row, (row,))
    said = int(timetable.stop_wheelchair[row])
    return StopOnMap(
        stop=stop_name(network, row),
        station=stop_name(network, parent) if parent != row else None,
        vehicles=tuple(sorted({kind for stop in rows for kind in _vehicles_at(network, stop)})),
        calls_a_day=sum(int(network.lines_at.calls[stop]) for stop in rows) // max(1, days),
        step_free=None if said == journeys.UNKNOWN else said == journeys.YES,
    )


def together(network: Network, key: str) -> tuple[str, ...]:
    """Return the platforms of a stop's station, and the stops of its name close by, itself first."""
    row = row_of(network, key)
    parent = int(network.timetable.stop_parent[row])
    rows = {row: None} | dict.fromkeys(network.rows.children.get(parent, ()))
    timetable, name = network.timetable, network.labels.stops[row].name
    near = np.hypot(
        timetable.stop_lat_deg - timetable.stop_lat_deg[row],
        timetable.stop_lon_deg - timetable.stop_lon_deg[row],
    )
    close = np.flatnonzero(near < TOGETHER_DEG).tolist()
    rows |= {other: None for other in close if network.labels.stops[other].name == name}
    return tuple(stop_name(network, other).key for other in rows)


def stops_around(
    network: Network, lat_deg: float, lon_deg: float, radius_m: float
) -> tuple[StopOnMap, ...]:
    """Return the stops within a radius by air, the nearest first; see `services.list_stops_near`."""
    timetable = network.timetable
    east = (timetable.stop_lon_deg - lon_deg) * np.cos(np.radians(lat_deg))
    away_m = np.hypot(timetable.stop_lat_deg - lat_deg, east) * M_PER_DEG
    rows = np.flatnonzero((away_m <= radius_m) & (np.diff(network.lines_at.first) > 0))
    rows = rows[np.argsort(away_m[rows], kind="stable")][:MOST_STOPS]
    return tuple(stop_on_map(network, row) for row in rows.tolist())


def stretches_in(
    network: Network, window: Window, from_at: datetime, until_at: datetime
) -> tuple[Stretch, ...]:
    """Return the vehicles on their way there and then; see `services.list_moving`."""
    view = _view_at(network, from_at)
    if view is None:
        return ()
    found = journeys.moving(
        view,
        from_s=int(from_at.timestamp()) - view.start_s,
        until_s=int(until_at.timestamp()) - view.start_s,
    )
    rows = np.flatnonzero(_touching(network, window, found))
    if len(rows) > MOST_STRETCHES:
        raise Invalid("too_much_map", most=MOST_STRETCHES)
    return tuple(_stretch(network, view, found, row) for row in rows.tolist())


def row_of(network: Network, key: str) -> int:
    """
    Return the row of a stop.

    :raises NotFound: no stop has this key
    """
    row = network.rows.stops.get(key)
    if row is None:
        raise NotFound("unknown_stop", key=key[:120])
    return row


def _inside(network: Network, window: Window) -> NDArray[np.bool_]:
    lat_deg, lon_deg = network.timetable.stop_lat_deg, network.timetable.stop_lon_deg
    inside: NDArray[np.bool_] = (
        (lat_deg >= window.south_deg)
        & (lat_deg <= window.north_deg)
        & (lon_deg >= window.west_deg)
        & (lon_deg <= window.east_deg)
    )
    return inside


def _touching(network: Network, window: Window, found: journeys.Moving) -> NDArray[np.bool_]:
    """Tell whose rectangle from stop to stop touches the window."""
    lat, lon = network.timetable.stop_lat_deg, network.timetable.stop_lon_deg
    touching: NDArray[np.bool_] = (
        (np.minimum(lat[found.start], lat[found.end]) <= window.north_deg)
        & (np.maximum(lat[found.start], lat[found.end]) >= window.south_deg)
        & (np.minimum(lon[found.start], lon[found.end]) <= window.east_deg)
        & (np.maximum(lon[found.start], lon[found.end]) >= window.west_deg)
    )
    return touching


def _view_at(network: Network, at: datetime) -> journeys.Day | None:
    ordinal = at.astimezone(zone_of(network)).toordinal()
    for day in (ordinal, ordinal - 1):  # the night after the timetable's last day is still told
        try:
            return network.day(day)
        except NotFound:
            continue
    return None


def _vehicles_at(network: Network, stop: int) -> set[str]:
    first = network.lines_at.first
    lines = network.lines_at.line[int(first[stop]) : int(first[stop + 1])].tolist()
    return {vehicle_of(network.labels.lines[line].mode) for line in lines}


def _stretch(network: Network, view: journeys.Day, found: journeys.Moving, row: int) -> Stretch:
    timetable, vehicle = network.timetable, int(found.vehicle[row])
    trip, position = int(view.vehicles.trip[vehicle]), int(found.position[row])
    first, last = int(timetable.part_first[trip]), int(timetable.part_first[trip + 1])
    part = (
        first
        + int(np.searchsorted(timetable.part_position[first:last], position, side="right"))
        - 1
    )
    stops = np.array([found.start[row], found.end[row]], np.int32)
    geometry = ride_drawing(network, int(timetable.part_shape[part]), stops)
    facts = facts_of(network, view, vehicle)
    left, comes = (facts.planned(k) if facts else None for k in (position, position + 1))
    return Stretch(
        key=run_key(network, view, vehicle, part),
        line=line_name(network, int(timetable.part_line[part])),
        start=stop_name(network, int(stops[0])),
        end=stop_name(network, int(stops[1])),
        departs_at=instant(network, view.start_s + int(found.departs_s[row])),
        arrives_at=instant(network, view.start_s + int(found.arrives_s[row])),
        geometry=geometry,
        length_m=round(drawing_length_m(geometry)),
        planned_departs_at=instant(network, view.start_s + left.departs_s) if left else None,
        planned_arrives_at=instant(network, view.start_s + comes.arrives_s) if comes else None,
    )
