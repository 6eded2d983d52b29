"""Both ends of a trip on the ground, and the way between two places on it."""

from __future__ import annotations

from typing import NamedTuple

from metropoli.apps.travel.bridge.approaches.asking import snap_of
from metropoli.apps.travel.bridge.approaches.telling import Place
from metropoli.apps.travel.bridge.days import footing_of
from metropoli.apps.travel.bridge.network import Network
from metropoli.apps.travel.bridge.street_legs import at_pace, graph_of, snap, streets_of
from metropoli.apps.travel.bridge.wording import stop_name
from metropoli.apps.travel.types import WALK, TripRequest
from metropoli.base.errors import Invalid, NotFound
from metropoli.engines import streets


class Ends(NamedTuple):
    """Both ends on one graph of the streets."""

    start: streets.Snap
    end: streets.Snap


def find_ends(network: Network, mode: str, request: TripRequest, *, step_free: bool) -> Ends:
    """
    Put both ends of a trip on the streets of a mode.

    :raises NotFound: no street of this mode is near one of them
    :raises Invalid: both are the same place
    """
    start, end = (
        snap(network, mode, at, step_free=step_free) for at in (request.start, request.end)
    )
    if start.edge == end.edge and start.share == end.share:
        raise Invalid("same_place")
    return Ends(start, end)


def place_of_stop(network: Network, row: int, *, step_free: bool) -> Place:
    """Return a stop on the ground that somebody walks on; on none, where no street is near."""
    links = network.stops_on_foot(step_free=step_free)
    walk = snap_of(links, row) if links is not None and links.edge[row] >= 0 else None
    return Place(stop_name(network, row).point, walk, None)


def path_between(
    network: Network, mode: str, ends: Ends, *, step_free: bool
) -> streets.Path | None:
    """Return the best way of a mode from end to end; None where the streets do not lead."""
    try:
        graph = graph_of(mode, step_free=step_free)
        return streets.route(streets_of(network), graph, *ends)
    except NotFound:
        return None


def walked(network: Network, ends: Ends, request: TripRequest) -> streets.Path | None:
    """Return the way on foot, at the pace of who asks."""
    path = path_between(network, WALK, ends, step_free=request.step_free)
    return path and at_pace(path, footing_of(request.manner).slowness_ratio)
