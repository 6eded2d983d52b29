"""Where to get on, change and get off, once it is known which vehicles to take."""

from __future__ import annotations

import numpy as np
from numba import njit

from metropoli.engines.journeys.kernels.bundles import LATE, Network, Work
from metropoli.engines.journeys.types import Int32s, Int64s

SECOND = 1 << 20  # what a second on the way counts against one on foot
NOWHERE = 1 << 60


@njit(cache=True)
def walk_less(
    network: Network,
    work: Work,
    vehicle_column: Int32s,
    gain_s: int,
    rides: Int32s,
    hops: Int32s,
) -> None:
    """
    Keep the vehicles of each answer, and choose the stops that cost the least, in place.

    The search changes where it can first. Of all the stops where one can get on, change and get
    off without leaving earlier or arriving later, take those that need the least time in all,
    then the least walking (access and egress included), then the first. Nobody leaves later or
    arrives earlier by more than `gain_s`: that would be an answer for another window.
    """
    ready_s = np.full(len(network.change_s), LATE, np.int32)
    for row in range(len(rides)):
        choose_stops(network, work, vehicle_column, gain_s, rides[row], hops[row], ready_s)


@njit(cache=True)
def choose_stops(
    network: Network,
    work: Work,
    vehicle_column: Int32s,
    gain_s: int,
    n: int,
    hops: Int32s,
    ready_s: Int32s,
) -> None:
    """Find the cheapest positions ride by ride, then follow them back."""
    longest = 0
    for i in range(n):
        longest = max(longest, network.column_step[hops[i, 0]])
    # By ride and position: least cost of being aboard when leaving it, where one got on for that,
    # and at which position one had left the vehicle before.
    cost = np.full((n, longest), NOWHERE, np.int64)
    got_on = np.zeros((n, longest), np.int32)
    got_off = np.zeros((n, longest), np.int32)
    on, trip = hops[0, 0], hops[0, 2]
    first = vehicle_column[network.column_vehicle[on] + trip]
    leaves_s = departs_at(network, on, trip) - work.access_s[network.column_stop[on]]
    for position in range(network.column_step[on] - 1):
        column = first + position
        walk_s = work.access_s[network.column_stop[column]]
        at_s = departs_at(network, column, trip) - walk_s
        if leaves_s <= at_s <= leaves_s + gain_s and may_board(network, column):
            cost[0, position] = int(walk_s) - int(at_s) * SECOND
            got_on[0, position] = position
    for i in range(n):
        for position in range(1, network.column_step[hops[i, 0]]):
            if cost[i, position - 1] <= cost[i, position]:
                cost[i, position] = cost[i, position - 1]
                got_on[i, position] = got_on[i, position - 1]
        if i < n - 1:
            change_between(network, vehicle_column, hops, i, ready_s, cost, got_on, got_off)

    off, trip = hops[n - 1, 1], hops[n - 1, 2]
    first = vehicle_column[network.column_vehicle[off] + trip]
    arrives_s = arrives_at(network, off, trip) + work.egress_s[network.column_stop[off]]
    best, where = NOWHERE, off - first
    for position in range(1, network.column_step[off]):
        stop = network.column_alight[first + position]
        at_s = arrives_at(network, first + position, trip) + work.egress_s[stop]
        total = cost[n - 1, position - 1] + int(at_s) * SECOND + int(work.egress_s[stop])
        if not arrives_s - gain_s <= at_s <= arrives_s:
            continue
        if cost[n - 1, position - 1] < NOWHERE and total < best:
            best, where = total, position
    for i in range(n - 1, -1, -1):
        first = vehicle_column[network.column_vehicle[hops[i, 0]] + hops[i, 2]]
        start = got_on[i, where - 1]
        hops[i, 0], hops[i, 1] = first + start, first + where
        where = got_off[i, start]


@njit(cache=True)
def change_between(
    network: Network,
    vehicle_column: Int32s,
    hops: Int32s,
    i: int,
    ready_s: Int32s,
    cost: Int64s,
    got_on: Int32s,
    got_off: Int32s,
) -> None:
    """Find the least cost of boarding ride i + 1 at each of its positions."""
    trip, next_trip = hops[i, 2], hops[i + 1, 2]
    first = vehicle_column[network.column_vehicle[hops[i, 0]] + trip]
    next_first = vehicle_column[network.column_vehicle[hops[i + 1, 0]] + next_trip]
    for off in range(1, network.column_step[first]):
        so_far = cost[i, off - 1]
        stop = network.column_alight[first + off]
        if so_far == NOWHERE or stop == len(network.change_s):
            continue
        when_s = arrives_at(network, first + off, trip)
        foot = range(network.foot_first[stop], network.foot_first[stop + 1])
        for j in foot:
            at_s = when_s + network.foot_s[j]
            ready_s[network.foot_to[j]] = min(ready_s[network.foot_to[j]], at_s)
        ready_s[stop] = min(ready_s[stop], when_s + network.change_s[stop])
        for on in range(network.column_step[next_first] - 1):
            column = next_first + on
            to = network.column_stop[column]
            if ready_s[to] <= departs_at(network, column, next_trip) and may_board(network, column):
                total = so_far + (0 if to == stop else ready_s[to] - when_s)
                if total < cost[i + 1, on]:
                    cost[i + 1, on] = total
                    got_on[i + 1, on] = on
                    got_off[i + 1, on] = off
        ready_s[stop] = LATE
        for j in foot:
            ready_s[network.foot_to[j]] = LATE


@njit(cache=True)
def departs_at(network: Network, column: int, trip: int) -> int:
    """Return when the trip of the column's route leaves it."""
    return int(network.departs_s[network.column_call_by_stop[column] + trip])


@njit(cache=True)
def arrives_at(network: Network, column: int, trip: int) -> int:
    """Return when the trip of the column's route gets there."""
    call = network.column_call[column] + trip * network.column_step[column]
    return int(network.arrives_s[call])


@njit(cache=True)
def may_board(network: Network, column: int) -> bool:
    """Tell whether one may get on at the column."""
    return bool(network.column_board[column] < len(network.board_column))
