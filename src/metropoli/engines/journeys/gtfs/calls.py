"""stop_times.txt: where each trip calls, and when."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from metropoli.engines.journeys.gtfs.columns import choices, missing, pick
from metropoli.engines.journeys.gtfs.kernels import calls as kernels
from metropoli.engines.journeys.gtfs.kernels.numbers import BAD, EMPTY, OK, SHORT
from metropoli.engines.journeys.gtfs.problems import Notebook
from metropoli.engines.journeys.gtfs.stops import PLATFORM, Stops, distance_m
from metropoli.engines.journeys.gtfs.tables import Table, always
from metropoli.engines.journeys.gtfs.trips import Trips
from metropoli.engines.journeys.types import Bytes, Degrees, Flags, Int32s, Int64s

FILE = "stop_times.txt"
COLUMNS = [
    "trip_id",
    "arrival_time",
    "departure_time",
    "stop_id",
    "stop_sequence",
    "stop_headsign",
    "pickup_type",
    "drop_off_type",
    "shape_dist_traveled",
    "location_id",
    "location_group_id",
    "start_pickup_drop_off_window",
    "end_pickup_drop_off_window",
    "pickup_booking_rule_id",
    "continuous_pickup",
    "continuous_drop_off",
]
LATEST_S = 7 * 86_400  # a trip longer than a week is a typing error
HANDLING = range(4)  # pickup_type, drop_off_type
NOT_HERE, BY_PHONE = 1, 2


class Calls(NamedTuple):
    """The calls of every trip, in order. Trips without calls have none: first = next first."""

    trip_first: Int64s
    stop: Int32s
    arrives_s: Int32s
    departs_s: Int32s
    board: Flags
    alight: Flags
    headsign: Int32s  # row of headsigns, -1 where the trip's holds
    sequence: Int32s
    headsigns: list[str]


def read_calls(table: Table, trips: Trips, stops: Stops, notes: Notebook) -> Calls:
    """Read the calls of every trip whose times make sense; the other trips are left without."""
    trip, stop, sequence, good = _whose_and_where(table, trips, stops, notes)
    rows = np.flatnonzero(good)
    key = trip[rows].astype(np.int64) << 32 | sequence[rows]
    if len(key) and (np.diff(key) <= 0).any():
        order = np.argsort(key, kind="stable")
        rows, key = rows[order], key[order]
        again = np.concatenate([[False], np.diff(key) == 0])
        wrong = np.zeros(len(table), np.bool_)
        wrong[rows[again]] = True
        table.tell(notes, "sequence_twice", wrong, trip="trip_id", sequence="stop_sequence")
        rows = rows[~again]
    trip, stop = trip[rows], stop[rows]
    arrives_s, departs_s = (
        _times(table, column, notes)[rows] for column in ("arrival_time", "departure_time")
    )
    first = np.searchsorted(trip, np.arange(len(trips.ids) + 1)).astype(np.int64)
    told_m = table.decimals("shape_dist_traveled")[0][rows]
    verdict, filled = kernels.complete_times(
        first, arrives_s, departs_s, told_m, _flown_m(stops, stop)
    )
    size = np.where(_on_demand(table, trips), -1, np.diff(first))
    _tell_verdicts(trips, verdict, filled, size, notes)
    keep = np.repeat(verdict == kernels.GOOD, np.diff(first))
    size = np.where(verdict == kernels.GOOD, np.diff(first), 0)
    first = np.concatenate([[0], np.cumsum(size)]).astype(np.int64)
    rows = rows[keep]
    _tell_continuous(table, notes)
    headsign, headsigns = _headsigns(table, rows)
    return Calls(
        first, stop[keep], arrives_s[keep], departs_s[keep],
        _handling(table, "pickup_type", notes)[rows], _handling(table, "drop_off_type", notes)[rows],
        headsign, sequence[rows].astype(np.int32), headsigns,
    )  # fmt: skip


def _whose_and_where(
    table: Table, trips: Trips, stops: Stops, notes: Notebook
) -> tuple[Int32s, Int32s, Int64s, Flags]:
    """Return trip, stop and sequence of each row, and which rows can be used."""
    found_trip = trips.keys.find(table.column("trip_id"))
    found_stop = stops.keys.find(table.column("stop_id"))
    flexible = _flexible(table)
    for column, found in (("trip_id", found_trip), ("stop_id", found_stop)):
        unknown = found == -1
        table.tell(
            notes,
            "reference_unknown",
            unknown,
            column=always(column),
            value=column,
        )
    missing(table, "trip_id", notes)
    lacking = (found_stop == -2) & ~flexible  # noqa: PLR2004
    table.tell(notes, "value_missing", lacking, column=always("stop_id"))
    trip = pick(trips.row, found_trip)
    stop = pick(stops.row, found_stop)
    table.tell(
        notes, "call_at_lost_stop", (found_stop >= 0) & (stop < 0), trip="trip_id", stop="stop_id"
    )
    unfit = pick(stops.kind.astype(np.int32), stop) > PLATFORM
    table.tell(notes, "call_at_station", unfit, trip="trip_id", stop="stop_id")
    sequence, states = table.ints("stop_sequence")
    bad = (states != OK) | (sequence < 0) | (sequence >= 2**31)
    table.tell(notes, "sequence_bad", bad, trip="trip_id", value="stop_sequence")
    # A call at a station is odd but says where one gets off: it is used.
    return trip, stop, sequence, (trip >= 0) & (stop >= 0) & ~bad


def _flexible(table: Table) -> Flags:
    """Return the rows that stand for an area and not for a stop."""
    return table.column("location_id").filled | table.column("location_group_id").filled


def _on_demand(table: Table, trips: Trips) -> Flags:
    """Return the trips that serve areas: `flex` reads them, and they need no calls at stops."""
    flexible = _flexible(table)
    trip = pick(trips.row, trips.keys.find(table.column("trip_id")))
    found = np.zeros(len(trips.ids), np.bool_)
    found[trip[flexible & (trip >= 0)]] = True
    return found


def _times(table: Table, column: str, notes: Notebook) -> Int32s:
    seconds, states = table.times_s(column)
    late = ((states == OK) | (states == SHORT)) & (seconds > LATEST_S)
    bad = (states == BAD) | late
    table.tell(notes, "time_bad", bad, trip="trip_id", value=column)
    table.tell(notes, "time_without_seconds", states == SHORT, trip="trip_id", value=column)
    return np.where(bad | (states == EMPTY), kernels.UNTOLD, seconds).astype(np.int32)


def _flown_m(stops: Stops, stop: Int32s) -> Degrees:
    """Return metres flown along all calls; only differences within a trip mean anything."""
    lat_deg, lon_deg = stops.lat_deg[stop], stops.lon_deg[stop]
    steps = distance_m(lat_deg[:-1], lon_deg[:-1], lat_deg[1:], lon_deg[1:])
    return np.concatenate([[0.0], np.cumsum(steps)]) if len(stop) else np.zeros(0)


def _tell_verdicts(
    trips: Trips, verdict: Bytes, filled: Flags, size: Int64s, notes: Notebook
) -> None:
    def tell(code: str, wrong: Flags) -> None:
        raw = np.zeros(len(trips.table), np.bool_)
        raw[trips.raw[wrong]] = True
        trips.table.tell(notes, code, raw, trip="trip_id")

    short = verdict == kernels.TOO_SHORT
    tell("trip_without_calls", short & (size == 0))
    tell("trip_of_one_call", short & (size == 1))
    tell("trip_without_end_times", verdict == kernels.NO_ENDS)
    tell("trip_goes_back_in_time", verdict == kernels.GOES_BACK)
    tell("times_filled", filled & (verdict == kernels.GOOD))


def _handling(table: Table, column: str, notes: Notebook) -> Flags:
    kinds = choices(table, column, HANDLING, notes)
    asked = ((kinds >= BY_PHONE) & ~_flexible(table)).sum()
    if asked:
        notes.note("on_request_only", FILE, number=int(asked), column=column)
    used: Flags = kinds != NOT_HERE
    return used


def _tell_continuous(table: Table, notes: Notebook) -> None:
    for column in ("continuous_pickup", "continuous_drop_off"):
        kinds, states = table.ints(column)
        wanted = int(((states == OK) & (kinds != NOT_HERE)).sum())
        if wanted:
            notes.note("continuous_ignored", FILE, number=wanted, column=column)


def _headsigns(table: Table, rows: Int64s) -> tuple[Int32s, list[str]]:
    if not table.has("stop_headsign"):
        return np.full(len(rows), -1, np.int32), []
    codes, texts = table.coded("stop_headsign")
    told = np.array([bool(text) for text in texts], np.bool_)
    if not told.any():
        return np.full(len(rows), -1, np.int32), []
    return np.where(told[codes], codes, -1)[rows].astype(np.int32), texts
