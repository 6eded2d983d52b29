"""One's own ways: on foot, by bike, by car, from door to door."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from metropoli.apps.travel.bridge.network import Network
from metropoli.apps.travel.bridge.street_legs import street_trip
from metropoli.apps.travel.bridge.trips.ends import find_ends, path_between
from metropoli.apps.travel.types import BIKE, CAR, WALK, Trip, TripRequest
from metropoli.base.errors import Invalid, NotFound
from metropoli.engines import streets

LONGEST_S = {WALK: 2 * 3_600, BIKE: 3 * 3_600, CAR: 12 * 3_600}  # beyond, nobody wants to know


def own_way(
    network: Network, mode: str, request: TripRequest, on_foot: streets.Path | None
) -> Iterator[Trip]:
    """Yield the trip by a mode of one's own, where there is one that somebody would take."""
    path = on_foot
    if mode != WALK:
        try:
            ends = find_ends(network, mode, request, step_free=False)
        except (NotFound, Invalid):
            return
        path = path_between(network, mode, ends, step_free=False)
    if path is None or path.duration_s > LONGEST_S[mode]:
        return
    lasts = timedelta(seconds=path.duration_s)
    departs_at = request.at - lasts if request.arrive_by else request.at
    yield street_trip(network, mode, path, (request.start, request.end), departs_at)
