"""fare_attributes.txt and fare_rules.txt (Fares v1), and the door to those of v2."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from metropoli.engines.journeys.gtfs import fares_v2
from metropoli.engines.journeys.gtfs.columns import missing, pick, references, repeated
from metropoli.engines.journeys.gtfs.fare_tables import (
    UNLIMITED,
    FeedFares,
    LegacyFare,
    LegacyFares,
    LegacyRule,
)
from metropoli.engines.journeys.gtfs.kernels.numbers import EMPTY, OK
from metropoli.engines.journeys.gtfs.prices import amounts, currencies
from metropoli.engines.journeys.gtfs.problems import Notebook
from metropoli.engines.journeys.gtfs.routes import Agencies, Routes
from metropoli.engines.journeys.gtfs.stops import Stops
from metropoli.engines.journeys.gtfs.tables import Table, always
from metropoli.engines.journeys.types import Flags, Int32s

FILE, RULES_FILE = "fare_attributes.txt", "fare_rules.txt"
COLUMNS = [
    "fare_id",
    "price",
    "currency_type",
    "transfers",
    "transfer_duration",
    "agency_id",
]
RULES_COLUMNS = ["fare_id", "route_id", "origin_id", "destination_id", "contains_id"]
MOST_TRANSFERS = 2  # that the standard knows; three and more are read as unlimited by some feeds
LONGEST_S = 10 * 366 * 86_400


def read_fares(
    tables: Mapping[str, Table],
    agencies: Agencies,
    stops: Stops,
    routes: Routes,
    notes: Notebook,
) -> FeedFares:
    """Read what a feed says about fares; v2 is used where there are both."""
    has_legacy = len(tables[FILE]) > 0
    if len(tables[fares_v2.LEG_RULES_FILE]):
        if has_legacy:
            notes.note("fares_older_ignored", FILE)
        return FeedFares(areas=fares_v2.read_area_fares(tables, stops, routes, notes))
    if not has_legacy:
        return FeedFares()
    return FeedFares(legacy=_read_legacy(tables, agencies, stops, routes, notes))


def _read_legacy(
    tables: Mapping[str, Table],
    agencies: Agencies,
    stops: Stops,
    routes: Routes,
    notes: Notebook,
) -> LegacyFares:
    attributes, rules = tables[FILE], tables[RULES_FILE]
    keys, again = attributes.keys("fare_id")
    keep = ~(missing(attributes, "fare_id", notes) | repeated(attributes, "fare_id", again, notes))
    cents, priced = amounts(attributes, "price", notes, lowest=0)
    keep &= priced & currencies(attributes, "currency_type", notes)
    keep &= _agency_known(attributes, agencies, notes)
    raw = np.flatnonzero(keep)
    row = np.full(len(attributes), -1, np.int32)
    row[raw] = np.arange(len(raw), dtype=np.int32)
    named = keys.find(rules.column("fare_id"))
    fare_of_rule, unknown = references(rules, "fare_id", keys, row, notes)
    lacking = missing(rules, "fare_id", notes)
    ruled = set(named[named >= 0].tolist())
    zones = _zones(stops)
    return LegacyFares(
        stop_zone=zones,
        fares=_attributes(attributes, agencies, raw, cents, ruled, notes),
        rules=_rules(rules, fare_of_rule, ~unknown & ~lacking, (routes, set(zones)), notes),
    )


def _agency_known(table: Table, agencies: Agencies, notes: Notebook) -> Flags:
    found = agencies.keys.find(table.column("agency_id"))
    unknown = found == -1
    table.tell(notes, "reference_unknown", unknown, column=always("agency_id"), value="agency_id")
    known: Flags = ~unknown
    return known


def _zones(stops: Stops) -> tuple[str, ...]:
    zones = stops.table.texts("zone_id")
    return tuple(zones[row] for row in stops.raw.tolist())


def _attributes(
    table: Table,
    agencies: Agencies,
    raw: np.ndarray,
    cents: list[int],
    ruled: set[int],
    notes: Notebook,
) -> tuple[LegacyFare, ...]:
    ids, currency = table.texts("fare_id"), table.texts("currency_type")
    transfers = _limits(table, "transfers", MOST_TRANSFERS, notes)
    lasts_s = _limits(table, "transfer_duration", LONGEST_S, notes)
    agency = agencies.keys.find(table.column("agency_id"))
    return tuple(
        LegacyFare(
            id=ids[row],
            cents=cents[row],
            currency=currency[row].upper(),
            transfers=transfers[row],
            lasts_s=lasts_s[row],
            agency=agencies.names[agency[row]] if agency[row] >= 0 else "",
            ruled=row in ruled,
        )
        for row in raw.tolist()
    )


def _limits(table: Table, column: str, most: int, notes: Notebook) -> list[int]:
    """Return a column of limits, UNLIMITED where empty or out of bounds; the latter is noted."""
    values, states = table.ints(column)
    good = (states == OK) & (values >= 0) & (values <= most)
    wrong = ~good & (states != EMPTY)
    table.tell(notes, "fare_limit_bad", wrong, column=always(column), value=column)
    limits: list[int] = np.where(good, values, UNLIMITED).tolist()
    return limits


def _rules(
    table: Table,
    fare: Int32s,
    keep: Flags,
    known: tuple[Routes, set[str]],
    notes: Notebook,
) -> tuple[LegacyRule, ...]:
    """Return the rules that speak of what exists; zones where nobody stops are only noted."""
    routes, zones = known
    found = routes.keys.find(table.column("route_id"))
    lost = found == -1
    table.tell(notes, "reference_unknown", lost, column=always("route_id"), value="route_id")
    line = pick(routes.row, found)
    words = [table.texts(name) for name in ("origin_id", "destination_id", "contains_id")]
    for column, texts in zip(("origin_id", "destination_id", "contains_id"), words, strict=True):
        empty = np.array([bool(text) and text not in zones for text in texts], np.bool_)
        table.tell(notes, "fare_zone_unknown", empty, column=always(column), value=column)
    good = keep & ~lost & (fare >= 0) & ~((found >= 0) & (line < 0))
    return tuple(
        LegacyRule(int(fare[row]), int(line[row]), *(texts[row] for texts in words))
        for row in np.flatnonzero(good).tolist()
    )
