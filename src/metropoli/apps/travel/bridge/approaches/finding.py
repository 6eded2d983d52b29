"""All the ways to the first stop and from the last one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import numpy as np

from metropoli.apps.travel.bridge.approaches.asking import Asking
from metropoli.apps.travel.bridge.approaches.docked import docked_ways
from metropoli.apps.travel.bridge.approaches.driven import kiss_ways, park_ways
from metropoli.apps.travel.bridge.approaches.floating import floating_ways
from metropoli.apps.travel.bridge.approaches.own_bike import bike_ways
from metropoli.apps.travel.bridge.approaches.rows import side_of
from metropoli.apps.travel.bridge.approaches.vehicles import KINDS
from metropoli.apps.travel.bridge.approaches.ways import (
    ON_FOOT,
    Found,
    Gathering,
    Side,
    Way,
    Ways,
    no_rows,
)
from metropoli.apps.travel.bridge.fleets.shelf import Fleets
from metropoli.apps.travel.bridge.joining import through_gates
from metropoli.apps.travel.bridge.network import Network
from metropoli.apps.travel.bridge.street_legs import graph_of, snap, streets_of
from metropoli.apps.travel.types import (
    BIKE,
    BIKE_RIDE,
    CAR,
    KISS_RIDE,
    ON_DEMAND,
    PARK_RIDE,
    TRANSIT,
    WALK,
    TripRequest,
)
from metropoli.engines import streets


def ways_to_stops(network: Network, request: TripRequest, fleets: Fleets, at: datetime) -> Ways:
    """
    Find every way to the first stop and from the last one, by the modes that were asked for.

    `at` is when the vehicles are wanted: what is at stations, in the street and in car parks
    counts only if it was seen near that instant. Who needs ground without steps goes on foot or
    is driven. Who takes the bike aboard rides at both ends.

    :raises NotFound: no street is near one of the ends
    """
    at_s = int(at.timestamp())
    return Ways(
        *(_side(Asking(network, fleets, request, at_s, inwards)) for inwards in (True, False))
    )


def modes_at_hand(network: Network, fleets: Fleets) -> Iterator[str]:
    """Yield the ways of moving that somebody may ask for here, the usual ones first."""
    rides = network.links is not None and len(network.timetable.trip_pattern) > 0
    if rides:
        yield TRANSIT
    if network.streets is not None:
        yield from (WALK, BIKE, CAR)
    if len(network.flex.ride_line):
        yield ON_DEMAND
    for group, mode in KINDS.items():
        at_stations = (fleets.stock.station_type[group] >= 0).any()
        if at_stations or (fleets.stock.vehicle_group == group).any():
            yield mode
    if rides:
        yield from (BIKE_RIDE, KISS_RIDE)
        if fleets.parks:
            yield PARK_RIDE


def _side(asking: Asking) -> Side:
    gathering = Gathering()
    modes, manner = asking.request.modes, asking.request.manner
    if manner.bike_aboard:
        gathering.parts.append(bike_ways(asking, gathering, aboard=True))
        return side_of(gathering.ways, gathering.parts)
    gathering.parts.append(walks(asking, gathering))
    if KISS_RIDE in modes:
        gathering.parts.append(kiss_ways(asking, gathering))
    if manner.step_free:
        return side_of(gathering.ways, gathering.parts)
    if PARK_RIDE in modes:
        gathering.parts.append(park_ways(asking, gathering))
    if BIKE_RIDE in modes:
        gathering.parts.append(bike_ways(asking, gathering, aboard=False))
    for group, mode in KINDS.items():
        if mode in modes:
            gathering.parts.append(docked_ways(asking, group, gathering))
            gathering.parts.append(floating_ways(asking, group, gathering))
    return side_of(gathering.ways, gathering.parts)


def walks(asking: Asking, gathering: Gathering) -> Found:
    """Find every stop that is walked to within the longest walk."""
    network, flat = asking.network, asking.request.step_free
    links = network.stops_on_foot(step_free=flat)
    if links is None:
        return no_rows()
    door = snap(network, WALK, asking.door, step_free=flat)
    graph = graph_of(WALK, step_free=flat)
    times = streets.times_to_links if asking.inwards else streets.times_from_links
    found_s = times(streets_of(network), graph, door, links, limit_s=asking.longest_walk_s)
    found_s = through_gates(found_s, network.gates, inwards=asking.inwards, step_free=flat)
    stop = np.flatnonzero(found_s < streets.NEVER).astype(np.int32)
    lasts_s = asking.footing.walk_s(found_s[stop])
    nothing = np.zeros(len(stop), np.int32)
    way = np.full(len(stop), gathering.add(Way(ON_FOOT, "")), np.int32)
    return Found(stop, stop, lasts_s, lasts_s, nothing, nothing, way)
