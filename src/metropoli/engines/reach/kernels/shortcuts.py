"""
Which vehicle to change to, worked out before anybody asks.

The transfers of trip-based routing and their reduction (Witt, "Trip-Based Public Transit Routing
Using Multicriteria Optimization", 2015, sections 3.1 and 3.2): from a vehicle's call to a later
vehicle, kept only if some stop is reached, or can be boarded at, earlier than by staying aboard or
by changing elsewhere.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from metropoli.engines.journeys.kernels.bundles import Network
from metropoli.engines.reach.kernels.bundles import LATE, Int16s
from metropoli.engines.reach.types import Int32s, Int64s

TRIP_BITS = 16
TRIP_MASK = (1 << TRIP_BITS) - 1


class Shortcuts(NamedTuple):
    """By call (trip by trip): what to change to, a column and a trip in one number, see `packed`."""

    first: Int32s
    onto: NDArray[np.uint32] | Int64s


class Labels(NamedTuple):
    """What the vehicle at hand attains; a label of another vehicle's stamp counts as LATE."""

    arrival_s: Int32s
    arrival_of: Int32s
    ready_s: Int32s
    ready_of: Int32s
    trip: Int32s  # by column: the earliest trip that was ridden from there on
    trip_of: Int32s
    gate_s: Int32s  # by column: departure of the trip before that


@njit(cache=True, nogil=True)
def find_shortcuts(
    network: Network, columns: tuple[int, int], from_s: int, until_s: int
) -> tuple[Int32s, Int32s, Int16s]:
    """
    Return calls, and the columns and trips to change to from each: one row a shortcut, by call.

    Only from the routes within `columns`, [begin, end), and only what happens from `from_s` until
    `until_s`. A label is lowered with all changes from it, so that who arrives no earlier than a
    label need not look at the changes again.
    """
    n_stops = len(network.change_s)
    labels = Labels(
        np.empty(n_stops, np.int32),
        np.full(n_stops, -1, np.int32),
        np.empty(n_stops, np.int32),
        np.full(n_stops, -1, np.int32),
        np.empty(len(network.column_stop), np.int32),
        np.full(len(network.column_stop), -1, np.int32),
        np.empty(len(network.column_stop), np.int32),
    )
    room, n = 4096, 0
    call_of = np.empty(room, np.int32)
    column_of = np.empty(room, np.int32)
    trip_of = np.empty(room, np.int16)
    stamp = 0
    begin = columns[0]
    while begin < columns[1]:
        n_calls = network.column_step[begin]
        for trip in range(network.column_trips[begin]):
            stamp += 1
            call = network.column_call[begin] + trip * n_calls
            for position in range(n_calls - 1, 0, -1):
                when_s = network.arrives_s[call + position]
                stop = network.column_alight[begin + position]
                if when_s > until_s or stop == n_stops:
                    continue
                if when_s < from_s:
                    break
                lower(network, labels, stamp, stop, when_s, until_s)
                first, last = network.foot_first[stop], network.foot_first[stop + 1]
                for j in range(first - 1, last):
                    to = stop if j < first else network.foot_to[j]
                    ready_s = when_s + (network.change_s[stop] if j < first else network.foot_s[j])
                    if ready_s > until_s:
                        continue
                    for k in range(network.board_first[to], network.board_first[to + 1]):
                        if network.board_last_s[k] < ready_s:
                            continue
                        column = network.board_column[k]
                        if labels.trip_of[column] == stamp and labels.gate_s[column] < ready_s:
                            continue
                        other = first_from(network, column, ready_s)
                        same = begin <= column < begin + n_calls
                        if same and other >= trip and column >= begin + position:
                            continue
                        if not gains(network, labels, stamp, column, other, until_s):
                            continue
                        if n == room:
                            room *= 2
                            call_of = np.concatenate((call_of, call_of))
                            column_of = np.concatenate((column_of, column_of))
                            trip_of = np.concatenate((trip_of, trip_of))
                        call_of[n] = call + position
                        column_of[n] = column
                        trip_of[n] = other
                        n += 1
        begin += n_calls
    order = np.argsort(call_of[:n], kind="mergesort")
    return call_of[order], column_of[order], trip_of[order]


@njit(cache=True, nogil=True)
def first_from(network: Network, column: int, ready_s: int) -> int:
    """Return the first trip that leaves a column from an instant on; there is one."""
    base = network.column_call_by_stop[column]
    low, high = 0, network.column_trips[column] - 1
    while low < high:
        middle = (low + high) >> 1
        if network.departs_s[base + middle] < ready_s:
            low = middle + 1
        else:
            high = middle
    return low


@njit(cache=True, nogil=True)
def lower(
    network: Network, labels: Labels, stamp: int, stop: int, when_s: int, until_s: int
) -> bool:
    """Let the labels know an arrival and the changes from it; tell whether it is earlier."""
    if labels.arrival_of[stop] == stamp and labels.arrival_s[stop] <= when_s:
        return False
    labels.arrival_of[stop] = stamp
    labels.arrival_s[stop] = when_s
    first, last = network.foot_first[stop], network.foot_first[stop + 1]
    for j in range(first - 1, last):
        to = stop if j < first else network.foot_to[j]
        ready_s = when_s + (network.change_s[stop] if j < first else network.foot_s[j])
        if ready_s > until_s:
            continue
        if labels.ready_of[to] != stamp or ready_s < labels.ready_s[to]:
            labels.ready_of[to] = stamp
            labels.ready_s[to] = ready_s
    return True


@njit(cache=True, nogil=True)
def gains(
    network: Network, labels: Labels, stamp: int, column: int, trip: int, until_s: int
) -> bool:
    """
    Ride a trip from a column to its end; tell whether anything is reached earlier by it.

    From where as early a trip was ridden before, nothing is.
    """
    found = False
    call = network.column_call[column] + trip * network.column_step[column] - column
    before = call - network.column_step[column]
    at = column
    while network.column_trips[at] >= 0:  # the last column of the route has none
        if labels.trip_of[at] == stamp and labels.trip[at] <= trip:
            break
        labels.trip_of[at], labels.trip[at] = stamp, trip
        labels.gate_s[at] = network.departs_by_trip_s[before + at] if trip > 0 else -LATE
        at += 1
        when_s = network.arrives_s[call + at]
        if when_s > until_s:
            break
        stop = network.column_alight[at]
        if stop < len(network.change_s) and lower(network, labels, stamp, stop, when_s, until_s):
            found = True
    return found


def packed(column: Int32s, trip: Int16s) -> NDArray[np.uint32] | Int64s:
    """Return column and trip in one number: 32 bits where the columns of the day are few enough."""
    onto = (column.astype(np.int64) << TRIP_BITS) | trip
    small = len(column) == 0 or int(column.max()) <= TRIP_MASK
    return onto.astype(np.uint32) if small else onto


def route_starts(network: Network) -> Int64s:
    """Return the first column of every route, and the end of the last."""
    last = np.flatnonzero(network.column_trips < 0)
    return np.concatenate((np.zeros(1, np.int64), last + 1))
