"""
The sweep: every departure of a window from one origin, the last first.

A range-RAPTOR (Delling, Pajor, Werneck, "Round-Based Public Transit Routing", 2012, section 4) with
no destination: labels of later departures stay, so that an earlier one only does what improves on
them. Routes are ridden as in the journey search: from where they were boarded to where as good a
trip was boarded before.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from metropoli.engines.journeys.kernels.bundles import Network
from metropoli.engines.reach.kernels.bundles import (
    CHANGES,
    CHANGES_KEPT,
    HEARD,
    LATE,
    STAMP,
    STEP_S,
    Memory,
    end_notes,
    note,
)
from metropoli.engines.reach.types import Int32s, Window

SHUT = 0  # see the journeys engine: the row after the boards stands for "nobody gets on"


@njit(cache=True, nogil=True)
def sweep(network: Network, memory: Memory, stop: Int32s, walk_s: Int32s, window: Window) -> None:
    """
    Write the profile of every stop that the origin reaches: arrivals by departure minute.

    `stop` and `walk_s` are the stops in reach on foot, by number, none twice. The memory must be
    fresh; `memory.touched` lists the stops written.
    """
    first, column, trip = find_starts(network, stop, walk_s, window)
    for departure in range(window.n_departures - 1, -1, -1):
        before_s = window.earliest_s + STEP_S * departure + window.longest_s + 1
        n_hops = 0
        for i in range(first[departure], first[departure + 1]):
            n_hops = board(network, memory, 1, n_hops, column[i], trip[i])
        ride = 1
        while n_hops > 0:
            memory.counts[STAMP] += 1
            n_improved = ride_hops(network, memory, ride, n_hops, before_s, departure, window)
            if ride == window.max_rides:
                break
            n_opened = open_stops(network, memory, ride, n_improved, before_s)
            n_hops = board_all(network, memory, ride, n_opened, before_s)
            ride += 1
    end_notes(memory)


@njit(cache=True, nogil=True)
def find_starts(
    network: Network, stop: Int32s, walk_s: Int32s, window: Window
) -> tuple[Int32s, Int32s, Int32s]:
    """
    Return the first boardings by departure: offsets, columns, trips.

    A departure boards what a later one no longer catches; of these the earliest trip of a column.
    """
    n, last = window.n_departures, window.n_departures - 1
    until_s = window.earliest_s + STEP_S * last + window.longest_s
    first = np.zeros(n + 1, np.int32)
    column_of = np.empty(0, np.int32)
    trip_of = np.empty(0, np.int32)
    fill = np.zeros(n, np.int32)
    for filling in range(2):
        for i in range(len(stop)):
            ready_s = window.earliest_s + walk_s[i]
            for j in range(network.board_first[stop[i]], network.board_first[stop[i] + 1]):
                column = network.board_column[j]
                base, n_trips = network.column_call_by_stop[column], network.column_trips[column]
                departs_s = network.departs_s[base : base + n_trips]
                trip = np.searchsorted(departs_s, ready_s)
                before = -1
                while trip < n_trips and departs_s[trip] <= until_s and before < last:
                    departure = min(last, (departs_s[trip] - ready_s) // STEP_S)
                    if departure > before:
                        if filling == 0:
                            first[departure + 1] += 1
                        else:
                            column_of[fill[departure]] = column
                            trip_of[fill[departure]] = trip
                            fill[departure] += 1
                        before = departure
                    trip += 1
        if filling == 0:
            for departure in range(n):
                first[departure + 1] += first[departure]
                fill[departure] = first[departure]
            column_of = np.empty(first[n], np.int32)
            trip_of = np.empty(first[n], np.int32)
    return first, column_of, trip_of


@njit(cache=True, nogil=True)
def board(network: Network, memory: Memory, ride: int, n_hops: int, column: int, trip: int) -> int:
    """Add the hop that boards the trip at the column, unless as good a trip was; return how many."""
    reached = memory.reached[ride]
    if reached[column] <= trip:
        return n_hops
    gate_s, end = memory.gate_s[ride], column
    before = network.column_call[column] + (trip - 1) * network.column_step[column] - column
    # Ends at the last column of the route at the latest, where `reached` is -1.
    while reached[end] > trip:
        reached[end] = trip
        gate_s[network.column_board[end]] = (
            network.departs_by_trip_s[before + end] if trip > 0 else -LATE
        )
        end += 1
    gate_s[len(network.board_column) + SHUT] = LATE
    hop = memory.hop[ride & 1, n_hops]
    hop[0], hop[1], hop[2] = column, end, trip
    change = memory.counts[CHANGES]
    if change < CHANGES_KEPT:
        memory.changes[change, 0] = ride
        memory.changes[change, 1] = column
        memory.changes[change, 2] = end
    memory.counts[CHANGES] = min(change + 1, CHANGES_KEPT + 1)
    return n_hops + 1


@njit(cache=True, nogil=True)
def ride_hops(
    network: Network,
    memory: Memory,
    ride: int,
    n_hops: int,
    before_s: int,
    departure: int,
    window: Window,
) -> int:
    """Ride every hop to its end; list the stops that are reached earlier than before."""
    arrival_s, seen, stamp = memory.arrival_s, memory.seen[0], memory.counts[STAMP]
    most = window.max_rides
    n_improved = 0
    for i in range(n_hops):
        begin, end, trip = memory.hop[ride & 1, i]
        call = network.column_call[begin] + trip * network.column_step[begin] - begin
        for column in range(begin + 1, end + 1):
            when_s = network.arrives_s[call + column]
            if when_s >= before_s:
                break
            stop = network.column_alight[column]
            if when_s >= arrival_s[stop, ride]:
                continue
            # Who may ride more often is there as early at the latest.
            more = ride
            while more <= most and when_s < arrival_s[stop, more]:
                arrival_s[stop, more] = when_s
                more += 1
            if seen[stop] != stamp:
                seen[stop] = stamp
                memory.improved[n_improved] = stop
                n_improved += 1
            if more > most:
                note(memory, stop, departure, when_s - window.earliest_s)
    return n_improved


@njit(cache=True, nogil=True)
def open_stops(network: Network, memory: Memory, ride: int, n_improved: int, before_s: int) -> int:
    """List the stops where one can board earlier than before, after a change or one walk."""
    ready_s, seen, stamp = memory.ready_s, memory.seen[1], memory.counts[STAMP]
    most = memory.ready_s.shape[1] - 1
    n_opened = 0
    for i in range(n_improved):
        stop = memory.improved[i]
        when_s = memory.arrival_s[stop, ride]
        first, last = network.foot_first[stop], network.foot_first[stop + 1]
        for j in range(first - 1, last):
            to = stop if j < first else network.foot_to[j]
            at_s = when_s + (network.change_s[stop] if j < first else network.foot_s[j])
            if at_s >= ready_s[to, ride] or at_s >= before_s:
                continue
            more = ride
            while more < most and at_s < ready_s[to, more]:
                ready_s[to, more] = at_s
                more += 1
            if seen[to] != stamp:
                seen[to] = stamp
                memory.opened[n_opened] = to
                n_opened += 1
                if not memory.is_heard[to]:
                    memory.is_heard[to] = True
                    memory.heard[memory.counts[HEARD]] = to
                    memory.counts[HEARD] += 1
    return n_opened


@njit(cache=True, nogil=True)
def board_all(network: Network, memory: Memory, ride: int, n_opened: int, before_s: int) -> int:
    """Board what can be caught at the opened stops after `ride` rides; return how many hops."""
    following = ride + 1
    arrival_s, gate_s, reached = (
        memory.arrival_s,
        memory.gate_s[following],
        memory.reached[following],
    )
    n_hops = 0
    for i in range(n_opened):
        stop = memory.opened[i]
        from_s = memory.ready_s[stop, ride]
        for j in range(network.board_first[stop], network.board_first[stop + 1]):
            # No trip before the one that was boarded here already can be caught: the usual case.
            if gate_s[j] < from_s:
                continue
            column = network.board_column[j]
            next_s = from_s + network.column_ride_s[column]
            # Nobody gains by riding to the next stop only, and whoever rides on could do so there.
            if arrival_s[network.column_alight[column + 1], following] <= next_s and (
                gate_s[network.column_board[column + 1]] < next_s
            ):
                continue
            if next_s >= before_s:
                continue
            trip = first_not_before(
                network.departs_s, network.column_call_by_stop[column], reached[column], from_s
            )
            n_hops = board(network, memory, following, n_hops, column, trip)
    return n_hops


@njit(cache=True, nogil=True)
def first_not_before(departs_s: Int32s, base: int, n: int, from_s: int) -> int:
    """Return the first of n departures from `base` on that is not before a time; the last is not."""
    low, high = 0, n - 1
    while low < high:
        middle = (low + high) >> 1
        if departs_s[base + middle] < from_s:
            low = middle + 1
        else:
            high = middle
    return low
