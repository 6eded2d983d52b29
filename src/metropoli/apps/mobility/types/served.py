"""How well each place is served: the question of the page, and the answer in classes of colour."""

from __future__ import annotations

from dataclasses import dataclass

from metropoli.apps.travel.types import NEAREST, TRANSIT, Amount, Served

SERVED_MINUTES = (5, 10, 15, 20, 30, 45, 60)
SERVED_HOURS = (8, 12, 18, 22)
N_CLASSES = 5


@dataclass(frozen=True, slots=True)
class ServedQuestion:
    """Which measure of access to which places; leaving in the hour of a usual day."""

    measure: str = NEAREST
    kind: str = ""  # none: the commonest
    mode: str = TRANSIT
    within_min: int = 30
    day: str = "workday"  # saturday, sunday
    hour: int = 8


@dataclass(frozen=True, slots=True)
class ServedClass:
    """The values of one colour; class 1 is served worst."""

    number: int
    least: Amount
    most: Amount
    people: int


@dataclass(frozen=True, slots=True)
class ServedView:
    """The answer, its classes, and the Comuni with those served worst first."""

    question: ServedQuestion
    kinds: tuple[str, ...]  # that may be asked for
    served: Served
    classes: tuple[ServedClass, ...]
    n_people: int
    n_unreached: int  # of them
    average: Amount | None  # of the people in reach
