"""By when one must be where in order to arrive in time: the plain search, backwards."""

from __future__ import annotations

import numpy as np
from numba import njit

from metropoli.engines.journeys.kernels.bundles import FAR, LATE, Network, Work
from metropoli.engines.journeys.kernels.scan import board_all, carry, open_stops, scan_hops
from metropoli.engines.journeys.weighing.kernels.bags import Bags
from metropoli.engines.journeys.weighing.types import Approaches


@njit(cache=True)
def set_bounds(
    backward: Network,
    work: Work,
    bags: Bags,
    egress: Approaches,
    until_s: int,
    earliest_s: int,
    max_rides: int,
) -> None:
    """
    Write, by rides left and stop, by when to get off and to board to arrive by `until_s`.

    Nothing before `earliest_s` is looked at. `egress.stop` are numbers of the day.
    """
    latest_off_s, latest_on_s = bags.latest_off_s, bags.latest_on_s
    latest_off_s[: max_rides + 1] = -LATE
    latest_on_s[: max_rides + 1] = -LATE
    for row in range(len(egress.stop)):
        stop, by_s = egress.stop[row], until_s - egress.lasts_s[row]
        latest_off_s[0, stop] = max(latest_off_s[0, stop], by_s)
    if until_s >= LATE // 2:
        no_bounds(bags, egress, max_rides)
        return
    before_s = -earliest_s + 1
    work.reached[0] = backward.column_trips
    work.gate_s[0, : len(backward.board_last_s)] = backward.board_last_s
    work.seen[:] = 0
    carry(work, 1, 0)
    nowhere = np.full(len(work.access_s), FAR, np.int32)
    # The first boardings of the film: wherever one may get off and walk to the door.
    ready_s = work.ready_s[0]
    n_opened = 0
    for row in range(len(egress.stop)):
        stop = egress.stop[row]
        if ready_s[stop] == LATE:
            work.opened[n_opened] = stop
            n_opened += 1
        ready_s[stop] = min(ready_s[stop], egress.lasts_s[row] - until_s)
    n_hops = board_all(backward, work, 0, 1, 0, n_opened, before_s)
    for i in range(n_opened):
        ready_s[work.opened[i]] = LATE
    for ride in range(1, max_rides + 1):
        n_improved = scan_hops(backward, work, nowhere, ride, ride, n_hops, before_s, ride)
        n_opened = open_stops(backward, work, ride, ride, n_improved, before_s, ride)
        if ride < max_rides:
            carry(work, ride + 1, ride)
            n_hops = board_all(backward, work, ride, ride + 1, ride, n_opened, before_s)
        keep(work, bags, ride)


@njit(cache=True)
def keep(work: Work, bags: Bags, ride: int) -> None:
    """Write down what so many rides left attain."""
    n_stops = len(work.ready_s[0])
    for stop in range(n_stops):
        if work.arrival_s[ride, stop] < LATE:
            bags.latest_on_s[ride, stop] = -work.arrival_s[ride, stop]
        by_s = bags.latest_off_s[0, stop]
        if work.ready_s[ride, stop] < LATE:
            by_s = max(by_s, -work.ready_s[ride, stop])
        bags.latest_off_s[ride, stop] = by_s


@njit(cache=True)
def no_bounds(bags: Bags, egress: Approaches, max_rides: int) -> None:
    """Let everything be in time."""
    bags.latest_off_s[0] = -LATE
    for row in range(len(egress.stop)):
        bags.latest_off_s[0, egress.stop[row]] = LATE
    bags.latest_off_s[1 : max_rides + 1, :-1] = LATE
    bags.latest_on_s[1 : max_rides + 1] = LATE
