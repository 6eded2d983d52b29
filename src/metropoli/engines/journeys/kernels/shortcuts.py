"""
Which far walks between two rides anybody needs, worked out before anybody asks.

The shortcuts of ULTRA (Baum, Buchhold, Sauer, Wagner, Zündorf, "UnLimited TRAnsfers for Multi-Modal
Route Planning: An Efficient Solution", 2019): from every stop all journeys of two rides, the last
to leave first, and of each arrival that none betters the walk in between. Unlike there, what
betters a journey boards at the same stop and ends with a ride at the same stop: so nothing is
supposed of walks (that they add up, that they have no limit), at the price of some more shortcuts.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from metropoli.engines.journeys.kernels.bundles import LATE, Int16s, Network
from metropoli.engines.journeys.kernels.scan import first_not_before
from metropoli.engines.journeys.types import Flags, Int32s

NEAR = -1  # a change that one may make anyway


class FarWalks(NamedTuple):
    """Walks beyond those of the network, by stop number: `to[first[i]:first[i + 1]]`."""

    first: Int32s
    to: Int32s
    lasts_s: Int32s


class Known(NamedTuple):
    """What leaving a stop later attains; kept while departures go back in time."""

    first_s: Int32s  # by stop (and a last one, never improved): arrival with one ride
    second_s: Int32s  # the same with at most two
    second_by: Int32s  # the far walk that led there, or NEAR
    ready_s: Int32s  # by stop: when the second ride can begin
    ready_by: Int32s
    reached: Int16s  # by column: the earliest trip ridden as the second


class Lists(NamedTuple):
    """Stops touched by the departures at hand, each once (its mark is the number of them)."""

    improved: Int32s
    opened: Int32s
    bettered: Int32s
    marks: Int32s  # (3, stops + 1)


@njit(cache=True, nogil=True)
def mark_shortcuts(
    network: Network,
    far: FarWalks,
    sources: Int32s,
    from_s: int,
    until_s: int,
    needed: Flags,
) -> None:
    """
    Mark the far walks (by row) without which a journey of two rides from a source is bettered.

    Only rides that leave the source from `from_s` until before `until_s`. Threads may share `needed`:
    it is only ever set.
    """
    n_stops = len(network.change_s)
    known = Known(
        np.empty(n_stops + 1, np.int32),
        np.empty(n_stops + 1, np.int32),
        np.empty(n_stops + 1, np.int32),
        np.empty(n_stops, np.int32),
        np.empty(n_stops, np.int32),
        np.empty(len(network.column_trips), np.int16),
    )
    lists = Lists(
        np.empty(n_stops, np.int32),
        np.empty(n_stops, np.int32),
        np.empty(n_stops, np.int32),
        np.zeros((3, n_stops + 1), np.int32),
    )
    stamp = 0
    for source in sources:
        leaves_s, column, trip = departures_of(network, source, from_s, until_s)
        known.first_s[:] = LATE
        known.second_s[:] = LATE
        known.first_s[n_stops] = -LATE
        known.second_s[n_stops] = -LATE
        known.ready_s[:] = LATE
        known.reached[:] = network.column_trips
        i = 0
        while i < len(leaves_s):
            stamp += 1
            n_improved = n_bettered = 0
            now_s = leaves_s[i]
            while i < len(leaves_s) and leaves_s[i] == now_s:
                n_improved = ride_first(
                    network, known, lists, column[i], trip[i], n_improved, stamp
                )
                i += 1
            n_opened = change_near(network, known, lists, n_improved, stamp)
            n_bettered = ride_second(network, known, lists, n_opened, n_bettered, stamp)
            stamp += 1
            n_opened = change_far(far, known, lists, n_improved, stamp)
            n_bettered = ride_second(network, known, lists, n_opened, 0, stamp)
            for k in range(n_bettered):
                by = known.second_by[lists.bettered[k]]
                if by != NEAR:
                    needed[by] = True


@njit(cache=True)
def departures_of(
    network: Network, source: int, from_s: int, until_s: int
) -> tuple[Int32s, Int32s, Int32s]:
    """Return when, on which column and trip one may leave a stop, the last first."""
    n = 0
    first, last = network.board_first[source], network.board_first[source + 1]
    for j in range(first, last):
        n += network.column_trips[network.board_column[j]]
    leaves_s = np.empty(n, np.int32)
    column = np.empty(n, np.int32)
    trip = np.empty(n, np.int32)
    n = 0
    for j in range(first, last):
        here = network.board_column[j]
        base = network.column_call_by_stop[here]
        for t in range(network.column_trips[here]):
            when_s = network.departs_s[base + t]
            if from_s <= when_s < until_s:
                leaves_s[n], column[n], trip[n] = when_s, here, t
                n += 1
    order = np.argsort(-leaves_s[:n])
    return leaves_s[:n][order], column[:n][order], trip[:n][order]


@njit(cache=True)
def ride_first(
    network: Network, known: Known, lists: Lists, column: int, trip: int, n: int, stamp: int
) -> int:
    """Ride a trip to its end; list the stops that it reaches earlier than those that leave later."""
    call = network.column_call[column] + trip * network.column_step[column] - column
    while network.column_trips[column] >= 0:
        column += 1
        when_s = network.arrives_s[call + column]
        stop = network.column_alight[column]
        if when_s >= known.first_s[stop]:
            continue
        known.first_s[stop] = when_s
        if when_s < known.second_s[stop]:
            known.second_s[stop] = when_s
            known.second_by[stop] = NEAR
        if lists.marks[0, stop] != stamp:
            lists.marks[0, stop] = stamp
            lists.improved[n] = stop
            n += 1
    return n


@njit(cache=True)
def change_near(network: Network, known: Known, lists: Lists, n_improved: int, stamp: int) -> int:
    """Change as the network knows it; list the stops where one can board earlier than before."""
    n = 0
    for i in range(n_improved):
        stop = lists.improved[i]
        when_s = known.first_s[stop]
        first, last = network.foot_first[stop], network.foot_first[stop + 1]
        for j in range(first - 1, last):
            to = stop if j < first else network.foot_to[j]
            at_s = when_s + (network.change_s[stop] if j < first else network.foot_s[j])
            if at_s < known.ready_s[to]:
                known.ready_s[to] = at_s
                known.ready_by[to] = NEAR
                if lists.marks[1, to] != stamp:
                    lists.marks[1, to] = stamp
                    lists.opened[n] = to
                    n += 1
    return n


@njit(cache=True)
def change_far(far: FarWalks, known: Known, lists: Lists, n_improved: int, stamp: int) -> int:
    """Walk far; list the stops where one can board earlier than before."""
    n = 0
    for i in range(n_improved):
        stop = lists.improved[i]
        when_s = known.first_s[stop]
        for j in range(far.first[stop], far.first[stop + 1]):
            to = far.to[j]
            at_s = when_s + far.lasts_s[j]
            if at_s < known.ready_s[to]:
                known.ready_s[to] = at_s
                known.ready_by[to] = j
                if lists.marks[1, to] != stamp:
                    lists.marks[1, to] = stamp
                    lists.opened[n] = to
                    n += 1
    return n


@njit(cache=True)
def ride_second(
    network: Network, known: Known, lists: Lists, n_opened: int, n: int, stamp: int
) -> int:
    """Board what can be caught at the opened stops and ride it; list the stops reached earlier."""
    for i in range(n_opened):
        stop = lists.opened[i]
        from_s, by = known.ready_s[stop], known.ready_by[stop]
        for j in range(network.board_first[stop], network.board_first[stop + 1]):
            column = network.board_column[j]
            n_trips = known.reached[column]
            base = network.column_call_by_stop[column]
            # No trip before the one that is ridden here already can be caught: the usual case.
            if n_trips <= 0 or network.departs_s[base + n_trips - 1] < from_s:
                continue
            trip = first_not_before(network.departs_s, base, n_trips, from_s)
            call = network.column_call[column] + trip * network.column_step[column] - column
            # Ends at the last column of the route at the latest, where `reached` is -1.
            while known.reached[column] > trip:
                known.reached[column] = trip
                column += 1
                when_s = network.arrives_s[call + column]
                to = network.column_alight[column]
                if when_s >= known.second_s[to]:
                    continue
                known.second_s[to] = when_s
                known.second_by[to] = by
                if lists.marks[2, to] != stamp:
                    lists.marks[2, to] = stamp
                    lists.bettered[n] = to
                    n += 1
    return n
