"""Public transport: the journeys around an instant that nobody can better."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from metropoli.apps.travel.bridge.days import Footing, footing_of
from metropoli.apps.travel.bridge.joining import through_gates
from metropoli.apps.travel.bridge.network import Network
from metropoli.apps.travel.bridge.street_legs import graph_of, streets_of
from metropoli.apps.travel.bridge.trips.ends import Ends
from metropoli.apps.travel.bridge.trips.telling import tell_trip
from metropoli.apps.travel.types import WALK, Trip, TripRequest
from metropoli.base.errors import NotFound
from metropoli.engines import journeys, streets

SHOWN = 5  # public transport alternatives on a page
# How far beyond the first arrival one looks, further and further until there is enough to show.
BEYOND_S = (20 * 60, 60 * 60, 4 * 3_600, 12 * 3_600)
# A way that takes longer than this beside the quickest one is not shown.
BEARABLE_SHARE, BEARABLE_S = 1.5, 10 * 60
DAY = timedelta(days=1)
NOWHERE = journeys.Walks(stop=np.zeros(0, np.int32), walk_s=np.zeros(0, np.int32))


def transit_trips(
    network: Network, request: TripRequest, ends: Ends, on_foot: streets.Path | None
) -> list[Trip]:
    """Look at the day asked for, then at the one beside."""
    access, egress = _walks(network, request, ends)
    if not len(access.stop) or not len(egress.stop):
        return []
    direct_s = on_foot.duration_s if on_foot else None
    beside = request.at + (-DAY if request.arrive_by else DAY)
    for date in (request.at, beside):
        day = _day(network, date, footing_of(request.manner))
        if day is not None:
            at_s = int(request.at.timestamp()) - day.start_s
            asked = _question(request, at_s, access, egress, direct_s)
            chosen = nearest(day, asked, at_s)
            if chosen:
                return [tell_trip(network, day, journey, request, ends) for journey in chosen]
    return []


def _question(
    request: TripRequest,
    at_s: int,
    access: journeys.Walks,
    egress: journeys.Walks,
    direct_s: int | None,
) -> journeys.Query:
    """Return the question about one instant: who arrives first, or who leaves last."""
    return journeys.Query(
        access=access,
        egress=egress,
        earliest_s=None if request.arrive_by else at_s,
        latest_s=at_s if request.arrive_by else None,
        by_arrival=request.arrive_by,
        max_rides=request.max_rides,
        direct_s=direct_s,
    )


def nearest(day: journeys.Day, asked: journeys.Query, at_s: int) -> list[journeys.Journey]:
    """
    Widen the window until enough journeys are certain to be among the best.

    What arrives within the window cannot be beaten by what leaves after it (and the mirror of it).
    """
    # Whoever walks at once may be there before the first tram of the morning: that is no reason to hide it.
    best = [j for j in journeys.plan(day, replace(asked, direct_s=None)) if j.rides]
    if not best:
        return []
    chosen: list[journeys.Journey] = []
    for beyond_s in BEYOND_S:
        if asked.by_arrival:
            window_s = at_s - max(journey.departs_s for journey in best) + beyond_s
            found = journeys.plan(day, replace(asked, earliest_s=at_s - window_s))
            certain = [j for j in found if j.departs_s >= at_s - window_s]
        else:
            window_s = min(journey.arrives_s for journey in best) - at_s + beyond_s
            found = journeys.plan(day, replace(asked, latest_s=at_s + window_s))
            certain = [j for j in found if j.arrives_s <= at_s + window_s]
        chosen = _choose(certain, arrive_by=asked.by_arrival)
        if len(chosen) >= SHOWN:
            break
    return chosen


def _walks(
    network: Network, request: TripRequest, ends: Ends
) -> tuple[journeys.Walks, journeys.Walks]:
    graph = graph_of(WALK, step_free=request.step_free)
    footing = footing_of(request.manner)
    limit = {"limit_s": int(request.manner.longest_walk_s / footing.slowness_ratio)}
    links = network.stops_on_foot(step_free=request.step_free)
    if links is None:
        return NOWHERE, NOWHERE
    ground = streets_of(network)
    to_s = streets.times_to_links(ground, graph, ends.start, links, **limit)
    from_s = streets.times_from_links(ground, graph, ends.end, links, **limit)
    flat = request.step_free
    to_s = through_gates(to_s, network.gates, inwards=True, step_free=flat)
    from_s = through_gates(from_s, network.gates, inwards=False, step_free=flat)
    return _reached(footing.walk_s(to_s)), _reached(footing.walk_s(from_s))


def _reached(seconds: NDArray[np.int32]) -> journeys.Walks:
    rows = np.flatnonzero(seconds != streets.NEVER).astype(np.int32)
    return journeys.Walks(stop=rows, walk_s=seconds[rows])


def _day(network: Network, date: datetime, footing: Footing) -> journeys.Day | None:
    try:
        return network.day(date.toordinal(), footing)
    except NotFound:
        return None


def _choose(found: list[journeys.Journey], *, arrive_by: bool) -> list[journeys.Journey]:
    """
    Keep the ones nearest to the instant asked for, told in the order in which they leave.

    The engine's set is complete; a person is spared the direct bus that takes the whole morning.
    """
    rides = [journey for journey in found if journey.rides]
    bearable_s = BEARABLE_SHARE * min((_lasts_s(j) for j in rides), default=0) + BEARABLE_S
    rides = [journey for journey in rides if _lasts_s(journey) <= bearable_s]
    if arrive_by:
        rides.sort(key=lambda journey: (-journey.arrives_s, -journey.departs_s, len(journey.rides)))
    else:
        rides.sort(key=lambda journey: (journey.departs_s, journey.arrives_s, len(journey.rides)))
    return sorted(rides[:SHOWN], key=lambda journey: (journey.departs_s, journey.arrives_s))


def _lasts_s(journey: journeys.Journey) -> int:
    return journey.arrives_s - journey.departs_s
