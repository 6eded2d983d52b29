"""trips.txt: what runs on which route, on the days of which service."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from metropoli.engines.journeys.gtfs.calendar import Services
from metropoli.engines.journeys.gtfs.columns import (
    choices,
    kept_rows,
    missing,
    pick,
    references,
    repeated,
)
from metropoli.engines.journeys.gtfs.kernels.numbers import OK
from metropoli.engines.journeys.gtfs.problems import Notebook
from metropoli.engines.journeys.gtfs.routes import Routes
from metropoli.engines.journeys.gtfs.tables import Keys, Table, always
from metropoli.engines.journeys.types import Flags, Int8s, Int32s

FILE = "trips.txt"
COLUMNS = [
    "route_id",
    "service_id",
    "trip_id",
    "trip_headsign",
    "direction_id",
    "block_id",
    "shape_id",
    "wheelchair_accessible",
    "bikes_allowed",
    "safe_duration_factor",
    "safe_duration_offset",
]
YES_NO = range(3)


class Trips(NamedTuple):
    """The trips that run on some day, and how to find them."""

    table: Table
    keys: Keys
    row: Int32s  # by row of the file
    raw: Int32s
    line: Int32s
    service: Int32s
    shape: Int32s
    block: Int32s  # -1 without
    direction: Int32s  # -1 without
    headsign: Int32s  # row of headsigns; the empty text where it is not said
    headsigns: list[str]
    wheelchair: Int8s
    bikes: Int8s
    ids: list[str]


def read_trips(
    table: Table,
    routes: Routes,
    services: Services,
    shapes: tuple[Keys, Int32s] | None,
    notes: Notebook,
) -> Trips:
    """Read every trip of a known route and a service that runs."""
    keys, again = table.keys("trip_id")
    line, _ = references(table, "route_id", routes.keys, routes.row, notes)
    service, serviceless = _services(table, services, notes)
    keep = ~(missing(table, "trip_id", notes) | repeated(table, "trip_id", again, notes))
    missing(table, "route_id", notes)
    keep &= (line >= 0) & ~serviceless
    some_day: Flags = np.asarray(services.runs.any(axis=1))
    idle = keep & ~some_day[service] if len(some_day) else np.zeros(len(table), np.bool_)
    table.tell(notes, "trip_never_runs", idle, trip="trip_id", service="service_id")
    keep &= ~idle
    raw = np.flatnonzero(keep).astype(np.int32)
    headsign, headsigns = table.coded("trip_headsign")
    ids = table.texts("trip_id")
    return Trips(
        table=table,
        keys=keys,
        row=kept_rows(keep),
        raw=raw,
        line=line[raw],
        service=service[raw],
        shape=_shape(table, shapes, notes)[raw],
        block=_blocks(table)[raw],
        direction=_directions(table)[raw],
        headsign=headsign[raw],
        headsigns=headsigns,
        wheelchair=choices(table, "wheelchair_accessible", YES_NO, notes)[raw],
        bikes=choices(table, "bikes_allowed", YES_NO, notes)[raw],
        ids=[ids[row] for row in raw.tolist()],
    )


def _services(table: Table, services: Services, notes: Notebook) -> tuple[Int32s, Flags]:
    codes, names = table.coded("service_id")
    rows = np.array([services.row_of.get(name, -1) if name else -1 for name in names], np.int32)
    service = rows[codes] if len(rows) else np.zeros(0, np.int32)
    lost = service < 0
    lacking = missing(table, "service_id", notes)
    table.tell(
        notes,
        "reference_unknown",
        lost & ~lacking,
        column=always("service_id"),
        value="service_id",
    )
    return np.maximum(service, 0), lost


def _shape(table: Table, shapes: tuple[Keys, Int32s] | None, notes: Notebook) -> Int32s:
    if shapes is None:
        told = table.column("shape_id").filled
        if told.any():
            notes.note("shapes_missing", FILE, number=int(told.sum()))
        return np.full(len(table), -1, np.int32)
    keys, row = shapes
    found = keys.find(table.column("shape_id"))
    table.tell(notes, "shape_unknown", found == -1, trip="trip_id", shape="shape_id")
    return pick(row, found)


def _directions(table: Table) -> Int32s:
    values, states = table.ints("direction_id")
    return np.where((states == OK) & ((values == 0) | (values == 1)), values, -1).astype(np.int32)


def _blocks(table: Table) -> Int32s:
    codes, names = table.coded("block_id")
    named = np.array([bool(name) for name in names], np.bool_)
    return np.where(named[codes], codes, -1).astype(np.int32) if len(names) else codes
