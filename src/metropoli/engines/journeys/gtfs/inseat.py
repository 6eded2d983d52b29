"""Trips that one vehicle runs one after the other, with people staying in their seats."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from metropoli.engines.journeys.gtfs.calendar import Services
from metropoli.engines.journeys.gtfs.calls import Calls
from metropoli.engines.journeys.gtfs.problems import Notebook
from metropoli.engines.journeys.gtfs.runs import Runs
from metropoli.engines.journeys.gtfs.stops import Stops
from metropoli.engines.journeys.gtfs.trips import FILE, Trips
from metropoli.engines.journeys.gtfs.vehicles import Vehicle
from metropoli.engines.journeys.types import Flags

TRANSFERS_FILE = "transfers.txt"
MOST_WAYS = 64  # through a group of trips on one day, where trains are split and joined

Chain = tuple[int, ...]


class Seats(NamedTuple):
    """What transfers.txt says of pairs of trips: type 4 stays seated, type 5 may not."""

    linked: dict[int, list[int]]
    parted: set[tuple[int, int]]


class Fleet(NamedTuple):
    """All trips, by row: which of them may be run by one vehicle is to be found."""

    trips: Trips
    calls: Calls
    stops: Stops
    services: Services
    seats: Seats
    zone: Sequence[str]  # by trip
    fit: Sequence[bool]  # by trip: has calls, and is not repeated at a headway
    turn_back: bool  # whether one may stay seated where a line turns back


class _Ends(NamedTuple):
    starts_s: list[int]
    ends_s: list[int]
    first_stop: list[int]
    last_stop: list[int]
    first_station: list[int]
    last_station: list[int]
    block: list[int]
    way: list[tuple[int, int]]  # line and direction


def chain_vehicles(fleet: Fleet, runs: Runs, notes: Notebook) -> tuple[list[Vehicle], set[int]]:
    """
    Return the vehicles that run several trips, and every trip that is in one on some day.

    What follows what is decided day by day: trips of one block in order of time, where the last
    stop of one is the first of the next (or they are in one station). Days with the same chain
    make one vehicle.
    """
    ends = _ends(fleet.trips, fleet.calls, fleet.stops)
    _tell_impossible(fleet, ends, notes)
    service = fleet.trips.service.tolist()
    vehicles: list[Vehicle] = []
    overlaps: set[tuple[int, int]] = set()
    done: set[int] = set()
    for group in _groups(fleet):
        chains: dict[Chain, Flags] = {}
        for active, days in _signatures(group, service, fleet.services.runs):
            for chain in _chains(active, ends, fleet, overlaps):
                chains[chain] = chains[chain] | days if chain in chains else days
        if any(len(chain) > 1 for chain in chains):
            zone = fleet.zone[group[0]]
            vehicles += [Vehicle(chain, runs.of_days(days, zone)) for chain, days in chains.items()]
            done.update(group)
    _tell_overlaps(overlaps, fleet.trips, notes)
    return vehicles, done


def _ends(trips: Trips, calls: Calls, stops: Stops) -> _Ends:
    has = np.diff(calls.trip_first) > 0
    first = np.where(has, calls.trip_first[:-1], 0)
    last = np.where(has, calls.trip_first[1:] - 1, 0)
    if not len(calls.stop):
        return _Ends([], [], [], [], [], [], trips.block.tolist(), [])
    return _Ends(
        calls.departs_s[first].tolist(),
        calls.arrives_s[last].tolist(),
        calls.stop[first].tolist(),
        calls.stop[last].tolist(),
        stops.parent[calls.stop[first]].tolist(),
        stops.parent[calls.stop[last]].tolist(),
        trips.block.tolist(),
        list(zip(trips.line.tolist(), trips.direction.tolist(), strict=True)),
    )


class _Unions:
    """Things that belong together, joined two by two."""

    def __init__(self, number: int) -> None:
        self._leader = list(range(number))

    def lead(self, one: int) -> int:
        leader = self._leader
        while leader[one] != one:
            leader[one] = one = leader[leader[one]]
        return one

    def join(self, one: int, other: int) -> None:
        self._leader[self.lead(other)] = self.lead(one)


def _groups(fleet: Fleet) -> Iterator[list[int]]:
    """Yield the trips that may be run by one vehicle: of one block, or linked by transfers."""
    fit, zone = fleet.fit, fleet.zone
    unions = _Unions(len(fit))
    blocks: dict[tuple[int, str], int] = {}
    for trip, block in enumerate(fleet.trips.block.tolist()):
        if block >= 0 and fit[trip]:
            unions.join(blocks.setdefault((block, zone[trip]), trip), trip)
    for trip, others in fleet.seats.linked.items():
        for other in others:
            if fit[trip] and fit[other] and zone[trip] == zone[other]:
                unions.join(trip, other)
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for trip, usable in enumerate(fit):
        if usable:
            groups[unions.lead(trip)].append(trip)
    yield from (group for group in groups.values() if len(group) > 1)


def _signatures(
    group: list[int], service: list[int], runs: Flags
) -> Iterator[tuple[list[int], Flags]]:
    """Yield the different sets of trips of a group that run together, and on which days."""
    used = sorted({service[trip] for trip in group})
    columns = runs[used]
    kinds, kind_of_day = np.unique(columns, axis=1, return_inverse=True)
    for kind in range(kinds.shape[1]):
        on = {row for row, runs_today in zip(used, kinds[:, kind], strict=True) if runs_today}
        if on:
            yield [trip for trip in group if service[trip] in on], kind_of_day.ravel() == kind


def _chains(
    active: list[int], ends: _Ends, fleet: Fleet, overlaps: set[tuple[int, int]]
) -> list[Chain]:
    """Return every way through the trips of one day without leaving one's seat."""
    active = sorted(active, key=lambda trip: (ends.starts_s[trip], ends.ends_s[trip], trip))
    followers = _followers(active, ends, fleet, overlaps)
    followed = {trip for ways in followers.values() for trip in ways}
    found: list[Chain] = []
    open_ways: list[Chain] = [(trip,) for trip in reversed(active) if trip not in followed]
    while open_ways:
        way = open_ways.pop()
        onward = followers.get(way[-1], [])
        if len(found) + len(open_ways) > len(active) * MOST_WAYS:
            onward = onward[:1]
        if onward:
            open_ways += [(*way, trip) for trip in reversed(onward)]
        else:
            found.append(way)
    return found


def _followers(
    active: list[int], ends: _Ends, fleet: Fleet, overlaps: set[tuple[int, int]]
) -> dict[int, list[int]]:
    """Return what each trip goes on into: as transfers.txt says, or else the next of its block."""
    followers = _linked(active, ends, fleet.seats)
    led = {trip for ways in followers.values() for trip in ways}
    last_of_block: dict[int, int] = {}
    for trip in active:
        block = ends.block[trip]
        if block < 0:
            continue
        before = last_of_block.get(block)
        last_of_block[block] = trip
        if before is None or before in followers or trip in led:
            continue
        if ends.starts_s[trip] < ends.ends_s[before]:
            overlaps.add((before, trip))
        elif _goes_on(before, trip, ends, fleet):
            followers[before] = [trip]
    return followers


def _linked(active: list[int], ends: _Ends, seats: Seats) -> dict[int, list[int]]:
    today = set(active)
    followers: dict[int, list[int]] = {}
    for trip in active:
        told = [other for other in seats.linked.get(trip, ()) if other in today]
        fit = [other for other in told if ends.starts_s[other] >= ends.ends_s[trip]]
        if fit:
            followers[trip] = fit
    return followers


def _tell_impossible(fleet: Fleet, ends: _Ends, notes: Notebook) -> None:
    for trip, others in fleet.seats.linked.items():
        for other in others:
            both = fleet.fit[trip] and fleet.fit[other]
            if both and ends.starts_s[other] < ends.ends_s[trip]:
                ids = fleet.trips.ids
                notes.note(
                    "in_seat_impossible", TRANSFERS_FILE, from_trip=ids[trip], to_trip=ids[other]
                )


def _goes_on(before: int, after: int, ends: _Ends, fleet: Fleet) -> bool:
    same_stop = ends.last_stop[before] == ends.first_stop[after]
    if not same_stop and ends.last_station[before] != ends.first_station[after]:
        return False
    (line, direction), (next_line, next_direction) = ends.way[before], ends.way[after]
    turns_back = line == next_line and {direction, next_direction} == {0, 1}
    return (fleet.turn_back or not turns_back) and (before, after) not in fleet.seats.parted


def _tell_overlaps(overlaps: set[tuple[int, int]], trips: Trips, notes: Notebook) -> None:
    for before, after in sorted(overlaps):
        line = int(trips.table.line[trips.raw[after]])
        notes.note("block_overlaps", FILE, line, trip=trips.ids[after], other=trips.ids[before])
