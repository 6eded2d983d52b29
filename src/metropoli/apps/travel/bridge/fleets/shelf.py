"""Fleets and car parks in service, with their places on the streets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

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
    """What joins stations and car parks with the stops around them, on foot; and stations by bike."""

    station_stops: streets.Neighbours  # from a station to stops
    stop_stations: streets.Neighbours  # from a stop to stations
    station_stations: streets.Neighbours  # by bike
    park_stops: streets.Neighbours
    stop_vehicles: streets.Neighbours  # from a stop to free vehicles


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


def near_of(
    neighbours: streets.Neighbours, row: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the neighbours of a row and the seconds to them."""
    mine = slice(int(neighbours.first[row]), int(neighbours.first[row + 1]))
    return neighbours.to[mine], neighbours.duration_s[mine]


def holds(seen_s: int | None, at_s: int) -> bool:
    """Say whether what was seen at an instant still tells what is there at another (Unix times)."""
    return seen_s is not None and abs(at_s - seen_s) <= HOLDS_S
