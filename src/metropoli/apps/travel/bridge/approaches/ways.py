"""The words in which ways to stops are found, kept as rows, and told again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from metropoli.apps.travel.types import Parking, Point, Rental
from metropoli.engines import journeys, sharing, streets

Rows = NDArray[np.int32]

ON_FOOT, BIKE_ABOARD = "walk", "bike"  # kinds that are no mode of a request


@dataclass(frozen=True, slots=True)
class Spot:
    """Where one changes between walking and riding."""

    point: Point
    walk: streets.Snap
    ride: streets.Snap


@dataclass(frozen=True, slots=True)
class Way:
    """
    One way to reach stops, or to come from them: on foot, or on foot, by a vehicle and on foot.

    `take` is where the vehicle is taken (None: it is at hand, at the door or at the stop), `leave`
    where it is left (None: at the stop, or at the door).
    """

    kind: str  # one of MODES and OTHER_MODES
    vehicle: str  # what the registry of factors calls it; empty for who walks
    ride_mode: int = -1  # of the streets engine
    take: Spot | None = None
    leave: Spot | None = None
    take_s: int = 0  # to unlock, to unpark
    leave_s: int = 0  # to lock, to find a place
    plan: sharing.Plan | None = None
    fixed_cents: int = 0  # what leaving it costs
    price_known: bool = True
    there_and_back: bool = False  # somebody drives the vehicle home again
    rental: Rental | None = None
    parking: Parking | None = None


class Found(NamedTuple):
    """Rows of one way or of several: how long it takes to each stop, and how far one rides."""

    stop: Rows
    via: Rows  # the stop whose street access is used: an entrance, or the stop itself
    lasts_s: Rows
    walk_s: Rows
    ride_s: Rows
    ride_m: Rows
    way: Rows  # row in a list of ways


@dataclass(frozen=True, slots=True)
class Side:
    """All the ways at one end of a trip."""

    approaches: journeys.Approaches  # its `kind` is the row itself
    found: Found
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Ways:
    """All the ways to the first stop and from the last one. Rows of a side belong together."""

    access: Side
    egress: Side


@dataclass(slots=True)
class Gathering:
    """Ways and their rows while they are being found."""

    ways: list[Way] = field(default_factory=list)
    parts: list[Found] = field(default_factory=list)

    def add(self, way: Way) -> int:
        """Take a way in, and return its number."""
        self.ways.append(way)
        return len(self.ways) - 1


def no_rows() -> Found:
    """Return no way to any stop."""
    return Found(*(np.zeros(0, np.int32) for _ in Found._fields))


def joined(parts: list[Found]) -> Found:
    """Return the rows of all parts."""
    if not parts:
        return no_rows()
    return Found(*(np.concatenate(column).astype(np.int32) for column in zip(*parts, strict=True)))


def picked(found: Found, rows: NDArray[np.generic]) -> Found:
    """Return some of the rows."""
    return Found(*(column[rows] for column in found))
