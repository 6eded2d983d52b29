"""The colours of a measure of access: few classes, cut where they are easy to say."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from metropoli.apps.mobility.types.served import N_CLASSES, ServedClass
from metropoli.apps.travel.types import (
    GREEN,
    LESS_IS_BETTER,
    NEAREST,
    QUARTER_HOUR,
    ServedCell,
    ServedComune,
)

# Measures whose classes everybody can say; the others are cut so that each class holds as many cells.
CUTS = {
    NEAREST: (10.0, 20.0, 30.0, 45.0),
    GREEN: (100.0, 300.0, 500.0, 750.0),
    QUARTER_HOUR: (0.2, 0.45, 0.7, 0.95),
}


def cuts_of(measure: str, values: Sequence[float]) -> tuple[float, ...]:
    """Return where one class ends and the next begins, ascending."""
    if measure in CUTS:
        return CUTS[measure]
    found = sorted(value for value in values if value > 0)
    if not found:
        return ()
    cuts = [found[len(found) * share // N_CLASSES] for share in range(1, N_CLASSES)]
    return tuple(sorted(set(cuts)))


def has_any(measure: str, value: float | None) -> bool:
    """Say whether a value means that anything is in reach."""
    return value is not None and (value > 0 or measure in LESS_IS_BETTER)


def class_of(measure: str, cuts: Sequence[float], value: float | None) -> int:
    """Return the class of a value: 1 served worst, N_CLASSES best; 0 has nothing in reach."""
    if value is None or not has_any(measure, value):
        return 0
    place = bisect_left(cuts, value)
    return len(cuts) + 1 - place if measure in LESS_IS_BETTER else place + 1


def classes_of(measure: str, cells: Sequence[ServedCell]) -> tuple[ServedClass, ...]:
    """Return the classes that have any cell, the best served first, with who lives there."""
    values = [cell.value for cell in cells if cell.value is not None]
    cuts = cuts_of(measure, values)
    held: dict[int, list[ServedCell]] = {}
    for cell in cells:
        held.setdefault(class_of(measure, cuts, cell.value), []).append(cell)
    return tuple(
        ServedClass(
            number=number,
            least=min(cell.value or 0.0 for cell in held[number]),
            most=max(cell.value or 0.0 for cell in held[number]),
            people=round(sum(cell.people for cell in held[number])),
        )
        for number in sorted(held, reverse=True)
        if number
    )


def worst_first(measure: str, comuni: Sequence[ServedComune]) -> tuple[ServedComune, ...]:
    """Return Comuni with those served worst first: out of reach, then by their average."""
    sign = -1.0 if measure in LESS_IS_BETTER else 1.0

    def place(one: ServedComune) -> tuple[bool, float, float, str]:
        known = one.value is not None
        return (known, sign * (one.value or 0.0), one.reached_share, one.name_it)

    return tuple(sorted(comuni, key=place))
