"""Fares v2: areas, networks, products, what a leg costs and what a transfer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import numpy as np

from metropoli.engines.journeys.gtfs.calendar import DATES_FILE as CALENDAR_DATES_FILE
from metropoli.engines.journeys.gtfs.calendar import FILE as CALENDAR_FILE
from metropoli.engines.journeys.gtfs.calendar import service_days
from metropoli.engines.journeys.gtfs.columns import choices, missing
from metropoli.engines.journeys.gtfs.fare_tables import (
    UNLIMITED,
    AreaFares,
    FareProduct,
    LegRule,
    Timeframe,
    TransferRule,
)
from metropoli.engines.journeys.gtfs.kernels.numbers import BAD, EMPTY, OK
from metropoli.engines.journeys.gtfs.prices import DEAREST, amounts, currencies
from metropoli.engines.journeys.gtfs.problems import Notebook
from metropoli.engines.journeys.gtfs.routes import FILE as ROUTES_FILE
from metropoli.engines.journeys.gtfs.routes import Routes
from metropoli.engines.journeys.gtfs.stops import STATION, Stops
from metropoli.engines.journeys.gtfs.tables import Table, always
from metropoli.engines.journeys.types import Flags

AREAS_FILE, STOP_AREAS_FILE = "areas.txt", "stop_areas.txt"
NETWORKS_FILE, ROUTE_NETWORKS_FILE = "networks.txt", "route_networks.txt"
TIMEFRAMES_FILE = "timeframes.txt"
PRODUCTS_FILE, MEDIA_FILE = "fare_products.txt", "fare_media.txt"
CATEGORIES_FILE = "rider_categories.txt"
LEG_RULES_FILE, TRANSFER_RULES_FILE = "fare_leg_rules.txt", "fare_transfer_rules.txt"
JOIN_RULES_FILE = "fare_leg_join_rules.txt"
FILE_COLUMNS: Mapping[str, list[str]] = {
    AREAS_FILE: ["area_id"],
    STOP_AREAS_FILE: ["area_id", "stop_id"],
    NETWORKS_FILE: ["network_id"],
    ROUTE_NETWORKS_FILE: ["network_id", "route_id"],
    TIMEFRAMES_FILE: ["timeframe_group_id", "start_time", "end_time", "service_id"],
    PRODUCTS_FILE: [
        "fare_product_id",
        "fare_product_name",
        "rider_category_id",
        "fare_media_id",
        "amount",
        "currency",
    ],
    MEDIA_FILE: ["fare_media_id", "fare_media_name"],
    CATEGORIES_FILE: ["rider_category_id", "is_default_fare_category"],
    LEG_RULES_FILE: [
        "leg_group_id",
        "network_id",
        "from_area_id",
        "to_area_id",
        "from_timeframe_group_id",
        "to_timeframe_group_id",
        "fare_product_id",
        "rule_priority",
    ],
    TRANSFER_RULES_FILE: [
        "from_leg_group_id",
        "to_leg_group_id",
        "transfer_count",
        "duration_limit",
        "duration_limit_type",
        "fare_transfer_type",
        "fare_product_id",
    ],
    JOIN_RULES_FILE: ["from_network_id", "to_network_id", "from_stop_id", "to_stop_id"],
}
DAY_MINUTES = 1_440
LONGEST_S = 366 * 86_400
MOST_TRANSFERS = 100


def read_area_fares(
    tables: Mapping[str, Table], stops: Stops, routes: Routes, notes: Notebook
) -> AreaFares:
    """Read the fares of a feed that has fare_leg_rules.txt."""
    products = _products(tables, notes)
    names = {product.id for product in products}
    leg_rules, doubt = _leg_rules(tables[LEG_RULES_FILE], names, notes)
    if len(tables[JOIN_RULES_FILE]):
        notes.note("fare_joins_not_understood", JOIN_RULES_FILE)
        doubt = "fare_joins_not_understood"
    groups = {rule.group for rule in leg_rules if rule.group}
    stop_areas = _stop_areas(tables[STOP_AREAS_FILE], stops, notes)
    _tell_empty_areas(tables[LEG_RULES_FILE], set().union(*stop_areas), notes)
    return AreaFares(
        areas=frozenset(text for text in tables[AREAS_FILE].texts("area_id") if text),
        stop_areas=stop_areas,
        line_network=_networks(tables, routes, notes),
        products=products,
        leg_rules=leg_rules,
        has_priorities=tables[LEG_RULES_FILE].has("rule_priority"),
        transfer_rules=_transfer_rules(tables[TRANSFER_RULES_FILE], names, groups, notes),
        timeframes=_timeframes(tables, notes),
        not_understood=doubt,
    )


def _products(tables: Mapping[str, Table], notes: Notebook) -> tuple[FareProduct, ...]:
    """Return the products that anybody may buy; those for some riders only are counted."""
    table, media, categories = (tables[f] for f in (PRODUCTS_FILE, MEDIA_FILE, CATEGORIES_FILE))
    cents, priced = amounts(table, "amount", notes, lowest=-DEAREST)
    keep = ~missing(table, "fare_product_id", notes) & priced
    keep &= currencies(table, "currency", notes)
    default, states = categories.ints("is_default_fare_category")
    usual = {
        name
        for name, told, state in zip(
            categories.texts("rider_category_id"), default.tolist(), states.tolist(), strict=True
        )
        if state == OK and told == 1
    }
    category = table.texts("rider_category_id")
    special = np.array([bool(text) and text not in usual for text in category], np.bool_)
    if (keep & special).any():
        notes.note("fares_of_some_riders", PRODUCTS_FILE, number=int((keep & special).sum()))
    media_names = dict(
        zip(media.texts("fare_media_id"), media.texts("fare_media_name"), strict=True)
    )
    ids, names, currency, medium = (
        table.texts(name)
        for name in ("fare_product_id", "fare_product_name", "currency", "fare_media_id")
    )
    return tuple(
        FareProduct(
            id=ids[row],
            name=names[row] or ids[row],
            cents=cents[row],
            currency=currency[row].upper(),
            medium=media_names.get(medium[row]) or medium[row],
        )
        for row in np.flatnonzero(keep & ~special).tolist()
    )


def _known(table: Table, column: str, names: set[str], notes: Notebook) -> Flags:
    """Return which rows name something that exists, or nothing; the others are noted."""
    wrong = np.array([bool(text) and text not in names for text in table.texts(column)], np.bool_)
    table.tell(notes, "reference_unknown", wrong, column=always(column), value=column)
    return ~wrong


def _leg_rules(
    table: Table, products: set[str], notes: Notebook
) -> tuple[tuple[LegRule, ...], str]:
    keep = ~missing(table, "fare_product_id", notes)
    keep &= _known(table, "fare_product_id", products, notes)
    priority, states = table.ints("rule_priority")
    wrong = (states == BAD) | (priority < 0)
    table.tell(notes, "fare_priority_bad", wrong, value="rule_priority")
    priority = np.where(wrong, 0, priority)
    doubt = ""
    if table.column("to_timeframe_group_id").filled.any():
        notes.note("fare_arrival_not_understood", LEG_RULES_FILE)
        doubt = "fare_arrival_not_understood"
    texts = [
        table.texts(name)
        for name in (
            "leg_group_id",
            "network_id",
            "from_area_id",
            "to_area_id",
            "from_timeframe_group_id",
            "fare_product_id",
        )
    ]
    rules = tuple(
        LegRule(group, network, start, end, frame, product, int(priority[row]))
        for row, (group, network, start, end, frame, product) in enumerate(zip(*texts, strict=True))
        if keep[row]
    )
    return rules, doubt


def _transfer_rules(
    table: Table, products: set[str], groups: set[str], notes: Notebook
) -> tuple[TransferRule, ...]:
    keep = _known(table, "fare_product_id", products, notes)
    keep &= _known(table, "from_leg_group_id", groups, notes)
    keep &= _known(table, "to_leg_group_id", groups, notes)
    kind, states = table.ints("fare_transfer_type")
    bad_kind = (states != OK) | ~np.isin(kind, (0, 1, 2))
    limit_s, limit_states = table.ints("duration_limit")
    bad_limit = (limit_states != EMPTY) & (
        (limit_states != OK) | (limit_s <= 0) | (limit_s > LONGEST_S)
    )
    bad = bad_kind | bad_limit
    table.tell(notes, "fare_transfer_bad", bad, kind="fare_transfer_type", limit_s="duration_limit")
    limit_s = np.where(limit_states == OK, limit_s, UNLIMITED)
    limit_type = choices(table, "duration_limit_type", range(4), notes)
    spans = _spans(table, notes)
    texts = [
        table.texts(name) for name in ("from_leg_group_id", "to_leg_group_id", "fare_product_id")
    ]
    return tuple(
        TransferRule(
            from_group=texts[0][row],
            to_group=texts[1][row],
            spans=spans[row],
            limit_s=int(limit_s[row]),
            limit_type=int(limit_type[row]),
            kind=int(kind[row]),
            product=texts[2][row],
        )
        for row in np.flatnonzero(keep & ~bad).tolist()
    )


def _spans(table: Table, notes: Notebook) -> list[int]:
    """Return how many transfers each rule spans: 1 where it does not say."""
    values, states = table.ints("transfer_count")
    good = (states == OK) & ((values == UNLIMITED) | ((values > 0) & (values <= MOST_TRANSFERS)))
    wrong = ~good & (states != EMPTY)
    table.tell(
        notes,
        "value_not_allowed",
        wrong,
        column=always("transfer_count"),
        value="transfer_count",
        default=always(1),
    )
    counts: list[int] = np.where(good, values, 1).tolist()
    return counts


def _stop_areas(table: Table, stops: Stops, notes: Notebook) -> tuple[frozenset[str], ...]:
    """Return the areas of every stop: its own, or else those of its station."""
    row = stops.keys.find(table.column("stop_id"))
    unknown = row < 0
    table.tell(notes, "reference_unknown", unknown, column=always("stop_id"), value="stop_id")
    areas: defaultdict[int, set[str]] = defaultdict(set)
    for raw, area in zip(row.tolist(), table.texts("area_id"), strict=True):
        if raw >= 0 and area and stops.row[raw] >= 0:
            areas[int(stops.row[raw])].add(area)
    nothing = set[str]()
    return tuple(
        frozenset(areas.get(stop) or (areas.get(up, nothing) if is_station else nothing))
        for stop, (up, is_station) in enumerate(
            zip(stops.parent.tolist(), (stops.kind[stops.parent] == STATION).tolist(), strict=True)
        )
    )


def _tell_empty_areas(table: Table, areas: set[str], notes: Notebook) -> None:
    for column in ("from_area_id", "to_area_id"):
        texts = table.texts(column)
        empty = np.array([bool(text) and text not in areas for text in texts], np.bool_)
        table.tell(notes, "fare_zone_unknown", empty, column=always(column), value=column)


def _networks(tables: Mapping[str, Table], routes: Routes, notes: Notebook) -> tuple[str, ...]:
    """Return the network of every line: of routes.txt, or else of route_networks.txt."""
    network = [""] * len(routes.lines)
    for row, text in zip(routes.row.tolist(), tables[ROUTES_FILE].texts("network_id"), strict=True):
        if row >= 0:
            network[row] = text
    table = tables[ROUTE_NETWORKS_FILE]
    found = routes.keys.find(table.column("route_id"))
    table.tell(notes, "reference_unknown", found < 0, column=always("route_id"), value="route_id")
    for raw, text in zip(found.tolist(), table.texts("network_id"), strict=True):
        row = int(routes.row[raw]) if raw >= 0 else -1
        if row >= 0:
            network[row] = network[row] or text
    return tuple(network)


def _timeframes(tables: Mapping[str, Table], notes: Notebook) -> tuple[Timeframe, ...]:
    table = tables[TIMEFRAMES_FILE]
    starts, start_states = table.times_s("start_time")
    ends, end_states = table.times_s("end_time")
    end_s = np.where(end_states == EMPTY, DAY_MINUTES * 60, ends)
    bad = (start_states == BAD) | (end_states == BAD)
    bad |= (end_s > DAY_MINUTES * 60) | (starts >= end_s)
    table.tell(notes, "timeframe_bad", bad, start="start_time", end="end_time")
    names = table.texts("service_id")
    days = service_days(tables[CALENDAR_FILE], tables[CALENDAR_DATES_FILE], set(names))
    lost = np.array([name not in days for name in names], np.bool_)
    table.tell(notes, "reference_unknown", lost, column=always("service_id"), value="service_id")
    groups = table.texts("timeframe_group_id")
    return tuple(
        Timeframe(groups[row], int(starts[row]) // 60, -(-int(end_s[row]) // 60), days[names[row]])
        for row in np.flatnonzero(~bad & ~lost).tolist()
    )
