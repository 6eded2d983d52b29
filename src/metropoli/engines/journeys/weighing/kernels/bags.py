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
LEAST_S, LEAST_CO2, LEAST_ENERGY, LEAST_WALK, N_LEAST = range(5)  # of the bounds from a stop on
BUCKETS = 16  # into which the time at a stop is cut, for these
NOWHERE = -1  # a stop where nobody can be
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
    early_off_s: Int32s  # by stop: when one can get off there at the soonest; with one more
    early_on_s: Int32s  # by stop: when one can board
    early_column: Int32s  # by route: the first column where one boards
    early_trip: Int32s  # by route: the first trip that one can catch
    off_stop: Int32s
    place: Int32s  # by stop: row of those where anybody can be, or NOWHERE
    place_stop: Int32s
    place_from_s: Int32s  # by place: when the first bucket of its time begins
    place_step_s: Int32s  # how long a bucket is
    least_door: Int32s  # (places, LEAST): from there to the door at once
    least_off: Int32s  # (rides left, places, BUCKETS, LEAST): what it takes at least from there on
    least_on: Int32s  # the same of who is to board
    column_co2: Int32s  # emissions at each column of the routes, in steps of the question
    column_energy: Int32s
    risk: Int32s  # as in Scales, in steps
    floor: Int32s  # (rides in all, LEAST): what a label will have taken at least
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
    bounded: bool  # whether there is a latest arrival
    prepared: bool  # whether the bags hold the bounds of this very question already
    max_rides: int
    direct_s: int
    co2_step_mg: int
    energy_step_j: int
    walk_step_s: int
    risk_step: int


def make_bags(scales: Scales, n_stops: int, most: int, most_aboard: int) -> Bags:
    """Return memory for searches with so many labels."""
    n_routes, n_columns = len(scales.route_column) - 1, len(scales.column_route)
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
        early_off_s=np.full(n_stops + 1, LATE, np.int32),
        early_on_s=np.full(n_stops, LATE, np.int32),
        early_column=np.full(n_routes, LATE, np.int32),
        early_trip=np.full(n_routes, LATE, np.int32),
        off_stop=np.zeros(n_stops, np.int32),
        place=np.full(n_stops + 1, NOWHERE, np.int32),
        place_stop=np.zeros(n_stops, np.int32),
        place_from_s=np.zeros(n_stops, np.int32),
        place_step_s=np.ones(n_stops, np.int32),
        least_door=np.zeros((n_stops, N_LEAST), np.int32),
        least_off=np.zeros((MOST_RIDES + 1, n_stops, BUCKETS, N_LEAST), np.int32),
        least_on=np.zeros((MOST_RIDES + 1, n_stops, BUCKETS, N_LEAST), np.int32),
        column_co2=np.zeros(n_columns, np.int32),
        column_energy=np.zeros(n_columns, np.int32),
        risk=np.zeros(len(scales.risk), np.int32),
        floor=np.zeros((MOST_RIDES + 1, N_LEAST), np.int32),
        goal=np.zeros(4096, np.int32),
        tally=np.zeros(7, np.int64),
    )


@njit(cache=True)
def in_steps(amount: int, step: int) -> int:
    """Return an amount in whole steps, the nearest."""
    return (amount + step // 2) // step


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
