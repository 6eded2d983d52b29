"""What it takes at least to get from a stop to the door, by the time at which one is there."""

from __future__ import annotations

from numba import njit

from metropoli.engines.journeys.kernels.bundles import FAR, LATE, Network
from metropoli.engines.journeys.weighing.kernels.bags import (
    BUCKETS,
    LEAST_CO2,
    LEAST_ENERGY,
    LEAST_S,
    LEAST_WALK,
    N_LEAST,
    NOWHERE,
    Bags,
    Rules,
    in_steps,
)
from metropoli.engines.journeys.weighing.types import Approaches, Scales


@njit(cache=True)
def set_least(
    network: Network, scales: Scales, bags: Bags, rules: Rules, egress: Approaches
) -> None:
    """
    Write, by rides left, stop and bucket of time, the arrival, emissions, energy and walking.

    Each is the least of its own among all ways that are in time, LATE where there is none: no
    label does better, since only vehicles count that one can catch (`set_early`).
    """
    n = set_places(bags, rules.max_rides)
    bags.least_off[0, :n] = LATE
    for row in range(len(egress.stop)):
        place = bags.place[egress.stop[row]]
        if place != NOWHERE:
            least = bags.least_door[place]
            least[LEAST_S] = min(least[LEAST_S], egress.lasts_s[row])
            co2, energy = egress.co2_mg[row], egress.energy_j[row]
            least[LEAST_CO2] = min(least[LEAST_CO2], in_steps(co2, rules.co2_step_mg))
            least[LEAST_ENERGY] = min(least[LEAST_ENERGY], in_steps(energy, rules.energy_step_j))
            walk = in_steps(egress.walk_s[row], rules.walk_step_s)
            least[LEAST_WALK] = min(least[LEAST_WALK], walk)
    for left in range(1, rules.max_rides + 1):
        bags.least_on[left, :n] = LATE
        bags.least_off[left, :n] = LATE
        for route in range(len(scales.route_column) - 1):
            if bags.early_trip[route] < LATE:
                ride_back(network, scales, bags, route, left, rules.max_rides)
        for place in range(n):
            least = bags.least_on[left, place]
            for bucket in range(BUCKETS - 2, -1, -1):
                for what in range(N_LEAST):
                    least[bucket, what] = min(least[bucket, what], least[bucket + 1, what])
        if left < rules.max_rides:
            walk_back(network, bags, rules, left, n)


@njit(cache=True)
def set_places(bags: Bags, max_rides: int) -> int:
    """Number the stops where anybody can be, and cut their time into buckets; return how many."""
    n = 0
    for stop in range(len(bags.early_on_s)):
        from_s = min(bags.early_on_s[stop], bags.early_off_s[stop])
        bags.place[stop] = NOWHERE
        if from_s == LATE:
            continue
        until_s = max(bags.latest_on_s[max_rides, stop], bags.latest_off_s[max_rides, stop])
        bags.place[stop] = n
        bags.place_stop[n] = stop
        bags.place_from_s[n] = from_s
        bags.place_step_s[n] = max(until_s - from_s, 0) // BUCKETS + 1
        bags.least_door[n] = LATE
        n += 1
    return n


@njit(cache=True)
def bucket_of(bags: Bags, place: int, at_s: int) -> int:
    """Return the bucket of a time at a stop."""
    bucket = (at_s - bags.place_from_s[place]) // bags.place_step_s[place]
    return int(min(max(bucket, 0), BUCKETS - 1))


@njit(cache=True)
def ride_back(
    network: Network, scales: Scales, bags: Bags, route: int, left: int, max_rides: int
) -> None:
    """Take the vehicles of a route backwards, those that one can catch and that are in time."""
    first, last = bags.early_column[route], scales.route_column[route + 1] - 1
    latest_off_s, latest_on_s = bags.latest_off_s[left - 1], bags.latest_on_s[left]
    for trip in range(bags.early_trip[route], network.column_trips[first]):
        in_time = False
        lasts_s = co2 = energy = walk = LATE
        for column in range(last, first - 1, -1):
            stop = network.column_stop[column]
            if lasts_s < LATE:
                co2 += bags.column_co2[column + 1] - bags.column_co2[column]
                energy += bags.column_energy[column + 1] - bags.column_energy[column]
                place = bags.place[stop]
                if place != NOWHERE and network.column_board[column] < len(network.board_column):
                    at_s = network.departs_s[network.column_call_by_stop[column] + trip]
                    if bags.early_on_s[stop] <= at_s <= latest_on_s[stop]:
                        least = bags.least_on[left, place, bucket_of(bags, place, at_s)]
                        least[LEAST_S] = min(least[LEAST_S], lasts_s)
                        least[LEAST_CO2] = min(least[LEAST_CO2], co2)
                        least[LEAST_ENERGY] = min(least[LEAST_ENERGY], energy)
                        least[LEAST_WALK] = min(least[LEAST_WALK], walk)
            stop = network.column_alight[column]
            if latest_off_s[stop] == -LATE or bags.early_off_s[stop] == LATE:
                continue
            at_s = network.arrives_s[
                network.column_call[column] + trip * network.column_step[column]
            ]
            if at_s > bags.latest_off_s[max_rides, stop]:
                continue
            in_time = True
            if not bags.early_off_s[stop] <= at_s <= latest_off_s[stop]:
                continue
            place = bags.place[stop]
            door = bags.least_door[place]
            least = bags.least_off[left - 1, place, bucket_of(bags, place, at_s)]
            lasts_s = min(lasts_s, least[LEAST_S], at_s + door[LEAST_S])
            co2 = min(co2, least[LEAST_CO2], door[LEAST_CO2])
            energy = min(energy, least[LEAST_ENERGY], door[LEAST_ENERGY])
            walk = min(walk, least[LEAST_WALK], door[LEAST_WALK])
        if not in_time:
            return


@njit(cache=True)
def walk_back(network: Network, bags: Bags, rules: Rules, left: int, n: int) -> None:
    """Change everywhere, or walk to where one boards."""
    for place in range(n):
        stop = bags.place_stop[place]
        if bags.early_off_s[stop] == LATE or bags.latest_off_s[left, stop] == -LATE:
            continue
        first, last = network.foot_first[stop], network.foot_first[stop + 1]
        for j in range(first - 1, last):
            to = stop if j < first else network.foot_to[j]
            takes_s = network.change_s[stop] if j < first else network.foot_s[j]
            where = bags.place[to]
            if takes_s >= FAR or where == NOWHERE:
                continue
            walked = in_steps(takes_s, rules.walk_step_s) if to != stop else 0
            for bucket in range(BUCKETS):
                at_s = bags.place_from_s[place] + bucket * bags.place_step_s[place] + takes_s
                if at_s > bags.latest_on_s[left, to]:
                    break
                on = bags.least_on[left, where, bucket_of(bags, where, at_s)]
                if on[LEAST_S] == LATE:
                    break
                least = bags.least_off[left, place, bucket]
                least[LEAST_S] = min(least[LEAST_S], on[LEAST_S])
                least[LEAST_CO2] = min(least[LEAST_CO2], on[LEAST_CO2])
                least[LEAST_ENERGY] = min(least[LEAST_ENERGY], on[LEAST_ENERGY])
                least[LEAST_WALK] = min(least[LEAST_WALK], on[LEAST_WALK] + walked)
