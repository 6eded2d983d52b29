"""Where one can be at the soonest, among the stops from which one can still be in time."""

from __future__ import annotations

from numba import njit

from metropoli.engines.journeys.kernels.bundles import FAR, LATE, Network
from metropoli.engines.journeys.kernels.scan import first_not_before
from metropoli.engines.journeys.types import Int32s
from metropoli.engines.journeys.weighing.kernels.bags import (
    N_FRESH,
    N_OFF,
    N_ROUTES,
    NOBODY,
    Bags,
)
from metropoli.engines.journeys.weighing.types import Approaches, Scales

MARKED = 0  # in `fresh_head`, which holds no labels yet


@njit(cache=True)
def set_early(
    network: Network,
    scales: Scales,
    bags: Bags,
    access: Approaches,
    start_s: Int32s,
    start_row: Int32s,
    max_rides: int,
) -> None:
    """
    Write when one can get off and board at each stop at the soonest, LATE where one never can.

    A plain search onward, within `latest_off_s` and `latest_on_s`. Written are also the routes on
    which one can be in time: the first column where one boards, and the first trip.
    """
    tally = bags.tally
    bags.early_off_s[:] = LATE
    bags.early_on_s[:] = LATE
    bags.early_column[:] = LATE
    bags.early_trip[:] = LATE
    tally[N_FRESH] = 0
    for i in range(len(start_s)):
        row = start_row[i]
        be_ready(bags, access.stop[row], start_s[i] + access.lasts_s[row], max_rides)
    for ride in range(1, max_rides + 1):
        list_early(network, scales, bags)
        tally[N_OFF] = 0
        for i in range(tally[N_ROUTES]):
            ride_early(network, scales, bags, bags.route_list[i], max_rides - ride)
        for i in range(tally[N_OFF]):
            stop = bags.off_stop[i]
            bags.off_head[stop] = NOBODY
            if ride == max_rides:
                continue
            at_s, left = bags.early_off_s[stop], max_rides - ride
            if network.change_s[stop] < FAR:
                be_ready(bags, stop, at_s + network.change_s[stop], left)
            for j in range(network.foot_first[stop], network.foot_first[stop + 1]):
                if network.foot_s[j] < FAR:
                    be_ready(bags, network.foot_to[j], at_s + network.foot_s[j], left)
    tally[N_ROUTES] = 0


@njit(cache=True)
def be_ready(bags: Bags, stop: int, at_s: int, left: int) -> None:
    """Note that one can board at a stop, if that is sooner than before and soon enough."""
    if at_s < bags.early_on_s[stop] and at_s <= bags.latest_on_s[left, stop]:
        bags.early_on_s[stop] = at_s
        if bags.fresh_head[stop] == NOBODY:
            bags.fresh_head[stop] = MARKED
            bags.fresh_stop[bags.tally[N_FRESH]] = stop
            bags.tally[N_FRESH] += 1


@njit(cache=True)
def list_early(network: Network, scales: Scales, bags: Bags) -> None:
    """List the routes through the stops where one can board sooner than before."""
    tally = bags.tally
    tally[N_ROUTES] = 0
    for i in range(tally[N_FRESH]):
        stop = bags.fresh_stop[i]
        bags.fresh_head[stop] = NOBODY
        for j in range(network.board_first[stop], network.board_first[stop + 1]):
            if network.board_last_s[j] < bags.early_on_s[stop]:
                continue
            column = network.board_column[j]
            route = scales.column_route[column]
            if bags.route_from[route] == LATE:
                bags.route_list[tally[N_ROUTES]] = route
                tally[N_ROUTES] += 1
            bags.route_from[route] = min(bags.route_from[route], column)
    tally[N_FRESH] = 0


@njit(cache=True)
def ride_early(network: Network, scales: Scales, bags: Bags, route: int, left: int) -> None:
    """Ride the first vehicle that one can board on a route."""
    begin, end = bags.route_from[route], scales.route_column[route + 1]
    bags.route_from[route] = LATE
    bags.early_column[route] = min(bags.early_column[route], begin)
    trip = LATE
    for column in range(begin, end):
        stop = network.column_alight[column]
        if trip < LATE:
            when_s = network.arrives_s[
                network.column_call[column] + trip * network.column_step[column]
            ]
            if when_s < bags.early_off_s[stop] and when_s <= bags.latest_off_s[left, stop]:
                bags.early_off_s[stop] = when_s
                if bags.off_head[stop] == NOBODY:
                    bags.off_head[stop] = MARKED
                    bags.off_stop[bags.tally[N_OFF]] = stop
                    bags.tally[N_OFF] += 1
        stop = network.column_stop[column]
        from_s, n = bags.early_on_s[stop], network.column_trips[column]
        if from_s == LATE or n <= 0 or network.column_board[column] >= len(network.board_column):
            continue
        base = network.column_call_by_stop[column]
        first = first_not_before(network.departs_s, base, n, from_s)
        if first < n and network.departs_s[base + first] <= bags.latest_on_s[left + 1, stop]:
            trip = min(trip, first)
    if trip < LATE:
        bags.early_trip[route] = min(bags.early_trip[route], trip)
