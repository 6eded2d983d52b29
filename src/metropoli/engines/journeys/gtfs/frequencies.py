"""frequencies.txt: trips that are repeated at a headway, written out one by one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from metropoli.engines.journeys.gtfs.calls import LATEST_S, Calls
from metropoli.engines.journeys.gtfs.columns import choices, missing, references
from metropoli.engines.journeys.gtfs.kernels.numbers import OK, SHORT
from metropoli.engines.journeys.gtfs.problems import Notebook
from metropoli.engines.journeys.gtfs.tables import Table, always
from metropoli.engines.journeys.gtfs.trips import Trips
from metropoli.engines.journeys.types import Flags, Int32s

FILE = "frequencies.txt"
COLUMNS = ["trip_id", "start_time", "end_time", "headway_secs", "exact_times"]
EXACT = range(2)
MOST_TRIPS = 200_000  # written out of one feed: the headways of a very large city's metro
MOST_CALLS = 20_000_000


class Repeat(NamedTuple):
    trip: int
    shift_s: int


def read_frequencies(
    table: Table, trips: Trips, calls: Calls, notes: Notebook
) -> tuple[list[Repeat], set[int]]:
    """Return every departure of the trips that are repeated, and which trips those are."""
    trip, _ = references(table, "trip_id", trips.keys, trips.row, notes)
    missing(table, "trip_id", notes)
    starts_s, ends_s, headway_s, good = _periods(table, notes)
    if (choices(table, "exact_times", EXACT, notes)[good & (trip >= 0)] == 0).any():
        notes.note("headways_only", FILE)
    sizes = np.diff(calls.trip_first)
    useful = good & (trip >= 0)
    useful[useful] &= sizes[trip[useful]] > 0
    number = np.where(useful, -(-(ends_s - starts_s) // np.maximum(headway_s, 1)), 0)
    n_calls = np.zeros(len(table), np.int64)
    n_calls[useful] = number[useful] * sizes[trip[useful]]
    beyond = (np.cumsum(number) > MOST_TRIPS) | (np.cumsum(n_calls) > MOST_CALLS)
    table.tell(
        notes, "frequencies_too_many", useful & beyond, trip="trip_id", most=always(MOST_TRIPS)
    )
    useful &= ~beyond
    repeats = [
        Repeat(int(trip[row]), shift_s)
        for row in np.flatnonzero(useful).tolist()
        for shift_s in _shifts(
            int(starts_s[row]), int(ends_s[row]), int(headway_s[row]), _first_s(calls, trip[row])
        )
    ]
    return repeats, set(trip[(trip >= 0) & good].tolist())


def _first_s(calls: Calls, trip: int) -> int:
    return int(calls.departs_s[calls.trip_first[trip]])


def _shifts(start_s: int, end_s: int, headway_s: int, first_s: int) -> Iterator[int]:
    """Yield how much later than written each departure is; none leaves at the end itself."""
    for departure_s in range(start_s, end_s, headway_s):
        yield departure_s - first_s


def _periods(table: Table, notes: Notebook) -> tuple[Int32s, Int32s, Int32s, Flags]:
    good = np.ones(len(table), np.bool_)
    times: list[Int32s] = []
    for column in ("start_time", "end_time"):
        seconds, states = table.times_s(column)
        bad = ((states != OK) & (states != SHORT)) | (seconds > LATEST_S)
        table.tell(notes, "frequency_time_bad", bad, trip="trip_id", value=column)
        good &= ~bad
        times.append(seconds)
    headway, states = table.ints("headway_secs")
    bad = (states != OK) | (headway < 1) | (headway > LATEST_S)
    table.tell(notes, "headway_bad", bad, trip="trip_id", value="headway_secs")
    good &= ~bad
    none = good & (times[1] <= times[0])
    table.tell(notes, "frequency_without_time", none, trip="trip_id")
    return times[0], times[1], headway.astype(np.int32), good & ~none
