"""Cells in which people live: small where streets are dense, each with a door on the street."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from metropoli.apps.travel.bridge.street_legs import M_PER_DEG
from metropoli.engines import streets

Floats = NDArray[np.float64]

COARSEST_M, N_HALVINGS = 4_000.0, 3  # the finest are 500 m wide
MOST_CELLS = 2_400
CROWDED = 1.6  # times its fair share of street, from which on a cell is quartered
IN_THE_CITY = 2  # standing of an edge that is not cut off


class Cells(NamedTuple):
    """Squares with streets; row i is measured from a point of its streets near their middle."""

    west_deg: Floats
    south_deg: Floats
    east_deg: Floats
    north_deg: Floats
    lat_deg: Floats
    lon_deg: Floats
    street_m: Floats  # length of the streets that one may walk on


def make_cells(city: streets.Streets, *, most: int = MOST_CELLS) -> Cells:
    """Return the cells over the streets of a city, at most so many."""
    lat, lon, x, y, length_m = _stretches(city)
    if not len(lat):
        return Cells(*(np.zeros(0) for _ in Cells._fields))
    west, south = float(lon.min()), float(lat.min())
    lon_m = M_PER_DEG * math.cos(math.radians(float(np.median(lat))))
    crowded_m = CROWDED * length_m.sum() / most
    while True:
        cell, side_m = _quartered(x, y, length_m, crowded_m)
        if cell.max() < most or crowded_m > length_m.sum():
            break
        crowded_m *= 1.2
    street_m = np.bincount(cell, weights=length_m).astype(np.float64)
    door = _doors(x, y, cell, length_m, street_m)
    left = np.floor(x[door] / side_m) * side_m
    low = np.floor(y[door] / side_m) * side_m
    return Cells(
        west + left / lon_m,
        south + low / M_PER_DEG,
        west + (left + side_m) / lon_m,
        south + (low + side_m) / M_PER_DEG,
        lat[door],
        lon[door],
        street_m,
    )


def _stretches(city: streets.Streets) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """Return points of the streets that one may walk on (degrees, metres) and the length around each."""
    standing = np.asarray(city.edge_standing).reshape(-1, len(city.edge_tail))
    n_points = np.diff(city.edge_first)
    walkable = np.repeat(standing[streets.WALK] == IN_THE_CITY, n_points)
    edge = np.repeat(np.arange(len(n_points)), n_points)[walkable]
    lat, lon = np.asarray(city.lat_deg)[walkable], np.asarray(city.lon_deg)[walkable]
    if not len(lat):
        return lat, lon, lat, lon, lat
    lon_m = M_PER_DEG * math.cos(math.radians(float(np.median(lat))))
    x, y = (lon - lon.min()) * lon_m, (lat - lat.min()) * M_PER_DEG
    half_m = np.hypot(np.diff(x), np.diff(y)) * (np.diff(edge) == 0) / 2
    length_m = np.concatenate((half_m, [0.0])) + np.concatenate(([0.0], half_m))
    return lat, lon, x, y, length_m


def _quartered(
    x: Floats, y: Floats, length_m: Floats, crowded_m: float
) -> tuple[NDArray[np.int64], Floats]:
    """Return the cell of each stretch of street, and how wide each cell is."""
    cell = np.full(len(x), -1, np.int64)
    sides: list[Floats] = []
    n_cells = 0
    for halving in range(N_HALVINGS + 1):
        side_m = COARSEST_M / 2**halving
        rows = np.flatnonzero(cell < 0)
        column, row = np.floor(x[rows] / side_m), np.floor(y[rows] / side_m)
        _, square = np.unique(row * 1e6 + column, return_inverse=True)
        within_m = np.bincount(square, weights=length_m[rows])
        final = within_m <= crowded_m if halving < N_HALVINGS else np.ones(len(within_m), np.bool_)
        number = np.cumsum(final) - 1 + n_cells
        kept = final[square]
        cell[rows[kept]] = number[square[kept]]
        n_cells += int(final.sum())
        sides.append(np.full(int(final.sum()), side_m))
    return cell, np.concatenate(sides)


def _doors(
    x: Floats, y: Floats, cell: NDArray[np.int64], length_m: Floats, street_m: Floats
) -> NDArray[np.int64]:
    """Return, by cell, the stretch of street that begins nearest to the middle of its streets."""
    whole = np.maximum(street_m, 1e-9)
    middle_x = np.bincount(cell, weights=x * length_m) / whole
    middle_y = np.bincount(cell, weights=y * length_m) / whole
    away = np.hypot(x - middle_x[cell], y - middle_y[cell])
    order = np.lexsort((away, cell))
    _, first = np.unique(cell[order], return_index=True)
    return order[first]
