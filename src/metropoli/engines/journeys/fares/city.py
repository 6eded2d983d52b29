"""A city's own tariff as rules: tickets by network and zone, with minutes and rides."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from metropoli.engines.journeys.fares.machines import ALWAYS, Step
from metropoli.engines.journeys.types import Line

NO_ZONE = ""


@dataclass(frozen=True, slots=True)
class CityNetwork:
    """Lines that one tariff treats alike. What is empty does not matter."""

    key: str
    agencies: frozenset[str] = frozenset()  # names
    modes: frozenset[int] = frozenset()  # GTFS route_type, basic
    lines: frozenset[str] = frozenset()  # identifiers

    def has(self, line: Line) -> bool:
        """Say whether a line is of this network."""
        return (
            (not self.agencies or line.agency in self.agencies)
            and (not self.modes or line.mode in self.modes)
            and (not self.lines or line.id in self.lines)
        )


@dataclass(frozen=True, slots=True)
class CityZone:
    """Stops of one zone: their public codes, or identifiers where they have no code."""

    key: str
    stops: frozenset[str]


class Cover(NamedTuple):
    """Rides that a ticket pays for: of a network, from and to zones (none: wherever they are)."""

    network: str
    zones: frozenset[str] = frozenset()
    most_rides: int = -1  # with one ticket; -1: as many as one likes


@dataclass(frozen=True, slots=True)
class CityTicket:
    """A ticket for one person."""

    key: str
    name: str
    name_it: str
    cents: int
    media: tuple[str, ...]
    covers: tuple[Cover, ...]
    lasts_s: int = -1  # from the departure of the first ride; -1: no limit
    within: int = ALWAYS  # BOARDING or ALIGHTING: what must happen in time
    most_transfers: int = -1
    all_day: bool = False  # until the end of service, whatever else is ridden in between


@dataclass(frozen=True, slots=True)
class CityPass:
    """What one holds already, for a week, a month or a year."""

    key: str
    name: str
    name_it: str
    cents: int
    covers: tuple[Cover, ...]


@dataclass(frozen=True, slots=True)
class CityRules:
    """A city's tariff, as its data say; on what it rests is (name, year, address, note)."""

    key: str
    currency: str
    networks: tuple[CityNetwork, ...]
    zones: tuple[CityZone, ...]
    tickets: tuple[CityTicket, ...]
    passes: tuple[CityPass, ...]
    sources: tuple[tuple[str, int, str, str, str], ...] = ()


class CityRide(NamedTuple):
    """What matters of a ride."""

    network: str
    from_zone: str
    to_zone: str


class Used(NamedTuple):
    """A ticket in use: rides left by cover (-1: any number), and transfers left."""

    ticket: int
    rides_left: tuple[int, ...]
    transfers_left: int


def covers(some: tuple[Cover, ...], ride: CityRide) -> int | None:
    """Return which cover pays for a ride, if any."""
    for number, cover in enumerate(some):
        if cover.network == ride.network and (
            not cover.zones or {ride.from_zone, ride.to_zone} <= cover.zones
        ):
            return number
    return None


class CityTariffRules:
    """The rules of a city; see `machines.Rules`. Tickets for all day are not in it: see joining."""

    n_frames = 1

    def __init__(self, rules: CityRules) -> None:
        self._tickets = rules.tickets
        self._ride_rows: dict[CityRide, int] = {}

    @property
    def n_classes(self) -> int:
        """Return how many rides `class_of` was asked about that differ."""
        return len(self._ride_rows)

    def class_of(self, ride: CityRide) -> int:
        """Return the class of a ride."""
        return self._ride_rows.setdefault(ride, len(self._ride_rows))

    @cached_property
    def rides(self) -> list[CityRide]:
        """Return the rides by class."""
        return list(self._ride_rows)

    def opens(self, ride: int, frame: int) -> Iterator[Step]:
        """Yield a new ticket of every kind that is good for the ride."""
        for row, ticket in enumerate(self._tickets):
            if ticket.all_day:
                continue
            rides = tuple(cover.most_rides for cover in ticket.covers)
            used = self._ridden(Used(row, rides, ticket.most_transfers), ride)
            if used is not None:
                clock_s = ticket.lasts_s if ticket.lasts_s > 0 else -1
                yield Step(used, ticket.cents, product=row, clock_s=clock_s)

    def goes_on(self, case: Hashable, ride: int, frame: int) -> Iterator[Step]:
        """Yield one more ride on the ticket held."""
        assert isinstance(case, Used)
        if case.transfers_left == 0:
            return
        left = case.transfers_left - 1 if case.transfers_left > 0 else case.transfers_left
        used = self._ridden(case._replace(transfers_left=left), ride)
        if used is not None:
            within = self._tickets[case.ticket].within
            yield Step(used, 0, settles=False, opens=False, clock_s=0, within=within)

    def _ridden(self, used: Used, ride: int) -> Used | None:
        ticket = self._tickets[used.ticket]
        cover = covers(ticket.covers, self.rides[ride])
        if cover is None or used.rides_left[cover] == 0:
            return None
        left = list(used.rides_left)
        left[cover] -= left[cover] > 0
        return used._replace(rides_left=tuple(left))
