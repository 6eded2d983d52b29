"""Where a search begins: the first vehicles that one can board."""

from __future__ import annotations

import numpy as np
from numba import njit

from metropoli.engines.journeys.kernels.bundles import Network, Starts
from metropoli.engines.journeys.types import Int32s


@njit(cache=True)
def find_starts(
    network: Network, stop: Int32s, walk_s: Int32s, earliest_s: int, latest_s: int
) -> Starts:
    """
    Return the first boardings of a search, by stop and column.

    Within a window, one for each vehicle that leaves each stop in it (whoever boards it leaves
    home just in time); at an instant (`latest_s` before `earliest_s`), the first vehicle of each
    column, with the instant as leaving time.
    """
    n = 0
    for filling in range(2):
        if filling == 1:
            leaves_s = np.empty(n, np.int32)
            columns = np.empty(n, np.int32)
            trips = np.empty(n, np.int32)
            n = 0
        for i in range(len(stop)):
            for j in range(network.board_first[stop[i]], network.board_first[stop[i] + 1]):
                column = network.board_column[j]
                base, n_trips = network.column_call_by_stop[column], network.column_trips[column]
                departs_s = network.departs_s[base : base + n_trips]
                trip = np.searchsorted(departs_s, earliest_s + walk_s[i])
                while trip < n_trips:
                    if latest_s >= earliest_s and departs_s[trip] > latest_s + walk_s[i]:
                        break
                    if filling == 1:
                        instant = latest_s < earliest_s
                        leaves_s[n] = earliest_s if instant else departs_s[trip] - walk_s[i]
                        columns[n] = column
                        trips[n] = trip
                    n += 1
                    if latest_s < earliest_s:
                        break
                    trip += 1
    return Starts(leaves_s, columns, trips)
