"""Labels, the bags that hold those which no other beats, and the memory of it all."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from metropoli.engines.journeys.kernels.bundles import LATE, MOST_RIDES
from metropoli.engines.journeys.types import Int32s, Int64s
from metropoli.engines.journeys.weighing.types import Scales

UNKNOWN_CENTS = 1 << 29  # paid, where nobody tells the fare: dearer than all
GONE = -(1 << 30)  # when a clock that has run out ended
NOBODY = -1

# The words of a label. A label is somebody who got off at a stop (`ON`, `OFF` and `TRIP` say how),
# who is ready to board at a stop (`ON` is the stop), or who has arrived (`ON` is the row of
# egress, `OFF` when they left).
TIME, RIDES, PAID, STATE, ENDS, CO2, ENERGY, WALK, RISK, FEEDER = range(10)
PARENT, ON, OFF, TRIP, NEXT, FRESH = range(10, 16)
WORDS = 16  # a line of the processor's cache
# Somebody aboard: costs are counted from the first column of the route, TIME is of boarding.
RUN, FRAME, SLOT = 11, 12, 15
DROPPED = -2  # in RIDES: a label that another one has beaten since


class Bags(NamedTuple):
    """The memory of one search; a head is the first label of a bag, or NOBODY."""

    label: Int32s  # (most, WORDS)
    aboard: Int32s  # (most aboard, WORDS)
    off_head: Int32s  # by stop: who got off there
    ready_head: Int32s  # by stop: who can board there
    fresh_head: Int32s  # by stop: of them, who can since the last round
    fresh_stop: Int32s  # the stops of those
    new_off: Int32s  # labels of this round
    route_from: Int32s  # by route: the first column to scan in this round, or LATE
    route_list: Int32s
    latest_off_s: Int32s  # (rides left, stops + 1): by when to get off to be in time
    latest_on_s: Int32s  # (rides left, stops): by when to board
    egress_head: Int32s  # by stop: rows of egress
    best_s: Int32s  # by rides: nobody with so many arrives earlier
    least_off: Int32s  # (CO2, ENERGY, WALK; stops + 1): what it takes at least to get there
    least_on: Int32s  # the same of who is to board; without the ride so far
    goal: Int32s  # labels at the destination
    tally: Int64s  # labels, aboard, goals, new_off, fresh stops, routes, whether it was too small


N_LABELS, N_ABOARD, N_GOALS, N_OFF, N_FRESH, N_ROUTES, FULL = range(7)


class Rules(NamedTuple):
    """What this search compares, and within which bounds."""

    fare: bool
    co2: bool
    energy: bool
    walk: bool
    risk: bool
    arrival: bool  # whether arriving earlier is better
    exact_starts: bool  # whether the first vehicle must leave when one gets to it
    max_rides: int
    direct_s: int


def make_bags(n_stops: int, n_routes: int, most: int, most_aboard: int) -> Bags:
    """Return memory for searches with so many labels."""
    return Bags(
        label=np.zeros((most, WORDS), np.int32),
        aboard=np.zeros((most_aboard, WORDS), np.int32),
        off_head=np.full(n_stops, NOBODY, np.int32),
        ready_head=np.full(n_stops, NOBODY, np.int32),
        fresh_head=np.full(n_stops, NOBODY, np.int32),
        fresh_stop=np.zeros(n_stops, np.int32),
        new_off=np.zeros(most, np.int32),
        route_from=np.full(n_routes, LATE, np.int32),
        route_list=np.zeros(n_routes, np.int32),
        latest_off_s=np.full((MOST_RIDES + 1, n_stops + 1), -LATE, np.int32),
        latest_on_s=np.full((MOST_RIDES + 1, n_stops), -LATE, np.int32),
        egress_head=np.full(n_stops + 1, NOBODY, np.int32),
        best_s=np.full(MOST_RIDES + 2, LATE, np.int32),
        least_off=np.zeros((3, n_stops + 1), np.int32),
        least_on=np.zeros((3, n_stops + 1), np.int32),
        goal=np.zeros(4096, np.int32),
        tally=np.zeros(7, np.int64),
    )


@njit(cache=True)
def beats(scales: Scales, a: Int32s, b: Int32s, until_s: int) -> bool:
    """Tell whether who is at a stop as `a` says is never worse off than who is as `b` says."""
    if a[TIME] > b[TIME] or a[RIDES] > b[RIDES] or a[CO2] > b[CO2] or a[ENERGY] > b[ENERGY]:
        return False
    if a[WALK] > b[WALK] or a[RISK] > b[RISK]:
        return False
    if a[FEEDER] != b[FEEDER] and not scales.safer[a[FEEDER], b[FEEDER]]:
        return False
    automaton = scales.automaton
    pair = a[STATE] * (automaton.n_states + 1) + b[STATE]
    if a[ENDS] >= min(b[ENDS], until_s):
        return bool(a[PAID] + automaton.allowance_alive[pair] <= b[PAID])
    return bool(a[PAID] + automaton.allowance_dead[pair] <= b[PAID])


@njit(cache=True)
def beats_aboard(scales: Scales, rules: Rules, a: Int32s, b: Int32s, until_s: int) -> bool:
    """Tell the same of two people on one route."""
    if a[TRIP] > b[TRIP] or a[CO2] > b[CO2] or a[ENERGY] > b[ENERGY]:
        return False
    if a[WALK] > b[WALK] or a[RISK] > b[RISK]:
        return False
    automaton = scales.automaton
    if not rules.fare or b[STATE] == automaton.n_states:
        return bool(a[PAID] <= b[PAID])
    # A clock that starts with this ride must end no earlier either.
    starts_as_late = a[TRIP] == b[TRIP] and a[TIME] >= b[TIME]
    starts_late_enough = starts_as_late or (a[TIME] + automaton.soonest_s[a[STATE]] >= until_s)
    if a[RUN] != b[RUN] or a[FRAME] != b[FRAME]:
        return False
    alive = b[ENDS] == GONE or a[ENDS] >= until_s
    if not alive and a[ENDS] >= b[ENDS]:
        alive = a[TIME] <= b[TIME] or a[ENDS] - a[TIME] >= b[ENDS] - b[TIME]
    pair = a[STATE] * (automaton.n_states + 1) + b[STATE]
    if not starts_late_enough:
        runs = a[ENDS] - a[TIME] >= automaton.longest_margin_s
        return bool(alive and runs and a[PAID] + automaton.allowance_late[pair] <= b[PAID])
    allowance = automaton.allowance_alive if alive else automaton.allowance_dead
    return bool(a[PAID] + allowance[pair] <= b[PAID])


@njit(cache=True)
def put(scales: Scales, bags: Bags, head: Int32s, stop: int, new: int, until_s: int) -> bool:
    """Put a label into the bag of a stop, and those that it beats out of it, unless it is beaten."""
    label = bags.label
    one = head[stop]
    while one != NOBODY:
        if beats(scales, label[one], label[new], until_s):
            return False
        one = label[one, NEXT]
    before, one = NOBODY, head[stop]
    while one != NOBODY:
        following = label[one, NEXT]
        if beats(scales, label[new], label[one], until_s):
            label[one, RIDES] = DROPPED
            if before == NOBODY:
                head[stop] = following
            else:
                label[before, NEXT] = following
        else:
            before = one
        one = following
    label[new, NEXT] = head[stop]
    head[stop] = new
    return True


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
def is_hopeless(bags: Bags, rules: Rules, new: int, stop: int, left: int) -> bool:
    """
    Tell whether whatever becomes of a label is no better than who has arrived already.

    :param left: the fewest rides that it needs: 1 of who is to board, 0 of who got off
    """
    label, time_s, rides = bags.label, bags.label[new, TIME], bags.label[new, RIDES]
    latest_s = bags.latest_on_s if left > 0 else bags.latest_off_s
    least = bags.least_on if left > 0 else bags.least_off
    while left <= rules.max_rides - rides and time_s > latest_s[left, stop]:
        left += 1
    # By rides in all: whether it could still be better than everybody.
    open_rides = (1 << (rules.max_rides + 1)) - (1 << (rides + left))
    if open_rides <= 0:
        return True
    co2 = label[new, CO2] + least[0, stop]
    energy, walk = label[new, ENERGY] + least[1, stop], label[new, WALK] + least[2, stop]
    for i in range(bags.tally[N_GOALS]):
        goal = bags.goal[i]
        if label[goal, PAID] > label[new, PAID] or label[goal, CO2] > co2:
            continue
        if label[goal, ENERGY] > energy or label[goal, WALK] > walk:
            continue
        if label[goal, RISK] > label[new, RISK]:
            continue
        ride, at_s = label[goal, RIDES], label[goal, TIME]
        if not rules.arrival or at_s <= time_s:
            open_rides &= (1 << ride) - 1
        while ride <= rules.max_rides and bags.best_s[ride] >= at_s:
            open_rides &= ~(1 << ride)
            ride += 1
        if open_rides == 0:
            return True
    return False


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
