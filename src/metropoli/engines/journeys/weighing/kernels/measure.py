"""What a journey takes, added up ride by ride once it is known."""

from __future__ import annotations

import numpy as np
from numba import njit

from metropoli.engines.journeys.kernels.bundles import Network
from metropoli.engines.journeys.kernels.tell import (
    ARRIVES_S,
    COLUMN_OFF,
    COLUMN_ON,
    DEPARTS_S,
    STOP_OFF,
    STOP_ON,
    change_time_s,
)
from metropoli.engines.journeys.types import Int32s
from metropoli.engines.journeys.weighing.kernels.bags import in_steps
from metropoli.engines.journeys.weighing.kernels.price import NO_PRICE, price
from metropoli.engines.journeys.weighing.kernels.rides import frame_at
from metropoli.engines.journeys.weighing.kernels.traces import ACCESS, EGRESS, N_RIDES
from metropoli.engines.journeys.weighing.types import Approaches, Scales

CENTS, CO2_MG, ENERGY_J, WALK_S, RISK = range(5)


@njit(cache=True)
def measure(
    network: Network,
    scales: Scales,
    access: Approaches,
    egress: Approaches,
    facts: Int32s,
    told: Int32s,
    steps: Int32s,
) -> tuple[Int32s, Int32s, Int32s]:
    """
    Return by journey (CENTS, …, RISK); the automaton's options by ride; the risk before each ride.

    Where nobody tells the fare, CENTS is NO_PRICE. Every way to a stop, ride and change counts in
    whole steps of the question (`steps`, as the sums; ones for all that is told).
    """
    n, most = told.shape[0], told.shape[1]
    sums = np.zeros((n, 5), np.int32)
    options = np.full((n, most), -1, np.int32)
    risks = np.zeros((n, most), np.int32)
    for i in range(n):
        begin, end, rides = facts[i, ACCESS], facts[i, EGRESS], facts[i, N_RIDES]
        one, row = sums[i], told[i, :rides]
        one[CO2_MG] = both(access.co2_mg[begin], egress.co2_mg[end], steps[CO2_MG])
        one[ENERGY_J] = both(access.energy_j[begin], egress.energy_j[end], steps[ENERGY_J])
        one[WALK_S] = both(access.walk_s[begin], egress.walk_s[end], steps[WALK_S])
        one[RISK] = both(access.risk[begin], egress.risk[end], steps[RISK])
        for ride in range(rides):
            on, off = row[ride, COLUMN_ON], row[ride, COLUMN_OFF]
            one[CO2_MG] += in_steps(scales.column_co2_mg[off], steps[CO2_MG])
            one[CO2_MG] -= in_steps(scales.column_co2_mg[on], steps[CO2_MG])
            one[ENERGY_J] += in_steps(scales.column_energy_j[off], steps[ENERGY_J])
            one[ENERGY_J] -= in_steps(scales.column_energy_j[on], steps[ENERGY_J])
            if ride > 0:
                from_stop, to_stop = row[ride - 1, STOP_OFF], row[ride, STOP_ON]
                takes_s = change_time_s(network, from_stop, to_stop)
                one[WALK_S] += in_steps(takes_s, steps[WALK_S]) if from_stop != to_stop else 0
                spare_s = row[ride, DEPARTS_S] - row[ride - 1, ARRIVES_S] - takes_s
                step = min(spare_s // scales.risk_step_s, scales.risk_steps - 1)
                delay = scales.column_delay[row[ride - 1, COLUMN_OFF]]
                risks[i, ride] = scales.risk[delay * scales.risk_steps + step]
                one[RISK] += in_steps(risks[i, ride], steps[RISK])
        cents = price_rides(scales, row, options[i, :rides])
        if cents != NO_PRICE:
            cents += access.cents[begin] + egress.cents[end]
        one[CENTS] = cents
    return sums, options, risks


@njit(cache=True)
def both(access: int, egress: int, step: int) -> int:
    """Return what the ways at both ends take, in steps."""
    return in_steps(access, step) + in_steps(egress, step)


@njit(cache=True)
def price_rides(scales: Scales, rows: Int32s, used: Int32s) -> int:
    """Return the cents of rides, NO_PRICE where nobody tells; write the options that are used."""
    n = len(rows)
    kind, frame = np.empty(n, np.int32), np.empty(n, np.int32)
    for ride in range(n):
        on, off = rows[ride, COLUMN_ON], rows[ride, COLUMN_OFF]
        kind[ride] = scales.ride_class[scales.class_row[on] + (off - on)]
        frame[ride] = frame_at(scales, rows[ride, DEPARTS_S])
    return price(scales.automaton, kind, frame, rows[:, DEPARTS_S], rows[:, ARRIVES_S], used)
