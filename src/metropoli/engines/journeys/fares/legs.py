"""Fares v2 as rules: what each leg costs, and what a transfer to the next one."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from metropoli.engines.journeys.fares.machines import ALWAYS, Step
from metropoli.engines.journeys.fares.types import ALIGHTING, BOARDING
from metropoli.engines.journeys.gtfs.fare_tables import (
    UNLIMITED,
    AreaFares,
    LegRule,
    TransferRule,
)

KEEP, KEEP_AND_PAY, REPLACE = 0, 1, 2  # fare_transfer_type: A + AB, A + AB + B, AB
NO_CLOCK = -1


class AreaRide(NamedTuple):
    """What matters of a leg."""

    network: str
    from_areas: frozenset[str]
    to_areas: frozenset[str]


class Paid(NamedTuple):
    """One way to pay a leg alone."""

    group: str
    cents: int
    product: int  # row of the feed's products; -1: free


class Sub(NamedTuple):
    """
    A sub-journey: where it stands, and what its clock measures.

    `run`: transfers within the group of the last leg, one after the other. `clock`: NO_CLOCK, or
    BOARDING or ALIGHTING of the first leg of the run; `last`: of the last leg instead.
    """

    group: str
    run: int
    first: bool  # made of one leg only: its price may still be replaced
    clock: int = NO_CLOCK
    last: bool = False


class AreaRules:
    """The rules of a feed with Fares v2; see `machines.Rules`. A frame is a set of timeframes."""

    def __init__(self, fares: AreaFares, frames: Sequence[frozenset[str]]) -> None:
        self._fares, self._frames = fares, frames
        self._ride_rows: dict[AreaRide, int] = {}
        self._matches: dict[tuple[str, str], tuple[TransferRule, ...]] = {}
        self._listed = (
            frozenset(rule.network for rule in fares.leg_rules) - {""},
            frozenset(rule.from_area for rule in fares.leg_rules) - {""},
            frozenset(rule.to_area for rule in fares.leg_rules) - {""},
        )

    @property
    def n_classes(self) -> int:
        """Return how many legs `class_of` was asked about that differ."""
        return len(self._ride_rows)

    @property
    def n_frames(self) -> int:
        """Return how many sets of timeframes there are."""
        return len(self._frames)

    def class_of(self, ride: AreaRide) -> int:
        """Return the class of a leg."""
        return self._ride_rows.setdefault(ride, len(self._ride_rows))

    @cached_property
    def _rides(self) -> list[AreaRide]:
        return list(self._ride_rows)

    @cached_property
    def _prices(self) -> dict[str, tuple[int, int]]:
        """Return (cents, row) of each product: the cheapest of those on different media."""
        found: dict[str, tuple[int, int]] = {}
        for row, product in enumerate(self._fares.products):
            found[product.id] = min(
                found.get(product.id, (product.cents, row)), (product.cents, row)
            )
        return found

    @cached_property
    def _paid(self) -> list[list[tuple[Paid, ...]]]:
        """Return, by class and frame, the ways to pay a leg alone: per group the cheapest."""
        return [[self._ways(ride, frame) for frame in self._frames] for ride in self._rides]

    def _ways(self, ride: AreaRide, frame: frozenset[str]) -> tuple[Paid, ...]:
        cheapest: dict[str, Paid] = {}
        for rule in self._matching(ride, frame):
            cents, product = self._prices[rule.product]
            paid = Paid(rule.group, cents, product)
            if rule.group not in cheapest or cents < cheapest[rule.group].cents:
                cheapest[rule.group] = paid
        return tuple(cheapest.values())

    def _matching(self, ride: AreaRide, frame: frozenset[str]) -> list[LegRule]:
        now = [rule for rule in self._fares.leg_rules if not rule.frame or rule.frame in frame]
        if self._fares.has_priorities:
            fits = [rule for rule in now if _fits(rule, ride, self._listed, any_if_empty=True)]
            best = max((rule.priority for rule in fits), default=0)
            return [rule for rule in fits if rule.priority == best]
        exact = [rule for rule in now if _is_exact(rule, ride)]
        return exact or [
            rule for rule in now if _fits(rule, ride, self._listed, any_if_empty=False)
        ]

    def opens(self, ride: int, frame: int) -> Iterator[Step]:
        """Yield a new sub-journey for each way to pay the leg."""
        for paid in self._paid[ride][frame]:
            may_replace = any(rule.kind == REPLACE for rule in self._rules_from(paid.group))
            step = Step(
                None,
                0 if may_replace else paid.cents,
                paid.cents if may_replace else 0,
                product=paid.product,
            )
            sub = Sub(paid.group, 0, first=may_replace)
            yield from self._clocked(step, sub, self._events(paid.group))

    def goes_on(self, case: Hashable, ride: int, frame: int) -> Iterator[Step]:
        """Yield the transfers from the last leg to this one."""
        assert isinstance(case, Sub)
        for paid in self._paid[ride][frame]:
            same = case.group == paid.group
            sub = Sub(paid.group, self._run(case) if same else 0, first=False)
            for rule in self._transfers(case, paid.group):
                if not _measures(case, rule, same=same):
                    continue
                step = self._transfer(case, rule, paid)
                if same:
                    yield from self._same_group(step, case, sub)
                else:
                    yield from self._clocked(step, sub, self._events(sub.group))

    def _transfer(self, case: Sub, rule: TransferRule, paid: Paid) -> Step:
        """Return the step of a transfer, without the case that follows."""
        cents, product = self._prices[rule.product] if rule.product else (0, -1)
        if rule.kind == KEEP_AND_PAY:
            cents, product = cents + paid.cents, paid.product
        elif rule.kind == KEEP:
            product = -1
        limited = rule.limit_s != UNLIMITED
        return Step(
            None,
            cents,
            settles=not (rule.kind == REPLACE and case.first),
            opens=rule.kind == KEEP_AND_PAY,
            product=product,
            within=(ALIGHTING if rule.limit_type in (0, 3) else BOARDING) if limited else ALWAYS,
            margin_s=self._clock_s(case.group, case.clock) - rule.limit_s if limited else 0,
        )

    def _same_group(self, step: Step, case: Sub, sub: Sub) -> Iterator[Step]:
        """Yield a transfer within a group: the clock of its first leg runs on, or a new one starts.

        The first is for more transfers within the group, the second for one that leaves it.
        """
        runs_on = not case.last and case.clock != NO_CLOCK
        if runs_on:
            yield step._replace(case=sub._replace(clock=case.clock), clock_s=0)
        leaving = self._events(sub.group, leaving=True)
        if leaving or not runs_on:
            yield from self._clocked(step, sub._replace(last=True), leaving)

    def _clocked(self, step: Step, sub: Sub, events: frozenset[int]) -> Iterator[Step]:
        """Yield the step once for each clock that a later transfer may ask for, or without one."""
        for event in sorted(events):
            yield step._replace(
                case=sub._replace(clock=event),
                clock_s=self._clock_s(sub.group, event),
                clock_from=event,
            )
        if not events:
            yield step._replace(case=sub, clock_s=-1)

    def _run(self, case: Sub) -> int:
        """Return how many transfers within the group there are with one more, as far as it matters."""
        most = max((rule.spans for rule in self._matched(case.group, case.group)), default=1)
        return min(case.run + 1, max(most, 1))

    def _transfers(self, case: Sub, group: str) -> list[TransferRule]:
        rules = self._matched(case.group, group)
        if case.group != group:
            return list(rules)
        spans = {rule.spans for rule in rules if rule.spans == UNLIMITED or rule.spans > case.run}
        limited = spans - {UNLIMITED}
        chosen = min(limited) if limited else UNLIMITED
        return [rule for rule in rules if rule.spans == chosen and spans]

    def _matched(self, group: str, other: str) -> tuple[TransferRule, ...]:
        """Return the rules of a transfer between two groups: those that name both, or else empty ones."""
        if not group or not other:
            return ()
        if (group, other) not in self._matches:
            every = self._fares.transfer_rules
            froms = {rule.from_group for rule in every}
            tos = {rule.to_group for rule in every}
            exact = [r for r in every if r.from_group == group and r.to_group == other]
            self._matches[group, other] = tuple(exact) or tuple(
                rule
                for rule in every
                if _named(rule.from_group, group, froms) and _named(rule.to_group, other, tos)
            )
        return self._matches[group, other]

    @cached_property
    def _groups(self) -> frozenset[str]:
        return frozenset(rule.group for rule in self._fares.leg_rules if rule.group)

    def _rules_from(self, group: str, *, leaving: bool = False) -> list[TransferRule]:
        others = self._groups - {group} if leaving else self._groups
        return [rule for other in sorted(others) for rule in self._matched(group, other)]

    def _events(self, group: str, *, leaving: bool = False) -> frozenset[int]:
        """Return at which events the clocks start that transfers from a group look at."""
        rules = self._rules_from(group, leaving=leaving)
        return frozenset(_event(rule) for rule in rules) - {NO_CLOCK}

    def _clock_s(self, group: str, event: int) -> int:
        return max(
            (rule.limit_s for rule in self._rules_from(group) if _event(rule) == event), default=0
        )


def _event(rule: TransferRule) -> int:
    """Return at what event of the first leg the time of a transfer starts."""
    if rule.limit_s == UNLIMITED:
        return NO_CLOCK
    return BOARDING if rule.limit_type in (0, 1) else ALIGHTING


def _measures(case: Sub, rule: TransferRule, *, same: bool) -> bool:
    """Say whether the clock of a case is the one that a rule asks for."""
    event = _event(rule)
    if event == NO_CLOCK:
        return True
    fits = not case.last if same else case.last or case.run == 0
    return event == case.clock and fits


def _named(told: str, name: str, listed: set[str]) -> bool:
    return told == name or (not told and name not in listed)


def _is_exact(rule: LegRule, ride: AreaRide) -> bool:
    return (
        rule.network == ride.network
        and (rule.from_area in ride.from_areas or rule.from_area == "" == "".join(ride.from_areas))
        and (rule.to_area in ride.to_areas or rule.to_area == "" == "".join(ride.to_areas))
    )


def _fits(
    rule: LegRule, ride: AreaRide, listed: tuple[frozenset[str], ...], *, any_if_empty: bool
) -> bool:
    """Say whether a leg is one of those that a rule speaks of, empty fields included."""
    networks, from_areas, to_areas = listed
    told = (
        (rule.network, frozenset({ride.network}), networks),
        (rule.from_area, ride.from_areas, from_areas),
        (rule.to_area, ride.to_areas, to_areas),
    )
    return all(
        name in mine if name else any_if_empty or not mine or bool(mine - named)
        for name, mine, named in told
    )
