"""
The slow, obvious twin of searches through places: who can be where, when, with how many behind them.

Every vehicle, one by one, from every leaving time, without layers of a day or routes.
"""

from __future__ import annotations

from engines.journeys import naive as plain
from metropoli.engines.journeys import NEVER, Query, Timetable, Via

Standing = dict[tuple[int, int], int]  # by stop and places behind: when one is there at the soonest


class City:
    """A city with places on the way."""

    def __init__(self, running, timetable: Timetable, vias: tuple[Via, ...], on_foot_s) -> None:
        self.running, self.changes = running, plain.change_times(timetable)
        self.vias, self.on_foot_s = vias, on_foot_s
        self.calling = {one.stop for vehicle in running for one in vehicle.calls}
        self.arrive = [plain.shortest(via.arrive) for via in vias]
        self.leave = [plain.shortest(via.leave) for via in vias]
        self.calls = [set(via.calls.tolist()) if not via.stay_s else set() for via in vias]

    def places(self, at_s: int, place: int) -> dict[int, int]:
        """Return when one can leave each place, on foot from one to the next, there at `at_s`."""
        leaves = {}
        for later in range(place, len(self.vias)):
            if later > place:
                if self.on_foot_s[later] is None:
                    break
                at_s += self.on_foot_s[later]
            at_s += self.vias[later].stay_s
            leaves[later] = at_s
        return leaves

    def stand(self, ready: Standing, stop: int, behind: int, at_s: int) -> None:
        """Note that one can board at a stop; where a place to pass is, it is behind as well."""
        ready[stop, behind] = min(ready.get((stop, behind), NEVER), at_s)
        if behind < len(self.vias) and stop in self.calls[behind]:
            self.stand(ready, stop, behind + 1, at_s)

    def begin(self, query: Query) -> Standing:
        """Return how long it takes from the door."""
        ready: Standing = {}
        for stop, walk_s in plain.shortest(query.access).items():
            self.stand(ready, stop, 0, walk_s)
        if self.on_foot_s[0] is not None:
            for place, at_s in self.places(self.on_foot_s[0], 0).items():
                for stop, walk_s in self.leave[place].items():
                    self.stand(ready, stop, place + 1, at_s + walk_s)
        return ready

    def finish(self, query: Query) -> Standing:
        """Return how long it takes to the door, by stop and places behind."""
        n, ends = len(self.vias), {}
        for stop, walk_s in plain.shortest(query.egress).items():
            ends[stop, n] = walk_s
        for behind in range(n):
            for stop, walk_s in self.arrive[behind].items():
                leaves_s = self.places(walk_s, behind).get(n - 1)
                if leaves_s is not None and self.on_foot_s[n] is not None:
                    ends[stop, behind] = leaves_s + self.on_foot_s[n]
        return ends

    def feasible(self, query: Query, leaves_s: int) -> set[plain.Answer]:
        ready = {key: leaves_s + walk_s for key, walk_s in self.begin(query).items()}
        ends = self.finish(query)
        instant = not query.by_arrival and query.latest_s is None
        found = set()
        for rides in range(1, query.max_rides + 1):
            off: Standing = {}
            for vehicle in self.running:
                for key, at_s in self.ride(vehicle, ready, just=rides == 1 and not instant):
                    off[key] = min(off.get(key, NEVER), at_s)
                    if key in ends:
                        found.add((leaves_s, at_s + ends[key], rides))
            ready = self.change(off)
        return found

    def ride(self, vehicle, ready: Standing, *, just: bool):
        """Yield where and when one can get off, with how many places behind."""
        aboard: set[int] = set()
        for call in vehicle.calls:
            for behind in range(len(self.vias)):
                if behind in aboard and call.stop in self.calls[behind]:
                    aboard.add(behind + 1)
            for behind in aboard if call.alight else ():
                yield (call.stop, behind), call.arrives_s
            for behind in range(len(self.vias) + 1) if call.board else ():
                at_s = ready.get((call.stop, behind), NEVER)
                if at_s == call.departs_s or (at_s < call.departs_s and not just):
                    aboard.add(behind)

    def change(self, off: Standing) -> Standing:
        ready: Standing = {}
        for (stop, behind), at_s in off.items():
            for (start, to), takes_s in self.changes.items():
                if start == stop:
                    self.stand(ready, to, behind, at_s + takes_s)
            if behind == len(self.vias) or stop not in self.arrive[behind]:
                continue
            for place, leaves_s in self.places(at_s + self.arrive[behind][stop], behind).items():
                for to, walk_s in self.leave[place].items():
                    there_s = leaves_s + walk_s
                    if to == stop:
                        there_s = max(there_s, at_s + self.changes.get((stop, stop), NEVER))
                    self.stand(ready, to, place + 1, there_s)
        return ready

    def plan(self, query: Query) -> set[plain.Answer]:
        """Return what `plan_through` promises; from an instant, with it as leaving time."""
        direct_s = NEVER if query.direct_s is None else query.direct_s
        early_s = -NEVER if query.earliest_s is None else query.earliest_s
        late_s = NEVER if query.latest_s is None else query.latest_s
        begin: dict[int, set[int]] = {}
        for (stop, _), walk_s in self.begin(query).items():
            begin.setdefault(stop, set()).add(walk_s)
        leaving = {
            call.departs_s - walk_s
            for vehicle in self.running
            for call in vehicle.calls
            if call.board
            for walk_s in begin.get(call.stop, ())
        }
        if not query.by_arrival and query.latest_s is None:
            wanted = self.feasible(query, early_s)
        elif query.by_arrival:
            every = set().union(*(self.feasible(query, at_s) for at_s in leaving))
            if query.earliest_s is None:
                every = {(left, late_s, n) for left, there, n in every if there <= late_s}
            wanted = {one for one in every if early_s <= one[1] <= late_s}
        else:
            window = {at_s for at_s in leaving if early_s <= at_s <= late_s}
            wanted = set().union(*(self.feasible(query, at_s) for at_s in window))
        return plain.best({one for one in wanted if one[1] - one[0] < direct_s})
