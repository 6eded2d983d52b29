"""
How unequally something is shared among people, who live in groups (a Comune, a cell).

Every measure takes what each group has per person, and how many people it counts. Nobody's share is
negative; without people or without anything to share the measures are 0: nobody is ahead.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from metropoli.engines.reach.types import Floats, Int32s

TENTH, FORTY = 0.10, 0.40


def gini(value: Floats, people: Floats) -> float:
    """
    Return the Gini coefficient: 0 all have the same, towards 1 one has it all.

    Twice the area between the diagonal and the Lorenz curve of the groups in ascending order.
    Source: Gini, "Variabilità e mutabilità" (1912); for weighted data Lerman and Yitzhaki,
    "Improving the accuracy of estimates of Gini coefficients", Journal of Econometrics 42 (1989).
    """
    share = _lorenz(value, people)
    if share is None:
        return 0.0
    of_people, of_value = share
    under = np.sum(np.diff(of_people) * (of_value[1:] + of_value[:-1]) / 2)
    return max(0.0, float(1.0 - 2.0 * under))


class Theil(NamedTuple):
    """Theil's T, and how it splits: between the classes of groups, and within them."""

    total: float
    between: float
    within: float


def theil(value: Floats, people: Floats, of_class: Int32s | None = None) -> Theil:
    """
    Return Theil's T: 0 all have the same; the sum of what lies between classes and within them.

    Groups belong to classes (cells to Comuni); without, all are one. Source: Theil, "Economics and
    Information Theory" (1967), chapter 4; the decomposition as in Shorrocks, Econometrica 48 (1980).
    """
    value, people = np.asarray(value, np.float64), np.asarray(people, np.float64)
    kind = np.zeros(len(value), np.int64) if of_class is None else np.asarray(of_class)
    total = _theil(value, people)
    n_people = np.bincount(kind, weights=people).astype(np.float64)
    amount = np.bincount(kind, weights=people * value).astype(np.float64)
    lived = n_people > 0
    mean = amount[lived] / n_people[lived]
    between = _theil(mean, n_people[lived])
    return Theil(total, between, max(0.0, total - between))


def palma(value: Floats, people: Floats) -> float:
    """
    Return what the tenth that has most has, for each unit of the forty per cent that have least.

    Groups are cut where the shares fall. inf where the forty per cent have nothing. Source: Palma,
    "Homogeneous middles vs. heterogeneous tails", Development and Change 42 (2011), 87-153.
    """
    share = _lorenz(value, people)
    if share is None:
        return 0.0
    low = float(np.interp(FORTY, *share))
    top = 1.0 - float(np.interp(1.0 - TENTH, *share))
    return top / low if low > 0 else float("inf")


def worst_off(value: Floats, people: Floats, *, share: float = 0.20) -> float:
    """
    Return what the share of the people who have least have on average, per person.

    The measure of the difference principle (Rawls, "A Theory of Justice", 1971, section 13) that
    Pereira, Schwanen and Banister ask of access to transport: "Distributive justice and equity in
    transportation", Transport Reviews 37 (2017), 170-191.
    """
    curve = _lorenz(value, people)
    if curve is None:
        return 0.0
    mean = float(np.sum(np.asarray(people) * np.asarray(value)) / np.sum(people))
    return float(np.interp(share, *curve)) * mean / share


def averages(value: Floats, people: Floats, of_class: Int32s, n_classes: int) -> Floats:
    """Return what each class (Comune) has per person; NaN where nobody lives."""
    n_people = np.bincount(of_class, weights=people, minlength=n_classes)
    amount = np.bincount(of_class, weights=np.asarray(people) * value, minlength=n_classes)
    found: Floats = np.full(n_classes, np.nan)
    lived = n_people > 0
    found[lived] = amount[lived] / n_people[lived]
    return found


def _lorenz(value: Floats, people: Floats) -> tuple[Floats, Floats] | None:
    """Return the shares of the people and of what they have, from those who have least."""
    value, people = np.asarray(value, np.float64), np.asarray(people, np.float64)
    order = np.argsort(value, kind="stable")
    n_people = np.concatenate(([0.0], np.cumsum(people[order])))
    amount = np.concatenate(([0.0], np.cumsum((people * value)[order])))
    if n_people[-1] <= 0 or amount[-1] <= 0:
        return None
    return n_people / n_people[-1], amount / amount[-1]


def _theil(value: Floats, people: Floats) -> float:
    n_people, amount = people.sum(), float(people @ value)
    if n_people <= 0 or amount <= 0:
        return 0.0
    ratio = value * n_people / amount
    some = ratio > 0  # who has nothing adds nothing: t log t goes to 0
    return max(0.0, float(np.sum(people[some] * ratio[some] * np.log(ratio[some])) / n_people))
