"""One's own bike: left at the stop, or taken aboard and ridden on at the other end."""

from __future__ import annotations

import numpy as np

from metropoli.apps.travel.bridge.approaches.asking import RIDE_S, Asking
from metropoli.apps.travel.bridge.approaches.docked import BIKE_M_PER_S
from metropoli.apps.travel.bridge.approaches.rows import rows_of
from metropoli.apps.travel.bridge.approaches.stops import STOPS_ON_WHEELS
from metropoli.apps.travel.bridge.approaches.ways import BIKE_ABOARD, Found, Gathering, Way, no_rows
from metropoli.apps.travel.types import BIKE_RIDE
from metropoli.engines import streets

LOCK_S = 60
BIKE = "bike"  # in the registry of factors


def bike_ways(asking: Asking, gathering: Gathering, *, aboard: bool) -> Found:
    """
    Find the stops within reach of one's own bike.

    Left there it is locked at the stop, and waits: it cannot be ridden at the other end.
    """
    door = asking.door_on(streets.BIKE)
    if door is None or (not aboard and not asking.inwards):
        return no_rows()
    stops, marks = STOPS_ON_WHEELS.at(asking.network, streets.BIKE)
    ride_s = asking.seconds(streets.BIKE, door, stops, RIDE_S, marks)
    stop = np.flatnonzero(ride_s < streets.NEVER).astype(np.int32)
    if not len(stop):
        return no_rows()
    way = Way(
        kind=BIKE_ABOARD if aboard else BIKE_RIDE,
        vehicle=BIKE,
        ride_mode=streets.BIKE,
        leave_s=0 if aboard else LOCK_S,
    )
    number = gathering.add(way)
    candidates = Found(
        stop=stop,
        via=stop,
        lasts_s=ride_s[stop] + way.leave_s,
        walk_s=np.zeros(len(stop), np.int32),
        ride_s=ride_s[stop],
        ride_m=(ride_s[stop] * BIKE_M_PER_S).astype(np.int32),
        way=np.full(len(stop), number, np.int32),
    )
    return rows_of(asking, candidates)
