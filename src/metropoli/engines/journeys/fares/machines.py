"""From fare rules to a finite machine: its cases are found by trying every class of ride."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from metropoli.engines.journeys.fares.types import BOARDING, UNPAYABLE

NOTHING = 0  # the case of who holds no ticket
ALWAYS = -1
MOST_CASES = 5_000
MOST_ROWS = 2_000_000  # cases × classes × frames


class Step(NamedTuple):
    """
    One way to pay a ride, and the case that one is in afterwards.

    `cents` are paid for good; `held_cents` is what the ticket then held costs if nothing more is
    ridden on it, UNPAYABLE if it is no valid ticket yet.
    """

    case: Hashable
    cents: int
    held_cents: int = 0
    settles: bool = True
    opens: bool = True
    product: int = -1
    clock_s: int = -1
    clock_from: int = BOARDING
    within: int = ALWAYS
    margin_s: int = 0


class Rules(Protocol):
    """The fares of one seller, as questions."""

    @property
    def n_classes(self) -> int:
        """Return how many kinds of rides there are."""
        ...

    @property
    def n_frames(self) -> int:
        """Return how many kinds of minutes there are."""
        ...

    def opens(self, ride: int, frame: int) -> Iterable[Step]:
        """Return the ways to pay a ride of a class with a new ticket."""
        ...

    def goes_on(self, case: Hashable, ride: int, frame: int) -> Iterable[Step]:
        """Return the ways to pay a ride with the ticket held."""
        ...


Steps = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Machine:
    """Cases as rows, NOTHING first; `steps[case][ride * n_frames + frame]` go on with the ticket."""

    n_classes: int
    n_frames: int
    opens: tuple[Steps, ...]
    steps: tuple[tuple[Steps, ...], ...]


class TooManyCasesError(Exception):
    """The rules have more cases than a search can carry."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def explore(rules: Rules) -> Machine:
    """
    Find every case that rides can lead to, and merge those that have the same future.

    :raises TooManyCasesError: there are more than MOST_CASES
    """
    kinds = [(ride, frame) for ride in range(rules.n_classes) for frame in range(rules.n_frames)]
    opens = [_best(rules.opens(*kind)) for kind in kinds]
    table: dict[Hashable, list[Steps]] = {}
    waiting = _targets(opens)
    while waiting:
        case = waiting.pop()
        if case in table:
            continue
        table[case] = [_best(rules.goes_on(case, *kind)) for kind in kinds]
        if len(table) > MOST_CASES or (len(table) + 1) * len(kinds) > MOST_ROWS:
            raise TooManyCasesError(len(table))
        waiting |= _targets(table[case]) - set(table)
    return _merged(rules, opens, table)


def _targets(steps: Iterable[Steps]) -> set[Hashable]:
    return {step.case for some in steps for step in some}


def _best(steps: Iterable[Step]) -> Steps:
    """Keep of steps that differ in the price alone the cheapest; in a fixed order."""
    found: dict[Hashable, Step] = {}
    for step in steps:
        same = step._replace(cents=0, product=0)
        if same not in found or step.cents < found[same].cents:
            found[same] = step
    return tuple(found.values())


def _merged(rules: Rules, opens: list[Steps], table: dict[Hashable, list[Steps]]) -> Machine:
    """Number the cases, those of equal futures alike; a ticket without a future is NOTHING."""
    group: dict[Hashable, int] = dict.fromkeys(table, 0)
    n_groups = 0
    while True:
        seen: dict[Hashable, int] = {(NOTHING, ((),) * len(opens)): NOTHING}
        signs = {
            case: (group[case], tuple(_numbered(some, group) for some in row))
            for case, row in table.items()
        }
        refined = {case: seen.setdefault(sign, len(seen)) for case, sign in signs.items()}
        if len(seen) == n_groups:
            break
        group, n_groups = refined, len(seen)
    rows: list[tuple[Steps, ...]] = [((),) * len(opens)] * n_groups
    for case, row in table.items():
        rows[group[case]] = tuple(_settled(_numbered(some, group)) for some in row)
    return Machine(
        rules.n_classes,
        rules.n_frames,
        tuple(_settled(_numbered(some, group)) for some in opens),
        tuple(rows),
    )


def _numbered(steps: Steps, group: dict[Hashable, int]) -> Steps:
    return tuple(step._replace(case=group[step.case]) for step in steps)


def _settled(steps: Steps) -> Steps:
    """Pay at once what leads to no further ride, and drop what then is no ticket."""
    paid = [
        step._replace(cents=step.cents + step.held_cents, held_cents=0, clock_s=-1)
        if step.case == NOTHING
        else step
        for step in steps
    ]
    return _best(step for step in paid if step.cents < UNPAYABLE)


def payable(machine: Machine) -> set[int]:
    """Return the classes that can be paid, alone or with a ticket held, at some time."""
    kinds = [machine.opens, *machine.steps]
    return {kind // machine.n_frames for row in kinds for kind, steps in enumerate(row) if steps}


def merge_classes(machine: Machine, marks: Sequence[Hashable]) -> tuple[Machine, list[int]]:
    """
    Merge the classes that are paid in the same ways and bear the same mark.

    Return the machine, and the new class of each old one.
    """
    width = machine.n_frames
    seen: dict[Hashable, int] = {}
    chosen: list[int] = []
    class_of: list[int] = []
    for ride, mark in enumerate(marks):
        kinds = slice(ride * width, (ride + 1) * width)
        sign = (mark, machine.opens[kinds], tuple(row[kinds] for row in machine.steps))
        if sign not in seen:
            seen[sign] = len(chosen)
            chosen.append(ride)
        class_of.append(seen[sign])
    kept = [ride * width + frame for ride in chosen for frame in range(width)]
    opens = tuple(machine.opens[kind] for kind in kept)
    steps = tuple(tuple(row[kind] for kind in kept) for row in machine.steps)
    return Machine(len(chosen), width, opens, steps), class_of
