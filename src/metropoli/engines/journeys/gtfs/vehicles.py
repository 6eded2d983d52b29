"""From trips to vehicles: what runs as one, with its calls, its parts and its days."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from metropoli.engines.journeys.gtfs.calls import Calls
from metropoli.engines.journeys.gtfs.stops import Stops
from metropoli.engines.journeys.gtfs.trips import Trips
from metropoli.engines.journeys.types import Flags, Int32s


class Vehicle(NamedTuple):
    """Something one can sit in: one trip, or several that are run without leaving one's seat."""

    trips: tuple[int, ...]
    service: int
    shift_s: int = 0  # later than its trips say: for frequencies


class Part(NamedTuple):
    """What is written on a vehicle from a position of its calls on."""

    position: int
    line: int
    headsign: int
    trip: int
    shape: int
    direction: int
    last_sequence: int


class Ride(NamedTuple):
    """The calls of a vehicle."""

    stop: Int32s
    arrives_s: Int32s
    departs_s: Int32s
    board: Flags
    alight: Flags
    sequence: Int32s
    parts: tuple[Part, ...]


class Signs:
    """Number the headsigns; a trip without one is headed for its last stop."""

    def __init__(self, trips: Trips, calls: Calls, stops: Stops) -> None:
        self.texts: list[str] = []
        self._number: dict[str, int] = {}
        self._trip = [self.number(text) for text in trips.headsigns]
        self._call = [self.number(text) for text in calls.headsigns]
        self._trips, self._calls, self._stops = trips, calls, stops
        self._some_calls = bool(calls.headsigns)

    def number(self, text: str) -> int:
        if text not in self._number:
            self._number[text] = len(self.texts)
            self.texts.append(text)
        return self._number[text]

    def along(self, trip: int, first: int, last: int) -> Iterator[tuple[int, int]]:
        """Yield (position, headsign) wherever the headsign of a trip changes."""
        usual = self._trip[self._trips.headsign[trip]]
        if not self.texts[usual]:
            usual = self.number(self._stops.labels[self._calls.stop[last - 1]].name)
        if not self._some_calls:
            yield 0, usual
            return
        shown = -1
        for position, code in enumerate(self._calls.headsign[first : last - 1].tolist()):
            sign = self._call[code] if code >= 0 else usual
            if sign != shown:
                yield position, sign
                shown = sign


class Garage:
    """Lay out the calls of vehicles; trips in a chain share the call where one becomes the next."""

    def __init__(self, trips: Trips, calls: Calls, signs: Signs) -> None:
        self._trips, self._calls, self._signs = trips, calls, signs
        self._first = calls.trip_first.tolist()
        self._rides: dict[tuple[int, ...], Ride] = {}

    def ride(self, vehicle: Vehicle) -> Ride:
        """Return the calls of a vehicle, before its shift."""
        found = self._rides.get(vehicle.trips)
        if found is None:
            found = self._single(vehicle.trips[0])
            for trip in vehicle.trips[1:]:
                found = join(found, self._single(trip))
            self._rides[vehicle.trips] = found
        return found

    def _single(self, trip: int) -> Ride:
        a, b = self._first[trip], self._first[trip + 1]
        calls = self._calls
        board, alight = calls.board[a:b].copy(), calls.alight[a:b].copy()
        board[-1] = alight[0] = False
        line, shape = int(self._trips.line[trip]), int(self._trips.shape[trip])
        ends = int(self._trips.direction[trip]), int(calls.sequence[b - 1])
        parts = tuple(
            Part(position, line, sign, trip, shape, *ends)
            for position, sign in self._signs.along(trip, a, b)
        )
        return Ride(
            calls.stop[a:b], calls.arrives_s[a:b], calls.departs_s[a:b],
            board, alight, calls.sequence[a:b], parts,
        )  # fmt: skip


def join(before: Ride, after: Ride) -> Ride:
    """
    Return two rides as one without leaving the seat.

    At the same stop the last call of one and the first of the other are one call: one may get off
    the first and get on the second. At two stops of a station both calls stay.
    """
    kept = len(before.stop) - int(before.stop[-1] == after.stop[0])
    arrives_s = np.concatenate([before.arrives_s[:kept], after.arrives_s])
    alight = np.concatenate([before.alight[:kept], after.alight])
    if kept < len(before.stop):
        arrives_s[kept] = before.arrives_s[-1]
        alight[kept] = before.alight[-1]
    return Ride(
        np.concatenate([before.stop[:kept], after.stop]),
        arrives_s,
        np.concatenate([before.departs_s[:kept], after.departs_s]),
        np.concatenate([before.board[:kept], after.board]),
        alight,
        np.concatenate([before.sequence[:kept], after.sequence]),
        before.parts + tuple(part._replace(position=part.position + kept) for part in after.parts),
    )
