"""Join the machines of several sellers into the arrays of one tariff."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from metropoli.engines.journeys.fares.machines import NOTHING, Machine, Step
from metropoli.engines.journeys.fares.types import UNPAYABLE
from metropoli.engines.journeys.types import Int32s

ROUNDS = 200  # until what can be given back is known; more only if there is no end to it


class Keeper(NamedTuple):
    """A ticket that is good for the rest of the day, whatever else is ridden in between."""

    product: int
    cents: int
    rides: frozenset[int]  # classes of the whole tariff


@dataclass(frozen=True, slots=True)
class Seller:
    """A machine, where its classes and products start, and its frame in each frame of the tariff."""

    machine: Machine
    first_class: int
    first_product: int
    frames: tuple[int, ...]


class Base(NamedTuple):
    """What one holds: tickets for all day, and the case of one seller's ticket."""

    keepers: frozenset[int]
    seller: int
    case: int


EMPTY = Base(frozenset(), -1, NOTHING)


STAYS = -1  # held_cents of a step that leaves one as one was
FREE = Step(None, 0, STAYS, settles=False, clock_s=0)


class BelowZeroError(Exception):
    """Riding on gives back more than was ever paid."""


class Row(NamedTuple):
    """A step of the tariff: `Step` with the base that follows."""

    base: Base
    step: Step


@dataclass(frozen=True, slots=True)
class Joint:
    """All sellers together."""

    sellers: Sequence[Seller]
    keepers: Sequence[Keeper]
    n_frames: int

    @property
    def n_classes(self) -> int:
        return sum(seller.machine.n_classes for seller in self.sellers)

    def rows(self, base: Base) -> list[list[Row]]:
        """Return the options of a base, by class and frame."""
        return [
            list(self._options(base, number, ride, frame))
            for number, seller in enumerate(self.sellers)
            for ride in range(seller.machine.n_classes)
            for frame in range(self.n_frames)
        ]

    def _options(self, base: Base, number: int, ride: int, frame: int) -> Iterator[Row]:
        seller = self.sellers[number]
        machine, fare_class = seller.machine, seller.first_class + ride
        for row in sorted(base.keepers):
            if fare_class in self.keepers[row].rides:
                yield Row(base, FREE._replace(product=self.keepers[row].product))
                return
        kind = ride * machine.n_frames + seller.frames[frame]
        opens = machine.opens[kind]
        onward = machine.steps[base.case][kind] if base.seller == number and base.case else ()
        for step in (*onward, *opens):
            product = step.product + seller.first_product if step.product >= 0 else -1
            case = int(step.case)  # type: ignore[call-overload]
            after = Base(base.keepers, number if case else -1, case)
            yield Row(after, step._replace(case=None, product=product))
        for row, keeper in enumerate(self.keepers):
            if fare_class in keeper.rides:
                bought = Step(None, keeper.cents, product=keeper.product)
                yield Row(Base(base.keepers | {row}, -1, NOTHING), bought)


State = tuple[Base, int]  # and what the ticket held costs if nothing more is ridden on it
Stand = tuple[Base, int]  # what tells the options of states apart


def _stand(state: State) -> Stand:
    """Return the stand of a state: that of a ticket which is none yet, or is paid, or of itself."""
    base, held_cents = state
    return state if base.keepers else (base, UNPAYABLE if held_cents >= UNPAYABLE else 0)


def lay_out(joint: Joint) -> dict[str, Any]:
    """
    Return the fields of `Tariff` that tell states and options.

    :raises BelowZeroError: the fares give back more than was paid
    """
    table: dict[Base, list[list[Row]]] = {}
    states: dict[State, int] = {(EMPTY, 0): 0}
    waiting = [EMPTY]
    while waiting:
        base = waiting.pop()
        if base in table:
            continue
        table[base] = joint.rows(base)
        for row in (row for rows in table[base] for row in rows if row.step.held_cents != STAYS):
            states.setdefault((row.base, row.step.held_cents), len(states))
            waiting.append(row.base)
    held = _least_to_come(table, states)
    bases = {one: row for row, one in enumerate(dict.fromkeys(_stand(state) for state in states))}
    kept = _Kept(table, states, held, list(bases))
    due = {
        state: held_cents if held_cents >= UNPAYABLE else held_cents - held[state]
        for state in states
        for held_cents in [state[1]]
    }
    return {
        "n_states": len(states),
        "n_bases": len(bases),
        "n_classes": joint.n_classes,
        "n_frames": joint.n_frames,
        "state_base": _ints(bases[_stand(state)] for state in states),
        "state_held_cents": _ints(min(held[state], UNPAYABLE) for state in states),
        "state_due_cents": _ints(due[state] for state in states),
        "state_expires": np.array([kept.expires[base] for base, _ in states], np.bool_),
        **kept.options(),
    }


def _least_to_come(
    table: dict[Base, list[list[Row]]], states: dict[State, int]
) -> dict[State, int]:
    """Return the least that a journey will still be charged for the ticket held, by state."""
    least = {state: state[1] for state in states}
    onward: dict[Base, set[tuple[bool, int, State]]] = {
        base: {
            (row.step.settles, row.step.cents, (row.base, row.step.held_cents))
            for rows in some
            for row in rows
            if row.step.held_cents != STAYS and (not row.step.settles or row.step.cents < 0)
        }
        for base, some in table.items()
    }
    for _ in range(ROUNDS):
        best = {base: _best_onward(ways, least) for base, ways in onward.items()}
        changed = False
        for state, cents in least.items():
            base, held_cents = state
            exchanged, settled = best[base]
            found = min(cents, exchanged, held_cents + settled)
            if found < cents:
                least[state], changed = found, True
        if not changed:
            break
    if changed or least[EMPTY, 0] < 0:
        raise BelowZeroError
    return least


def _best_onward(ways: set[tuple[bool, int, State]], least: dict[State, int]) -> tuple[int, int]:
    """Return the least to come after one more ride, exchanging the ticket held or settling it."""
    best = [UNPAYABLE, UNPAYABLE]
    for settles, cents, after in ways:
        best[settles] = min(best[settles], cents + least[after])
    return best[False], best[True]


def _ints(values: Iterator[int] | list[int]) -> Int32s:
    return np.array(list(values), np.int32)


def _who_needs_a_clock(table: dict[Base, list[list[Row]]]) -> dict[Base, bool]:
    """Return whether the clock of a base matters, to it or to where one comes while it runs on."""
    needs = {
        base: any(row.step.within >= 0 for rows in some for row in rows)
        for base, some in table.items()
    }
    runs_on = {
        base: {row.base for rows in some for row in rows if row.step.clock_s == 0}
        for base, some in table.items()
    }
    changed = True
    while changed:
        changed = False
        for base, after in runs_on.items():
            if not needs[base] and any(needs[one] for one in after):
                needs[base] = changed = True
    return needs


class _Kept:
    """The options that lead somewhere, laid out by base, class and frame."""

    def __init__(
        self,
        table: dict[Base, list[list[Row]]],
        states: dict[State, int],
        held: dict[State, int],
        stands: list[Stand],
    ) -> None:
        self._states, self._held = states, held
        self.expires = _who_needs_a_clock(table)
        self._lists = [
            [self._there(row, stand) for row in rows if self._is_open(row, stand)]
            for stand in stands
            for rows in table[stand[0]]
        ]

    def _there(self, row: Row, stand: Stand) -> Row:
        stays = row.step.held_cents == STAYS
        return row._replace(step=row.step._replace(held_cents=stand[1])) if stays else row

    def _is_open(self, row: Row, stand: Stand) -> bool:
        if row.step.held_cents == STAYS:
            return True
        leads_on = self._held[row.base, row.step.held_cents] < UNPAYABLE
        return leads_on and not (row.step.settles and stand[1] >= UNPAYABLE)

    def options(self) -> dict[str, Any]:
        rows = [row for some in self._lists for row in some]
        steps = [row.step for row in rows]
        ends = [self.expires[row.base] for row in rows]
        return {
            "option_first": np.cumsum([0, *map(len, self._lists)]).astype(np.int32),
            "option_state": _ints(self._states[row.base, row.step.held_cents] for row in rows),
            "option_cents": _ints(step.cents for step in steps),
            "option_settles": np.array([step.settles for step in steps], np.bool_),
            "option_opens": np.array([step.opens for step in steps], np.bool_),
            "option_product": _ints(step.product for step in steps),
            "option_clock_s": _ints(
                step.clock_s if end else -1 for step, end in zip(steps, ends, strict=True)
            ),
            "option_clock_from": np.array([step.clock_from for step in steps], np.int8),
            "option_within": np.array([step.within for step in steps], np.int8),
            "option_margin_s": _ints(step.margin_s for step in steps),
        }
