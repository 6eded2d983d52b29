"""
The slow, obvious twin of the weighed search: every journey there is, each weighed, then the best.

No rounds, no bags, no bounds on the way, no order among vehicles, no allowances: from the door to
every stop, every vehicle that can be caught there at any time, every stop where one may get off,
every change. A journey is priced over every way to pay for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from engines.journeys import naive as plain
from engines.journeys.weighing.worlds import World
from metropoli.engines.journeys import NEVER, Query, Walks
from metropoli.engines.journeys.fares.types import UNPAYABLE
from metropoli.engines.journeys.weighing.types import CO2, ENERGY, FARE, RISK, WALK, Question

UNKNOWN = 10**9
NAMES = (FARE, CO2, ENERGY, WALK, RISK)
FOREVER = 10**9
COSTS = ("co2_mg", "energy_j", "walk_s", "risk")  # columns of the ways to the stops

Purse = dict[tuple[int, int], int]  # paid, by state and when its clock ends
Vector = tuple[int, ...]  # -leaves, arrives, rides, fare, co2, energy, walk, risk
EXACT = 8  # so many words; the last four follow once more, in the steps in which they are compared


class Running(NamedTuple):
    calls: list[plain.Call]
    line: int
    along_m: list[int]


class Sums(NamedTuple):
    purse: Purse
    cents: int
    co2: int
    energy: int
    walk: int
    risk: int
    steps: tuple[int, ...]  # the last four, each part of the way in whole steps of its own


class Bounds(NamedTuple):
    earliest_s: int
    latest_s: int
    rides: int
    steps: list[tuple[int, int]]  # who leaves by then arrives by then

    def until_s(self, leaves_s: int) -> int:
        """Return by when who leaves then must be there."""
        return min((until for by, until in self.steps if by >= leaves_s), default=-NEVER)


def running(world: World) -> list[Running]:
    table = world.timetable
    found = []
    for vehicle in plain.vehicles(table, world.ordinal):
        base = table.pattern_first[table.trip_pattern[vehicle.trip]]
        along = table.pattern_along_m[base : base + len(vehicle.calls)]
        line = int(table.part_line[table.part_first[vehicle.trip]])
        found.append(Running(vehicle.calls, line, along.tolist()))
    return found


def quickest_of(world: World, question: Question) -> set[plain.Answer]:
    """Return the quickest journeys, whatever they cost."""
    query = Query(
        Walks(question.access.stop, question.access.lasts_s),
        Walks(question.egress.stop, question.egress.lasts_s),
        None if question.by_arrival else question.earliest_s,
        question.latest_s,
        by_arrival=question.by_arrival,
        max_rides=question.max_rides,
        direct_s=question.direct_s,
    )
    return plain.plan(plain.vehicles(world.timetable, world.ordinal), world.timetable, query)


def bounds(question: Question, quickest: set[plain.Answer]) -> Bounds | None:
    """Return the bounds that the quickest journeys set."""
    if not quickest:
        return None

    def slack_s(travel_s: int) -> int:
        if question.slack_s is None:
            return NEVER
        share_s = travel_s * question.slack_percent // 100
        return min(max(question.slack_s, share_s), question.most_slack_s)

    extra = question.max_rides if question.slack_s is None else question.extra_rides
    if question.by_arrival:
        last_s = max(leaves for leaves, _, _ in quickest)
        rides = min(rides for leaves, _, rides in quickest if leaves == last_s)
        early_s = -NEVER if question.earliest_s is None else question.earliest_s
        early_s = max(early_s, last_s - slack_s(question.latest_s - last_s))
        steps = [(last_s, question.latest_s)]
        return Bounds(early_s, last_s, min(question.max_rides, rides + extra), steps)
    pairs = {(leaves, arrives) for leaves, arrives, _ in quickest}
    fastest = {
        one
        for one in pairs
        if not any(other != one and other[0] >= one[0] and other[1] <= one[1] for other in pairs)
    }
    rides = max(
        min(rides for leaves, arrives, rides in quickest if (leaves, arrives) == one)
        for one in fastest
    )
    steps = [(leaves, arrives + slack_s(arrives - leaves)) for leaves, arrives in pairs]
    late_s = question.earliest_s if question.latest_s is None else question.latest_s
    return Bounds(question.earliest_s, late_s, min(question.max_rides, rides + extra), steps)


def every(world: World, question: Question) -> set[Vector]:
    """Return the vector of every journey within the bounds."""
    limits = bounds(question, quickest_of(world, question))
    if limits is None:
        return set()
    return set(Walker(world, question, limits).walk())


class Walker:
    def __init__(self, world: World, question: Question, limits: Bounds) -> None:
        self.world, self.question, self.limits = world, question, limits
        self.vehicles = running(world)
        self.changes: dict[int, list[tuple[int, int]]] = {}
        for (stop, to), takes_s in plain.change_times(world.timetable).items():
            self.changes.setdefault(stop, []).append((to, takes_s))
        self.boards: dict[int, list[tuple[Running, int]]] = {}
        for vehicle in self.vehicles:
            for position, call in enumerate(vehicle.calls):
                if call.board:
                    self.boards.setdefault(call.stop, []).append((vehicle, position))
        self.instant = not question.by_arrival and question.latest_s is None
        self.direct_s = NEVER if question.direct_s is None else question.direct_s

    def walk(self) -> Iterator[Vector]:
        ways = self.question.access
        for row, stop in enumerate(ways.stop.tolist()):
            sums = self.first_sums(row)
            lasts_s = int(ways.lasts_s[row])
            for vehicle, position in self.boards.get(stop, ()):
                leaves_s = vehicle.calls[position].departs_s - lasts_s
                if self.instant and leaves_s >= self.limits.earliest_s:
                    leaves_s = self.limits.earliest_s
                if self.limits.earliest_s <= leaves_s <= self.limits.latest_s:
                    yield from self.ride(vehicle, position, leaves_s, 1, sums)

    def first_sums(self, row: int) -> Sums:
        """Return what a way to the first stop takes."""
        ways = self.question.access
        free = Sums({(0, FOREVER): 0}, int(ways.cents[row]), 0, 0, 0, 0, (0, 0, 0, 0))
        return self.add(free, *(int(getattr(ways, name)[row]) for name in COSTS))

    def ride(
        self, vehicle: Running, on: int, leaves_s: int, rides: int, sums: Sums
    ) -> Iterator[Vector]:
        until_s = min(self.limits.until_s(leaves_s), leaves_s + self.direct_s - 1)
        for off in range(on + 1, len(vehicle.calls)):
            call = vehicle.calls[off]
            if not call.alight or call.arrives_s > until_s:
                continue
            there = self.add_ride(vehicle, on, off, sums)
            yield from self.arrive(call, leaves_s, until_s, rides, there)
            if rides == self.limits.rides:
                continue
            for to, takes_s in self.changes.get(call.stop, ()):
                ready_s = call.arrives_s + takes_s
                if ready_s > until_s:
                    continue
                walk_s = takes_s if to != call.stop else 0
                walked = self.add(there, 0, 0, walk_s, 0)
                for following, position in self.boards.get(to, ()):
                    spare_s = following.calls[position].departs_s - ready_s
                    if spare_s >= 0 and following.calls[position].departs_s <= until_s:
                        risk = self.risk(vehicle.line, spare_s)
                        caught = self.add(walked, 0, 0, 0, risk)
                        yield from self.ride(following, position, leaves_s, rides + 1, caught)

    def risk(self, line: int, spare_s: int) -> int:
        table = self.world.delays
        step = min(spare_s // table.step_s, table.n_steps - 1)
        return int(table.risk[table.line_class[line] * table.n_steps + step])

    def add_ride(self, vehicle: Running, on: int, off: int, sums: Sums) -> Sums:
        """Add what a ride takes: in steps, the difference of what the line tells at its stops."""
        impacts = self.world.impacts
        rates = int(impacts.co2_mg[vehicle.line]), int(impacts.energy_j[vehicle.line])
        there, here = (
            [vehicle.along_m[position] // 1000 * rate for rate in rates] for position in (off, on)
        )
        before, after = self.in_steps([*here, 0, 0]), self.in_steps([*there, 0, 0])
        paid = sums._replace(purse=self.pay(vehicle, on, off, sums.purse))
        return paid._replace(
            co2=sums.co2 + there[0] - here[0],
            energy=sums.energy + there[1] - here[1],
            steps=tuple(a + b - c for a, b, c in zip(sums.steps, after, before, strict=True)),
        )

    def add(self, sums: Sums, *more: int) -> Sums:
        """Add emissions, energy, walking and risk of one part of the way."""
        steps = zip(sums.steps, self.in_steps(more), strict=True)
        whole = [a + b for a, b in zip(sums[2:6], more, strict=True)]
        return Sums(sums.purse, sums.cents, *whole, tuple(a + b for a, b in steps))

    def in_steps(self, costs: Sequence[int]) -> tuple[int, ...]:
        """Round to the nearest step, halves up."""
        asked = self.question
        steps = asked.co2_step_mg, asked.energy_step_j, asked.walk_step_s, asked.risk_step
        return tuple((cost + step // 2) // step for cost, step in zip(costs, steps, strict=True))

    def pay(self, vehicle: Running, on: int, off: int, purse: Purse) -> Purse:
        """Return every ticket that one may hold after a ride, and the least paid for it."""
        fares = self.world.fares
        first, last = vehicle.calls[on], vehicle.calls[off]
        kind = fares.class_of[vehicle.line, fares.zone[first.stop], fares.zone[last.stop]]
        frame = fares.frames[360 + first.departs_s // 60]
        after: Purse = {}
        for (state, ends_s), paid in purse.items():
            for option in fares.options.get((state, int(kind), frame), ()):
                measured_s = {-1: -FOREVER, 0: first.departs_s, 1: last.arrives_s}[option.within]
                if measured_s > ends_s - option.margin_s:
                    continue
                started_s = last.arrives_s if option.clock_from else first.departs_s
                runs_s = started_s + option.clock_s if option.clock_s else ends_s
                key = option.state, FOREVER if option.clock_s < 0 else runs_s
                after[key] = min(after.get(key, UNKNOWN), paid + option.cents)
        return after

    def arrive(
        self, call: plain.Call, leaves_s: int, until_s: int, rides: int, sums: Sums
    ) -> Iterator[Vector]:
        ways = self.question.egress
        for row in np.flatnonzero(ways.stop == call.stop).tolist():
            arrives_s = call.arrives_s + int(ways.lasts_s[row])
            if arrives_s > until_s:
                continue
            there = self.add(sums, *(int(getattr(ways, name)[row]) for name in COSTS))
            yield self.vector(leaves_s, arrives_s, rides, there, int(ways.cents[row]))

    def vector(
        self, leaves_s: int, arrives_s: int, rides: int, sums: Sums, last_cents: int
    ) -> Vector:
        """Return what a journey asks of who makes it."""
        due = self.world.fares.due_cents
        prices = [
            paid + due[state] for (state, _), paid in sums.purse.items() if due[state] < UNPAYABLE
        ]
        return (
            0 if self.instant else -leaves_s,
            0 if self.question.by_arrival else arrives_s,
            rides,
            min(prices) + sums.cents + last_cents if prices else UNKNOWN,
            *sums[2:6],
            *sums.steps,
        )


def project(vector: Vector, criteria: frozenset[str]) -> Vector:
    """Return the vector of what is compared, in the steps of the question."""
    asked = zip(NAMES, (vector[3], *vector[EXACT:]), strict=True)
    return (*vector[:3], *(value if name in criteria else 0 for name, value in asked))


def best(vectors: set[Vector]) -> set[Vector]:
    """Keep the vectors that no other is at least as good as in everything."""
    kept: list[Vector] = []
    for one in sorted(vectors):  # whoever betters another comes before it
        if not any(all(a <= b for a, b in zip(other, one, strict=True)) for other in kept):
            kept.append(one)
    return set(kept)
