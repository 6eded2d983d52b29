"""Journeys that are known before the search: whatever is no better need not be looked at."""

from __future__ import annotations

from typing import NamedTuple

from numba import njit

from metropoli.engines.journeys.kernels.bundles import MOST_RIDES
from metropoli.engines.journeys.types import Flags, Int32s
from metropoli.engines.journeys.weighing.kernels.bags import (
    CO2,
    ENERGY,
    FULL,
    N_LABELS,
    OFF,
    ON,
    PAID,
    PARENT,
    RIDES,
    RISK,
    TIME,
    TRIP,
    UNKNOWN_CENTS,
    WALK,
    Bags,
    Rules,
)
from metropoli.engines.journeys.weighing.kernels.goals import arrive
from metropoli.engines.journeys.weighing.kernels.measure import (
    CENTS,
    CO2_MG,
    ENERGY_J,
    WALK_S,
)
from metropoli.engines.journeys.weighing.kernels.measure import (
    RISK as RISK_SUM,
)
from metropoli.engines.journeys.weighing.kernels.price import NO_PRICE
from metropoli.engines.journeys.weighing.kernels.traces import (
    ACCESS,
    EGRESS,
    LEAVES_S,
    N_RIDES,
)


class Seeds(NamedTuple):
    """Known journeys, last leaving time first."""

    facts: Int32s  # (seeds, 4): as `traces.trace` tells
    hops: Int32s  # (seeds, rides, 3)
    sums: Int32s  # (seeds, 5): as `measure.measure` tells, in steps
    arrives_s: Int32s
    fits: Flags  # whether it is within the bounds
    quickest: bool  # whether nobody who leaves no earlier arrives earlier with as many rides


@njit(cache=True)
def plant(bags: Bags, rules: Rules, seeds: Seeds, planted: int, leaves_s: int) -> int:
    """Put the seeds that leave by now or later among those who have arrived; return how many."""
    label = bags.label
    while planted < len(seeds.facts) and seeds.facts[planted, LEAVES_S] >= leaves_s:
        facts, sums = seeds.facts[planted], seeds.sums[planted]
        for ride in range(facts[N_RIDES] if seeds.quickest else MOST_RIDES + 1, MOST_RIDES + 1):
            bags.best_s[ride] = min(bags.best_s[ride], seeds.arrives_s[planted])
        n, rides = bags.tally[N_LABELS], facts[N_RIDES]
        if n + 2 * rides + 1 >= len(label):
            bags.tally[FULL] = 1
            return planted
        if seeds.fits[planted]:
            before = -2 - facts[ACCESS]
            for ride in range(rides):
                label[n, PARENT] = before
                label[n + 1, PARENT] = n
                label[n + 1, ON] = seeds.hops[planted, ride, 0]
                label[n + 1, OFF] = seeds.hops[planted, ride, 1]
                label[n + 1, TRIP] = seeds.hops[planted, ride, 2]
                before = n + 1
                n += 2
            goal = label[n]
            goal[:] = 0
            goal[TIME], goal[RIDES] = seeds.arrives_s[planted], rides
            goal[PARENT], goal[ON], goal[OFF] = before, facts[EGRESS], facts[LEAVES_S]
            if rules.fare:
                goal[PAID] = UNKNOWN_CENTS if sums[CENTS] == NO_PRICE else sums[CENTS]
            goal[CO2] = sums[CO2_MG] if rules.co2 else 0
            goal[ENERGY] = sums[ENERGY_J] if rules.energy else 0
            goal[WALK] = sums[WALK_S] if rules.walk else 0
            goal[RISK] = sums[RISK_SUM] if rules.risk else 0
            bags.tally[N_LABELS] = n
            if arrive(bags, rules, n):
                bags.tally[N_LABELS] = n + 1
        planted += 1
    return planted
