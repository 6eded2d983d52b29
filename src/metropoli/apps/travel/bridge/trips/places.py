"""Places on the way: on the streets, among the stops, and as a day in layers to be searched."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from metropoli.apps.travel.bridge.approaches import Ways, ways_to_stops
from metropoli.apps.travel.bridge.approaches.ways import Rows
from metropoli.apps.travel.bridge.fleets import Fleets
from metropoli.apps.travel.bridge.network import Network
from metropoli.apps.travel.bridge.street_legs import M_PER_DEG
from metropoli.apps.travel.bridge.trips.ends import find_ends, walked
from metropoli.apps.travel.bridge.windows import together
from metropoli.apps.travel.bridge.wording import stop_name
from metropoli.apps.travel.types import TRANSIT, WALK, Point, TripRequest
from metropoli.base.errors import Invalid
from metropoli.engines import journeys, streets

AT_STOP_M = 50.0  # a place so near to a stop is the stop: who is carried through has been there


@dataclass(frozen=True, slots=True)
class OnFoot:
    """A question on foot: the ways from place to place, None where the streets do not lead."""

    paths: tuple[streets.Path | None, ...]
    stays_s: int

    @property
    def lasts_s(self) -> int | None:
        """Return how long it takes on foot all the way, stays included."""
        known = [path.duration_s for path in self.paths if path is not None]
        return sum(known) + self.stays_s if len(known) == len(self.paths) else None


def stretches(request: TripRequest) -> tuple[TripRequest, ...]:
    """Return a question for each stretch from place to place, without places on the way."""
    points = (request.start, *(via.point for via in request.vias), request.end)
    return tuple(replace(request, start=start, end=end, vias=()) for start, end in pairwise(points))


def on_foot(network: Network, request: TripRequest) -> OnFoot:
    """
    Return the ways on foot from place to place.

    :raises NotFound: no street is near one of the places
    :raises Invalid: two places that follow each other are the same
    """
    paths = tuple(
        walked(network, find_ends(network, WALK, one, step_free=one.step_free), one)
        for one in stretches(request)
    )
    return OnFoot(paths, sum(via.stay_s for via in request.vias))


def check_places(request: TripRequest) -> None:
    """
    Check how many places lie on the way.

    :raises Invalid: too_many_vias
    """
    if len(request.vias) > journeys.MOST_VIAS:
        raise Invalid("too_many_vias", most=journeys.MOST_VIAS)


def day_through(
    network: Network, fleets: Fleets, request: TripRequest, day: journeys.Day, feet: OnFoot
) -> journeys.Through | None:
    """Return a day on which all journeys lead through the places; None where there are none."""
    if not request.vias:
        return None
    longest_s = request.manner.longest_walk_s
    vias = []
    for via in request.vias:
        here = replace(request, start=via.point, end=via.point, vias=(), modes=frozenset({TRANSIT}))
        ways = ways_to_stops(network, here, fleets, request.at)
        vias.append(
            journeys.Via(
                arrive=_walks(ways, inwards=False),
                leave=_walks(ways, inwards=True),
                stay_s=via.stay_s,
                calls=_calls(network, via.point),
            )
        )
    walks_s = [path.duration_s if path is not None else None for path in feet.paths]
    near = tuple(s if s is not None and s <= longest_s else None for s in walks_s)
    return journeys.go_through(day, tuple(vias), near)


def _walks(ways: Ways, *, inwards: bool) -> journeys.Walks:
    found = (ways.access if inwards else ways.egress).found
    return journeys.Walks(found.stop, found.lasts_s)


def stops_there(network: Network, point: Point) -> set[str]:
    """Return the keys of the stops where a vehicle that calls has been at a place."""
    timetable = network.timetable
    east = (timetable.stop_lon_deg - point.lon_deg) * np.cos(np.radians(point.lat_deg))
    away_m = np.hypot(timetable.stop_lat_deg - point.lat_deg, east) * M_PER_DEG
    near = np.flatnonzero((away_m <= AT_STOP_M) & (np.diff(network.lines_at.first) > 0))
    return {key for row in near.tolist() for key in together(network, stop_name(network, row).key)}


def _calls(network: Network, point: Point) -> Rows:
    keys = stops_there(network, point)
    return np.array(sorted(network.rows.stops[key] for key in keys), np.int32)
