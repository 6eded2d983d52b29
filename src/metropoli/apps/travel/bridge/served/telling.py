"""A measure over the whole city, in words: cell by cell and Comune by Comune."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from metropoli.apps.travel.bridge.network import Network
from metropoli.apps.travel.bridge.served.cells import Cells
from metropoli.apps.travel.bridge.served.green import metres_to_green
from metropoli.apps.travel.bridge.served.times import minutes_to_places
from metropoli.apps.travel.bridge.served.weighing import by_comune, how_unequal, measured
from metropoli.apps.travel.bridge.street_legs import M_PER_DEG
from metropoli.apps.travel.types import Point, Served, ServedCell, ServedComune, ServedRequest

Floats = NDArray[np.float64]
Rows = NDArray[np.int32]

COVERED_M = 1_500.0  # a Comune is on the map where some cell is this near its centre
DIGITS = 4


class Comuni(NamedTuple):
    """The Comuni of a territory, row by row, and the row of each cell (-1: none)."""

    istat: tuple[str, ...]
    name_it: tuple[str, ...]
    name_en: tuple[str, ...]
    residents: Floats
    lat_deg: Floats
    lon_deg: Floats
    of_cell: Rows


class People(NamedTuple):
    """Who lives in each cell, and which Comuni are on the map at all."""

    by_cell: Floats
    covered: NDArray[np.bool_]  # by Comune


def people_of(cells: Cells, comuni: Comuni) -> People:
    """
    Share the residents of each Comune out to its cells, by the length of their streets.

    A Comune of which only an edge is on the map, its centre not, has nobody here. Source: Xie,
    "The overlaid network algorithms for areal interpolation problem", Computers, Environment and
    Urban Systems 19 (1995), 287-306.
    """
    n_comuni = len(comuni.istat)
    lived = np.flatnonzero(comuni.of_cell >= 0)
    owner = comuni.of_cell[lived]
    up_m = (cells.lat_deg[lived] - comuni.lat_deg[owner]) * M_PER_DEG
    right_m = (cells.lon_deg[lived] - comuni.lon_deg[owner]) * M_PER_DEG
    away_m = np.hypot(up_m, right_m * np.cos(np.radians(cells.lat_deg[lived])))
    half_m = (cells.north_deg[lived] - cells.south_deg[lived]) * M_PER_DEG / 2
    covered = np.zeros(n_comuni, np.bool_)
    covered[owner[away_m <= COVERED_M + half_m]] = True
    street_m = np.bincount(owner, weights=cells.street_m[lived], minlength=n_comuni)
    people = np.zeros(len(cells.lat_deg))
    people[lived] = np.where(
        covered[owner],
        comuni.residents[owner] * cells.street_m[lived] / np.maximum(street_m[owner], 1e-9),
        0.0,
    )
    return People(people, covered)


def served_by_places(
    network: Network,
    request: ServedRequest,
    cells: Cells,
    comuni: Comuni,
    places: Sequence[Point],
    folder: Path,
) -> Served:
    """
    Say how well each cell and each Comune is served; the name of a place is its kind.

    :raises NotFound: the timetable does not reach that day
    """
    people = people_of(cells, comuni)
    minutes = minutes_to_places(network, request, cells, places, folder)
    value = measured(request, minutes, [place.name for place in places], people.by_cell)
    return _told(network, request, cells, comuni, people, value)


def served_by_green(
    network: Network, request: ServedRequest, cells: Cells, comuni: Comuni
) -> Served:
    """Say how far each cell is from green, and the average of each Comune."""
    metres = network.grounds.once(
        ("metres to green",), lambda: metres_to_green(network, cells.lat_deg, cells.lon_deg)
    )
    value = np.where(np.isfinite(metres), metres, np.nan)
    return _told(network, request, cells, comuni, people_of(cells, comuni), value)


def _told(
    network: Network,
    request: ServedRequest,
    cells: Cells,
    comuni: Comuni,
    people: People,
    value: Floats,
) -> Served:
    shared = by_comune(request, value, people.by_cell, comuni.of_cell, len(comuni.istat))
    return Served(
        request=request,
        cells=_cells(cells, comuni, people.by_cell, value),
        comuni=tuple(
            ServedComune(
                istat=comuni.istat[row],
                name_it=comuni.name_it[row],
                name_en=comuni.name_en[row],
                people=int(comuni.residents[row]),
                value=_known(float(shared.value[row])),
                reached_share=round(float(shared.reached_share[row]), DIGITS),
            )
            for row in np.flatnonzero(people.covered).tolist()
        ),
        inequality=how_unequal(request, value, people.by_cell, comuni.of_cell),
        n_places=0,
        zone=network.about.zone,
        generated=network.about.generated,
        rests_on=(),
        lacks=(),
    )


def _cells(cells: Cells, comuni: Comuni, people: Floats, value: Floats) -> tuple[ServedCell, ...]:
    boxes = np.column_stack(cells[:6]).round(6).tolist()
    owner = comuni.of_cell.tolist()
    return tuple(
        ServedCell(
            west_deg=box[0],
            south_deg=box[1],
            east_deg=box[2],
            north_deg=box[3],
            lat_deg=box[4],
            lon_deg=box[5],
            comune=comuni.istat[owner[row]] if owner[row] >= 0 else "",
            people=round(float(people[row]), 1),
            value=_known(float(value[row])),
        )
        for row, box in enumerate(boxes)
    )


def _known(value: float) -> float | None:
    return None if math.isnan(value) else round(value, DIGITS)
