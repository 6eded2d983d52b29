"""From headways to trips: the times of the demo city are generated, its lines and stops are real."""

from __future__ import annotations

from itertools import pairwise
from math import cos, hypot, radians
from typing import NamedTuple

from metropoli.apps.travel.bridge.demo.facts import HeadwayFact, PatternFact, StopFact

DAY_TYPES = ("weekday", "saturday", "sunday")
EARTH_M_PER_DEG = 111_195.0
# What starting, stopping and boarding cost, written as metres more between two stops.
STOPPING_M = 90.0
SHORTEST_HOP_S = 20
ROUNDING_S = 10
TRAIN_DWELL_S = 60
# A surface vehicle is slower when everybody travels and quicker at night: shares of the usual time.
PACES = USUAL, CROWDED, FREE = 1.0, 1.1, 0.9
PACE_BY_HOUR = dict.fromkeys((7, 8, 17, 18), CROWDED) | dict.fromkeys(
    (*range(7), *range(21, 30)), FREE
)
OWN_TRACK = frozenset({"metro", "rail", "rack"})


class Call(NamedTuple):
    """One stop of a trip, in seconds after the trip's departure."""

    arrival_s: int
    departure_s: int


def departures_s(periods: list[HeadwayFact]) -> list[int]:
    """Give the departures, in seconds after midnight; each period starts with one."""
    return [t for p in periods for t in range(p.start_s, p.end_s, p.headway_s)]


def calls(pattern: PatternFact, stops: dict[str, StopFact], pace: float) -> list[Call]:
    """Give arrival and departure at each stop; `pace` stretches the usual running time."""
    if len(pattern.minutes) > 1:
        return timed_calls(pattern.minutes)
    metres = [hop_m(stops[a], stops[b]) + STOPPING_M for a, b in pairwise(pattern.stops)]
    total_s = pattern.minutes[0] * 60 * pace
    given, gone_m, now_s = [Call(0, 0)], 0.0, 0
    for hop in metres:
        gone_m += hop
        wanted_s = round(total_s * gone_m / sum(metres) / ROUNDING_S) * ROUNDING_S
        now_s = max(now_s + SHORTEST_HOP_S, wanted_s)
        given.append(Call(now_s, now_s))
    return given


def timed_calls(minutes: tuple[int, ...]) -> list[Call]:
    """Give the calls of a train whose departures we know; it arrives a minute before it leaves."""
    first, *middle, last = (m * 60 for m in minutes)
    inner = [Call(m - TRAIN_DWELL_S, m) for m in middle]
    return [Call(first, first), *inner, Call(last, last)]


def hop_m(a: StopFact, b: StopFact) -> float:
    """Measure the straight line between two stops."""
    east = (b.lon_deg - a.lon_deg) * cos(radians(a.lat_deg))
    return EARTH_M_PER_DEG * hypot(east, b.lat_deg - a.lat_deg)


def pace_at(departure_s: int, mode: str) -> float:
    """Say how much longer than usual a trip takes that leaves now."""
    return USUAL if mode in OWN_TRACK else PACE_BY_HOUR.get(departure_s // 3600, USUAL)
