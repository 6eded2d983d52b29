"""agency.txt and routes.txt: who runs what, in which time zone, under which name and colour."""

from __future__ import annotations

import re
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np

from metropoli.engines.journeys.gtfs.columns import kept_rows, missing, repeated
from metropoli.engines.journeys.gtfs.kernels.numbers import OK
from metropoli.engines.journeys.gtfs.problems import Notebook
from metropoli.engines.journeys.gtfs.tables import Keys, Table, always
from metropoli.engines.journeys.types import Int32s, Int64s, Line

AGENCY_FILE, FILE = "agency.txt", "routes.txt"
AGENCY_COLUMNS = ["agency_id", "agency_name", "agency_timezone"]
COLUMNS = [
    "route_id",
    "agency_id",
    "route_short_name",
    "route_long_name",
    "route_type",
    "route_color",
    "route_text_color",
    "network_id",
]
COLOR = re.compile(r"[0-9A-Fa-f]{6}")
BUS = 3
BASIC = (0, 1, 2, 3, 4, 5, 6, 7, 11, 12)
# The extended route types (after the TPEG table of vehicles) that say more than the basic ones:
# first, last, basic type.
EXTENDED = (
    (100, 117, 2),  # railways
    (200, 209, 3),  # coaches
    (300, 399, 2),  # suburban railways
    (400, 404, 1),  # urban railways, metro
    (405, 405, 12),  # monorail
    (500, 699, 1),  # metro, underground
    (700, 716, 3),  # buses
    (800, 800, 11),  # trolleybuses
    (900, 906, 0),  # trams
    (1000, 1099, 4),  # water
    (1200, 1299, 4),  # ferries
    (1300, 1307, 6),  # cableways
    (1400, 1402, 7),  # funiculars
    (1500, 1507, 3),  # shared taxis
)


class Agencies(NamedTuple):
    keys: Keys
    row: Int32s
    ids: list[str]
    names: list[str]
    zones: list[str]  # a valid IANA name each


class Routes(NamedTuple):
    keys: Keys
    row: Int32s  # by row of the file
    lines: list[Line]
    zone: list[str]  # by row here


def read_agencies(table: Table, notes: Notebook, zone: str) -> Agencies:
    """Read the agencies; one without a valid time zone takes that of the others, or `zone`."""
    keys, again = table.keys("agency_id")
    again = repeated(table, "agency_id", again, notes)
    told = table.texts("agency_timezone")
    valid = np.array([is_zone(name) for name in told], np.bool_)
    table.tell(notes, "timezone_bad", ~valid, agency="agency_name", zone="agency_timezone")
    default = next((name for name, good in zip(told, valid, strict=True) if good), zone)
    zones = [name if good else default for name, good in zip(told, valid, strict=True)]
    row = np.arange(len(table), dtype=np.int32)
    if len(set(zones)) > 1:
        notes.note("several_timezones", AGENCY_FILE, zones=", ".join(sorted(set(zones))))
    ids, names = table.texts("agency_id"), table.texts("agency_name")
    return Agencies(keys, row, ids, names, zones or [default])


def is_zone(name: str) -> bool:
    """Say whether this is the name of a time zone that we know."""
    try:
        return bool(name) and bool(ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False


def read_routes(table: Table, agencies: Agencies, feed: str, notes: Notebook) -> Routes:
    """Read every route that has an identifier."""
    keys, again = table.keys("route_id")
    keep = ~(missing(table, "route_id", notes) | repeated(table, "route_id", again, notes))
    raw = np.flatnonzero(keep)
    agency = _agency(table, agencies, notes)
    modes = _modes(table, notes)
    color, text_color = (
        _colors(table, "route_color", notes),
        _colors(table, "route_text_color", notes),
    )
    ids, short, long = (table.texts(c) for c in ("route_id", "route_short_name", "route_long_name"))
    nameless = np.array([not (a or b) for a, b in zip(short, long, strict=True)], np.bool_)
    table.tell(notes, "route_without_name", keep & nameless, route="route_id")
    lines = [
        Line(
            id=ids[row],
            feed=feed,
            agency=agencies.names[agency[row]] if agencies.names else "",
            short_name=short[row] if short[row] or long[row] else ids[row],
            long_name=long[row],
            mode=int(modes[row]),
            color=color[row],
            text_color=text_color[row],
            agency_id=agencies.ids[agency[row]] if agencies.ids else "",
        )
        for row in raw.tolist()
    ]
    zones = [agencies.zones[agency[row]] for row in raw.tolist()]
    return Routes(keys, kept_rows(keep), lines, zones)


def _agency(table: Table, agencies: Agencies, notes: Notebook) -> Int32s:
    """Return the agency of each route: the first one where it is not said or not known."""
    found = agencies.keys.find(table.column("agency_id"))
    table.tell(
        notes,
        "agency_unknown",
        (found == -1) & (len(agencies.names) > 0),
        route="route_id",
        agency="agency_id",
    )
    if len(agencies.names) > 1:
        table.tell(notes, "agency_missing", found == -2, route="route_id")  # noqa: PLR2004
    return np.maximum(found, 0).astype(np.int32)


def _modes(table: Table, notes: Notebook) -> Int64s:
    values, states = table.ints("route_type")
    modes = np.where(states == OK, values, -1)
    for first, last, basic in EXTENDED:
        modes = np.where((modes >= first) & (modes <= last), basic, modes)
    unknown = ~np.isin(modes, BASIC)
    table.tell(notes, "route_type_unknown", unknown, route="route_id", value="route_type")
    return np.where(unknown, BUS, modes)


def _colors(table: Table, column: str, notes: Notebook) -> list[str]:
    told = [text.removeprefix("#") for text in table.texts(column)]
    bad = np.array([bool(text) and not COLOR.fullmatch(text) for text in told], np.bool_)
    table.tell(notes, "color_bad", bad, column=always(column), value=column)
    return ["" if wrong else text.upper() for text, wrong in zip(told, bad, strict=True)]
