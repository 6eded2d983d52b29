"""shapes.txt: the lines that vehicles draw on the map."""

from __future__ import annotations

import numpy as np

from metropoli.engines.journeys.gtfs.columns import missing
from metropoli.engines.journeys.gtfs.kernels.numbers import OK
from metropoli.engines.journeys.gtfs.problems import Notebook
from metropoli.engines.journeys.gtfs.stops import NOWHERE_DEG
from metropoli.engines.journeys.gtfs.tables import Keys, Table
from metropoli.engines.journeys.types import Int32s, Shapes

FILE = "shapes.txt"
COLUMNS = ["shape_id", "shape_pt_lat", "shape_pt_lon", "shape_pt_sequence"]


def read_shapes(table: Table, notes: Notebook) -> tuple[Shapes, Keys, Int32s]:
    """Return the shapes of two points and more, and how to find them: keys and row of each."""
    keys, _ = table.keys("shape_id")
    first_row = keys.find(table.column("shape_id"))
    sequence, states = table.ints("shape_pt_sequence")
    lat_deg, _ = table.decimals("shape_pt_lat")
    lon_deg, _ = table.decimals("shape_pt_lon")
    with np.errstate(invalid="ignore"):
        placed = (np.abs(lat_deg) <= 90) & (np.abs(lon_deg) <= 180)  # noqa: PLR2004
        placed &= (np.abs(lat_deg) > NOWHERE_DEG) | (np.abs(lon_deg) > NOWHERE_DEG)
    bad = ~placed | (states != OK)
    lacking = missing(table, "shape_id", notes)
    table.tell(
        notes,
        "shape_point_bad",
        bad & ~lacking,
        shape="shape_id",
        lat="shape_pt_lat",
        lon="shape_pt_lon",
    )
    good = np.flatnonzero(~bad & ~lacking)
    order = good[np.lexsort((sequence[good], first_row[good]))]
    owner = first_row[order]
    owners, size = np.unique(owner, return_counts=True)
    alone = np.zeros(len(table), np.bool_)
    alone[owners[size == 1]] = True
    table.tell(notes, "shape_of_one_point", alone, shape="shape_id")
    row = np.full(len(table), -1, np.int32)
    row[owners[size > 1]] = np.arange((size > 1).sum())
    order = order[~alone[owner]]
    offsets = np.concatenate([[0], np.cumsum(size[size > 1])]).astype(np.int64)
    return Shapes(offsets, lat_deg[order], lon_deg[order]), keys, row
