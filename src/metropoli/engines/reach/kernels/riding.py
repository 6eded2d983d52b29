"""The sweep where the changes were worked out before: trip-based, see `shortcuts`."""

from __future__ import annotations

import numpy as np
from numba import njit

from metropoli.engines.journeys.kernels.bundles import Network
from metropoli.engines.reach.kernels.bundles import (
    CHANGES,
    CHANGES_KEPT,
    STEP_S,
    Memory,
    end_notes,
    note,
)
from metropoli.engines.reach.kernels.shortcuts import TRIP_BITS, TRIP_MASK, Shortcuts
from metropoli.engines.reach.kernels.sweep import find_starts
from metropoli.engines.reach.types import Int32s, Window


@njit(cache=True, nogil=True)
def sweep_by_shortcuts(
    network: Network,
    shortcuts: Shortcuts,
    memory: Memory,
    stop: Int32s,
    walk_s: Int32s,
    window: Window,
) -> None:
    """Write the same profiles as `sweep`, changing by shortcuts that hold for the window."""
    first, column, trip = find_starts(network, stop, walk_s, window)
    for departure in range(window.n_departures - 1, -1, -1):
        before_s = window.earliest_s + STEP_S * departure + window.longest_s + 1
        n_hops = 0
        for i in range(first[departure], first[departure + 1]):
            n_hops = hop_on(network, memory, 1, n_hops, column[i], trip[i])
        ride = 1
        while n_hops > 0 and ride <= window.max_rides:
            n_hops = ride_on(network, shortcuts, memory, ride, n_hops, before_s, departure, window)
            ride += 1
    end_notes(memory)


@njit(cache=True, nogil=True)
def ride_on(
    network: Network,
    shortcuts: Shortcuts,
    memory: Memory,
    ride: int,
    n_hops: int,
    before_s: int,
    departure: int,
    window: Window,
) -> int:
    """
    Ride every hop to its end, and take every shortcut on the way.

    Also where a stop was reached earlier by another vehicle: that one may have left its change to
    a later stop, where this one was before it, and so each would wait for the other.
    """
    arrival_s = memory.earliest_s
    following = memory.reached[min(ride + 1, window.max_rides)]
    n_following = 0
    for i in range(n_hops):
        begin, end, trip = memory.hop[ride & 1, i]
        call = network.column_call[begin] + trip * network.column_step[begin] - begin
        for column in range(begin + 1, end + 1):
            when_s = network.arrives_s[call + column]
            if when_s >= before_s:
                break
            stop = network.column_alight[column]
            if when_s < arrival_s[stop]:
                arrival_s[stop] = when_s
                note(memory, stop, departure, when_s - window.earliest_s)
            if ride == window.max_rides:
                continue
            for k in range(shortcuts.first[call + column], shortcuts.first[call + column + 1]):
                both = np.int64(shortcuts.onto[k])
                onto, trip_of = int(both >> TRIP_BITS), int(both & TRIP_MASK)
                if following[onto] > trip_of:
                    n_following = hop_on(network, memory, ride + 1, n_following, onto, trip_of)
    return n_following


@njit(cache=True, nogil=True)
def hop_on(network: Network, memory: Memory, ride: int, n_hops: int, column: int, trip: int) -> int:
    """Add the hop that boards the trip at the column, unless as good a trip was; return how many."""
    reached, end = memory.reached[ride], column
    while reached[end] > trip:
        reached[end] = trip
        end += 1
    if end == column:
        return n_hops
    hop = memory.hop[ride & 1, n_hops]
    hop[0], hop[1], hop[2] = column, end, trip
    change = memory.counts[CHANGES]
    if change < CHANGES_KEPT:
        memory.changes[change, 0] = ride
        memory.changes[change, 1] = column
        memory.changes[change, 2] = end
    memory.counts[CHANGES] = min(change + 1, CHANGES_KEPT + 1)
    return n_hops + 1
