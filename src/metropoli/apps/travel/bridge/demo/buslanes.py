"""Outside the city the buses know the roads: real stops in their order give real courses."""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import shapely

from metropoli.apps.travel.bridge.demo import facts
from metropoli.apps.travel.bridge.demo.knots import Ints
from metropoli.apps.travel.bridge.demo.plane import Floats, to_plane
from metropoli.apps.travel.bridge.demo.strands import GENERATED, Strand
from metropoli.apps.travel.bridge.demo.towns import Town

SAME_PLACE_M = 60.0  # the two stops on both sides of a road
ASIDE_M = 45.0  # a stop this near to the way between two others lies on it
COVERED_M = 55.0  # a street this near makes a new one needless
COVERED_SHARE = 0.55
LONGEST_HOP_M = 9_000.0
DETOUR = 1.45
NEAR_CENTER_M = 1_000.0


class Lanes(NamedTuple):
    """Places where buses stop, and the stretches between them as pairs of places."""

    places_m: Floats
    stretches: list[tuple[int, int]]


def bus_lanes() -> Lanes:
    """Gather the stretches of all bus lines between places, each stretch once."""
    stops = facts.stops()
    buses = {line.key for line in facts.lines().values() if line.mode == "bus"}
    runs = [p.stops for p in facts.patterns() if p.line in buses]
    keys = sorted({stop for run in runs for stop in run})
    at = to_plane(
        np.array([stops[k].lat_deg for k in keys]), np.array([stops[k].lon_deg for k in keys])
    )
    places_m, place_of = gather(at)
    place = dict(zip(keys, place_of.tolist(), strict=True))
    hops = {
        (min(place[a], place[b]), max(place[a], place[b]))
        for run in runs
        for a, b in pairwise(run)
        if place[a] != place[b]
    }
    return Lanes(places_m, stretch(places_m, sorted(hops)))


def gather(at: Floats) -> tuple[Floats, Ints]:
    """Make one place of all stops within SAME_PLACE_M of the first of them."""
    dots = shapely.points(at)
    tree = shapely.STRtree(dots)
    place_of = np.full(len(at), -1, dtype=np.int64)
    members: list[Ints] = []
    for k in range(len(at)):
        if place_of[k] < 0:
            near = np.sort(tree.query(dots[k], predicate="dwithin", distance=SAME_PLACE_M))
            near = near[place_of[near] < 0]
            place_of[near] = len(members)
            members.append(near)
    return np.array([at[near].mean(axis=0) for near in members]), place_of


def stretch(places_m: Floats, hops: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Lead every hop through the places that it passes."""
    tree = shapely.STRtree(shapely.points(places_m))
    found: set[tuple[int, int]] = set()
    for a, b in hops:
        line = shapely.LineString(places_m[[a, b]])
        if line.length > LONGEST_HOP_M:
            continue
        on_way = tree.query(line, predicate="dwithin", distance=ASIDE_M)
        along = [(line.project(tree.geometries[int(k)]), int(k)) for k in on_way]
        stops = [a, *(k for m, k in sorted(along) if 0 < m < line.length and k not in (a, b)), b]
        found |= {(min(p), max(p)) for p in pairwise(stops)}
    return sorted(found)


def lane_streets(lanes: Lanes, streets: list[Strand], city: shapely.Geometry) -> list[Strand]:
    """Make streets of the stretches outside the city that no street covers."""
    cover = shapely.union_all([s.line.buffer(COVERED_M) for s in streets])
    shapely.prepare(cover)
    shapely.prepare(city)
    found: list[Strand] = []
    for a, b in lanes.stretches:
        line = shapely.LineString(lanes.places_m[[a, b]])
        if city.contains(line):
            continue
        covered_m = line.intersection(cover).length if cover.intersects(line) else 0.0
        if covered_m < COVERED_SHARE * line.length:
            found.append(Strand(line, "tertiary", "", GENERATED))
    return found


def linked_towns(lanes: Lanes, towns: list[Town]) -> set[tuple[int, int]]:
    """Tell which pairs of towns the buses' roads join without a great detour."""
    next_to: dict[int, list[tuple[int, float]]] = {}
    for a, b in lanes.stretches:
        length_m = float(np.hypot(*(lanes.places_m[a] - lanes.places_m[b])))
        next_to.setdefault(a, []).append((b, length_m))
        next_to.setdefault(b, []).append((a, length_m))
    centers = shapely.points([t.center_m for t in towns])
    tree = shapely.STRtree(shapely.points(lanes.places_m))
    gate = {
        k: int(tree.query_nearest(c, max_distance=NEAR_CENTER_M)[0])
        for k, c in enumerate(centers)
        if len(tree.query(c, predicate="dwithin", distance=NEAR_CENTER_M))
    }
    spread = shapely.STRtree(centers)
    found: set[tuple[int, int]] = set()
    for k, start in gate.items():
        others = spread.query(centers[k], predicate="dwithin", distance=LONGEST_HOP_M)
        goals = {gate[int(j)]: int(j) for j in others if int(j) > k and int(j) in gate}
        for goal, metres in reached(next_to, start, set(goals)).items():
            if metres <= DETOUR * centers[k].distance(centers[goals[goal]]):
                found.add((k, goals[goal]))
    return found


def reached(
    next_to: dict[int, list[tuple[int, float]]], start: int, goals: set[int]
) -> dict[int, float]:
    """Give the metres from a place to each goal, by Dijkstra's method, up to a sensible reach."""
    best = {start: 0.0}
    queue = [(0.0, start)]
    found: dict[int, float] = {}
    while queue and len(found) < len(goals):
        metres, place = heappop(queue)
        if metres > best[place] or metres > DETOUR * LONGEST_HOP_M:
            continue
        if place in goals:
            found[place] = metres
        for other, step_m in next_to.get(place, ()):
            if metres + step_m < best.get(other, np.inf):
                best[other] = metres + step_m
                heappush(queue, (metres + step_m, other))
    return found
