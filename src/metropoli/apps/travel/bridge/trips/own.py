"""One's own ways: on foot, by bike, by car, from door to door."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from metropoli.apps.travel.bridge.network import Network
from metropoli.apps.travel.bridge.street_legs import street_leg
from metropoli.apps.travel.bridge.trips.ends import find_ends, path_between
from metropoli.apps.travel.bridge.trips.places import OnFoot, stretches
from metropoli.apps.travel.bridge.trips.stays import stay_leg
from metropoli.apps.travel.types import BIKE, CAR, WALK, Leg, Trip, TripRequest
from metropoli.base.errors import Invalid, NotFound
from metropoli.engines import streets

LONGEST_S = {WALK: 2 * 3_600, BIKE: 3 * 3_600, CAR: 12 * 3_600}  # beyond, nobody wants to know
Paths = tuple[streets.Path | None, ...]


def own_way(network: Network, mode: str, request: TripRequest, feet: OnFoot) -> Iterator[Trip]:
    """Yield the trip by a mode of one's own, where there is one that somebody would take."""
    paths = feet.paths if mode == WALK else _paths(network, mode, request)
    known = [path for path in paths if path is not None]
    moves_s = sum(path.duration_s for path in known)
    if len(known) < len(paths) or moves_s > LONGEST_S[mode]:
        return
    lasts = timedelta(seconds=moves_s + feet.stays_s)
    departs_at = request.at - lasts if request.arrive_by else request.at
    yield Trip(kind=mode, legs=tuple(_legs(network, mode, request, known, departs_at)))


def _paths(network: Network, mode: str, request: TripRequest) -> Paths:
    """Return the way of each stretch; of none, if one of the places is away from all streets."""
    try:
        ends = [find_ends(network, mode, one, step_free=False) for one in stretches(request)]
    except (NotFound, Invalid):
        return (None,)
    return tuple(path_between(network, mode, one, step_free=False) for one in ends)


def _legs(
    network: Network,
    mode: str,
    request: TripRequest,
    paths: list[streets.Path],
    departs_at: datetime,
) -> Iterator[Leg]:
    for place, (path, one) in enumerate(zip(paths, stretches(request), strict=True)):
        leg = street_leg(network, mode, path, (one.start, one.end), departs_at)
        yield leg
        departs_at = leg.arrives_at
        if place < len(request.vias):
            via = request.vias[place]
            departs_at += timedelta(seconds=via.stay_s)
            yield stay_leg(via.point, leg.arrives_at, departs_at)
