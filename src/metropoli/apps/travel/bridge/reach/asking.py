"""One question about points on the ground, asked of the engines."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from metropoli.apps.travel.bridge.days import footing_of
from metropoli.apps.travel.bridge.joining import through_gates
from metropoli.apps.travel.bridge.network import Network
from metropoli.apps.travel.bridge.reach.ground import Degrees, Ground, find_ground, key_of_points
from metropoli.apps.travel.bridge.street_legs import SNAP_RADIUS_M, graph_of, snap, streets_of
from metropoli.apps.travel.bridge.wording import instant
from metropoli.apps.travel.types import MINUTE_S, TRANSIT, WALK, ReachRequest
from metropoli.base.errors import NotFound
from metropoli.engines import journeys, reach, streets

Int32s = NDArray[np.int32]


class Asked(NamedTuple):
    """A question on the ground: the points, who gets there on foot, and from which stops."""

    ground: Ground
    direct_s: Int32s  # by point, without any ride; NEVER out of reach
    access: reach.Links  # one row: the stops that one walks to
    targets: reach.Targets | None
    day: journeys.Day | None
    window: reach.Window


def ask(network: Network, request: ReachRequest, points: tuple[Degrees, Degrees]) -> Asked:
    """
    Put a question about public transport on the ground.

    :raises NotFound: no street is near the start
    """
    graph = graph_of(WALK, step_free=request.manner.step_free)
    footing = footing_of(request.manner)
    start = snap(network, WALK, request.start, step_free=footing.step_free)
    key = key_of_points(*points)
    stops = network.stops_on_foot(step_free=footing.step_free)
    ground = network.grounds.once(
        ("ground", footing.step_free, key),
        lambda: find_ground(streets_of(network), graph, stops, network.gates, points),
    )
    direct_s = _direct_s(network, request, start, ground.links)
    day = day_of(network, request)
    targets = None
    if day is not None:
        targets = network.grounds.once(
            ("targets", footing.step_free, footing.walk_kmh, request.manner.longest_walk_s, key),
            lambda: targets_on(network, request, ground),
        )
    return Asked(
        ground=ground,
        direct_s=direct_s,
        access=_access(network, request, start),
        targets=targets,
        day=day,
        window=reach.Window(
            earliest_s=int(request.at.timestamp()) - (day.start_s if day else 0),
            n_departures=max(1, request.window_s // MINUTE_S),
            longest_s=request.longest_s,
            max_rides=request.max_rides,
        ),
    )


def minutes_to(network: Network, request: ReachRequest, asked: Asked) -> reach.Minutes:
    """Return the minutes (points, PERCENTILES) to each point; NEVER_MIN out of reach."""
    if asked.day is None or asked.targets is None:
        return own_minutes(asked.direct_s)
    near = np.flatnonzero(asked.direct_s != reach.NEVER).astype(np.int32)
    direct = reach.Links(np.array([0, len(near)], np.int64), near, asked.direct_s[near])
    return reach.one_to_all(
        asked.day, reach.Origins(asked.access, direct), asked.targets, asked.window
    )


def own_minutes(direct_s: Int32s) -> reach.Minutes:
    """Return the minutes of a way that takes as long whenever one leaves."""
    in_time = direct_s != reach.NEVER
    minutes = np.where(in_time, -(-direct_s.astype(np.int64) // MINUTE_S), reach.NEVER_MIN)
    return np.repeat(minutes.astype(np.uint8)[:, None], len(reach.PERCENTILES), axis=1)


def own_seconds(network: Network, request: ReachRequest, links: streets.Links) -> Int32s:
    """
    Return the seconds to each link on foot, by bike or by car, NEVER out of reach.

    :raises NotFound: no street of this mode is near the start
    """
    if request.mode in (WALK, TRANSIT):
        start = snap(network, WALK, request.start, step_free=request.manner.step_free)
        return _direct_s(network, request, start, links)
    start = snap(network, request.mode, request.start, step_free=False)
    graph = graph_of(request.mode, step_free=False)
    return streets.times_to_links(
        streets_of(network), graph, start, links, limit_s=request.longest_s
    )


def own_links(
    network: Network, request: ReachRequest, points: tuple[Degrees, Degrees]
) -> streets.Links:
    """Return the points on the streets of a mode of one's own."""
    flat = request.mode == WALK and request.manner.step_free
    graph = graph_of(request.mode, step_free=flat)
    radius_m = SNAP_RADIUS_M[request.mode]
    return network.grounds.once(
        ("links", graph, key_of_points(*points)),
        lambda: streets.link(streets_of(network), graph, *points, radius_m=radius_m),
    )


def _direct_s(
    network: Network, request: ReachRequest, start: streets.Snap, links: streets.Links
) -> Int32s:
    footing = footing_of(request.manner)
    graph = graph_of(WALK, step_free=footing.step_free)
    limit_s = int(request.longest_s / footing.slowness_ratio)
    found = streets.times_to_links(streets_of(network), graph, start, links, limit_s=limit_s)
    return footing.walk_s(found) if footing.slowness_ratio != 1 else found


def _access(network: Network, request: ReachRequest, start: streets.Snap) -> reach.Links:
    footing = footing_of(request.manner)
    links = network.stops_on_foot(step_free=footing.step_free)
    rows = walk_s = np.zeros(0, np.int32)
    if links is not None:
        graph = graph_of(WALK, step_free=footing.step_free)
        limit_s = int(request.manner.longest_walk_s / footing.slowness_ratio)
        found = streets.times_to_links(streets_of(network), graph, start, links, limit_s=limit_s)
        found = through_gates(found, network.gates, inwards=True, step_free=footing.step_free)
        rows = np.flatnonzero(found != streets.NEVER).astype(np.int32)
        walk_s = footing.walk_s(found[rows])
    return reach.Links(np.array([0, len(rows)], np.int64), rows, walk_s)


def targets_on(network: Network, request: ReachRequest, ground: Ground) -> reach.Targets:
    """Return the last walks to the points of a ground, at the pace of who asks."""
    walk_s = footing_of(request.manner).walk_s(ground.walks.walk_s)
    near = walk_s <= request.manner.longest_walk_s
    return reach.make_targets(
        ground.walks.stop[near],
        ground.walks.point[near],
        walk_s[near],
        n_stops=len(network.labels.stops),
        n_targets=len(ground.links.edge),
    )


def day_of(network: Network, request: ReachRequest) -> journeys.Day | None:
    """Return the view of the day of a question; None where the timetable does not reach it."""
    here = request.at.astimezone(ZoneInfo(network.about.zone))
    try:
        return network.day(here.toordinal(), footing_of(request.manner))
    except NotFound:
        return None


def heard_at(network: Network) -> datetime | None:
    """Return when vehicles were last heard of; None where the timetable holds."""
    live = network.live
    return instant(network, live.at) if live is not None and live.at else None
