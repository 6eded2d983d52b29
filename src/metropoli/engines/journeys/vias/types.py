"""The words of places on the way."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from metropoli.engines.journeys.day import Day
from metropoli.engines.journeys.types import Int32s, Walks

MOST_VIAS = 4


def _no_stops() -> Int32s:
    return np.zeros(0, np.int32)


@dataclass(frozen=True, slots=True)
class Via:
    """
    A place on the way, and how long one stays there at least.

    One gets there on foot: from a stop of `arrive`, from the place before, from the origin. Who
    only passes (`stay_s` 0) is also there where a vehicle that carries them calls at one of
    `calls`, getting on and off included: they stay aboard. The rows of a stop that is the place
    itself belong into `arrive` and `leave` with 0 seconds, and into `calls`.
    """

    arrive: Walks
    leave: Walks
    stay_s: int = 0
    calls: Int32s = field(default_factory=_no_stops)  # rows of the timetable


@dataclass(frozen=True, slots=True, eq=False)
class Through:
    """
    A day in layers: who is in layer k has k of the places behind them. Made by `go_through`.

    `day` is a day like any other, whose stops and vehicles are copies: stop `row` in layer k is
    row k * stops + row. Where a vehicle calls at a place that one may pass aboard, a copy of it
    changes layer. So every search of a day is one through places.
    """

    base: Day
    day: Day
    vias: tuple[Via, ...]
    on_foot_s: tuple[int | None, ...]  # from place to place, ends included; None: nobody walks it
    source: Int32s  # by column of `day`: the column of `base`
    route_column: Int32s  # first column of each route of `day`, with the end
    vehicle: Int32s  # by vehicle of `day`: the vehicle of `base`

    @property
    def n_rows(self) -> int:
        """Return how many rows of stops a layer has."""
        return len(self.base.timetable.stop_lat_deg)

    def on_foot(self, first: int, last: int) -> int | None:
        """Return the seconds from reaching place `first` until one leaves `last`, on foot between."""
        between = self.on_foot_s[first + 1 : last + 1]
        if None in between:
            return None
        stays_s = sum(via.stay_s for via in self.vias[first : last + 1])
        return stays_s + sum(walk_s for walk_s in between if walk_s is not None)
