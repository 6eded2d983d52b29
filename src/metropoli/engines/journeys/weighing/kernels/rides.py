"""Getting on and off: what a ride adds to a label, and what it costs."""

from __future__ import annotations

from numba import njit

from metropoli.engines.journeys.day import BEFORE_S
from metropoli.engines.journeys.fares.types import ALIGHTING, BOARDING
from metropoli.engines.journeys.kernels.bundles import LATE, Network
from metropoli.engines.journeys.kernels.scan import first_not_before
from metropoli.engines.journeys.weighing.kernels.bags import (
    CO2,
    ENDS,
    ENERGY,
    FEEDER,
    FRAME,
    FRESH,
    FULL,
    GONE,
    N_ABOARD,
    N_LABELS,
    N_OFF,
    NEXT,
    NOBODY,
    OFF,
    ON,
    PAID,
    PARENT,
    RIDES,
    RISK,
    RUN,
    STATE,
    TIME,
    TRIP,
    UNKNOWN_CENTS,
    WALK,
    Bags,
    Rules,
    beats_aboard,
    in_steps,
    put,
)
from metropoli.engines.journeys.weighing.kernels.goals import arrive, is_hopeless
from metropoli.engines.journeys.weighing.types import Approaches, Scales

MINUTE_S = 60
FIRST_MINUTE = -(BEFORE_S // MINUTE_S)  # of `Scales.minute_frame`


@njit(cache=True)
def new_label(bags: Bags) -> int:
    """Return a row for a new label; it counts only once `tally` says so. NOBODY if none is left."""
    n = bags.tally[N_LABELS]
    if n == len(bags.label):
        bags.tally[FULL] = 1
        return NOBODY
    return int(n)


@njit(cache=True)
def frame_at(scales: Scales, at_s: int) -> int:
    """Return the time frame of a departure."""
    frames = scales.minute_frame
    return int(frames[min(max(at_s // MINUTE_S - FIRST_MINUTE, 0), len(frames) - 1)])


@njit(cache=True)
def get_on(
    network: Network,
    scales: Scales,
    bags: Bags,
    rules: Rules,
    one: int,
    column: int,
    ride: int,
    latest_s: int,
    ends_s: int,
) -> None:
    """Board the first vehicle, and later ones as long as that may be better for something."""
    automaton, label = scales.automaton, bags.label
    from_s = label[one, TIME]
    base, n = network.column_call_by_stop[column], network.column_trips[column]
    if n <= 0 or network.departs_s[base + n - 1] < from_s:
        return
    trip = first_not_before(network.departs_s, base, n, from_s)
    soonest_s = automaton.soonest_s[label[one, STATE]] if rules.fare else LATE
    while trip < n:
        at_s = network.departs_s[base + trip]
        if at_s > latest_s or (ride == 1 and rules.exact_starts and at_s > from_s):
            return
        risk = 0
        if rules.risk:
            step = min((at_s - from_s) // scales.risk_step_s, scales.risk_steps - 1)
            risk = bags.risk[label[one, FEEDER] * scales.risk_steps + step]
        join(
            scales, bags, rules, one, column, trip, network.column_stop[column], at_s, risk, ends_s
        )
        ends_later = rules.fare and at_s + soonest_s < ends_s
        if ends_later and label[one, ENDS] - at_s >= automaton.longest_margin_s:
            same = label[one, STATE] * (automaton.n_states + 2)
            ends_later = automaton.allowance_late[same] > 0
        frames = rules.fare and automaton.n_frames > 1
        safer = rules.risk and risk > bags.risk[(label[one, FEEDER] + 1) * scales.risk_steps - 1]
        if not (ends_later or frames or safer) or bags.tally[FULL] != 0:
            return
        trip += 1


@njit(cache=True)
def join(
    scales: Scales,
    bags: Bags,
    rules: Rules,
    one: int,
    column: int,
    trip: int,
    stop: int,
    at_s: int,
    risk: int,
    ends_s: int,
) -> None:
    """Put somebody aboard, unless others there are no worse off."""
    n, aboard, label = bags.tally[N_ABOARD], bags.aboard, bags.label
    if n + 1 >= len(aboard):
        bags.tally[FULL] = 2
        return
    new = aboard[n]
    new[:] = label[one]
    new[TIME] = at_s
    new[TRIP] = trip
    new[RISK] += risk
    if is_hopeless(bags, rules, new, stop, 1):
        return
    new[PARENT] = one
    new[NEXT] = column
    if rules.co2:
        new[CO2] -= bags.column_co2[column]
    if rules.energy:
        new[ENERGY] -= bags.column_energy[column]
    if rules.fare:
        new[RUN] = scales.column_run[column]
        new[FRAME] = frame_at(scales, at_s)
        if new[ENDS] < at_s:
            new[ENDS] = GONE
    for k in range(n):
        if beats_aboard(scales, rules, aboard[k], new, ends_s):
            return
    kept = 0
    for k in range(n):
        if not beats_aboard(scales, rules, new, aboard[k], ends_s):
            if kept < k:
                aboard[kept] = aboard[k]
            kept += 1
    if kept < n:
        aboard[kept] = aboard[n]
    bags.tally[N_ABOARD] = kept + 1


@njit(cache=True)
def get_off(
    scales: Scales,
    bags: Bags,
    rules: Rules,
    egress: Approaches,
    k: int,
    column: int,
    stop: int,
    when_s: int,
    ride: int,
    leaves_s: int,
    until_s: int,
    ends_s: int,
) -> None:
    """Get off at a stop, with each fare that the ride may have."""
    automaton, who = scales.automaton, bags.aboard[k]
    if not rules.fare or who[STATE] == automaton.n_states:
        alight(
            scales, bags, rules, egress, k, column, stop, when_s, ride, leaves_s, until_s, ends_s,
            who[PAID], who[STATE], LATE,
        )  # fmt: skip
        return
    on = who[NEXT]
    kind = scales.ride_class[scales.class_row[on] + (column - on)]
    found = False
    if kind >= 0:
        key = (who[STATE] * automaton.n_classes + kind) * automaton.n_frames + who[FRAME]
        for row in range(automaton.first[key], automaton.first[key + 1]):
            within = automaton.within[row]
            by_s = who[ENDS] - automaton.margin_s[row]
            late = (within == BOARDING and who[TIME] > by_s) or (
                within == ALIGHTING and when_s > by_s
            )
            if late:
                continue
            found = True
            clock_s, state = automaton.clock_s[row], automaton.state[row]
            until = who[ENDS]
            if clock_s > 0:
                from_s = when_s if automaton.clock_from[row] == ALIGHTING else who[TIME]
                until = from_s + clock_s
            if clock_s < 0 or not automaton.matters[state]:
                until = LATE
            alight(
                scales, bags, rules, egress, k, column, stop, when_s, ride, leaves_s, until_s,
                ends_s, who[PAID] + automaton.cents[row], state, until,
            )  # fmt: skip
    if not found:
        alight(
            scales, bags, rules, egress, k, column, stop, when_s, ride, leaves_s, until_s, ends_s,
            UNKNOWN_CENTS, automaton.n_states, LATE,
        )  # fmt: skip


@njit(cache=True)
def alight(
    scales: Scales,
    bags: Bags,
    rules: Rules,
    egress: Approaches,
    k: int,
    column: int,
    stop: int,
    when_s: int,
    ride: int,
    leaves_s: int,
    until_s: int,
    ends_s: int,
    paid: int,
    state: int,
    clock_ends_s: int,
) -> None:
    """Put somebody at a stop, and at the destination if it can be reached from there."""
    new, who = new_label(bags), bags.aboard[k]
    if new == NOBODY:
        return
    one = bags.label[new]
    one[TIME] = when_s
    one[RIDES] = ride
    one[PAID] = paid
    one[STATE] = state
    one[ENDS] = clock_ends_s
    one[CO2] = who[CO2] + (bags.column_co2[column] if rules.co2 else 0)
    one[ENERGY] = who[ENERGY] + (bags.column_energy[column] if rules.energy else 0)
    one[WALK] = who[WALK]
    one[RISK] = who[RISK]
    one[FEEDER] = scales.column_delay[column] if rules.risk else 0
    one[PARENT] = who[PARENT]
    one[ON] = who[NEXT]
    one[OFF] = column
    one[TRIP] = who[TRIP]
    one[FRESH] = stop
    if is_hopeless(bags, rules, one, stop, 0):
        return
    if not put(scales, bags, bags.off_head, stop, new, ends_s):
        return
    bags.tally[N_LABELS] += 1
    bags.new_off[bags.tally[N_OFF]] = new
    bags.tally[N_OFF] += 1
    row = bags.egress_head[stop]
    while row != NOBODY:
        finish(scales, bags, rules, egress, new, row, leaves_s, until_s)
        row = bags.label[row, NEXT]


@njit(cache=True)
def finish(
    scales: Scales,
    bags: Bags,
    rules: Rules,
    egress: Approaches,
    off: int,
    row: int,
    leaves_s: int,
    until_s: int,
) -> None:
    """Go from a stop to the door."""
    new = new_label(bags)
    if new == NOBODY:
        return
    one, label = bags.label[new], bags.label
    one[:] = label[off]
    one[TIME] += egress.lasts_s[row]
    if one[TIME] > until_s or one[TIME] - leaves_s >= rules.direct_s:
        return
    if rules.fare:
        due_cents = scales.automaton.due_cents[one[STATE]]
        known = one[PAID] < UNKNOWN_CENTS and due_cents < LATE
        one[PAID] = one[PAID] + due_cents + egress.cents[row] if known else UNKNOWN_CENTS
    one[CO2] += in_steps(egress.co2_mg[row], rules.co2_step_mg) if rules.co2 else 0
    one[ENERGY] += in_steps(egress.energy_j[row], rules.energy_step_j) if rules.energy else 0
    one[WALK] += in_steps(egress.walk_s[row], rules.walk_step_s) if rules.walk else 0
    one[RISK] += in_steps(egress.risk[row], rules.risk_step) if rules.risk else 0
    one[PARENT] = off
    one[ON] = row
    one[OFF] = leaves_s
    if arrive(bags, rules, new):
        bags.tally[N_LABELS] += 1
