"""
The weighed search: rounds of rides with bags of labels, within bounds.

McRAPTOR (Delling, Pajor, Werneck, "Round-Based Public Transit Routing", 2012, section 5) for one
leaving time after another, the last first; pruned by when each stop must be left to be in time,
as in BM-RAPTOR (Delling, Dibbelt, Pajor, "Fast and Exact Public Transit Routing with Restricted
Pareto Sets", 2019); with fare states compared by their allowances.
"""

from __future__ import annotations

from numba import njit

from metropoli.engines.journeys.kernels.bundles import FAR, LATE, Network, Work
from metropoli.engines.journeys.types import Int32s
from metropoli.engines.journeys.weighing.kernels.bags import (
    CO2,
    DROPPED,
    ENDS,
    ENERGY,
    FEEDER,
    FRESH,
    FULL,
    N_ABOARD,
    N_FRESH,
    N_GOALS,
    N_LABELS,
    N_OFF,
    N_ROUTES,
    NEXT,
    NOBODY,
    ON,
    PAID,
    PARENT,
    RIDES,
    RISK,
    TIME,
    TRIP,
    WALK,
    Bags,
    Rules,
    in_steps,
    put,
)
from metropoli.engines.journeys.weighing.kernels.bounds import set_bounds
from metropoli.engines.journeys.weighing.kernels.early import set_early
from metropoli.engines.journeys.weighing.kernels.goals import is_hopeless
from metropoli.engines.journeys.weighing.kernels.least import set_least
from metropoli.engines.journeys.weighing.kernels.rides import get_off, get_on, new_label
from metropoli.engines.journeys.weighing.kernels.seeds import Seeds, plant
from metropoli.engines.journeys.weighing.types import Approaches, Scales


@njit(cache=True, nogil=True)
def search_weighed(
    networks: tuple[Network, Network],
    scales: Scales,
    work: Work,
    bags: Bags,
    rules: Rules,
    access: Approaches,
    egress: Approaches,
    start_s: Int32s,
    start_row: Int32s,
    start_until_s: Int32s,
    seeds: Seeds,
) -> int:
    """
    Fill the bag of the destination; return how many labels are in it, -1 if memory was too small.

    A start is a leaving time and a row of access, with the latest arrival for it; sorted, last
    leaving time first. Seeds are journeys within the bounds, last leaving time first: what is no
    better than they is not looked at. `stop` of access and egress are numbers of the day.
    """
    network, backward = networks
    clear(bags, egress)
    set_steps(scales, bags, rules)
    bags.best_s[:] = LATE if seeds.quickest else -LATE
    until_s, i, planted = -LATE, 0, 0
    while i < len(start_s) and bags.tally[FULL] == 0:
        leaves_s = start_s[i]
        if start_until_s[i] != until_s:
            until_s = start_until_s[i]
            if not rules.prepared:
                earliest_s = int(start_s[-1])
                set_bounds(backward, work, bags, egress, until_s, earliest_s, rules.max_rides)
            if i == 0 and rules.bounded and not rules.prepared:
                set_early(network, scales, bags, access, start_s, start_row, rules.max_rides)
                set_least(network, scales, bags, rules, egress)
        planted = plant(bags, rules, seeds, planted, leaves_s)
        ends_s = min(until_s + scales.automaton.longest_margin_s, LATE)
        while i < len(start_s) and start_s[i] == leaves_s:
            leave(network, scales, bags, rules, access, start_row[i], leaves_s, ends_s)
            i += 1
        list_routes(network, scales, bags)
        for ride in range(1, rules.max_rides + 1):
            if bags.tally[N_ROUTES] == 0 or bags.tally[FULL] != 0:
                break
            scan_routes(network, scales, bags, rules, egress, ride, leaves_s, until_s, ends_s)
            change(network, scales, bags, rules, ride, ends_s)
        forget_fresh(bags)
    return -1 if bags.tally[FULL] != 0 else int(bags.tally[N_GOALS])


@njit(cache=True)
def clear(bags: Bags, egress: Approaches) -> None:
    """Empty every bag."""
    bags.off_head[:] = NOBODY
    bags.ready_head[:] = NOBODY
    bags.fresh_head[:] = NOBODY
    bags.egress_head[:] = NOBODY
    bags.route_from[:] = LATE
    bags.tally[:] = 0
    # The first labels stand for the rows of egress, linked by stop.
    for row in range(len(egress.stop)):
        label = bags.label[row]
        label[:] = 0
        label[NEXT] = bags.egress_head[egress.stop[row]]
        bags.egress_head[egress.stop[row]] = row
    bags.tally[N_LABELS] = len(egress.stop)


@njit(cache=True)
def set_steps(scales: Scales, bags: Bags, rules: Rules) -> None:
    """Write down in steps what a ride takes and risks, which is compared so."""
    for column in range(len(bags.column_co2)):
        bags.column_co2[column] = in_steps(scales.column_co2_mg[column], rules.co2_step_mg)
        bags.column_energy[column] = in_steps(scales.column_energy_j[column], rules.energy_step_j)
    for i in range(len(bags.risk)):
        bags.risk[i] = in_steps(scales.risk[i], rules.risk_step)


@njit(cache=True)
def leave(
    network: Network,
    scales: Scales,
    bags: Bags,
    rules: Rules,
    access: Approaches,
    row: int,
    leaves_s: int,
    ends_s: int,
) -> None:
    """Go from the door to a stop."""
    new, stop = new_label(bags), access.stop[row]
    if new == NOBODY:
        return
    one = bags.label[new]
    one[:] = 0
    one[TIME] = leaves_s + access.lasts_s[row]
    one[PAID] = access.cents[row] if rules.fare else 0
    one[ENDS] = LATE
    one[CO2] = in_steps(access.co2_mg[row], rules.co2_step_mg) if rules.co2 else 0
    one[ENERGY] = in_steps(access.energy_j[row], rules.energy_step_j) if rules.energy else 0
    one[WALK] = in_steps(access.walk_s[row], rules.walk_step_s) if rules.walk else 0
    one[RISK] = in_steps(access.risk[row], rules.risk_step) if rules.risk else 0
    one[FEEDER] = scales.n_delays if rules.risk else 0
    one[PARENT] = -2 - row
    one[ON] = stop
    if one[TIME] > bags.latest_on_s[rules.max_rides, stop] or is_hopeless(
        bags, rules, one, stop, 1
    ):
        return
    # Who must leave just in time cannot wait at the stop, so that others there are no worse off.
    if rules.exact_starts or put(scales, bags, bags.ready_head, stop, new, ends_s):
        bags.tally[N_LABELS] += 1
        freshen(bags, stop, new)


@njit(cache=True)
def freshen(bags: Bags, stop: int, new: int) -> None:
    """Note that somebody new can board at a stop."""
    label, tally = bags.label, bags.tally
    if bags.fresh_head[stop] == NOBODY:
        bags.fresh_stop[tally[N_FRESH]] = stop
        tally[N_FRESH] += 1
    label[new, FRESH] = bags.fresh_head[stop]
    bags.fresh_head[stop] = new


@njit(cache=True)
def forget_fresh(bags: Bags) -> None:
    """Empty the lists of who has just become ready."""
    for i in range(bags.tally[N_FRESH]):
        bags.fresh_head[bags.fresh_stop[i]] = NOBODY
    bags.tally[N_FRESH] = 0


@njit(cache=True)
def list_routes(network: Network, scales: Scales, bags: Bags) -> None:
    """List the routes through the stops where somebody has just become ready."""
    bags.tally[N_ROUTES] = 0
    for i in range(bags.tally[N_FRESH]):
        stop = bags.fresh_stop[i]
        earliest_s, one = LATE, bags.fresh_head[stop]
        while one != NOBODY:
            if bags.label[one, RIDES] != DROPPED:
                earliest_s = min(earliest_s, bags.label[one, TIME])
            one = bags.label[one, FRESH]
        for j in range(network.board_first[stop], network.board_first[stop + 1]):
            if network.board_last_s[j] < earliest_s:
                continue
            column = network.board_column[j]
            route = scales.column_route[column]
            if bags.route_from[route] == LATE:
                bags.route_list[bags.tally[N_ROUTES]] = route
                bags.tally[N_ROUTES] += 1
            bags.route_from[route] = min(bags.route_from[route], column)


@njit(cache=True)
def scan_routes(
    network: Network,
    scales: Scales,
    bags: Bags,
    rules: Rules,
    egress: Approaches,
    ride: int,
    leaves_s: int,
    until_s: int,
    ends_s: int,
) -> None:
    """Ride every route on which somebody can get, from the first stop where they can."""
    left = rules.max_rides - ride
    latest_off_s, latest_on_s = bags.latest_off_s[left], bags.latest_on_s[left + 1]
    bags.tally[N_OFF] = 0
    for i in range(bags.tally[N_ROUTES]):
        route = bags.route_list[i]
        begin, end = bags.route_from[route], scales.route_column[route + 1]
        bags.route_from[route] = LATE
        bags.tally[N_ABOARD] = 0
        for column in range(begin, end):
            stop = network.column_alight[column]
            if bags.tally[N_ABOARD] > 0 and latest_off_s[stop] > -LATE:
                call, step = network.column_call[column], network.column_step[column]
                for k in range(bags.tally[N_ABOARD]):
                    when_s = network.arrives_s[call + bags.aboard[k, TRIP] * step]
                    if when_s <= latest_off_s[stop]:
                        get_off(
                            scales, bags, rules, egress, k, column, stop, when_s, ride,
                            leaves_s, until_s, ends_s,
                        )  # fmt: skip
            stop = network.column_stop[column]
            one = bags.fresh_head[stop]
            if one == NOBODY or network.column_board[column] >= len(network.board_column):
                continue
            while one != NOBODY:
                if bags.label[one, RIDES] != DROPPED:
                    get_on(
                        network, scales, bags, rules, one, column, ride, latest_on_s[stop], ends_s
                    )
                one = bags.label[one, FRESH]


@njit(cache=True)
def change(
    network: Network, scales: Scales, bags: Bags, rules: Rules, ride: int, ends_s: int
) -> None:
    """Let those who got off change at the stop, or take one walk, to board again."""
    forget_fresh(bags)
    bags.tally[N_ROUTES] = 0
    if ride == rules.max_rides:
        return
    latest_on_s, label = bags.latest_on_s[rules.max_rides - ride], bags.label
    for i in range(bags.tally[N_OFF]):
        off = bags.new_off[i]
        if label[off, RIDES] == DROPPED:
            continue
        stop = label[off, FRESH]
        first, last = network.foot_first[stop], network.foot_first[stop + 1]
        for j in range(first - 1, last):
            to = stop if j < first else network.foot_to[j]
            takes_s = network.change_s[stop] if j < first else network.foot_s[j]
            if takes_s >= FAR or label[off, TIME] + takes_s > latest_on_s[to]:
                continue
            new = new_label(bags)
            if new == NOBODY:
                return
            label[new] = label[off]
            label[new, TIME] += takes_s
            if rules.walk and to != stop:
                label[new, WALK] += in_steps(takes_s, rules.walk_step_s)
            label[new, PARENT] = off
            label[new, ON] = to
            if is_hopeless(bags, rules, label[new], to, 1):
                continue
            if put(scales, bags, bags.ready_head, to, new, ends_s):
                bags.tally[N_LABELS] += 1
                freshen(bags, to, new)
    list_routes(network, scales, bags)
