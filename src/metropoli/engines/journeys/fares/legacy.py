"""Fares v1 as rules: a fare covers consecutive rides, by lines, zones, transfers and time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from metropoli.engines.journeys.fares.machines import ALWAYS, Step
from metropoli.engines.journeys.fares.types import BOARDING, UNPAYABLE
from metropoli.engines.journeys.gtfs.fare_tables import UNLIMITED, LegacyFare, LegacyFares

ANY_LINE, NO_ZONE, OTHER_ZONE = -1, "", "\0"
NO_ZONES, ELSEWHERE = frozenset[str](), frozenset({OTHER_ZONE})
Clauses = frozenset[int]  # rows of the clauses of one fare


class Clause(NamedTuple):
    """What fare_rules.txt says of a fare under one (route, origin, destination)."""

    line: int
    origin: str
    destination: str
    contains: frozenset[str]  # exactly the zones that are passed; empty: whatever they are


ANYWHERE = Clause(ANY_LINE, NO_ZONE, NO_ZONE, frozenset())


class LegacyRide(NamedTuple):
    """What matters of a ride."""

    line_kind: int
    origin: str
    destination: str
    passed: frozenset[str]


class Open(NamedTuple):
    """
    A ticket in use: of which kind, how many transfers are left, and what can still become of it.

    `alive`: for every fare that may still cover all rides, sets of its clauses; at the end each set
    must have one that fits. `passed`: the zones so far, where they matter.
    """

    kind: tuple[int, int]  # transfers, seconds
    left: int
    origin: str
    alive: tuple[tuple[int, frozenset[Clauses]], ...]
    passed: frozenset[str]


class LegacyRules:
    """The rules of a feed with Fares v1; see `machines.Rules`."""

    n_frames = 1

    def __init__(self, fares: LegacyFares, line_agency: tuple[str, ...]) -> None:
        self._fares: tuple[LegacyFare, ...] = fares.fares
        self._clauses = _clauses(fares)
        self._line_agency = line_agency
        self._kinds = sorted({_kind(fare) for fare in fares.fares})
        self._ride_rows: dict[LegacyRide, int] = {}
        self._ticket_rows: dict[Open, int] = {}
        self._tickets: list[Open] = []
        self._onward: dict[tuple[int, int, frozenset[str]], int] = {}
        self._worth: dict[tuple[int, str], tuple[int, int]] = {}

    @cached_property
    def _rides(self) -> list[LegacyRide]:
        return list(self._ride_rows)

    @property
    def n_classes(self) -> int:
        """Return how many rides `class_of` was asked about that differ."""
        return len(self._ride_rows)

    def class_of(self, ride: LegacyRide) -> int:
        """Return the class of a ride."""
        return self._ride_rows.setdefault(ride, len(self._ride_rows))

    @cached_property
    def zones_matter(self) -> bool:
        """Say whether any fare depends on the zones that are passed."""
        return any(clause.contains for some in self._clauses for clause in some)

    def zone_kind(self, zone: str) -> str:
        """Return a zone as far as any rule can tell it from others."""
        if zone in self._named_zones or zone == NO_ZONE:
            return zone
        return OTHER_ZONE if self.zones_matter else NO_ZONE

    @cached_property
    def _named_zones(self) -> frozenset[str]:
        every = [clause for some in self._clauses for clause in some]
        ends = {zone for clause in every for zone in (clause.origin, clause.destination)}
        return frozenset(ends.union(*(clause.contains for clause in every)))

    @cached_property
    def line_kinds(self) -> tuple[int, ...]:
        """Return the kind of each line: those of one kind are the same to every rule."""
        numbers: dict[Hashable, int] = {}
        return tuple(
            numbers.setdefault(self._of_line(line), len(numbers))
            for line in range(len(self._line_agency))
        )

    @cached_property
    def _known(self) -> dict[int, dict[int, Clauses]]:
        """Return by kind of line the clauses of each fare that know it."""
        return {kind: dict(self._of_line(line)) for line, kind in enumerate(self.line_kinds)}

    def _of_line(self, line: int) -> tuple[tuple[int, Clauses], ...]:
        agency = self._line_agency[line]
        found = []
        for row, (fare, clauses) in enumerate(zip(self._fares, self._clauses, strict=True)):
            fits = frozenset(k for k, one in enumerate(clauses) if one.line in (ANY_LINE, line))
            if fits and fare.agency in ("", agency):
                found.append((row, fits))
        return tuple(found)

    def opens(self, ride: int, frame: int) -> Iterator[Step]:
        """Yield a new ticket of every kind: which fare it is will turn out as one rides on."""
        told = self._rides[ride]
        for kind in self._kinds:
            transfers, lasts_s = kind
            alone = transfers == 0 or lasts_s == 0
            alive = {
                row: frozenset({self._from(row, clauses, told.origin)})
                for row, clauses in self._known[told.line_kind].items()
                if _kind(self._fares[row]) == kind
            }
            left = 0 if alone else transfers
            ticket = self._ticket(kind, left, told.origin, alive, told.passed)
            clock_s = lasts_s if lasts_s > 0 and not alone else -1
            for step in self._told(ticket, told.destination):
                yield step._replace(clock_s=clock_s)

    def goes_on(self, case: Hashable, ride: int, frame: int) -> Iterator[Step]:
        """Yield one more ride on the ticket held, as the fare that it then is."""
        assert isinstance(case, int)
        held, told = self._tickets[case], self._rides[ride]
        if held.left == 0:
            return
        key = case, told.line_kind, told.passed
        if key not in self._onward:
            self._onward[key] = self._after(held, told)
        within = BOARDING if held.kind[1] > 0 else ALWAYS
        for step in self._told(self._onward[key], told.destination):
            yield step._replace(settles=False, opens=False, clock_s=0, within=within)

    def _after(self, held: Open, ride: LegacyRide) -> int:
        known = self._known[ride.line_kind]
        alive = {
            row: sets | {self._from(row, known[row], held.origin)}
            for row, sets in held.alive
            if row in known
        }
        left = held.left if held.left == UNLIMITED else held.left - 1
        return self._ticket(held.kind, left, held.origin, alive, held.passed | ride.passed)

    def _from(self, row: int, clauses: Clauses, origin: str) -> Clauses:
        return frozenset(k for k in clauses if self._clauses[row][k].origin in (NO_ZONE, origin))

    def _ticket(
        self,
        kind: tuple[int, int],
        left: int,
        origin: str,
        alive: Mapping[int, frozenset[Clauses]],
        passed: frozenset[str],
    ) -> int:
        """Return the row of a ticket, with nothing in it that no longer matters; -1 if it is none."""
        kept = []
        for row, sets in sorted(alive.items()):
            clauses = self._clauses[row]
            fit = {
                frozenset(k for k in some if passed <= (clauses[k].contains or passed))
                for some in sets
            }
            if frozenset() not in fit:
                kept.append((row, frozenset(s for s in fit if not any(t < s for t in fit))))
        if not kept:
            return -1
        ticket = Open(kind, left, origin, tuple(kept), self._that_matter(passed, kept))
        if ticket not in self._ticket_rows:
            self._ticket_rows[ticket] = len(self._tickets)
            self._tickets.append(ticket)
        return self._ticket_rows[ticket]

    def _that_matter(
        self, passed: frozenset[str], kept: list[tuple[int, frozenset[Clauses]]]
    ) -> frozenset[str]:
        """Return the zones passed, as far as any later ride of these fares may ask about them."""
        asked = {clause.contains for row, _ in kept for clause in self._clauses[row]} - {NO_ZONES}
        if not asked:
            return NO_ZONES
        return passed if any(passed <= zones for zones in asked) else ELSEWHERE

    def _told(self, row: int, destination: str) -> Iterator[Step]:
        """Yield the ticket at the price of the cheapest fare that covers what was ridden so far."""
        if row < 0:
            return
        key = row, destination
        if key not in self._worth:
            self._worth[key] = self._cheapest(self._tickets[row], destination)
        cents, product = self._worth[key]
        yield Step(row, 0, cents, product=product)

    def _cheapest(self, ticket: Open, destination: str) -> tuple[int, int]:
        def fits(row: int, k: int) -> bool:
            clause = self._clauses[row][k]
            ends = clause.destination in (NO_ZONE, destination)
            return ends and clause.contains in (frozenset(), ticket.passed)

        covering = [
            (self._fares[row].cents, row)
            for row, sets in ticket.alive
            if all(any(fits(row, k) for k in some) for some in sets)
        ]
        return min(covering, default=(UNPAYABLE, -1))


def _kind(fare: LegacyFare) -> tuple[int, int]:
    return fare.transfers, fare.lasts_s


def _clauses(fares: LegacyFares) -> tuple[tuple[Clause, ...], ...]:
    """Return the clauses of every fare: the rows of its rules that differ in contains_id alone."""
    contained: defaultdict[tuple[int, int, str, str], set[str]] = defaultdict(set)
    for rule in fares.rules:
        key = (rule.fare, rule.line, rule.origin, rule.destination)
        contained[key] |= {rule.contains} - {NO_ZONE}
    found: list[list[Clause]] = [[] if fare.ruled else [ANYWHERE] for fare in fares.fares]
    for (fare, line, origin, destination), zones in contained.items():
        found[fare].append(Clause(line, origin, destination, frozenset(zones)))
    return tuple(tuple(some) for some in found)
