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
) -> tuple[Int32s, Int32s, Int32s]:
    """
    Return by journey (CENTS, …, RISK); the automaton's options by ride; the risk before each ride.

    Where nobody tells the fare, CENTS is NO_PRICE.
    """
    n, most = told.shape[0], told.shape[1]
    sums = np.zeros((n, 5), np.int32)
    options = np.full((n, most), -1, np.int32)
    risks = np.zeros((n, most), np.int32)
    for i in range(n):
        begin, end, rides = facts[i, ACCESS], facts[i, EGRESS], facts[i, N_RIDES]
        one, row = sums[i], told[i, :rides]
        one[CO2_MG] = access.co2_mg[begin] + egress.co2_mg[end]
        one[ENERGY_J] = access.energy_j[begin] + egress.energy_j[end]
        one[WALK_S] = access.walk_s[begin] + egress.walk_s[end]
        one[RISK] = access.risk[begin] + egress.risk[end]
        for ride in range(rides):
            on, off = row[ride, COLUMN_ON], row[ride, COLUMN_OFF]
            one[CO2_MG] += scales.column_co2_mg[off] - scales.column_co2_mg[on]
            one[ENERGY_J] += scales.column_energy_j[off] - scales.column_energy_j[on]
            if ride > 0:
                from_stop, to_stop = row[ride - 1, STOP_OFF], row[ride, STOP_ON]
                takes_s = change_time_s(network, from_stop, to_stop)
                one[WALK_S] += takes_s if from_stop != to_stop else 0
                spare_s = row[ride, DEPARTS_S] - row[ride - 1, ARRIVES_S] - takes_s
                step = min(spare_s // scales.risk_step_s, scales.risk_steps - 1)
                delay = scales.column_delay[row[ride - 1, COLUMN_OFF]]
                risks[i, ride] = scales.risk[delay * scales.risk_steps + step]
                one[RISK] += risks[i, ride]
        cents = price_rides(scales, row, options[i, :rides])
        if cents != NO_PRICE:
            cents += access.cents[begin] + egress.cents[end]
        one[CENTS] = cents
    return sums, options, risks


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
