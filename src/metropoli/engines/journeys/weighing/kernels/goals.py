"""Who has arrived, and whether somebody on the way can still do better in anything."""

from __future__ import annotations

from numba import njit

from metropoli.engines.journeys.kernels.bundles import LATE
from metropoli.engines.journeys.types import Int32s
from metropoli.engines.journeys.weighing.kernels.bags import (
    BUCKETS,
    CO2,
    ENERGY,
    FULL,
    LEAST_CO2,
    LEAST_ENERGY,
    LEAST_S,
    LEAST_WALK,
    N_GOALS,
    OFF,
    PAID,
    RIDES,
    RISK,
    TIME,
    WALK,
    Bags,
    Rules,
)


@njit(cache=True)
def is_beaten(bags: Bags, rules: Rules, new: int) -> bool:
    """Tell whether somebody has arrived who is no worse than a label at the destination."""
    label = bags.label
    for i in range(bags.tally[N_GOALS]):
        goal = bags.goal[i]
        if rules.arrival and label[goal, TIME] > label[new, TIME]:
            continue
        if label[goal, RIDES] > label[new, RIDES] or label[goal, PAID] > label[new, PAID]:
            continue
        if label[goal, CO2] > label[new, CO2] or label[goal, ENERGY] > label[new, ENERGY]:
            continue
        if label[goal, WALK] <= label[new, WALK] and label[goal, RISK] <= label[new, RISK]:
            return True
    return False


@njit(cache=True)
def is_hopeless(bags: Bags, rules: Rules, one: Int32s, stop: int, left: int) -> bool:
    """
    Tell whether whatever becomes of somebody is no better than who has arrived already.

    :param left: the fewest rides that they need: 1 of who is to board, 0 of who got off
    """
    first = one[RIDES] + left
    open_rides = set_floor(bags, rules, one, stop, left)
    if open_rides == 0:
        return True
    for i in range(bags.tally[N_GOALS]):
        goal = bags.label[bags.goal[i]]
        if goal[PAID] > one[PAID] or goal[RISK] > one[RISK]:
            continue
        for ride in range(max(goal[RIDES], first), rules.max_rides + 1):
            if open_rides >> ride & 1 == 0:
                continue
            floor = bags.floor[ride]
            if goal[CO2] > floor[LEAST_CO2] or goal[ENERGY] > floor[LEAST_ENERGY]:
                break
            if goal[WALK] > floor[LEAST_WALK]:
                break
            if rules.arrival and goal[TIME] > floor[LEAST_S]:
                break
            open_rides &= ~(1 << ride)
        if open_rides == 0:
            return True
    return False


@njit(cache=True)
def set_floor(bags: Bags, rules: Rules, one: Int32s, stop: int, left: int) -> int:
    """Write, by rides in all, what somebody will have taken at least; return which can be, as bits."""
    open_rides, time_s, place = 0, one[TIME], bags.place[stop]
    bucket = 0
    if rules.bounded:
        bucket = (time_s - bags.place_from_s[place]) // bags.place_step_s[place]
        bucket = min(max(bucket, 0), BUCKETS - 1)
    for ride in range(one[RIDES] + left, rules.max_rides + 1):
        floor, rest = bags.floor[ride], ride - one[RIDES]
        by_s = bags.latest_on_s[rest, stop] if left > 0 else bags.latest_off_s[rest, stop]
        if time_s > by_s:
            continue
        floor[LEAST_S], floor[LEAST_CO2] = time_s, one[CO2]
        floor[LEAST_ENERGY], floor[LEAST_WALK] = one[ENERGY], one[WALK]
        if rules.bounded:
            if rest == 0:
                least = bags.least_door[place]
            else:
                least = (bags.least_on if left > 0 else bags.least_off)[rest, place, bucket]
            if least[LEAST_S] == LATE:
                continue
            floor[LEAST_S] = least[LEAST_S] + (time_s if rest == 0 else 0)
            floor[LEAST_CO2] += least[LEAST_CO2]
            floor[LEAST_ENERGY] += least[LEAST_ENERGY]
            floor[LEAST_WALK] += least[LEAST_WALK]
        floor[LEAST_S] = max(floor[LEAST_S], bags.best_s[ride])
        open_rides |= 1 << ride
    return open_rides


@njit(cache=True)
def arrive(bags: Bags, rules: Rules, new: int) -> bool:
    """Put a label among those at the destination, and take out those that it beats."""
    if is_beaten(bags, rules, new):
        return False
    label, kept = bags.label, 0
    for i in range(bags.tally[N_GOALS]):
        goal = bags.goal[i]
        worse = label[new, RIDES] <= label[goal, RIDES] and label[new, PAID] <= label[goal, PAID]
        worse = worse and (not rules.arrival or label[new, TIME] <= label[goal, TIME])
        worse = worse and label[new, CO2] <= label[goal, CO2]
        worse = worse and label[new, ENERGY] <= label[goal, ENERGY]
        worse = worse and label[new, WALK] <= label[goal, WALK]
        # Who left later is not beaten by who leaves now.
        worse = worse and label[new, OFF] >= label[goal, OFF]
        if not (worse and label[new, RISK] <= label[goal, RISK]):
            bags.goal[kept] = goal
            kept += 1
    if kept == len(bags.goal):
        bags.tally[FULL] = 1
        return False
    bags.goal[kept] = new
    bags.tally[N_GOALS] = kept + 1
    return True
