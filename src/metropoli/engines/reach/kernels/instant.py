"""From one instant, the earliest arrival at every stop, with the way there."""

from __future__ import annotations

from numba import njit

from metropoli.engines.journeys.kernels.bundles import Network, Starts, Work
from metropoli.engines.journeys.kernels.scan import board, board_all, carry, open_stops, scan_hops
from metropoli.engines.reach.types import Instant, Int32s


@njit(cache=True, nogil=True)
def spread_from(
    network: Network,
    work: Work,
    starts: Starts,
    nowhere_s: Int32s,
    max_rides: int,
    until_s: int,
    found: Instant,
) -> None:
    """
    Write the earliest arrivals until `until_s`, and the last ride of each round to each stop.

    The search of one instant in the journeys engine, without a destination: `nowhere_s` is FAR
    for every stop.
    """
    work.reached[0] = network.column_trips
    work.gate_s[0, : len(network.board_last_s)] = network.board_last_s
    work.seen[:] = 0
    carry(work, 1, 0)
    n_hops = 0
    for i in range(len(starts.column)):
        n_hops = board(network, work, 1, 1, n_hops, starts.column[i], starts.trip[i])
    before_s = until_s + 1
    ride = 1
    while n_hops > 0:
        n_improved = scan_hops(network, work, nowhere_s, 1, ride, n_hops, before_s, ride)
        for i in range(n_improved):
            stop = work.improved[i]
            hop = work.alit_hop[ride, stop]
            found.n_rides[stop] = ride
            found.column_on[ride, stop] = work.hop_column[ride, hop]
            found.column_off[ride, stop] = work.alit_column[ride, stop]
            found.trip[ride, stop] = work.hop_trip[ride, hop]
            boarded = network.column_stop[work.hop_column[ride, hop]]
            found.came_from[ride, stop] = -1 if ride == 1 else work.ready_from[ride - 1, boarded]
        if ride == max_rides:
            break
        n_opened = open_stops(network, work, 1, ride, n_improved, before_s, ride)
        n_hops = board_all(network, work, 1, 1, ride, n_opened, before_s)
        ride += 1
    found.arrival_s[:] = work.arrival_s[1, : len(found.arrival_s)]
