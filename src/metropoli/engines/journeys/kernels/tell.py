"""From the hops that a search wrote to the rides that a traveller takes."""

from __future__ import annotations

import numpy as np
from numba import njit

from metropoli.engines.journeys.kernels.bundles import FAR, Network
from metropoli.engines.journeys.types import Int32s

# A ride in words of 32 bits: vehicle, first column of its route, columns and stops (by number)
# where boarded and left, times of both.
VEHICLE, COLUMN_ON, COLUMN_OFF, STOP_ON, STOP_OFF, DEPARTS_S, ARRIVES_S = range(7)
RIDE_WORDS = 7


@njit(cache=True)
def turn_round(backward: Network, rides: Int32s, hops: Int32s) -> None:
    """Rewrite hops found in the day read backwards as hops of the day itself, in place."""
    for row in range(len(rides)):
        n = rides[row]
        for i in range(n):
            on, off, trip = hops[row, i, 0], hops[row, i, 1], hops[row, i, 2]
            hops[row, i, 0] = len(backward.column_stop) - 1 - off
            hops[row, i, 1] = len(backward.column_stop) - 1 - on
            # `column_trips` is -1 in a last column only, and nobody boards there.
            hops[row, i, 2] = backward.column_trips[on] - 1 - trip
        for i in range(n // 2):
            for word in range(3):
                held = hops[row, i, word]
                hops[row, i, word] = hops[row, n - 1 - i, word]
                hops[row, n - 1 - i, word] = held


@njit(cache=True)
def tell_rides(network: Network, rides: Int32s, hops: Int32s) -> Int32s:
    """Return (answers, most rides, RIDE_WORDS): what the hops of each answer say."""
    told = np.empty((hops.shape[0], hops.shape[1], RIDE_WORDS), np.int32)
    for row in range(len(rides)):
        for i in range(rides[row]):
            on, off, trip = hops[row, i, 0], hops[row, i, 1], hops[row, i, 2]
            told[row, i, VEHICLE] = network.column_vehicle[on] + trip
            told[row, i, COLUMN_ON] = on
            told[row, i, COLUMN_OFF] = off
            told[row, i, STOP_ON] = network.column_stop[on]
            told[row, i, STOP_OFF] = network.column_stop[off]
            told[row, i, DEPARTS_S] = network.departs_s[network.column_call_by_stop[on] + trip]
            call = network.column_call[off] + trip * network.column_step[off]
            told[row, i, ARRIVES_S] = network.arrives_s[call]
    return told


@njit(cache=True)
def change_time_s(network: Network, stop: int, to: int) -> int:
    """Return the least time from getting off at a stop to getting on at another (by number)."""
    least_s = network.change_s[stop] if stop == to else np.int32(FAR)
    for i in range(network.foot_first[stop], network.foot_first[stop + 1]):
        if network.foot_to[i] == to:
            least_s = min(least_s, network.foot_s[i])
    return int(least_s)


@njit(cache=True)
def wait_less(network: Network, rides: Int32s, hops: Int32s) -> None:
    """
    Take each vehicle but the last as late as the next one allows, in place.

    A search from an instant takes every vehicle as soon as it comes; nobody wants to leave home
    early in order to wait longer on the way.
    """
    for row in range(len(rides)):
        for i in range(rides[row] - 2, -1, -1):
            off, on, trip = hops[row, i, 1], hops[row, i + 1, 0], hops[row, i + 1, 2]
            departs_s = network.departs_s[network.column_call_by_stop[on] + trip]
            by_s = departs_s - change_time_s(
                network, network.column_stop[off], network.column_stop[on]
            )
            step = network.column_step[off]
            n_trips = network.column_trips[hops[row, i, 0]]
            later = hops[row, i, 2] + 1
            while (
                later < n_trips
                and network.arrives_s[network.column_call[off] + later * step] <= by_s
            ):
                hops[row, i, 2] = later
                later += 1
