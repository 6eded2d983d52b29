"""The trade-off as a drawing: minutes along, euro or CO2 up, and the ways that no other beats in both."""

from __future__ import annotations

import math
from collections.abc import Sequence

from metropoli.apps.mobility.types import Card, Picture, Spot, Tick

WIDTH, HEIGHT = 480, 300
LEFT, RIGHT, TOP, BOTTOM = 62, 462, 20, 250
MARK = 12  # radius of a numbered point
MOST_TICKS = 5
MINUTE_STEPS = (1, 2, 5, 10, 15, 20, 30, 60, 120, 240, 480)
# Where a mark goes, in its own diameters, if another one has its place already.
AROUND = (
    (0, 0),
    (0, -1),
    (1, 0),
    (0, 1),
    (-1, 0),
    (1, -1),
    (-1, -1),
    (1, 1),
    (-1, 1),
    (0, -2),
    (2, 0),
)
FEWEST = 2
S_PER_MIN = 60


def picture_of(cards: Sequence[Card], measure: str) -> Picture | None:
    """
    Draw the ways by their minutes and by one more figure; None where fewer than two have it.

    :param measure: "money" (cents) or "environment" (grams of CO2)
    """
    known = [(card, amount) for card in cards if (amount := _amount(card, measure)) is not None]
    if len(known) < FEWEST:
        return None
    minutes = [card.trip.duration_s / S_PER_MIN for card, _amount_of in known]
    amounts = [amount for _card, amount in known]
    along = _steps(max(minutes), MINUTE_STEPS)
    up = _steps(max(amounts), _decimal_steps(max(amounts)))
    dots = [
        (_across(x, along[-1]), _upwards(y, up[-1])) for x, y in zip(minutes, amounts, strict=True)
    ]
    best = unbeaten(list(zip(minutes, amounts, strict=True)))
    marks = _apart(dots)
    return Picture(
        measure=measure,
        width=WIDTH,
        height=HEIGHT,
        along=tuple(Tick(step, _across(step, along[-1])) for step in along),
        up=tuple(Tick(step, _upwards(step, up[-1])) for step in up),
        spots=tuple(
            Spot(card, amount, dot, mark, place in best)
            for place, ((card, amount), dot, mark) in enumerate(
                zip(known, dots, marks, strict=True)
            )
        ),
        frontier=_stairs([dots[place] for place in best]),
        frame=(LEFT, TOP, RIGHT, BOTTOM),
    )


def unbeaten(points: Sequence[tuple[float, float]]) -> tuple[int, ...]:
    """Return the places of the points that no other beats in both, from left to right."""
    best: list[int] = []
    for place in sorted(range(len(points)), key=lambda place: points[place]):
        if not best or points[place][1] < points[best[-1]][1] or points[place] == points[best[-1]]:
            best.append(place)
    return tuple(best)


def _amount(card: Card, measure: str) -> int | None:
    return card.amounts.money_cents if measure == "money" else card.amounts.co2_g


def _steps(most: float, steps: Sequence[int]) -> tuple[int, ...]:
    """Return round numbers from nothing to just beyond the most."""
    step = next((one for one in steps if one * MOST_TICKS >= most), steps[-1])
    return tuple(step * n for n in range(max(1, math.ceil(most / step)) + 1))


def _decimal_steps(most: float) -> tuple[int, ...]:
    digits = range(len(str(int(most))) + 1)
    return tuple(times * 10**digit for digit in digits for times in (1, 2, 5))


def _across(value: float, most: float) -> int:
    return round(LEFT + (RIGHT - LEFT) * value / most)


def _upwards(value: float, most: float) -> int:
    return round(BOTTOM - (BOTTOM - TOP) * value / most)


def _apart(dots: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Move marks that would cover each other a little aside."""
    marks: list[tuple[int, int]] = []
    for x, y in dots:
        spots = [(x + 2 * MARK * right, y + 2 * MARK * down) for right, down in AROUND]
        free = [spot for spot in spots if _inside(spot) and not _covers(spot, marks)]
        marks.append(free[0] if free else (x, y))
    return marks


def _inside(spot: tuple[int, int]) -> bool:
    return MARK < spot[0] < WIDTH - MARK and spot[1] - MARK >= 0 and spot[1] <= BOTTOM


def _covers(spot: tuple[int, int], marks: Sequence[tuple[int, int]]) -> bool:
    return any(math.dist(spot, mark) < 2 * MARK for mark in marks)


def _stairs(dots: Sequence[tuple[int, int]]) -> str:
    """Return the line along the best points: beyond it there is nothing."""
    path = [f"{dots[0][0]},{TOP}"]
    for nth, (x, y) in enumerate(dots):
        if nth:
            path.append(f"{x},{dots[nth - 1][1]}")
        path.append(f"{x},{y}")
    path.append(f"{RIGHT},{dots[-1][1]}")
    return " ".join(path)
