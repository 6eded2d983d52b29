"""stops.txt: platforms, stations and entrances, and the inner points that pathways join."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from metropoli.engines.journeys.gtfs.columns import (
    choices,
    kept_rows,
    missing,
    pick,
    repeated,
)
from metropoli.engines.journeys.gtfs.problems import Notebook
from metropoli.engines.journeys.gtfs.tables import Keys, Table
from metropoli.engines.journeys.types import Degrees, Flags, Int8s, Int32s, StopLabel

FILE = "stops.txt"
COLUMNS = [
    "stop_id",
    "stop_code",
    "stop_name",
    "stop_lat",
    "stop_lon",
    "location_type",
    "parent_station",
    "zone_id",
    "stop_timezone",
    "wheelchair_boarding",
    "platform_code",
]
PLATFORM, STATION, ENTRANCE, NODE, BOARDING_AREA = range(5)
KINDS = range(5)
WHEELCHAIR = range(3)

NOWHERE_DEG = 0.01  # nobody runs buses this near to 0° N 0° E
M_PER_DEG = 111_195.0  # of a great circle on a sphere of 6,371 km
FAR_M = 1_000_000.0  # from the middle of the feed's stops: surely a mistake
NEAR_M = 200_000.0  # near enough to believe that latitude and longitude were swapped


class Stops(NamedTuple):
    """
    The stops that have a row, and how to find them.

    `row` maps rows of the file to rows here (-1: not kept); `raw` maps back. Inner points
    (location_type 3 and 4) have no row: only pathways lead to them.
    """

    table: Table
    keys: Keys
    row: Int32s
    raw: Int32s
    raw_kind: Int8s
    raw_parent: Int32s  # by row of the file: row of the file, or -1
    kind: Int8s
    lat_deg: Degrees
    lon_deg: Degrees
    parent: Int32s  # row, or the stop's own
    wheelchair: Int8s
    labels: list[StopLabel]


def read_stops(table: Table, feed: str, notes: Notebook) -> Stops:
    """Read every stop that has an identifier and a position, its own or its station's."""
    keys, again = table.keys("stop_id")
    keep = ~(missing(table, "stop_id", notes) | repeated(table, "stop_id", again, notes))
    kind = choices(table, "location_type", KINDS, notes)
    parent = _parents(table, keys, kind, keep, notes)
    lat_deg, lon_deg = read_positions(table, notes)
    lat_deg, lon_deg = _from_parents(lat_deg, parent), _from_parents(lon_deg, parent)
    inner = (kind == NODE) | (kind == BOARDING_AREA)
    lost = keep & ~inner & np.isnan(lat_deg)
    table.tell(notes, "stop_without_position", lost, stop="stop_id")
    table.tell(notes, "stop_timezone_ignored", table.column("stop_timezone").filled, stop="stop_id")
    keep &= ~inner & ~lost
    row, raw = kept_rows(keep), np.flatnonzero(keep).astype(np.int32)
    own = np.arange(len(raw), dtype=np.int32)
    up = pick(row, parent[raw])
    up = np.where(up >= 0, up, own).astype(np.int32)
    wheelchair = choices(table, "wheelchair_boarding", WHEELCHAIR, notes)[raw]
    wheelchair = np.where(wheelchair == 0, wheelchair[up], wheelchair).astype(np.int8)
    return Stops(
        table, keys, row, raw, kind, parent, kind[raw], lat_deg[raw], lon_deg[raw], up, wheelchair,
        _labels(table, feed, raw, kind, up, notes),
    )  # fmt: skip


def _parents(table: Table, keys: Keys, kind: Int8s, keep: Flags, notes: Notebook) -> Int32s:
    """Return the row of the file that each stop belongs to, or -1."""
    parent = keys.find(table.column("parent_station"))
    unknown = parent == -1
    table.tell(notes, "parent_unknown", unknown, stop="stop_id", parent="parent_station")
    known = parent >= 0
    expected = np.where(kind == BOARDING_AREA, PLATFORM, STATION)
    up = np.maximum(parent, 0)
    unfit = known & ((kind[up] != expected) | (kind == STATION) | ~keep[up])
    table.tell(notes, "parent_unfit", unfit, stop="stop_id", parent="parent_station")
    orphan = (kind >= ENTRANCE) & keep & (parent == -2)  # noqa: PLR2004
    table.tell(notes, "parent_missing", orphan, stop="stop_id")
    return np.where(known & ~unfit, parent, -1).astype(np.int32)


def _from_parents(values: Degrees, parent: Int32s) -> Degrees:
    for _ in range(2):  # a boarding area may be inside a platform inside a station
        lacking = np.isnan(values) & (parent >= 0)
        values = np.where(lacking, values[np.maximum(parent, 0)], values)
    return values


def read_positions(table: Table, notes: Notebook) -> tuple[Degrees, Degrees]:
    """Return latitudes and longitudes; NaN where there is none that can be believed."""
    lat_deg, _ = table.decimals("stop_lat")
    lon_deg, _ = table.decimals("stop_lon")
    told = table.column("stop_lat").filled | table.column("stop_lon").filled
    with np.errstate(invalid="ignore"):
        mirrored = (np.abs(lat_deg) > 90) & (np.abs(lat_deg) <= 180) & (np.abs(lon_deg) <= 90)  # noqa: PLR2004
        nowhere = (np.abs(lat_deg) < NOWHERE_DEG) & (np.abs(lon_deg) < NOWHERE_DEG)
    good = ~np.isnan(lat_deg) & ~np.isnan(lon_deg) & ~nowhere & ~mirrored
    good &= (np.abs(lat_deg) <= 90) & (np.abs(lon_deg) <= 180)  # noqa: PLR2004
    swapped, far = _far_away(lat_deg, lon_deg, good, mirrored)
    values = {"stop": "stop_id", "lat": "stop_lat", "lon": "stop_lon"}
    table.tell(notes, "position_swapped", swapped, **values)
    table.tell(notes, "position_far_away", far & ~swapped, **values)
    table.tell(notes, "position_bad", told & ~good & ~swapped, **values)
    lat_deg, lon_deg = (
        np.where(swapped, lon_deg, lat_deg),
        np.where(swapped, lat_deg, lon_deg),
    )
    usable = good | swapped
    return np.where(usable, lat_deg, np.nan), np.where(usable, lon_deg, np.nan)


def _far_away(
    lat_deg: Degrees, lon_deg: Degrees, good: Flags, mirrored: Flags
) -> tuple[Flags, Flags]:
    """Return which positions were written the wrong way round, and which are far from the rest."""
    if not good.any():
        return mirrored, np.zeros(len(good), np.bool_)
    middle = float(np.median(lat_deg[good])), float(np.median(lon_deg[good]))
    far = good & ~(distance_m(lat_deg, lon_deg, *middle) < FAR_M)
    swapped = (far | mirrored) & (distance_m(lon_deg, lat_deg, *middle) < NEAR_M)
    return swapped, far


def distance_m(
    lat_deg: Degrees,
    lon_deg: Degrees,
    other_lat_deg: Degrees | float,
    other_lon_deg: Degrees | float,
) -> Degrees:
    """Return distances on a flat sheet laid at the mean latitude: good to 1 % over a city."""
    with np.errstate(invalid="ignore", over="ignore"):
        mean = np.radians((lat_deg + np.asarray(other_lat_deg)) / 2)
        x = (lon_deg - other_lon_deg) * np.cos(mean)
        flown: Degrees = np.hypot(x, lat_deg - other_lat_deg) * M_PER_DEG
    return flown


def _labels(
    table: Table, feed: str, raw: Int32s, kind: Int8s, parent: Int32s, notes: Notebook
) -> list[StopLabel]:
    ids, names, codes = table.texts("stop_id"), table.texts("stop_name"), table.texts("stop_code")
    platforms = table.texts("platform_code")
    own = raw[parent]
    nameless = np.array([not names[row] for row in raw.tolist()], np.bool_)
    wrong = np.zeros(len(table), np.bool_)
    wrong[raw[nameless]] = True
    table.tell(notes, "stop_without_name", wrong & (kind <= STATION), stop="stop_id")
    return [
        StopLabel(
            id=ids[row],
            feed=feed,
            name=names[row] or names[up] or codes[row] or ids[row],
            code=codes[row],
            platform=platforms[row],
            kind=int(kind[row]),
        )
        for row, up in zip(raw.tolist(), own.tolist(), strict=True)
    ]
