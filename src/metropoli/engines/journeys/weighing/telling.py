"""From what the search found to journeys, and all that they take."""

from __future__ import annotations

import numpy as np

from metropoli.engines.journeys.day import Day
from metropoli.engines.journeys.kernels import tell as words
from metropoli.engines.journeys.legs import tell_journey
from metropoli.engines.journeys.types import Int32s
from metropoli.engines.journeys.weighing.kernels.measure import (
    CENTS,
    CO2_MG,
    ENERGY_J,
    RISK,
    WALK_S,
    measure,
)
from metropoli.engines.journeys.weighing.kernels.price import NO_PRICE
from metropoli.engines.journeys.weighing.kernels.traces import ACCESS, EGRESS, N_RIDES
from metropoli.engines.journeys.weighing.types import RISK_UNIT, Approaches, Scales, Weighed

EXACT = np.ones(5, np.int32)  # step of every sum

Ends = tuple[Approaches, Approaches]
Rows = tuple[Int32s, Int32s]


def tell(
    day: Day, scales: Scales, ends: Ends, rows: Rows, found: tuple[Int32s, Int32s]
) -> list[Weighed]:
    """
    Return the journeys of traced labels, weighed anew in everything.

    :param ends: access and egress by number of the day; `rows` are their rows in the question
    """
    facts, hops = found
    n_rides = np.ascontiguousarray(facts[:, N_RIDES])
    told = words.tell_rides(day.onward, n_rides, hops)
    sums, options, risks = measure(day.onward, scales, *ends, facts, told, EXACT)
    sources = np.append(scales.automaton.source, -1)[options]
    shares = np.exp(-risks / RISK_UNIT)
    answers = []
    for i, n in enumerate(n_rides.tolist()):
        access, egress = int(facts[i, ACCESS]), int(facts[i, EGRESS])
        lasts_s = int(ends[0].lasts_s[access]), int(ends[1].lasts_s[egress])
        one = sums[i].tolist()
        answers.append(
            Weighed(
                journey=tell_journey(day, told[i, :n].tolist(), *lasts_s),
                access_row=int(rows[0][access]),
                egress_row=int(rows[1][egress]),
                fare_cents=None if one[CENTS] == NO_PRICE else one[CENTS],
                options=tuple(sources[i, :n].tolist()),
                lines=tuple(scales.column_line[told[i, :n, words.COLUMN_ON]].tolist()),
                co2_mg=one[CO2_MG],
                energy_j=one[ENERGY_J],
                walk_s=one[WALK_S],
                risk=one[RISK],
                catch_share=tuple(shares[i, 1:n].tolist()),
            )
        )
    return answers
