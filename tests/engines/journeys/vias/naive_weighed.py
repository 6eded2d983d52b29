"""The slow twin of the weighed search through places: every journey there is, each weighed."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engines.journeys import naive as plain
from engines.journeys.vias.naive import City
from engines.journeys.weighing import naive
from engines.journeys.weighing.naive import FOREVER, Running, Sums, Vector
from engines.journeys.weighing.worlds import World
from metropoli.engines.journeys import NEVER, Query, Question, Via, Walks


def every(world: World, question: Question, vias: tuple[Via, ...], on_foot_s) -> set[Vector]:
    """Return the vector of every journey through the places, within the bounds."""
    running = plain.vehicles(world.timetable, world.ordinal)
    city = City(running, world.timetable, vias, on_foot_s)
    limits = naive.bounds(question, city.plan(plainly(question)))
    if limits is None:
        return set()
    return set(_Walker(world, question, limits, city).walk())


def plainly(question: Question) -> Query:
    return Query(
        Walks(question.access.stop, question.access.lasts_s),
        Walks(question.egress.stop, question.egress.lasts_s),
        None if question.by_arrival else question.earliest_s,
        question.latest_s,
        by_arrival=question.by_arrival,
        max_rides=question.max_rides,
        direct_s=question.direct_s,
    )


class _Walker(naive.Walker):
    def __init__(self, world: World, question: Question, limits, city: City) -> None:
        super().__init__(world, question, limits)
        self.city = city
        self.n_vias = len(city.vias)

    def walk(self) -> Iterator[Vector]:
        for stop, behind, lasts_s, sums in self.starts():
            for vehicle, position in self.boards.get(stop, ()):
                leaves_s = vehicle.calls[position].departs_s - lasts_s
                if self.instant and leaves_s >= self.limits.earliest_s:
                    leaves_s = self.limits.earliest_s
                if self.limits.earliest_s <= leaves_s <= self.limits.latest_s:
                    yield from self.ride_on(vehicle, position, leaves_s, 1, (behind, sums))

    def starts(self) -> Iterator[tuple[int, int, int, Sums]]:
        for row, stop in enumerate(self.question.access.stop.tolist()):
            lasts_s = int(self.question.access.lasts_s[row])
            for behind in self.standing(stop, 0):
                yield stop, behind, lasts_s, self.first_sums(row)
        if self.city.on_foot_s[0] is None:
            return
        for place, at_s in self.city.places(self.city.on_foot_s[0], 0).items():
            stays_s = self.stays_s(0, place)
            for stop, walk_s in self.city.leave[place].items():
                free = Sums({(0, FOREVER): 0}, 0, 0, 0, 0, 0, (0, 0, 0, 0))
                free = self.add(free, 0, 0, at_s + walk_s - stays_s, 0)
                for behind in self.standing(stop, place + 1):
                    yield stop, behind, at_s + walk_s, free

    def standing(self, stop: int, behind: int) -> Iterator[int]:
        """Yield how many places may be behind who boards at a stop."""
        yield behind
        while behind < self.n_vias and stop in self.city.calls[behind]:
            behind += 1
            yield behind

    def stays_s(self, first: int, last: int) -> int:
        return sum(via.stay_s for via in self.city.vias[first : last + 1])

    def ride_on(
        self, vehicle: Running, on: int, leaves_s: int, rides: int, who: tuple[int, Sums]
    ) -> Iterator[Vector]:
        until_s = min(self.limits.until_s(leaves_s), leaves_s + self.direct_s - 1)
        aboard = {who[0]}
        for off in range(on + 1, len(vehicle.calls)):
            call = vehicle.calls[off]
            for behind in range(self.n_vias):
                if behind in aboard and call.stop in self.city.calls[behind]:
                    aboard.add(behind + 1)
            if not call.alight or call.arrives_s > until_s:
                continue
            there = self.add_ride(vehicle, on, off, who[1])
            for behind in aboard:
                yield from self.end(call, leaves_s, until_s, rides, (behind, there))
                if rides == self.limits.rides:
                    continue
                for to, after, ready_s, walk_s in self.changes_from(call, behind):
                    walked = self.add(there, 0, 0, walk_s, 0)
                    for following, position in self.boards.get(to, ()):
                        departs_s = following.calls[position].departs_s
                        if ready_s <= departs_s <= until_s:
                            risk = self.risk(vehicle.line, departs_s - ready_s)
                            caught = self.add(walked, 0, 0, 0, risk)
                            yield from self.ride_on(
                                following, position, leaves_s, rides + 1, (after, caught)
                            )

    def changes_from(self, call: plain.Call, behind: int) -> Iterator[tuple[int, int, int, int]]:
        """Yield where one may board next, with how many places behind, from when, after walking."""
        stop, at_s = call.stop, call.arrives_s
        for to, takes_s in self.changes.get(stop, ()):
            for after in self.standing(to, behind):
                yield to, after, at_s + takes_s, takes_s if to != stop else 0
        if behind == self.n_vias or stop not in self.city.arrive[behind]:
            return
        there_s = at_s + self.city.arrive[behind][stop]
        own = dict(self.changes.get(stop, ())).get(stop, NEVER)
        for place, left_s in self.city.places(there_s, behind).items():
            for to, walk_s in self.city.leave[place].items():
                ready_s = left_s + walk_s
                walked_s = ready_s - at_s - self.stays_s(behind, place)
                if to == stop:
                    ready_s = max(ready_s, at_s + own)
                for after in self.standing(to, place + 1):
                    yield to, after, ready_s, walked_s

    def end(
        self, call: plain.Call, leaves_s: int, until_s: int, rides: int, who: tuple[int, Sums]
    ) -> Iterator[Vector]:
        behind, sums = who
        if behind == self.n_vias:
            yield from self.arrive(call, leaves_s, until_s, rides, sums)
            return
        if call.stop not in self.city.arrive[behind] or self.city.on_foot_s[-1] is None:
            return
        walk_s = self.city.arrive[behind][call.stop]
        left_s = self.city.places(call.arrives_s + walk_s, behind).get(self.n_vias - 1)
        if left_s is None:
            return
        arrives_s = left_s + self.city.on_foot_s[-1]
        if arrives_s > until_s:
            return
        walked_s = arrives_s - call.arrives_s - self.stays_s(behind, self.n_vias - 1)
        yield self.vector(leaves_s, arrives_s, rides, self.add(sums, 0, 0, walked_s, 0), 0)


def asked_of(rng: np.random.Generator) -> frozenset[str]:
    """Return some of the criteria that can be weighed through places."""
    names = np.array(["fare", "co2", "energy", "risk"])
    return frozenset(names[rng.random(4) < 0.5].tolist())
