"""
The search: rounds of rides, for one leaving time after another, the last first.

A range-RAPTOR (Delling, Pajor, Werneck, "Round-Based Public Transit Routing", 2012, section 4)
that scans a route only from where it was boarded to where an earlier or equal trip was boarded
already, as Witt's trip-based search does ("Trip-Based Public Transit Routing", 2015, section 3.2),
but finds the trips to change to while it runs instead of storing them.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from metropoli.engines.journeys.kernels.bundles import LATE, SHUT, Network, Starts, Work
from metropoli.engines.journeys.types import Int32s

ANSWER_WORDS = 3  # leaves_s, arrives_s, rides
HOP_WORDS = 3  # column where boarded, column where left, trip


@njit(cache=True, nogil=True)
def search(
    network: Network,
    work: Work,
    starts: Starts,
    last_walk_s: Int32s,
    max_rides: int,
    direct_s: int,
    answers: Int32s,
    hops: Int32s,
) -> int:
    """
    Write the Pareto set of (leaves, arrives, rides) and its hops; return how many there are.

    `last_walk_s` is, by stop, the walk to the end of the search, or FAR. `answers` is (most, 3), `hops` (most, max_rides, 3); what does not fit is counted, not written.
    Later leaving times come first and their labels stay, so that whatever leaves earlier must
    arrive earlier or ride less to count. A round deeper than `deepest` holds nothing yet.
    """
    n_answers = 0
    deepest = 0
    work.reached[0] = network.column_trips
    work.gate_s[0, : len(network.board_last_s)] = network.board_last_s
    work.seen[:] = 0
    stamp = 0
    n_starts = len(starts.leaves_s)
    # With one leaving time nothing of it is needed later: all rounds share the labels of row 1.
    once = n_starts > 0 and starts.leaves_s[0] == starts.leaves_s[-1]
    i = 0
    while i < n_starts:
        leaves_s = starts.leaves_s[i]
        carry(work, 1, deepest)
        n_hops = 0
        while i < n_starts and starts.leaves_s[i] == leaves_s:
            n_hops = board(network, work, 1, 1, n_hops, starts.column[i], starts.trip[i])
            i += 1
        limit_s = min(int(leaves_s) + direct_s, LATE)
        ride = row = 1
        while n_hops > 0:
            stamp += 1
            deepest = max(deepest, ride)
            before_s = min(work.goal_s[ride], limit_s)
            n_improved = scan_hops(network, work, last_walk_s, row, ride, n_hops, before_s, stamp)
            if work.goal_s[ride] < before_s:
                write_answer(network, work, ride, leaves_s, n_answers, answers, hops)
                n_answers += 1
            if ride == max_rides:
                break
            following = row if once else ride + 1
            if once:
                work.goal_s[ride + 1] = work.goal_s[ride]
            else:
                carry(work, following, deepest)
            limit_s = min(limit_s, work.goal_s[ride + 1])
            n_opened = open_stops(network, work, row, ride, n_improved, limit_s, stamp)
            n_hops = board_all(network, work, row, following, ride, n_opened, limit_s)
            row = following
            ride += 1
    return n_answers


@njit(cache=True)
def carry(work: Work, ride: int, deepest: int) -> None:
    """
    Let round `ride` know what fewer rides attain.

    What fewer rides reached already need not be known: boarding it again improves no arrival.
    """
    if ride > deepest:
        work.reached[ride] = work.reached[ride - 1]
        work.gate_s[ride] = work.gate_s[ride - 1]
        work.arrival_s[ride] = work.arrival_s[ride - 1]
        work.ready_s[ride] = work.ready_s[ride - 1]
        work.goal_s[ride] = work.goal_s[ride - 1]
        return
    np.minimum(work.arrival_s[ride], work.arrival_s[ride - 1], work.arrival_s[ride])
    np.minimum(work.ready_s[ride], work.ready_s[ride - 1], work.ready_s[ride])
    work.goal_s[ride] = min(work.goal_s[ride], work.goal_s[ride - 1])


@njit(cache=True)
def board(
    network: Network, work: Work, row: int, ride: int, n_hops: int, column: int, trip: int
) -> int:
    """Add the hop that boards the trip at the column, unless as good a trip was; return how many."""
    reached = work.reached[row]
    if reached[column] <= trip:
        return n_hops
    gate_s, end = work.gate_s[row], column
    step = network.column_step[column]
    before = network.column_call[column] + (trip - 1) * step - column
    # Ends at the last column of the route at the latest, where `reached` is -1.
    while reached[end] > trip:
        reached[end] = trip
        gate_s[network.column_board[end]] = (
            network.departs_by_trip_s[before + end] if trip > 0 else -LATE
        )
        end += 1
    gate_s[len(network.board_column) + SHUT] = LATE
    work.hop_column[ride, n_hops] = column
    work.hop_end[ride, n_hops] = end
    work.hop_trip[ride, n_hops] = trip
    return n_hops + 1


@njit(cache=True)
def scan_hops(
    network: Network,
    work: Work,
    last_walk_s: Int32s,
    row: int,
    ride: int,
    n_hops: int,
    before_s: int,
    stamp: int,
) -> int:
    """Ride every hop to its end; list the stops that are reached earlier than before."""
    arrival_s, seen = work.arrival_s[row], work.seen[0]
    alit_column, alit_hop = work.alit_column[ride], work.alit_hop[ride]
    n_improved = 0
    for hop in range(n_hops):
        begin, end = work.hop_column[ride, hop], work.hop_end[ride, hop]
        trip = work.hop_trip[ride, hop]
        call = network.column_call[begin] + trip * network.column_step[begin] - begin
        for column in range(begin + 1, end + 1):
            when_s = network.arrives_s[call + column]
            if when_s >= before_s:
                break
            stop = network.column_alight[column]
            if when_s < arrival_s[stop]:
                arrival_s[stop] = when_s
                alit_column[stop] = column
                alit_hop[stop] = hop
                if seen[stop] != stamp:
                    seen[stop] = stamp
                    work.improved[n_improved] = stop
                    n_improved += 1
                if when_s + last_walk_s[stop] < before_s:
                    before_s = when_s + last_walk_s[stop]
                    work.goal_s[ride] = before_s
                    work.goal_stop[ride] = stop
    return n_improved


@njit(cache=True)
def board_all(
    network: Network,
    work: Work,
    row: int,
    following: int,
    ride: int,
    n_opened: int,
    before_s: int,
) -> int:
    """Board what can be caught at the opened stops after `ride` rides; return how many hops."""
    ready_s, gate_s = work.ready_s[row], work.gate_s[following]
    arrival_s, reached = work.arrival_s[following], work.reached[following]
    n_hops = 0
    for i in range(n_opened):
        stop = work.opened[i]
        from_s = ready_s[stop]
        for j in range(network.board_first[stop], network.board_first[stop + 1]):
            # No trip before the one that was boarded here already can be caught: the usual case.
            if gate_s[j] < from_s:
                continue
            column = network.board_column[j]
            next_s = from_s + network.column_ride_s[column]
            # Nobody gains by riding to the next stop only, and whoever rides on could do so there.
            if arrival_s[network.column_alight[column + 1]] <= next_s and (
                gate_s[network.column_board[column + 1]] < next_s
            ):
                continue
            if next_s >= before_s:
                continue
            base, n = network.column_call_by_stop[column], reached[column]
            trip = first_not_before(network.departs_s, base, n, from_s)
            n_hops = board(network, work, following, ride + 1, n_hops, column, trip)
    return n_hops


@njit(cache=True)
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


@njit(cache=True)
def open_stops(
    network: Network, work: Work, row: int, ride: int, n_improved: int, before_s: int, stamp: int
) -> int:
    """List the stops where one can board earlier than before, after a change or one walk."""
    arrival_s, ready_s, seen = work.arrival_s[row], work.ready_s[row], work.seen[1]
    ready_from = work.ready_from[ride]
    n_opened = 0
    for i in range(n_improved):
        stop = work.improved[i]
        when_s = arrival_s[stop]
        if when_s >= before_s:
            continue
        first, last = network.foot_first[stop], network.foot_first[stop + 1]
        for j in range(first - 1, last):
            to = stop if j < first else network.foot_to[j]
            at_s = when_s + (network.change_s[stop] if j < first else network.foot_s[j])
            if at_s < ready_s[to] and at_s < before_s:
                ready_s[to] = at_s
                ready_from[to] = stop
                if seen[to] != stamp:
                    seen[to] = stamp
                    work.opened[n_opened] = to
                    n_opened += 1
    return n_opened


@njit(cache=True)
def write_answer(
    network: Network,
    work: Work,
    rides: int,
    leaves_s: int,
    row: int,
    answers: Int32s,
    hops: Int32s,
) -> None:
    """Follow the labels of this leaving time back from the destination."""
    if row >= len(answers):
        return
    answers[row, 0] = leaves_s
    answers[row, 1] = work.goal_s[rides]
    answers[row, 2] = rides
    stop = work.goal_stop[rides]
    for ride in range(rides, 0, -1):
        hop = work.alit_hop[ride, stop]
        column = work.hop_column[ride, hop]
        hops[row, ride - 1, 0] = column
        hops[row, ride - 1, 1] = work.alit_column[ride, stop]
        hops[row, ride - 1, 2] = work.hop_trip[ride, hop]
        if ride > 1:
            stop = work.ready_from[ride - 1, network.column_stop[column]]
