"""Times on the streets between one point and many."""

from __future__ import annotations

from dataclasses import dataclass

from metropoli.apps.travel.types.names import Point


@dataclass(frozen=True, slots=True)
class StreetTimesQuestion:
    """How long it takes from one point to each of many, or from each of them to the one."""

    one: Point
    many: tuple[Point, ...]
    mode: str  # walk, bike or car
    longest_s: int
    towards: bool = False  # from the many to the one
    step_free: bool = False
    street_within_m: float = 250.0  # a point further from every street is not on the way
    with_lengths: bool = False  # each way is then looked for on its own


@dataclass(frozen=True, slots=True)
class StreetTime:
    """How long a way takes, and how long it is where that was asked for."""

    duration_s: int
    length_m: int | None
