"""Rows for the search: what each way takes, and only those that somebody might want."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from metropoli.apps.travel.bridge.approaches.asking import Asking
from metropoli.apps.travel.bridge.approaches.stops import boarded, useful
from metropoli.apps.travel.bridge.approaches.ways import (
    Found,
    Rows,
    Side,
    Way,
    joined,
    no_rows,
    picked,
)
from metropoli.apps.travel.rules.driving import own_car_cents
from metropoli.apps.travel.rules.factors import factor
from metropoli.apps.travel.types import CAR, KISS_RIDE, PARK_RIDE
from metropoli.engines import journeys, sharing, streets

MOST_ROWS = 48  # of one kind
BEST_STOPS = 2  # of each pattern
# Where nobody says what a ride costs the search reckons with a dear one; the traveller is told none.
DEAR_CENTS, DEAR_CENTS_PER_MIN = 100, 30
OWN_CAR = {PARK_RIDE, KISS_RIDE, CAR}
S_PER_MIN = 60


def rows_of(asking: Asking, candidates: Found) -> Found:
    """
    Return, of candidates by stop on the street, the best one for every stop that is worth it.

    A platform with entrances is reached through the nearest of them.
    """
    if not len(candidates.stop):
        return no_rows()
    order = np.lexsort((candidates.lasts_s, candidates.stop))
    first = np.ones(len(order), np.bool_)
    first[1:] = candidates.stop[order][1:] != candidates.stop[order][:-1]
    best = picked(candidates, order[first])
    network, inwards = asking.network, asking.inwards
    seconds = np.full(len(network.timetable.stop_parent), streets.NEVER, np.int32)
    seconds[best.stop] = best.lasts_s
    there = boarded(network, seconds, inwards=inwards, step_free=asking.request.step_free)
    row_of = np.full(len(seconds), -1, np.int32)
    row_of[best.stop] = np.arange(len(best.stop), dtype=np.int32)
    found = picked(best, row_of[there.via])._replace(stop=there.stop, via=there.via)
    found = found._replace(
        lasts_s=found.lasts_s + there.inside_s, walk_s=found.walk_s + there.inside_s
    )
    found = picked(
        found,
        useful(network, found.stop, found.lasts_s, inwards=inwards, keep=BEST_STOPS),
    )
    return picked(found, np.argsort(found.lasts_s, kind="stable")[:MOST_ROWS])


def ride_cents(way: Way, ride_s: int, ride_m: int) -> int:
    """Return what a ride costs, with what leaving the vehicle costs."""
    if way.kind in OWN_CAR:
        far_m = 2 * ride_m if way.there_and_back else ride_m
        return own_car_cents(far_m) + way.fixed_cents
    if way.plan is not None:
        lasts_s = way.take_s + ride_s + way.leave_s
        return sharing.price_cents(way.plan, lasts_s, ride_m) + way.fixed_cents
    if way.price_known:
        return way.fixed_cents
    return DEAR_CENTS + DEAR_CENTS_PER_MIN * -(-ride_s // S_PER_MIN)


def side_of(ways: Sequence[Way], parts: list[Found]) -> Side:
    """Return the rows of all ways of one end, without those that another of the same stop beats."""
    found = joined(parts)
    cents = np.array(
        [
            ride_cents(ways[way], ride_s, ride_m) if ride_s else 0
            for way, ride_s, ride_m in zip(
                found.way.tolist(), found.ride_s.tolist(), found.ride_m.tolist(), strict=True
            )
        ],
        np.int32,
    )
    weights = [_weight(way) for way in ways]
    co2_g, kwh = (
        (np.array(column, np.float64) for column in zip(*weights, strict=True))
        if weights
        else (np.zeros(0), np.zeros(0))
    )
    co2_mg = np.rint(co2_g[found.way] * found.ride_m).astype(np.int32)
    energy_j = np.rint(kwh[found.way] * found.ride_m * 3_600).astype(np.int32)
    keep = unbeaten(
        found.stop, np.stack((found.lasts_s, found.walk_s, cents, co2_mg, energy_j), axis=1)
    )
    found = picked(found, keep)
    nothing = np.zeros(len(keep), np.int32)
    rows = np.arange(len(keep), dtype=np.int32)
    approaches = journeys.Approaches(
        found.stop,
        found.lasts_s,
        found.walk_s,
        cents[keep],
        co2_mg[keep],
        energy_j[keep],
        nothing,
        rows,
    )
    return Side(approaches, found, tuple(ways))


def unbeaten(stop: Rows, costs: NDArray[np.int32]) -> Rows:
    """Return the rows that no other of the same stop beats or equals in everything; of equals the first."""
    order = np.argsort(stop, kind="stable")
    sorted_stop, sorted_costs = stop[order], costs[order]
    beaten = np.zeros(len(order), np.bool_)
    for apart in range(1, len(order)):
        same = np.flatnonzero(sorted_stop[apart:] == sorted_stop[:-apart])
        if not len(same):
            break
        one, other = sorted_costs[same], sorted_costs[same + apart]
        no_worse = (one <= other).all(axis=1)
        beaten[same + apart] |= no_worse
        beaten[same] |= (other <= one).all(axis=1) & ~no_worse
    kept: Rows = np.sort(order[~beaten]).astype(np.int32)
    return kept


def _weight(way: Way) -> tuple[float, float]:
    """Return grams of CO2 and kWh by kilometre."""
    if not way.vehicle:
        return 0.0, 0.0
    times = 2 if way.there_and_back else 1
    known = factor(way.vehicle)
    return times * known.co2_g, times * known.energy_kwh
