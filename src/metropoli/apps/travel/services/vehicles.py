"""Vehicles one by one, and the stops and vehicles of a stretch of map."""

from __future__ import annotations

from datetime import datetime

from metropoli.apps.travel import bridge
from metropoli.apps.travel.services.live import live_network
from metropoli.apps.travel.services.serving import network
from metropoli.apps.travel.types import (
    Passage,
    PassageQuestion,
    StopOnMap,
    Stretch,
    Trip,
    Window,
)


def read_vehicle(*, key: str) -> Trip:
    """
    Read all that a vehicle does on its day: a leg for every line under which it runs.

    The key is the one that legs, departures and stretches carry; it holds as long as the timetable.

    :raises NotFound: no vehicle has this key
    """
    return bridge.vehicle(live_network(), key)


def list_passages(*, question: PassageQuestion) -> tuple[Passage, ...]:
    """
    List what passes at some stops, in the order of time, a thousand vehicles at most.

    :raises NotFound: no stop has one of the keys
    """
    city = live_network()
    for key in question.stops:
        bridge.row_of(city, key)
    return bridge.passages(city, question)


def read_stop(*, key: str) -> StopOnMap:
    """
    Read where a stop is, to which station it belongs and what calls there.

    :raises NotFound: no stop has this key
    """
    city = network()
    return bridge.stop_on_map(city, bridge.row_of(city, key))


def list_stops_together(*, key: str) -> tuple[str, ...]:
    """
    List the keys of the stops that are one for who travels, the one that was asked for first.

    :raises NotFound: no stop has this key
    """
    return bridge.together(network(), key)


def list_stops_in(*, window: Window) -> tuple[StopOnMap, ...]:
    """
    List the stops of a stretch of map where vehicles call.

    :raises Invalid: there are too many
    """
    return bridge.stops_in(network(), window)


def list_stops_near(*, lat_deg: float, lon_deg: float, radius_m: float) -> tuple[StopOnMap, ...]:
    """List the stops within a radius by air where vehicles call, the nearest first."""
    return bridge.stops_around(network(), lat_deg, lon_deg, radius_m)


def list_moving(*, window: Window, from_at: datetime, until_at: datetime) -> tuple[Stretch, ...]:
    """
    List the vehicles on their way through a stretch of map, within some time of one day.

    :raises Invalid: there are too many
    """
    return bridge.stretches_in(live_network(), window, from_at, until_at)
