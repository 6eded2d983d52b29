"""From labels back to what they stand for."""

from __future__ import annotations

import numpy as np
from numba import njit

from metropoli.engines.journeys.kernels.bundles import Network
from metropoli.engines.journeys.types import Int32s, Int64s
from metropoli.engines.journeys.weighing.kernels.bags import (
    N_GOALS,
    OFF,
    ON,
    PARENT,
    TRIP,
    Bags,
)

LEAVES_S, ACCESS, EGRESS, N_RIDES = range(4)


@njit(cache=True)
def trace(bags: Bags, max_rides: int) -> tuple[Int32s, Int32s]:
    """Return (goals, 4): when they left, rows of access and egress, rides; and (goals, rides, 3)."""
    n, label = bags.tally[N_GOALS], bags.label
    facts = np.zeros((n, 4), np.int32)
    hops = np.zeros((n, max_rides, 3), np.int32)
    for i in range(n):
        goal = bags.goal[i]
        facts[i, LEAVES_S], facts[i, EGRESS] = label[goal, OFF], label[goal, ON]
        off, rides = label[goal, PARENT], 0
        while True:
            hops[i, rides, 0] = label[off, ON]
            hops[i, rides, 1] = label[off, OFF]
            hops[i, rides, 2] = label[off, TRIP]
            rides += 1
            ready = label[off, PARENT]
            off = label[ready, PARENT]
            if off < 0:
                facts[i, ACCESS] = -2 - off
                break
        facts[i, N_RIDES] = rides
        for j in range(rides // 2):
            for word in range(3):
                held = hops[i, j, word]
                hops[i, j, word] = hops[i, rides - 1 - j, word]
                hops[i, rides - 1 - j, word] = held
    return facts, hops


@njit(cache=True)
def list_starts(
    network: Network, stop: Int32s, lasts_s: Int32s, earliest_s: int, latest_s: int
) -> Int64s:
    """Return when one can leave just in time for a vehicle, by row: leaves_s * rows + row."""
    n, n_rows = 0, len(stop)
    found = np.empty(64, np.int64)
    for row in range(n_rows):
        for j in range(network.board_first[stop[row]], network.board_first[stop[row] + 1]):
            column = network.board_column[j]
            base, n_trips = network.column_call_by_stop[column], network.column_trips[column]
            departs_s = network.departs_s[base : base + n_trips]
            trip = np.searchsorted(departs_s, earliest_s + lasts_s[row])
            while trip < n_trips and departs_s[trip] - lasts_s[row] <= latest_s:
                if n == len(found):
                    found = np.concatenate((found, np.empty_like(found)))
                found[n] = np.int64(departs_s[trip] - lasts_s[row]) * n_rows + row
                n += 1
                trip += 1
    return found[:n].copy()
