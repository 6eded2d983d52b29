"""
The same city, so slowly and plainly that it cannot be wrong.

Arcs, their costs and their drawing are taken from the bundle (other tests watch over those); turns,
bans and the search itself are said again here, over whole histories and plain dicts. A walker needs
no history, but gets one too.
"""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from engines.streets.maps import Town, at
from metropoli.engines import streets
from metropoli.engines.streets.building.manners import MANNERS
from metropoli.engines.streets.types import ROUNDABOUT

WALKERS = (streets.WALK, streets.STEP_FREE)
BARRIERS = {streets.CAR: ("bollard", "stile"), streets.STEP_FREE: ("stile",)}
STILE_MS = {streets.BIKE: 15_000}  # on foot it is part of the way to it
Label = tuple[int, int]  # cost and time, in milliseconds
History = tuple[int, ...]


@dataclass
class City:
    """A bundle, the town that it was built from, and how one moves."""

    town: Town
    city: streets.Streets
    mode: int
    known: dict[Any, Any] = field(default_factory=dict)  # answers said before

    def __post_init__(self) -> None:
        self.cost = self.city.arc_cost_ms[self.mode].tolist()
        self.time = self.city.arc_time_ms[self.mode].tolist()
        self.tail = [
            int(v)
            for pair in zip(self.city.edge_tail, self.city.edge_head, strict=True)
            for v in pair
        ]
        self.osm = {row: self._osm_id(row) for row in range(len(self.city.node_lat_deg))}
        self.open = [arc for arc in range(len(self.cost)) if self.cost[arc] >= 0]
        self.by_way: dict[int, set[int]] = {}
        for arc in range(len(self.cost)):
            self.by_way.setdefault(int(self.city.edge_way[arc >> 1]), set()).add(arc)
        self.rules = [rule for rule in self.town.bans if self._binds(rule)]

    def _osm_id(self, row: int) -> int:
        here = self.city.node_lat_deg[row], self.city.node_lon_deg[row]
        return min(self.town.nodes, key=lambda i: math.dist(at(*self.town.nodes[i]), here))

    def _binds(self, rule: Any) -> bool:
        if self.mode == streets.CAR:
            return True
        return self.mode == streets.BIKE and rule[4].get("except") != "bicycle"

    def start(self, arc: int) -> int:
        return self.osm[self.tail[arc]]

    def end(self, arc: int) -> int:
        return self.osm[self.tail[arc ^ 1]]

    def leaving(self, node: int) -> list[int]:
        if node not in self.known:
            self.known[node] = [arc for arc in self.open if self.start(arc) == node]
        return self.known[node]

    def may(self, history: History, b: int) -> bool:
        if (history, b) not in self.known:
            self.known[history, b] = self._may(history, b)
        return self.known[history, b]

    def _may(self, history: History, b: int) -> bool:
        a, node = history[-1], self.end(history[-1])
        if self.mode in WALKERS:
            return b == a ^ 1 or not self.is_closed(node)
        if b == a ^ 1 and not self.may_turn_back(a):
            return False
        if b != a ^ 1 and self.is_closed(node):
            return False
        return not any(self.breaks(rule, history, b) for rule in self.rules)

    def may_turn_back(self, a: int) -> bool:
        node = self.end(a)
        ways_on = [b for b in self.leaving(node) if b != a ^ 1 and not self.breaks_at_node(a, b)]
        return self.is_closed(node) or not ways_on

    def is_closed(self, node: int) -> bool:
        barrier = self.town.node_tags.get(node, {}).get("barrier", "none")
        return barrier in BARRIERS.get(self.mode, ())

    def breaks_at_node(self, a: int, b: int) -> bool:
        return any(self.breaks(rule, (a,), b) for rule in self.rules if rule[2][0] == "node")

    def breaks(self, rule: Any, history: History, b: int) -> bool:
        a, node = history[-1], self.end(history[-1])
        goals = {arc for arc in self.by_way.get(rule[3], set()) if self.start(arc) == node}
        if rule[2][0] == "node":
            return self.breaks_node_rule(rule, a, b, goals)
        return self.breaks_way_rule(rule, history, b, goals)

    def breaks_node_rule(self, rule: Any, a: int, b: int, goals: set[int]) -> bool:
        kind, source, (_, vias), to, _ = rule
        # Whether one may turn back is decided by what else is left, not by a sign.
        if (
            a not in self.by_way.get(source, set())
            or self.end(a) != vias[0]
            or not goals
            or b == a ^ 1
        ):
            return False
        if kind.startswith("only_"):
            return b not in goals
        return b in goals and not (kind == "no_u_turn" and source == to)

    def breaks_way_rule(self, rule: Any, history: History, b: int, goals: set[int]) -> bool:
        kind, source, (_, vias), _, _ = rule
        inside = {arc for way in vias for arc in self.by_way.get(way, set())}
        from_arcs, back = self.by_way.get(source, set()), history[-1] ^ 1
        if not any(self.is_road(history[i:], from_arcs, inside) for i in range(len(history))):
            return False
        if kind.startswith("only_"):
            return bool(goals) and b not in goals - {back}
        return b in goals - {back}

    def remembered(self, history: History) -> History:
        """Return the longest end of a history that may still matter: forgetting the rest keeps this finite."""
        if ("end", history) not in self.known:
            self.known["end", history] = self._remembered(history)
        return self.known["end", history]

    def _remembered(self, history: History) -> History:
        for i in range(len(history) - 1):
            for _, source, (via_type, vias), _, _ in self.rules:
                inside = {arc for way in vias for arc in self.by_way.get(way, set())}
                if via_type == "way" and self.is_road(
                    history[i:], self.by_way.get(source, set()), inside
                ):
                    return history[i:]
        return history[-1:]

    @staticmethod
    def is_road(road: History, from_arcs: set[int], inside: set[int]) -> bool:
        edges = [arc >> 1 for arc in road]
        return (
            len(road) > 1
            and road[0] in from_arcs
            and all(arc in inside for arc in road[1:])
            and len(set(edges)) == len(edges)
        )

    def turn_ms(self, a: int, b: int) -> Label:
        if ("turn", a, b) not in self.known:
            self.known["turn", a, b] = self._turn_ms(a, b)
        return self.known["turn", a, b]

    def _turn_ms(self, a: int, b: int) -> Label:
        if self.mode in WALKERS:
            return 0, 0
        manner, node = MANNERS[self.mode], self.end(a)
        sign = self.town.node_tags.get(node, {}).get("highway")
        far = self.city.edge_length_m[a >> 1] > manner.lights_apart_m
        wait = {"traffic_signals": manner.lights_ms if far else 0, "stop": manner.stop_ms}.get(
            sign, 0
        )
        if self.town.node_tags.get(node, {}).get("barrier") == "stile":
            wait += STILE_MS.get(self.mode, 0)
        wait += manner.yield_ms if sign == "give_way" else 0
        ways = sum((self.end(arc) == node) + (self.start(arc) == node) for arc in self.first_arcs())
        time = wait + (manner.u_turn_ms if b == a ^ 1 else self.bend_ms(a, b) if ways > 2 else 0)
        private = self.is_private(b) and not self.is_private(a)
        return time + (manner.private_ms if private else 0), time

    def first_arcs(self) -> list[int]:
        return [2 * edge for edge in sorted({arc >> 1 for arc in self.open})]

    def is_private(self, arc: int) -> bool:
        tags = next(t for way, _, t in self.town.ways if way == int(self.city.edge_way[arc >> 1]))
        pushed = self.mode == streets.BIKE and tags["highway"] == "footway"
        return tags.get("access") == "destination" and not pushed

    def bend_ms(self, a: int, b: int) -> int:
        manner = MANNERS[self.mode]
        if self.city.edge_flags[a >> 1] & ROUNDABOUT and self.city.edge_flags[b >> 1] & ROUNDABOUT:
            return 0
        turn = (
            self.bearing(b, leaving=True) - self.bearing(a, leaving=False) + 540.0
        ) % 360.0 - 180.0
        ms = manner.slight_ms if abs(turn) > 20 else 0
        ms = (manner.right_ms if turn > 0 else manner.left_ms) if abs(turn) > 45 else ms
        ms = manner.sharp_ms if abs(turn) > 135 else ms
        greater = self.city.edge_class[b >> 1] < self.city.edge_class[a >> 1]
        return ms + (manner.merge_ms if greater and self.city.edge_class[b >> 1] < 6 else 0)

    def bearing(self, arc: int, *, leaving: bool) -> float:
        """These towns have straight bits far longer than the look-ahead: the end point is enough."""
        span = slice(int(self.city.edge_first[arc >> 1]), int(self.city.edge_first[(arc >> 1) + 1]))
        points = list(zip(self.city.lat_deg[span], self.city.lon_deg[span], strict=True))
        points = points if arc % 2 == 0 else points[::-1]
        (lat0, lon0), (lat1, lon1) = points[:2] if leaving else points[-2:]
        east = (lon1 - lon0) * math.cos(math.radians((lat0 + lat1) / 2))
        return float(np.float32(math.degrees(math.atan2(east, lat1 - lat0)) % 360.0))


def behind(ms: int, arc: int, share: float) -> int:
    """Return what of an arc lies behind a position."""
    return math.floor(ms * (share if arc % 2 == 0 else 1.0 - share))


def labels_from(city: City, edge: int, share: float, limit_ms: int) -> dict[History, Label]:
    """Return the best label at the end of each history that starts at a position."""
    best: dict[History, Label] = {}
    heap: list[tuple[int, int, History]] = []
    for arc in (2 * edge, 2 * edge + 1):
        if city.cost[arc] >= 0:
            left = city.cost[arc] - behind(city.cost[arc], arc, share)
            heapq.heappush(
                heap, (left, city.time[arc] - behind(city.time[arc], arc, share), (arc,))
            )
    while heap:
        cost, time, history = heapq.heappop(heap)
        if time > limit_ms or history in best:
            continue
        best[history] = (cost, time)
        for b in city.leaving(city.end(history[-1])):
            if city.may(history, b):
                turn_cost, turn_time = city.turn_ms(history[-1], b)
                longer = city.remembered((*history, b))
                heapq.heappush(
                    heap, (cost + turn_cost + city.cost[b], time + turn_time + city.time[b], longer)
                )
    return best


def best_way(
    city: City, labels: dict[History, Label], start: tuple[int, float], end: tuple[int, float]
) -> Label | None:
    """Return cost and time of the cheapest way between two positions, or None."""
    found: list[Label] = []
    edge, share = end
    for arc in (2 * edge, 2 * edge + 1):
        if city.cost[arc] < 0:
            continue
        inside = behind(city.cost[arc], arc, share), behind(city.time[arc], arc, share)
        if start[0] == edge and (share >= start[1] if arc % 2 == 0 else share <= start[1]):
            first = behind(city.cost[arc], arc, start[1]), behind(city.time[arc], arc, start[1])
            found.append((inside[0] - first[0], inside[1] - first[1]))
        for history, (cost, time) in labels.items():
            if city.end(history[-1]) == city.start(arc) and city.may(history, arc):
                turn_cost, turn_time = city.turn_ms(history[-1], arc)
                found.append((cost + turn_cost + inside[0], time + turn_time + inside[1]))
    return min(found) if found else None
