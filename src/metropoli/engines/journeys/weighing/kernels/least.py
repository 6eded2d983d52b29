"""What it takes at least to get from a stop to the door, whenever that may be."""

from __future__ import annotations

from numba import njit

from metropoli.engines.journeys.kernels.bundles import FAR, LATE, Network
from metropoli.engines.journeys.types import Int32s
from metropoli.engines.journeys.weighing.kernels.bags import Bags, Rules
from metropoli.engines.journeys.weighing.types import Approaches, Scales


@njit(cache=True)
def set_least(
    network: Network, scales: Scales, bags: Bags, rules: Rules, egress: Approaches
) -> None:
    """Write the least emissions, energy and walking from each stop on; 0 where not asked for."""
    bags.least_off[:] = 0
    bags.least_on[:] = 0
    if rules.co2:
        spread(network, scales, bags, rules, egress, 0, scales.column_co2_mg, egress.co2_mg)
    if rules.energy:
        spread(network, scales, bags, rules, egress, 1, scales.column_energy_j, egress.energy_j)
    if rules.walk:
        spread(network, scales, bags, rules, egress, 2, scales.column_co2_mg, egress.walk_s)


@njit(cache=True)
def spread(
    network: Network,
    scales: Scales,
    bags: Bags,
    rules: Rules,
    egress: Approaches,
    what: int,
    column_cost: Int32s,
    egress_cost: Int32s,
) -> None:
    """Spread the least of one thing from the door, ride by ride, where one can be in time."""
    off, on, walks = bags.least_off[what], bags.least_on[what], what == 2
    latest_off_s = bags.latest_off_s[rules.max_rides]
    off[:] = LATE
    on[:] = LATE
    for row in range(len(egress.stop)):
        off[egress.stop[row]] = min(off[egress.stop[row]], egress_cost[row])
    for _ in range(rules.max_rides):
        changed = False
        for route in range(len(scales.route_column) - 1):
            best = LATE
            first, last = scales.route_column[route], scales.route_column[route + 1] - 1
            for column in range(last, first - 1, -1):
                gone = 0 if walks else column_cost[column]
                stop = network.column_stop[column]
                if best < LATE and best - gone < on[stop]:
                    on[stop] = best - gone
                    changed = True
                stop = network.column_alight[column]
                if off[stop] < LATE and latest_off_s[stop] > -LATE:
                    best = min(best, off[stop] + gone)
        if not changed:
            return
        for stop in range(len(network.change_s)):
            if latest_off_s[stop] == -LATE:
                continue
            if network.change_s[stop] < FAR:
                off[stop] = min(off[stop], on[stop])
            for j in range(network.foot_first[stop], network.foot_first[stop + 1]):
                to = network.foot_to[j]
                walked_s = network.foot_s[j] if walks and to != stop else 0
                if on[to] < LATE:
                    off[stop] = min(off[stop], on[to] + walked_s)
