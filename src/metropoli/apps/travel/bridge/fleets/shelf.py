"""Fleets and car parks in service, with their places on the streets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from metropoli.apps.travel.bridge.fleets.stock import Stock
from metropoli.engines import sharing, streets

# What was seen longer ago than this says nothing of now, nor what is now of a later hour.
HOLDS_S = 30 * 60


@dataclass(frozen=True, slots=True)
class Owned:
    """A fleet, the dataset it came from, and the rows of its things among those of all fleets."""

    code: str
    generated: bool
    attribution: str
    fleet: sharing.Fleet
    first_station: int
    first_vehicle: int


@dataclass(frozen=True, slots=True)
class OwnedParks:
    """The car parks of one source."""

    code: str
    generated: bool
    attribution: str
    parks: tuple[sharing.CarPark, ...]
    first_park: int


Rows = NDArray[np.int32]


class Positions(NamedTuple):
    """Where things stand on earth."""

    lat_deg: NDArray[np.float64]
    lon_deg: NDArray[np.float64]


class Spots(NamedTuple):
    """Where things stand: on earth, and on the streets of who walks, rides and drives."""

    lat_deg: NDArray[np.float64]
    lon_deg: NDArray[np.float64]
    walk: streets.Links | None
    bike: streets.Links | None
    car: streets.Links | None


class Ties(NamedTuple):
    """
    What joins stations, vehicles and car parks with the stops around them, on foot.

    Row i of each belongs to the station (the vehicle, the car park) i, whichever way one goes.
    """

    station_stops: streets.Neighbours  # from the station to stops
    stops_station: streets.Neighbours  # from stops to the station
    station_rides: streets.Neighbours  # by bike from the station to others
    rides_station: streets.Neighbours  # by bike from others to the station
    park_stops: streets.Neighbours
    stops_vehicle: streets.Neighbours


@dataclass(frozen=True, slots=True)
class Fleets:
    """Everything that can be shared or parked in, as one bundle under one version."""

    version: str
    network: str  # version of the network on whose streets it stands; empty: on none
    owned: tuple[Owned, ...]
    parks: tuple[OwnedParks, ...]
    stations: Spots
    vehicles: Spots
    lots: Spots
    ties: Ties
    stock: Stock

    def station(self, row: int) -> tuple[Owned, sharing.Station]:
        """Return whose a station is, and the station."""
        mine = self._owner(row, [one.first_station for one in self.owned])
        return mine, mine.fleet.stations[row - mine.first_station]

    def vehicle(self, row: int) -> tuple[Owned, sharing.Vehicle]:
        """Return whose a free vehicle is, and the vehicle."""
        mine = self._owner(row, [one.first_vehicle for one in self.owned])
        return mine, mine.fleet.vehicles[row - mine.first_vehicle]

    def park(self, row: int) -> tuple[OwnedParks, sharing.CarPark]:
        """Return the source of a car park, and the car park."""
        firsts = [one.first_park for one in self.parks]
        mine = self.parks[int(np.searchsorted(firsts, row, side="right")) - 1]
        return mine, mine.parks[row - mine.first_park]

    def _owner(self, row: int, firsts: list[int]) -> Owned:
        return self.owned[int(np.searchsorted(firsts, row, side="right")) - 1]


def spans(neighbours: streets.Neighbours, rows: Rows) -> tuple[Rows, Rows, Rows]:
    """Return all neighbours of some rows: the place in `rows` of whose they are, who, how far (s)."""
    first, last = neighbours.first[rows], neighbours.first[rows + 1]
    lengths = last - first
    whose = np.repeat(np.arange(len(rows), dtype=np.int32), lengths)
    begins = np.repeat(first - np.concatenate(([0], np.cumsum(lengths)[:-1])), lengths)
    at = np.arange(len(whose)) + begins
    return whose, neighbours.to[at], neighbours.duration_s[at]


def turned(neighbours: streets.Neighbours, n: int) -> streets.Neighbours:
    """Return the same pairs by who is reached (one of n) instead of by who sets out."""
    starts = np.repeat(
        np.arange(len(neighbours.first) - 1, dtype=np.int32), np.diff(neighbours.first)
    )
    order = np.lexsort((neighbours.duration_s, neighbours.to))
    counts = np.bincount(neighbours.to, minlength=n)
    first = np.concatenate((np.zeros(1, np.int64), np.cumsum(counts)))
    return streets.Neighbours(first, starts[order], neighbours.duration_s[order])


def holds(seen_s: int | None, at_s: int) -> bool:
    """Say whether what was seen at an instant still tells what is there at another (Unix times)."""
    return seen_s is not None and abs(at_s - seen_s) <= HOLDS_S
