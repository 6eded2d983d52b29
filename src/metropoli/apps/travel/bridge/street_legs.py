"""Paths on the street graph as legs that a person can follow."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import datetime, timedelta

from metropoli.apps.travel.bridge.network import Network
from metropoli.apps.travel.types import BIKE, CAR, WALK, Coordinates, Leg, Point, Step, Trip
from metropoli.base.errors import Refused
from metropoli.engines import streets

# How far from the street a point may lie. A car is left further away than a bicycle.
SNAP_RADIUS_M = {WALK: 1_000.0, BIKE: 1_000.0, CAR: 2_000.0}
STAIRS = "stairs"
M_PER_DEG = 111_195.0  # along a great circle


def graph_of(mode: str, *, step_free: bool) -> int:
    """Return the engine's name of a way of moving."""
    if mode == WALK:
        return streets.STEP_FREE if step_free else streets.WALK
    return {BIKE: streets.BIKE, CAR: streets.CAR}[mode]


def streets_of(network: Network) -> streets.Streets:
    """
    Return the streets of a network.

    :raises Refused: only a timetable was loaded
    """
    if network.streets is None:
        raise Refused("no_streets_loaded")
    return network.streets


def snap(network: Network, mode: str, point: Point, *, step_free: bool) -> streets.Snap:
    """
    Return where a point touches the street.

    :raises NotFound: no street of this mode is near
    """
    return streets.snap(
        streets_of(network),
        graph_of(mode, step_free=step_free),
        point.lat_deg,
        point.lon_deg,
        radius_m=SNAP_RADIUS_M[mode],
    )


def street_trip(
    network: Network, mode: str, path: streets.Path, ends: tuple[Point, Point], departs_at: datetime
) -> Trip:
    """Return the trip that follows a path all the way."""
    return Trip(kind=mode, legs=(street_leg(network, mode, path, ends, departs_at),))


def street_leg(
    network: Network, mode: str, path: streets.Path, ends: tuple[Point, Point], departs_at: datetime
) -> Leg:
    """Return a leg that leaves at an instant: from the point to the street, along it, to the point."""
    on_street = coordinates(path.lat_deg, path.lon_deg)
    start, end = ((at.lon_deg, at.lat_deg) for at in ends)
    gaps_m = _apart_m(start, on_street[0]) + _apart_m(on_street[-1], end)
    return Leg(
        mode=mode,
        start=ends[0],
        end=ends[1],
        departs_at=departs_at,
        arrives_at=departs_at + timedelta(seconds=path.duration_s),
        length_m=round(path.length_m + gaps_m),
        geometry=(start, *on_street, end),
        steps=tuple(_step(network, step) for step in path.steps),
        climb_m=round(path.climb_m),
    )


def at_pace(path: streets.Path, slowness_ratio: float) -> streets.Path:
    """Return a walk as it takes somebody who goes slower, or faster, than the streets reckon."""
    steps = tuple(
        replace(step, duration_s=round(step.duration_s * slowness_ratio)) for step in path.steps
    )
    return replace(path, duration_s=math.ceil(path.duration_s * slowness_ratio), steps=steps)


def _apart_m(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the distance of two near points (longitude, latitude)."""
    east = (one[0] - other[0]) * math.cos(math.radians(one[1]))
    return math.hypot(east, one[1] - other[1]) * M_PER_DEG


def coordinates(lat_deg: streets.Degrees, lon_deg: streets.Degrees) -> Coordinates:
    """Return the points of a line as GeoJSON wants them, to about a decimetre."""
    return tuple(zip(lon_deg.round(6).tolist(), lat_deg.round(6).tolist(), strict=True))


def _step(network: Network, step: streets.Step) -> Step:
    return Step(
        turn=STAIRS if step.street_class == "steps" else step.turn,
        street=network.street_names[step.street],
        length_m=round(step.length_m),
        duration_s=step.duration_s,
    )
