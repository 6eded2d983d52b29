"""A question in words, asked of the engines in rows and seconds, and answered in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from metropoli.apps.travel.bridge.days import Footing, footing_of
from metropoli.apps.travel.bridge.joining import through_gates
from metropoli.apps.travel.bridge.network import Network
from metropoli.apps.travel.bridge.on_demand import direct_rides
from metropoli.apps.travel.bridge.ride_legs import ride_legs
from metropoli.apps.travel.bridge.street_legs import (
    at_pace,
    graph_of,
    snap,
    street_leg,
    street_trip,
    streets_of,
)
from metropoli.apps.travel.bridge.wording import instant, stop_name
from metropoli.apps.travel.types import (
    BIKE,
    CAR,
    ON_DEMAND,
    TRANSIT,
    WALK,
    Leg,
    Point,
    Trip,
    TripAnswer,
    TripRequest,
)
from metropoli.base.errors import Invalid, NotFound
from metropoli.engines import journeys, streets

LONGEST_S = {WALK: 2 * 3_600, BIKE: 3 * 3_600, CAR: 12 * 3_600}  # beyond, nobody wants to know
SHOWN = 5  # public transport alternatives on a page
# How far beyond the first arrival one looks, further and further until there is enough to show.
BEYOND_S = (20 * 60, 60 * 60, 4 * 3_600, 12 * 3_600)
# A way that takes longer than this beside the quickest one is not shown.
BEARABLE_SHARE, BEARABLE_S = 1.5, 10 * 60
DAY = timedelta(days=1)
STEP_ACROSS_S = 20  # a shorter walk is not worth a line
NOWHERE = journeys.Walks(stop=np.zeros(0, np.int32), walk_s=np.zeros(0, np.int32))


class _Ends(NamedTuple):
    """Both ends on the walking graph."""

    start: streets.Snap
    end: streets.Snap


def answer(network: Network, request: TripRequest, now: datetime) -> TripAnswer:
    """
    Find the ways from here to there by every mode that was asked for.

    :raises NotFound: no street is near one of the ends
    :raises Invalid: both ends are the same place
    """
    zone = ZoneInfo(network.about.zone)
    request = replace(request, at=request.at.astimezone(zone))
    walk_graph = {"step_free": request.step_free}
    ends = _Ends(
        snap(network, WALK, request.start, **walk_graph),
        snap(network, WALK, request.end, **walk_graph),
    )
    if ends.start.edge == ends.end.edge and ends.start.share == ends.end.share:
        raise Invalid("same_place")
    trips: list[Trip] = []
    why_none: list[str] = []
    on_foot = _walked(network, ends, request)
    if TRANSIT in request.modes:
        found = _transit(network, request, ends, on_foot)
        trips += found
        if not found:
            why_none.append(_why_no_transit(network, request.at))
    if ON_DEMAND in request.modes:
        trips += direct_rides(network, request, now)
    for mode in (WALK, BIKE, CAR):
        if mode in request.modes:
            trips += _own_way(network, mode, request, on_foot)
    return TripAnswer(
        request=request,
        trips=tuple(trips),
        zone=network.about.zone,
        generated=network.about.generated,
        why_none=tuple(why_none),
    )


def _why_no_transit(network: Network, at: datetime) -> str:
    covered = network.about.first_day <= at.toordinal() <= network.about.last_day
    return "no_transit_then" if covered else "no_timetable_then"


def _path(network: Network, mode: str, ends: _Ends, *, step_free: bool) -> streets.Path | None:
    try:
        graph = graph_of(mode, step_free=step_free)
        return streets.route(streets_of(network), graph, *ends)
    except NotFound:
        return None


def _walked(network: Network, ends: _Ends, request: TripRequest) -> streets.Path | None:
    path = _path(network, WALK, ends, step_free=request.step_free)
    return path and at_pace(path, footing_of(request.manner).slowness_ratio)


def _own_way(
    network: Network, mode: str, request: TripRequest, on_foot: streets.Path | None
) -> Iterator[Trip]:
    path = on_foot
    if mode != WALK:
        try:
            ends = _Ends(
                snap(network, mode, request.start, step_free=False),
                snap(network, mode, request.end, step_free=False),
            )
        except NotFound:
            return
        path = _path(network, mode, ends, step_free=False)
    if path is None or path.duration_s > LONGEST_S[mode]:
        return
    lasts = timedelta(seconds=path.duration_s)
    departs_at = request.at - lasts if request.arrive_by else request.at
    yield street_trip(network, mode, path, (request.start, request.end), departs_at)


def _transit(
    network: Network, request: TripRequest, ends: _Ends, on_foot: streets.Path | None
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
            chosen = _nearest(day, asked, at_s)
            if chosen:
                return [_trip(network, day, journey, request, ends) for journey in chosen]
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


def _nearest(day: journeys.Day, asked: journeys.Query, at_s: int) -> list[journeys.Journey]:
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
    network: Network, request: TripRequest, ends: _Ends
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


def _trip(
    network: Network,
    day: journeys.Day,
    journey: journeys.Journey,
    request: TripRequest,
    ends: _Ends,
) -> Trip:
    legs: list[Leg] = []
    for leg in journey.legs:
        if isinstance(leg, journeys.Ride):
            legs += ride_legs(network, day, leg)
        elif leg.arrives_s - leg.departs_s > STEP_ACROSS_S:
            legs.append(_walk(network, day, leg, request, ends))
    return Trip(kind=TRANSIT, legs=tuple(legs))


def _walk(
    network: Network, day: journeys.Day, walk: journeys.Walk, request: TripRequest, ends: _Ends
) -> Leg:
    flat = request.step_free
    start, from_snap = _end(network, walk.from_stop, request.start, ends.start, step_free=flat)
    end, to_snap = _end(network, walk.to_stop, request.end, ends.end, step_free=flat)
    departs_at = instant(network, day.start_s + walk.departs_s)
    arrives_at = instant(network, day.start_s + walk.arrives_s)
    path = None
    if from_snap is not None and to_snap is not None:
        path = _walked(network, _Ends(from_snap, to_snap), request)
    if path is None:
        # A change that the timetable itself allows, where the street map knows no way.
        line = ((start.lon_deg, start.lat_deg), (end.lon_deg, end.lat_deg))
        return Leg(WALK, start, end, departs_at, arrives_at, length_m=0, geometry=line)
    leg = street_leg(network, WALK, path, (start, end), departs_at)
    return replace(leg, arrives_at=arrives_at)


def _end(
    network: Network, stop: int, point: Point, at: streets.Snap, *, step_free: bool
) -> tuple[Point, streets.Snap | None]:
    if stop == journeys.ANYWHERE:
        return point, at
    name = stop_name(network, stop)
    there = Point(name.lat_deg, name.lon_deg, name.name)
    links = network.stops_on_foot(step_free=step_free)
    if links is None or links.edge[stop] < 0:
        return there, None
    return there, streets.Snap(
        edge=int(links.edge[stop]),
        share=float(links.share[stop]),
        lat_deg=float(links.lat_deg[stop]),
        lon_deg=float(links.lon_deg[stop]),
        gap_m=float(links.gap_m[stop]),
    )
