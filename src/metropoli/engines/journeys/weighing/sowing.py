"""The quickest journeys as seeds of the weighed search: what is no better is not looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from metropoli.engines.journeys.day import Day
from metropoli.engines.journeys.kernels.tell import ARRIVES_S, tell_rides
from metropoli.engines.journeys.types import Int32s, Journey, Ride
from metropoli.engines.journeys.weighing.kernels.measure import measure
from metropoli.engines.journeys.weighing.kernels.seeds import Seeds
from metropoli.engines.journeys.weighing.kernels.traces import EGRESS, LEAVES_S, N_RIDES
from metropoli.engines.journeys.weighing.types import Approaches, Scales


class Bounds(NamedTuple):
    """Who is looked at: when they leave, by when they arrive, how often they ride."""

    earliest_s: int
    latest_s: int
    rides: int
    leaves_s: Int32s  # sorted: who leaves by then must be there
    until_s: Int32s  # by then
    instant: bool  # whether one may wait for the first vehicle


def sow(
    day: Day,
    scales: Scales,
    ends: tuple[Approaches, Approaches],
    quickest: Sequence[Journey],
    bounds: Bounds,
    steps: Int32s,
) -> Seeds:
    """Return the quickest journeys, last leaving time first, and which are within the bounds."""
    ordered = sorted(quickest, key=lambda one: -one.departs_s)
    leaves_s = [bounds.earliest_s if bounds.instant else one.departs_s for one in ordered]
    rides = np.array([len(one.rides) for one in ordered], np.int32)
    hops = np.zeros((len(ordered), int(rides.max()), 3), np.int32)
    facts = np.zeros((len(ordered), 4), np.int32)
    for row, one in enumerate(ordered):
        facts[row] = leaves_s[row], *_rows(day, ends, one), len(one.rides)
        for i, ride in enumerate(one.rides):
            hops[row, i] = _hop(day, ride)
    arrives_s = np.array([one.arrives_s for one in ordered], np.int32)
    step = np.searchsorted(bounds.leaves_s, facts[:, 0])
    until_s = np.append(bounds.until_s, bounds.until_s[-1:])[step]
    fits = (arrives_s <= until_s) & (rides <= bounds.rides) & (facts[:, 0] >= bounds.earliest_s)
    told = tell_rides(day.onward, rides, hops)
    sums, _, _ = measure(day.onward, scales, *ends, facts, told, steps)
    quickest_of_all = bounds.instant or _one_way_each(ends[0])
    return Seeds(facts, hops, sums, arrives_s, fits, quickest_of_all)


def sow_more(
    day: Day,
    scales: Scales,
    ends: tuple[Approaches, Approaches],
    seeds: Seeds,
    found: tuple[Int32s, Int32s],
    steps: Int32s,
) -> Seeds:
    """Return the seeds and traced journeys of the same bounds, last leaving time first."""
    facts, hops = found
    rides = np.ascontiguousarray(facts[:, N_RIDES])
    told = tell_rides(day.onward, rides, hops)
    sums, _, _ = measure(day.onward, scales, *ends, facts, told, steps)
    off_s = told[np.arange(len(told)), rides - 1, ARRIVES_S]
    arrives_s = off_s + ends[1].lasts_s[facts[:, EGRESS]]
    all_facts = np.concatenate((seeds.facts, facts))
    order = np.argsort(-all_facts[:, LEAVES_S], kind="stable")
    most = max(hops.shape[1], seeds.hops.shape[1])
    all_hops = np.zeros((len(order), most, 3), np.int32)
    all_hops[: len(seeds.hops), : seeds.hops.shape[1]] = seeds.hops
    all_hops[len(seeds.hops) :, : hops.shape[1]] = hops
    return Seeds(
        all_facts[order],
        all_hops[order],
        np.concatenate((seeds.sums, sums))[order],
        np.concatenate((seeds.arrives_s, arrives_s)).astype(np.int32)[order],
        np.append(seeds.fits, np.ones(len(facts), np.bool_))[order],
        seeds.quickest,
    )


def _one_way_each(access: Approaches) -> bool:
    """
    Tell whether no stop is reached in two ways that last differently.

    Where one is, who leaves within a window by the slow way may catch a vehicle for which the quick
    way leaves after the window, so that it is not among the quickest.
    """
    pairs = set(zip(access.stop.tolist(), access.lasts_s.tolist(), strict=True))
    return len(pairs) == len({stop for stop, _ in pairs})


def _rows(day: Day, ends: tuple[Approaches, Approaches], one: Journey) -> tuple[int, int]:
    """Return the rows of access and egress that the journey takes."""
    first, last = one.legs[0], one.legs[-1]
    found = []
    for leg, stop, ways in (
        (first, one.rides[0].board_stop, ends[0]),
        (last, one.rides[-1].alight_stop, ends[1]),
    ):
        number, lasts_s = day.stop_number[stop], leg.arrives_s - leg.departs_s
        found.append(int(np.flatnonzero((ways.stop == number) & (ways.lasts_s == lasts_s))[0]))
    return found[0], found[1]


def _hop(day: Day, ride: Ride) -> tuple[int, int, int]:
    """Return the columns where boarded and left, and the trip of the route."""
    first = int(day.vehicles.column[ride.vehicle])
    trip = ride.vehicle - int(day.onward.column_vehicle[first])
    return first + ride.board_position, first + ride.alight_position, trip
