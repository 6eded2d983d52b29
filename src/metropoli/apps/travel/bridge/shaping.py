"""The way a bus or a tram takes from stop to stop, where its feed does not draw it."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from metropoli.base.errors import NotFound
from metropoli.engines import journeys, streets

# GTFS route_type of what runs on streets: trams, buses, trolleybuses.
ON_STREETS = (0, 3, 11)
STOP_RADIUS_M = 120.0  # a stop further than this from every carriageway is joined straight
# A way longer than this is the car's, forced round by one-ways, and not the bus's in its own lane.
MOST_TIMES_STRAIGHT, MOST_EXTRA_M = 1.4, 120.0
EARTH_M_PER_DEG = 111_195.0

Line = tuple[NDArray[np.float64], NDArray[np.float64]]  # latitudes and longitudes, in degrees
Way = Callable[[int, int], Line]  # between two rows of stops


def draw_missing_shapes(
    timetable: journeys.Timetable, shapes: journeys.Shapes, labels: journeys.Labels, way: Way
) -> tuple[journeys.Timetable, journeys.Shapes]:
    """Return the timetable with a drawing for every bus and tram that had none, and all drawings."""
    pattern = np.repeat(timetable.trip_pattern, np.diff(timetable.part_first))
    mode = np.array([line.mode for line in labels.lines], np.int64)
    missing = (timetable.part_shape < 0) & np.isin(mode[timetable.part_line], ON_STREETS)
    wanted, row = np.unique(pattern[missing], return_inverse=True)
    if not len(wanted):
        return timetable, shapes
    lines = [_along(timetable, int(one), way) for one in wanted]
    part_shape = timetable.part_shape.copy()
    part_shape[missing] = len(shapes.shape_first) - 1 + row
    lengths = [len(lat_deg) for lat_deg, _ in lines]
    return timetable._replace(part_shape=part_shape), journeys.Shapes(
        np.concatenate((shapes.shape_first, shapes.shape_first[-1] + np.cumsum(lengths))),
        np.concatenate((shapes.lat_deg, *(lat_deg for lat_deg, _ in lines))),
        np.concatenate((shapes.lon_deg, *(lon_deg for _, lon_deg in lines))),
    )


def ways_on_streets(city: streets.Streets, timetable: journeys.Timetable) -> Way:
    """Return a way to draw: along the carriageways where that is no detour, else straight."""
    lat, lon = timetable.stop_lat_deg, timetable.stop_lon_deg
    links = streets.link(city, streets.CAR, lat, lon, radius_m=STOP_RADIUS_M)

    def snap(stop: int) -> streets.Snap:
        return streets.Snap(
            int(links.edge[stop]),
            float(links.share[stop]),
            float(links.lat_deg[stop]),
            float(links.lon_deg[stop]),
            float(links.gap_m[stop]),
        )

    @cache  # most stretches are shared by several lines and by both halves of the day
    def way(start: int, end: int) -> Line:
        straight = lat[[start, end]], lon[[start, end]]
        if min(links.edge[start], links.edge[end]) < 0:
            return straight
        try:
            path = streets.route(city, streets.CAR, snap(start), snap(end))
        except NotFound:
            return straight
        longest_m = MOST_TIMES_STRAIGHT * _length_m(*straight) + MOST_EXTRA_M
        return (path.lat_deg, path.lon_deg) if path.length_m <= longest_m else straight

    return way


def _along(timetable: journeys.Timetable, pattern: int, way: Way) -> Line:
    first, last = timetable.pattern_first[pattern], timetable.pattern_first[pattern + 1]
    stops = timetable.pattern_stop[first:last].tolist()
    stretches = [way(start, end) for start, end in itertools.pairwise(stops)]
    if not stretches:
        return timetable.stop_lat_deg[stops], timetable.stop_lon_deg[stops]
    lat_deg = np.concatenate([lat_deg for lat_deg, _ in stretches])
    return lat_deg, np.concatenate([lon_deg for _, lon_deg in stretches])


def _length_m(lat_deg: NDArray[np.float64], lon_deg: NDArray[np.float64]) -> float:
    east = (lon_deg[-1] - lon_deg[0]) * np.cos(np.radians(lat_deg[0]))
    return float(np.hypot(lat_deg[-1] - lat_deg[0], east) * EARTH_M_PER_DEG)
