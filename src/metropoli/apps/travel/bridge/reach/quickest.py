"""The quickest way to each point from one instant: how many rides, what it uses and emits."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from metropoli.apps.travel.bridge.days import footing_of
from metropoli.apps.travel.bridge.network import Network
from metropoli.apps.travel.bridge.reach.asking import Asked
from metropoli.apps.travel.bridge.trips.tickets import fare_ride
from metropoli.apps.travel.bridge.weighings import Till
from metropoli.apps.travel.rules.factors import factor
from metropoli.apps.travel.rules.vehicles import VEHICLES
from metropoli.apps.travel.types import Costs, ReachRequest
from metropoli.engines import journeys, reach


class Quickest(NamedTuple):
    """What the quickest way takes besides time."""

    n_rides: int
    costs: Costs
    vehicles: frozenset[str] = frozenset()


ON_FOOT = Quickest(0, Costs(fare_cents=0, energy_wh=0, co2_g=0))


def quickest_ways(network: Network, request: ReachRequest, asked: Asked) -> dict[int, Quickest]:
    """Return the quickest way to each point in reach from the first instant of the window."""
    on_foot = dict.fromkeys(np.flatnonzero(asked.direct_s != reach.NEVER).tolist(), ON_FOOT)
    if asked.day is None or asked.targets is None:
        return on_foot
    found = reach.earliest_arrivals(
        asked.day,
        asked.access,
        leaves_s=asked.window.earliest_s,
        longest_s=_latest_s(request),
        max_rides=request.max_rides,
    )
    last_stop = _last_stops(network, request, asked, reach.by_row(asked.day, found))
    till = network.till(request.owned)
    told: dict[int, Quickest] = {}
    ways: dict[int, Quickest] = dict(on_foot)
    for point, stop in last_stop.items():
        if stop not in told:
            way = reach.ways_to(asked.day, found, stop)
            told[stop] = _tell(network, asked.day, way, till)
        ways[point] = told[stop]
    return ways


def _latest_s(request: ReachRequest) -> int:
    """Return how late one may arrive: a later departure of the window may have waited less."""
    return request.longest_s + request.window_s


def _last_stops(
    network: Network, request: ReachRequest, asked: Asked, arrives_s: np.ndarray
) -> dict[int, int]:
    """Return the stop where one gets off last, for the points that a ride brings one nearer to."""
    walks = asked.ground.walks
    walk_s = footing_of(request.manner).walk_s(walks.walk_s)
    at_s = arrives_s[walks.stop].astype(np.int64) - asked.window.earliest_s + walk_s
    useful = (walk_s <= request.manner.longest_walk_s) & (at_s <= _latest_s(request))
    useful &= at_s < asked.direct_s[walks.point]
    rows = np.flatnonzero(useful)
    rows = rows[np.lexsort((walks.stop[rows], at_s[rows], walks.point[rows]))]
    point, first = np.unique(walks.point[rows], return_index=True)
    return dict(zip(point.tolist(), walks.stop[rows[first]].tolist(), strict=True))


def _tell(
    network: Network, day: journeys.Day, way: tuple[reach.Stretch, ...], till: Till
) -> Quickest:
    energy_wh = co2_g = 0.0
    vehicles: list[str] = []
    for ride in way:
        for vehicle, length_m in _stretches(network, ride):
            per_km = factor(vehicle)
            energy_wh += per_km.energy_kwh * length_m
            co2_g += per_km.co2_g * length_m / 1000
            vehicles.append(vehicle)
    costs = Costs(_fare_cents(day, way, till), round(energy_wh), round(co2_g))
    return Quickest(len(way), costs, frozenset(vehicles))


def _fare_cents(day: journeys.Day, way: tuple[reach.Stretch, ...], till: Till) -> int | None:
    """Return the least that the rides cost; None where nobody tells a fare."""
    rides = [fare_ride(till.tariff, day, ride) for ride in way]
    price = journeys.price_rides(till.tariff, rides)
    return None if price is None else price.cents


def _stretches(network: Network, ride: reach.Stretch) -> list[tuple[str, float]]:
    """Return the kinds of vehicle of a ride and the metres in each; in-seat the line may change."""
    timetable, along_m = network.timetable, _along_m(network)
    base = int(timetable.pattern_first[timetable.trip_pattern[ride.trip]])
    parts = range(int(timetable.part_first[ride.trip]), int(timetable.part_first[ride.trip + 1]))
    starts = [int(timetable.part_position[part]) for part in parts]
    ends = [*starts[1:], ride.alight_position]
    found = []
    for part, start, end in zip(parts, starts, ends, strict=True):
        on, off = max(start, ride.board_position), min(end, ride.alight_position)
        if on < off:
            mode = network.labels.lines[int(timetable.part_line[part])].mode
            metres = float(along_m[base + off] - along_m[base + on])
            found.append((VEHICLES.get(mode, "bus"), metres))
    return found


def _along_m(network: Network) -> np.ndarray:
    """Return the metres along every pattern; vehicles that are followed may run in patterns of their own."""
    timetable = network.timetable
    measured = network.grounds.once(
        ("along", id(timetable.pattern_stop)),
        # The array is held too, so that no other one takes its identity.
        lambda: (timetable.pattern_stop, journeys.measure_patterns(timetable, network.shapes)),
    )
    return measured[1]
