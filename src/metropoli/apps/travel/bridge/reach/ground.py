"""Points on the ground: where each touches the street, and which stops one walks to it from."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from metropoli.apps.travel.bridge.joining import Gates
from metropoli.engines import streets

Int32s = NDArray[np.int32]
Degrees = NDArray[np.float64]

LINK_RADIUS_M = 500.0  # a point further than this from every street is out of reach
LAST_WALK_S = 15 * 60  # from a stop, where there are stops enough
LONGEST_LAST_WALK_S = 30 * 60  # and where there are not
ENOUGH_STOPS = 4


class Walks(NamedTuple):
    """One row a walk, from a stop (row of the timetable) to a point, at the pace of the streets."""

    stop: Int32s
    point: Int32s
    walk_s: Int32s


class Ground(NamedTuple):
    """Points on the street, and the last walks to them."""

    links: streets.Links
    walks: Walks


def key_of_points(lat_deg: Degrees, lon_deg: Degrees) -> str:
    """Return a key that two lists of the same points share."""
    return hashlib.blake2b(lat_deg.tobytes() + lon_deg.tobytes(), digest_size=16).hexdigest()


def find_ground(
    city: streets.Streets,
    graph: int,
    stops: streets.Links | None,
    gates: Gates,
    points: tuple[Degrees, Degrees],
) -> Ground:
    """
    Put points on the street and find the stops around each.

    Fifteen minutes' walk around a point, or half an hour where fewer than four stops are that near.
    """
    links = streets.link(city, graph, *points, radius_m=LINK_RADIUS_M)
    nobody = np.zeros(0, np.int32)
    if stops is None or not len(points[0]):
        return Ground(links, Walks(nobody, nobody, nobody))
    flat = graph == streets.STEP_FREE
    near = _walks(city, graph, stops, links, LAST_WALK_S)
    counts = np.bincount(near.point, minlength=len(links.edge))
    lonely = (counts < ENOUGH_STOPS) & (links.edge >= 0)
    far_links = links._replace(edge=np.where(lonely, links.edge, -1).astype(np.int32))
    far = _walks(city, graph, stops, far_links, LONGEST_LAST_WALK_S)
    keep = ~lonely[near.point]
    joined = Walks(*(np.concatenate((a[keep], b)) for a, b in zip(near, far, strict=True)))
    return Ground(links, by_gates(joined, gates, inwards=False, step_free=flat))


def _walks(
    city: streets.Streets, graph: int, stops: streets.Links, links: streets.Links, limit_s: int
) -> Walks:
    near = streets.who_reaches(city, graph, stops, links, limit_s=limit_s)
    point = np.repeat(np.arange(len(links.edge), dtype=np.int32), np.diff(near.first))
    return Walks(near.to, point, near.duration_s)


def by_gates(walks: Walks, gates: Gates, *, inwards: bool, step_free: bool) -> Walks:
    """Return the walks to or from platforms with entrances by one of these, or not at all."""
    mine = gates.inwards == inwards
    if not mine.any():
        return walks
    inner, outer = (gates.to_stop, gates.from_stop) if inwards else (gates.from_stop, gates.to_stop)
    usable = mine & gates.step_free if step_free else mine
    rows = np.flatnonzero(usable)
    order = np.argsort(walks.stop, kind="stable")
    first = np.searchsorted(walks.stop[order], outer[rows])
    counts = np.searchsorted(walks.stop[order], outer[rows], side="right") - first
    inside = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    through, gate = order[np.repeat(first, counts) + inside], np.repeat(rows, counts)
    open_air = ~np.isin(walks.stop, inner[mine])
    walk_s = walks.walk_s[through] + gates.duration_s[gate]
    return Walks(
        np.concatenate((walks.stop[open_air], inner[gate])).astype(np.int32),
        np.concatenate((walks.point[open_air], walks.point[through])).astype(np.int32),
        np.concatenate((walks.walk_s[open_air], walk_s)).astype(np.int32),
    )
