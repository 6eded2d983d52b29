"""
The slow, obvious twin of the journey search: every vehicle, one by one, from every leaving time.

No routes, no order among vehicles, no queue, no pruning, no film read backwards: who can be where,
when, after so many rides; then the answers that no other betters.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from metropoli.engines import journeys
from metropoli.engines.journeys import NEVER, Query, Timetable

HOUR_S = 3_600
BEFORE_S, AFTER_S = 6 * HOUR_S, 36 * HOUR_S  # of the start of the day: the vehicles of a view


class Call(NamedTuple):
    stop: int
    arrives_s: int
    departs_s: int
    board: bool
    alight: bool


class Vehicle(NamedTuple):
    trip: int
    calls: list[Call]


Answer = tuple[int, int, int]  # leaves_s, arrives_s, rides


def vehicles(
    timetable: Timetable, day: int, *, step_free=False, bikes=False, unknown_fits=True
) -> list[Vehicle]:
    """Return every vehicle of the days around, in seconds of the day asked for."""

    def fits(said: int) -> bool:
        return said == journeys.YES or (said == journeys.UNKNOWN and unknown_fits)

    def stop_fits(stop: int) -> bool:
        said = timetable.stop_wheelchair[stop]
        if said == journeys.UNKNOWN:
            said = timetable.stop_wheelchair[timetable.stop_parent[stop]]
        return not step_free or fits(said)

    found = []
    start_s = timetable.day_start_s[0][day - timetable.first_day + 1]
    for column in range(timetable.service_runs.shape[1]):
        for trip, service in enumerate(timetable.trip_service):
            if not timetable.service_runs[service][column]:
                continue
            if step_free and not fits(timetable.trip_wheelchair[trip]):
                continue
            if bikes and not fits(timetable.trip_bikes[trip]):
                continue
            zone = timetable.service_zone[service]
            shift_s = int(timetable.day_start_s[zone][column + 1] - start_s)
            first = timetable.trip_first[trip]
            base = timetable.pattern_first[timetable.trip_pattern[trip]]
            n_calls = timetable.pattern_first[timetable.trip_pattern[trip] + 1] - base
            calls = [
                Call(
                    int(timetable.pattern_stop[base + i]),
                    int(timetable.arrives_s[first + i]) + shift_s,
                    int(timetable.departs_s[first + i]) + shift_s,
                    bool(timetable.pattern_board[base + i])
                    and stop_fits(timetable.pattern_stop[base + i]),
                    bool(timetable.pattern_alight[base + i])
                    and stop_fits(timetable.pattern_stop[base + i]),
                )
                for i in range(n_calls)
            ]
            if calls[-1].arrives_s > -BEFORE_S and calls[0].departs_s < AFTER_S:
                found.append(Vehicle(trip, calls))
    return found


def change_times(timetable: Timetable) -> dict[tuple[int, int], int]:
    """Return the seconds from getting off at a stop to getting on at another, where one may."""
    least = {
        (stop, stop): int(change_s)
        for stop, change_s in enumerate(timetable.change_s)
        if change_s < NEVER
    }
    for stop in range(len(timetable.change_s)):
        for i in range(timetable.transfer_first[stop], timetable.transfer_first[stop + 1]):
            pair = stop, int(timetable.transfer_to[i])
            least[pair] = min(least.get(pair, NEVER), int(timetable.transfer_s[i]))
    return least


def shortest(walks: journeys.Walks) -> dict[int, int]:
    least: dict[int, int] = {}
    for stop, walk_s in zip(walks.stop.tolist(), walks.walk_s.tolist(), strict=True):
        least[stop] = min(least.get(stop, NEVER), walk_s)
    return least


def feasible(
    running: list[Vehicle], changes: dict[tuple[int, int], int], query: Query, leaves_s: int
) -> set[Answer]:
    """
    Return (leaves, arrives, rides) of everything that someone who leaves then can do.

    Who has a window to leave in leaves just in time for the first vehicle; at an instant one waits.
    """
    access, egress = shortest(query.access), shortest(query.egress)
    ready = {stop: leaves_s + walk_s for stop, walk_s in access.items()}
    instant = not query.by_arrival and query.latest_s is None
    found = set()
    for rides in range(1, query.max_rides + 1):
        off: dict[int, int] = {}
        for vehicle in running:
            on_board = False
            for call in vehicle.calls:
                if on_board and call.alight:
                    off[call.stop] = min(off.get(call.stop, NEVER), call.arrives_s)
                    if call.stop in egress:
                        found.add((leaves_s, call.arrives_s + egress[call.stop], rides))
                in_time = ready.get(call.stop, NEVER) <= call.departs_s
                if rides == 1 and not instant:
                    in_time = ready.get(call.stop, NEVER) == call.departs_s
                on_board = on_board or (call.board and in_time)
        ready = {}
        for (stop, to), takes_s in changes.items():
            if stop in off:
                ready[to] = min(ready.get(to, NEVER), off[stop] + takes_s)
    return found


def leaving_times(running: list[Vehicle], query: Query) -> set[int]:
    access = shortest(query.access)
    return {
        call.departs_s - access[call.stop]
        for vehicle in running
        for call in vehicle.calls
        if call.board and call.stop in access
    }


def best(answers: set[Answer]) -> set[Answer]:
    """Keep what nothing else betters: leaves no earlier, arrives no later, rides no more."""
    return {
        one
        for one in answers
        if not any(
            other != one and other[0] >= one[0] and other[1] <= one[1] and other[2] <= one[2]
            for other in answers
        )
    }


def plan(running: list[Vehicle], timetable: Timetable, query: Query) -> set[Answer]:
    """Return what `journeys.plan` promises; from an instant, with the instant as leaving time."""
    changes = change_times(timetable)
    direct_s = NEVER if query.direct_s is None else query.direct_s
    early_s = -NEVER if query.earliest_s is None else query.earliest_s
    late_s = NEVER if query.latest_s is None else query.latest_s
    if query.by_arrival:
        every = set().union(
            *(feasible(running, changes, query, at) for at in leaving_times(running, query))
        )
        if query.earliest_s is None:
            every = {
                (leaves, late_s, rides) for leaves, arrives, rides in every if arrives <= late_s
            }
        wanted = {one for one in every if early_s <= one[1] <= late_s}
    elif query.latest_s is None:
        wanted = feasible(running, changes, query, early_s)
    else:
        window = {at for at in leaving_times(running, query) if early_s <= at <= late_s}
        wanted = set().union(*(feasible(running, changes, query, at) for at in window))
    return best({one for one in wanted if one[1] - one[0] < direct_s})


def ways(
    vehicles_calls: list[journeys.Calls], changes: dict[tuple[int, int], int], query: Query
) -> Iterator[Answer]:
    """Yield (leaves, arrives, walks) of every way to take these vehicles one after the other."""
    access, egress = shortest(query.access), shortest(query.egress)

    def ride(number: int, on: int, leaves_s: int, walk_s: int) -> Iterator[Answer]:
        calls = vehicles_calls[number]
        for off in range(on + 1, len(calls.stop)):
            stop, at_s = int(calls.stop[off]), int(calls.arrives_s[off])
            if not calls.alights[off]:
                continue
            if number + 1 < len(vehicles_calls):
                yield from change(number, stop, at_s, leaves_s, walk_s)
            elif stop in egress:
                yield leaves_s, at_s + egress[stop], walk_s + egress[stop]

    def change(number: int, stop: int, at_s: int, leaves_s: int, walk_s: int) -> Iterator[Answer]:
        following = vehicles_calls[number + 1]
        for on, to in enumerate(following.stop.tolist()):
            takes_s = changes.get((stop, to), NEVER)
            if following.boards[on] and at_s + takes_s <= following.departs_s[on]:
                walked_s = 0 if to == stop else takes_s
                yield from ride(number + 1, on, leaves_s, walk_s + walked_s)

    for on, stop in enumerate(vehicles_calls[0].stop.tolist()):
        if stop in access and vehicles_calls[0].boards[on]:
            leaves_s = int(vehicles_calls[0].departs_s[on]) - access[stop]
            yield from ride(0, on, leaves_s, access[stop])
