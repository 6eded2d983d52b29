"""Services on demand (GTFS-Flex): areas, booking rules, and the rides from area to area."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from metropoli.engines.journeys.flex import (
    AT_ONCE,
    DAYS_BEFORE,
    SAME_DAY,
    BookingRule,
    Flex,
    FlexLabels,
    no_flex,
)
from metropoli.engines.journeys.gtfs import calls
from metropoli.engines.journeys.gtfs.calendar import Services
from metropoli.engines.journeys.gtfs.columns import choices, missing, pick
from metropoli.engines.journeys.gtfs.kernels.numbers import OK, SHORT
from metropoli.engines.journeys.gtfs.problems import Notebook
from metropoli.engines.journeys.gtfs.stops import Stops
from metropoli.engines.journeys.gtfs.tables import Table
from metropoli.engines.journeys.gtfs.trips import Trips
from metropoli.engines.journeys.types import Int32s

AREAS_FILE = "locations.geojson"
GROUPS_FILE = "location_groups.txt"
GROUPS_COLUMNS = ["location_group_id", "location_group_name"]
MEMBERS_FILE = "location_group_stops.txt"
MEMBERS_COLUMNS = ["location_group_id", "stop_id"]
RULES_FILE = "booking_rules.txt"
RULES_COLUMNS = [
    "booking_rule_id",
    "booking_type",
    "prior_notice_duration_min",
    "prior_notice_last_day",
    "prior_notice_last_time",
    "message",
    "phone_number",
    "booking_url",
]
MOST_POINTS = 200_000  # of all rings; a region drawn at 1:10,000 has a tenth
MOST_CALLS = 200  # of a trip on demand: rides grow with their square
DAY_S = 86_400
Ring = list[tuple[float, float]]


class Area(NamedTuple):
    """Where one is picked up or set down: rings of (latitude, longitude), or stops."""

    name: str
    rings: list[Ring]
    stops: list[int]


class FlexCall(NamedTuple):
    """One row of stop_times.txt of a trip on demand."""

    sequence: int
    area: int
    from_s: int
    until_s: int
    boards: bool
    alights: bool
    board_rule: int


def read_areas(
    content: bytes | None, groups: Table, members: Table, stops: Stops, notes: Notebook
) -> tuple[list[Area], dict[str, int]]:
    """Return every area, and the row of each identifier; a bad one is noted and left out."""
    areas = list(_drawn(content, notes)) if content is not None else []
    names = groups.texts("location_group_name")
    inside: dict[str, list[int]] = {one: [] for one in groups.texts("location_group_id") if one}
    found = pick(stops.row, stops.keys.find(members.column("stop_id")))
    lost = found < 0
    members.tell(notes, "area_stop_unknown", lost, area="location_group_id", stop="stop_id")
    for group, stop in zip(members.texts("location_group_id"), found.tolist(), strict=True):
        if stop >= 0:
            inside.setdefault(group, []).append(stop)
    called = dict(zip(groups.texts("location_group_id"), names, strict=True))
    areas += [(key, Area(called.get(key) or key, [], rows)) for key, rows in inside.items()]
    return [area for _, area in areas], {key: row for row, (key, _) in enumerate(areas)}


def _drawn(content: bytes, notes: Notebook) -> Iterator[tuple[str, Area]]:
    try:
        features = list(json.loads(content.decode("utf-8-sig"))["features"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        notes.note("areas_unreadable", AREAS_FILE, reason=type(error).__name__)
        return
    n_points = 0
    for number, feature in enumerate(features, 1):
        try:
            key, area = _area(feature)
        except (KeyError, TypeError, ValueError, AttributeError):
            notes.note("area_bad", AREAS_FILE, area=number)
            continue
        n_points += sum(map(len, area.rings))
        if n_points > MOST_POINTS:
            notes.note("areas_too_many", AREAS_FILE, most=MOST_POINTS)
            return
        yield key, area


def _area(feature: Any) -> tuple[str, Area]:
    key, shape = feature["id"], feature["geometry"]
    if not isinstance(key, str) or not key:
        raise ValueError("id")
    polygons = {"Polygon": [shape["coordinates"]], "MultiPolygon": shape["coordinates"]}
    rings = [_ring(ring) for polygon in polygons[shape["type"]] for ring in polygon]
    if not rings:
        raise ValueError("empty")
    name = (feature.get("properties") or {}).get("stop_name")
    return key, Area(name if isinstance(name, str) and name else key, rings, [])


def _ring(points: Any) -> Ring:
    ring = [(float(point[1]), float(point[0])) for point in points]
    if len(ring) < 4 or not all(  # noqa: PLR2004 - a closed triangle
        math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180  # noqa: PLR2004
        for lat, lon in ring
    ):
        raise ValueError("ring")
    return ring


def read_rules(table: Table, notes: Notebook) -> tuple[list[BookingRule], dict[str, int]]:
    """Return every booking rule, and the row of each identifier."""
    kinds = choices(table, "booking_type", (AT_ONCE, SAME_DAY, DAYS_BEFORE), notes)
    minutes, minutes_are = table.ints("prior_notice_duration_min")
    days, days_are = table.ints("prior_notice_last_day")
    until_s, until_are = table.times_s("prior_notice_last_time")
    keep = ~missing(table, "booking_rule_id", notes)
    lacking = keep & (kinds == SAME_DAY) & (minutes_are != OK)
    lacking |= keep & (kinds == DAYS_BEFORE) & (days_are != OK)
    table.tell(notes, "booking_rule_lacking", lacking, rule="booking_rule_id")
    timed = (until_are == OK) | (until_are == SHORT)
    rules = [
        BookingRule(
            kind=int(kinds[row]),
            notice_s=_clamped(minutes[row] * 60, minutes_are[row] == OK),
            days_before=_clamped(days[row], days_are[row] == OK),
            until_s=int(until_s[row]) if timed[row] else DAY_S - 1,
            message=table.column("message").text(row) if table.has("message") else "",
            phone=table.column("phone_number").text(row) if table.has("phone_number") else "",
            url=table.column("booking_url").text(row) if table.has("booking_url") else "",
        )
        for row in range(len(table))
    ]
    return rules, {key: row for row, key in enumerate(table.texts("booking_rule_id")) if key}


def _clamped(value: Any, told: Any) -> int:
    return min(max(int(value), 0), 366 * DAY_S) if told else 0


class FlexFiles(NamedTuple):
    """What the files say of services on demand, apart from stop_times.txt."""

    areas: list[Area]
    area_of: Mapping[str, int]
    rules: list[BookingRule]
    rule_of: Mapping[str, int]


def read_flex(
    table: Table, files: FlexFiles, trips: Trips, services: Services, notes: Notebook
) -> tuple[Flex, FlexLabels]:
    """Return the rides on demand of a feed, from every area of a trip to every later one."""
    by_trip = _flex_calls(table, files, trips, notes)
    rides: list[tuple[int, FlexCall, FlexCall]] = []
    for trip, its in sorted(by_trip.items()):
        its.sort()
        if len(its) > MOST_CALLS:
            notes.note("flex_trip_too_long", calls.FILE, trip=trips.ids[trip], most=MOST_CALLS)
            continue
        rides += [
            (trip, one, other)
            for position, one in enumerate(its)
            for other in its[position + 1 :]
            if one.boards and other.alights and other.until_s >= one.from_s
        ]
    if not rides:
        return no_flex(), FlexLabels()
    return _laid(rides, files, trips, services, table, notes)


def _flex_calls(
    table: Table, files: FlexFiles, trips: Trips, notes: Notebook
) -> dict[int, list[FlexCall]]:
    areas = table.texts("location_id"), table.texts("location_group_id")
    trip = pick(trips.row, trips.keys.find(table.column("trip_id")))
    sequence, sequence_is = table.ints("stop_sequence")
    starts_s, starts = table.times_s("start_pickup_drop_off_window")
    ends_s, ends = table.times_s("end_pickup_drop_off_window")
    board, alight = (_handled(table, name) for name in ("pickup_type", "drop_off_type"))
    rule = [files.rule_of.get(one, -1) for one in table.texts("pickup_booking_rule_id")]
    named = np.array([bool(one or other) for one, other in zip(*areas, strict=True)], np.bool_)
    row_of = [files.area_of.get(one or other, -1) for one, other in zip(*areas, strict=True)]
    timed = np.isin(starts, (OK, SHORT)) & np.isin(ends, (OK, SHORT)) & (ends_s >= starts_s)
    known = np.array(row_of, np.int32) >= 0
    table.tell(notes, "area_unknown", named & ~known, trip="trip_id", area="location_id")
    table.tell(notes, "window_bad", named & known & ~timed, trip="trip_id")
    good = named & known & timed & (trip >= 0) & (sequence_is == OK)
    found: dict[int, list[FlexCall]] = {}
    for row in np.flatnonzero(good).tolist():
        found.setdefault(int(trip[row]), []).append(
            FlexCall(
                int(sequence[row]), row_of[row], int(starts_s[row]), int(ends_s[row]),
                board[row], alight[row], rule[row],
            )
        )  # fmt: skip
    return found


def _handled(table: Table, column: str) -> list[bool]:
    """Return where one may get on (or off): in areas one always asks beforehand."""
    kinds, _ = table.ints(column)
    return [kind != calls.NOT_HERE for kind in kinds.tolist()]


def _laid(
    rides: list[tuple[int, FlexCall, FlexCall]],
    files: FlexFiles,
    trips: Trips,
    services: Services,
    table: Table,
    notes: Notebook,
) -> tuple[Flex, FlexLabels]:
    rings = [(row, ring) for row, area in enumerate(files.areas) for ring in area.rings]
    points = np.array([point for _, ring in rings for point in ring]).reshape(-1, 2)
    held = [(row, stop) for row, area in enumerate(files.areas) for stop in area.stops]
    trip = np.array([trip for trip, _, _ in rides], np.int32)
    factor, offset_s = _lasts(trips, notes)
    flex = Flex(
        n_areas=len(files.areas),
        ring_area=np.array([row for row, _ in rings], np.int32),
        ring_first=np.cumsum([0, *(len(ring) for _, ring in rings)]).astype(np.int64),
        lat_deg=points[:, 0].copy(),
        lon_deg=points[:, 1].copy(),
        stop_area=np.array([row for row, _ in held], np.int32),
        stop_row=np.array([stop for _, stop in held], np.int32),
        ride_line=trips.line[trip],
        ride_from=_ints(one.area for _, one, _ in rides),
        ride_to=_ints(other.area for _, _, other in rides),
        board_from_s=_ints(one.from_s for _, one, _ in rides),
        board_until_s=_ints(one.until_s for _, one, _ in rides),
        alight_from_s=_ints(other.from_s for _, _, other in rides),
        alight_until_s=_ints(other.until_s for _, _, other in rides),
        ride_factor=factor[trip],
        ride_offset_s=offset_s[trip],
        ride_rule=_ints(one.board_rule for _, one, _ in rides),
        first_day=services.first_day,
        ride_runs=services.runs[trips.service[trip]],
    )
    labels = FlexLabels(
        trip_ids=tuple(trips.ids[row] for row in trip.tolist()),
        areas=tuple(area.name for area in files.areas),
        rules=tuple(files.rules),
    )
    return flex, labels


def _lasts(trips: Trips, notes: Notebook) -> tuple[np.ndarray, Int32s]:
    """Return by trip the factor and the seconds that make a drive the longest ride."""
    factor, factor_is = trips.table.decimals("safe_duration_factor")
    offset, offset_is = trips.table.decimals("safe_duration_offset")
    good = (factor_is == OK) & (factor > 0) & (factor <= 10)  # noqa: PLR2004 - ten times a drive
    fit = (offset_is == OK) & (np.abs(offset) <= DAY_S)
    seconds = np.where(fit, offset, 0).astype(np.int32)
    return np.where(good, factor, 1.0)[trips.raw], seconds[trips.raw]


def _ints(values: Iterator[int]) -> Int32s:
    return np.fromiter(values, np.int32)
