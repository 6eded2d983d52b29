"""The area within so many minutes, as polygons."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from metropoli.apps.travel.bridge.network import Network
from metropoli.apps.travel.bridge.reach.asking import (
    ask,
    heard_at,
    minutes_to,
    own_links,
    own_minutes,
    own_seconds,
)
from metropoli.apps.travel.bridge.street_legs import M_PER_DEG, streets_of
from metropoli.apps.travel.types import (
    PERCENTILES,
    TRANSIT,
    Coordinates,
    Isochrone,
    Point,
    ReachMap,
    ReachRequest,
)
from metropoli.engines import reach, streets

FINEST_M = 150.0  # from one cell to the next
MOST_CELLS = 30_000
NEAR_STREET_M = 250.0  # a cell without a street this near is nobody's
FADE_MIN = 5.0  # how much later than the limit the ground beyond it is taken to be reached
SMOOTHED_M = 20.0
HALF_MINUTE = 0.5


class Grid(NamedTuple):
    """A square grid of ground; only the cells near a street are asked about."""

    south_deg: float
    west_deg: float
    step_lat_deg: float
    step_lon_deg: float
    shape: tuple[int, int]
    cell: NDArray[np.int64]  # flat index of each cell asked about
    lat_deg: NDArray[np.float64]
    lon_deg: NDArray[np.float64]


def reach_map(
    network: Network, request: ReachRequest, minutes: Sequence[int], percentile: int
) -> ReachMap:
    """
    Draw the area within so many minutes, for each of them, the widest first.

    :raises NotFound: no street is near the start
    """
    grid = network.grounds.once(("grid",), lambda: make_grid(streets_of(network)))
    points = (grid.lat_deg, grid.lon_deg)
    why_none: tuple[str, ...] = ()
    if request.mode == TRANSIT:
        asked = ask(network, request, points)
        found = minutes_to(network, request, asked)
        why_none = () if asked.day is not None else ("no_timetable_then",)
    else:
        found = own_minutes(own_seconds(network, request, own_links(network, request, points)))
    field = np.full(grid.shape, float(reach.NEVER_MIN)).ravel()
    field[grid.cell] = found[:, PERCENTILES.index(percentile)]
    field = field.reshape(grid.shape)
    return ReachMap(
        request=request,
        percentile=percentile,
        isochrones=tuple(_area(grid, field, limit) for limit in sorted(minutes, reverse=True)),
        zone=network.about.zone,
        generated=network.about.generated,
        live_at=heard_at(network),
        why_none=why_none,
    )


def grid_cells(network: Network) -> tuple[Point, ...]:
    """Return the centres of the cells in which isochrones are drawn, by row and column."""
    grid = network.grounds.once(("grid",), lambda: make_grid(streets_of(network)))
    row, column = np.divmod(grid.cell, grid.shape[1])
    at = zip(grid.lat_deg, grid.lon_deg, row, column, strict=True)
    return tuple(Point(float(lat), float(lon), f"{i}-{j}") for lat, lon, i, j in at)


def make_grid(city: streets.Streets) -> Grid:
    """Return cells over the streets, so fine that there are not too many."""
    lat, lon = np.asarray(city.node_lat_deg), np.asarray(city.node_lon_deg)
    south, west = float(lat.min()) - 0.003, float(lon.min()) - 0.004
    lon_m = M_PER_DEG * math.cos(math.radians(float(np.median(lat))))
    high_m, wide_m = (float(lat.max()) - south) * M_PER_DEG, (float(lon.max()) - west) * lon_m
    step_m = FINEST_M
    while True:
        shape = (int(high_m / step_m) + 3, int(wide_m / step_m) + 3)
        step_lat, step_lon = step_m / M_PER_DEG, step_m / lon_m
        near = _near_streets(city, (south, west), (step_lat, step_lon), shape)
        if near.sum() <= MOST_CELLS:
            break
        step_m *= math.sqrt(near.sum() / MOST_CELLS) * 1.02
    cell = np.flatnonzero(near)
    row, column = np.divmod(cell, shape[1])
    return Grid(
        south,
        west,
        step_lat,
        step_lon,
        shape,
        cell,
        south + row * step_lat,
        west + column * step_lon,
    )


def _near_streets(
    city: streets.Streets,
    corner: tuple[float, float],
    step: tuple[float, float],
    shape: tuple[int, int],
) -> NDArray[np.bool_]:
    """Tell which cells have a piece of street around them that one may walk on."""
    row = np.rint((np.asarray(city.lat_deg) - corner[0]) / step[0]).astype(np.int64)
    column = np.rint((np.asarray(city.lon_deg) - corner[1]) / step[1]).astype(np.int64)
    touched = np.zeros(shape, np.bool_)
    inside = (row > 0) & (row < shape[0] - 1) & (column > 0) & (column < shape[1] - 1)
    touched[row[inside], column[inside]] = True
    wide = touched.copy()
    for move in (-1, 1):
        wide |= np.roll(touched, move, axis=0) | np.roll(touched, move, axis=1)
    return wide.ravel()


def _area(grid: Grid, field: NDArray[np.float64], limit_min: int) -> Isochrone:
    rings = reach.contour(np.minimum(field, limit_min + FADE_MIN), limit_min + HALF_MINUTE)
    east = grid.west_deg + rings.column * grid.step_lon_deg
    north = grid.south_deg + rings.row * grid.step_lat_deg
    shapes = _polygons(np.stack((east, north), axis=1), rings.first)
    shapes = shapely.simplify(shapes, SMOOTHED_M / M_PER_DEG, preserve_topology=True)
    km2 = (M_PER_DEG / 1000) ** 2 * math.cos(math.radians(grid.south_deg))
    return Isochrone(
        minutes=limit_min,
        polygons=tuple(_rings_of(shape) for shape in shapes),
        area_km2=round(float(shapely.area(shapes).sum()) * km2, 3),
    )


def _polygons(points: NDArray[np.float64], first: NDArray[np.int32]) -> NDArray[np.object_]:
    """Return polygons of the rings: each hole in the smallest outline around it."""
    lines = [points[a:b] for a, b in zip(first[:-1].tolist(), first[1:].tolist(), strict=True)]
    areas = [_signed_area(line) for line in lines]
    outlines = sorted((i for i, area in enumerate(areas) if area > 0), key=lambda i: areas[i])
    holes: dict[int, list[NDArray[np.float64]]] = {i: [] for i in outlines}
    solid = {i: shapely.polygons(lines[i]) for i in outlines}
    for i, area in enumerate(areas):
        if area < 0:
            inside = (o for o in outlines if shapely.contains_xy(solid[o], *lines[i][0]))
            owner = next(inside, None)
            if owner is not None:
                holes[owner].append(lines[i])
    made = [shapely.Polygon(lines[i], holes[i]) for i in outlines]
    return np.array(made, dtype=object)


def _signed_area(line: NDArray[np.float64]) -> float:
    x, y = line[:, 0] - line[0, 0], line[:, 1] - line[0, 1]
    return float(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2


def _rings_of(shape: shapely.Polygon) -> tuple[Coordinates, ...]:
    """Return outline and holes, to about a metre, as GeoJSON wants them."""
    oriented = shapely.geometry.polygon.orient(shape)
    rings = (oriented.exterior, *oriented.interiors)
    return tuple(tuple(map(tuple, shapely.get_coordinates(r).round(5).tolist())) for r in rings)
