"""From all cells to all places: the question in rows, worked out here or on a cluster."""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from metropoli.apps.travel.bridge.days import footing_of
from metropoli.apps.travel.bridge.network import Network
from metropoli.apps.travel.bridge.reach.asking import day_of, targets_on
from metropoli.apps.travel.bridge.reach.ground import LINK_RADIUS_M, Walks, by_gates, find_ground
from metropoli.apps.travel.bridge.street_legs import graph_of, streets_of
from metropoli.apps.travel.types import MINUTE_S, WALK, MatrixRequest, Point, ReachRequest
from metropoli.base.errors import NotFound, Refused
from metropoli.base.progress import Progress
from metropoli.engines import reach, streets

Int32s = NDArray[np.int32]
AHEAD = 4  # chunks that wait on a cluster, for each of its threads
NOWHERE = Point(0.0, 0.0)


def prepare_matrix(
    network: Network,
    request: MatrixRequest,
    cells: Sequence[Point],
    places: Sequence[Point],
    progress: Progress,
) -> reach.Job:
    """
    Walk from the cells to the stops and from the stops to the places, and find the changes.

    :raises NotFound: the timetable does not reach that day
    """
    asked = _from_nowhere(request)
    day = day_of(network, asked)
    if day is None:
        raise NotFound("no_timetable_that_day", day=request.at.date().isoformat())
    city, flat = streets_of(network), request.manner.step_free
    graph, stops = graph_of(WALK, step_free=flat), network.stops_on_foot(step_free=flat)
    progress(f"Walking to {len(places):,} places")
    ground = find_ground(city, graph, stops, network.gates, _positions(places))
    progress(f"Walking from {len(cells):,} cells")
    links = streets.link(city, graph, *_positions(cells), radius_m=LINK_RADIUS_M)
    origins = reach.Origins(
        access=_access(network, request, links, stops),
        direct=_walks(network, request, links, ground.links),
    )
    progress("Finding the changes")
    return reach.prepare(
        day,
        origins,
        targets_on(network, asked, ground),
        reach.Window(
            earliest_s=int(request.at.timestamp()) - day.start_s,
            n_departures=max(1, request.window_s // MINUTE_S),
            longest_s=request.longest_s,
            max_rides=request.max_rides,
        ),
        n_threads=os.cpu_count() or 1,
    )


def _from_nowhere(request: MatrixRequest) -> ReachRequest:
    """Return the question that every cell asks."""
    return ReachRequest(
        start=NOWHERE,
        at=request.at,
        window_s=request.window_s,
        longest_s=request.longest_s,
        max_rides=request.max_rides,
        manner=request.manner,
    )


def work_out(job: reach.Job, cluster: str) -> Iterator[tuple[int, reach.Minutes]]:
    """
    Yield first cell and minutes of every chunk, in order: on all cores here, or on a Dask cluster.

    :param cluster: the address of its scheduler (tcp://…), or nothing
    :raises Refused: a cluster is named and its library is not installed
    """
    if not cluster:
        yield from reach.chunks(job, n_threads=os.cpu_count() or 1)
        return
    try:
        distributed: Any = importlib.import_module("distributed")
    except ImportError:
        raise Refused("dask_not_installed") from None
    with distributed.Client(cluster) as client:
        held = client.scatter(job, broadcast=True)
        starts = list(job.starts)
        ahead = AHEAD * max(1, sum(client.nthreads().values()))
        waiting = [client.submit(reach.work_out, held, start) for start in starts[:ahead]]
        for i, start in enumerate(starts):
            minutes = waiting.pop(0).result()
            if i + ahead < len(starts):
                waiting.append(client.submit(reach.work_out, held, starts[i + ahead]))
            yield start, minutes


def _access(
    network: Network, request: MatrixRequest, links: streets.Links, stops: streets.Links | None
) -> reach.Links:
    """Return the stops that each cell walks to."""
    if stops is None:
        nobody = np.zeros(0, np.int32)
        return reach.Links(np.zeros(len(links.edge) + 1, np.int64), nobody, nobody)
    city, flat = streets_of(network), request.manner.step_free
    graph, longest_s = graph_of(WALK, step_free=flat), request.manner.longest_walk_s
    limit_s = _street_s(request, longest_s)
    near = streets.who_reaches(city, graph, links, stops, limit_s=limit_s)
    stop = np.repeat(np.arange(len(stops.edge), dtype=np.int32), np.diff(near.first))
    walks = by_gates(
        Walks(stop, near.to, near.duration_s), network.gates, inwards=True, step_free=flat
    )
    return _by_cell(request, longest_s, (walks.point, walks.stop, walks.walk_s), len(links.edge))


def _walks(
    network: Network, request: MatrixRequest, links: streets.Links, places: streets.Links
) -> reach.Links:
    """Return the places that each cell walks to all the way."""
    graph = graph_of(WALK, step_free=request.manner.step_free)
    limit_s = _street_s(request, request.all_on_foot_s)
    near = streets.who_reaches(streets_of(network), graph, links, places, limit_s=limit_s)
    place = np.repeat(np.arange(len(places.edge), dtype=np.int32), np.diff(near.first))
    walks = (near.to, place, near.duration_s)
    return _by_cell(request, request.all_on_foot_s, walks, len(links.edge))


def _by_cell(
    request: MatrixRequest, longest_s: int, walks: tuple[Int32s, Int32s, Int32s], n_cells: int
) -> reach.Links:
    cell, to, walk_s = walks
    paced_s = footing_of(request.manner).walk_s(walk_s)
    order = np.lexsort((to, cell))
    order = order[paced_s[order] <= longest_s]
    first = np.concatenate(([0], np.cumsum(np.bincount(cell[order], minlength=n_cells))))
    return reach.Links(first.astype(np.int64), to[order], paced_s[order])


def _street_s(request: MatrixRequest, longest_s: int) -> int:
    """Return how long a walk may take at the pace of the streets, to be as long at one's own."""
    return int(longest_s / footing_of(request.manner).slowness_ratio)


def _positions(points: Sequence[Point]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return (
        np.array([point.lat_deg for point in points], np.float64),
        np.array([point.lon_deg for point in points], np.float64),
    )
