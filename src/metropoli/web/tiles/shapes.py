"""Many shapes as a few arrays: a feature owns parts, a part owns points."""

from __future__ import annotations

from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

POINT, LINE, POLYGON = 1, 2, 3  # the numbers that the tile specification gives to geometry types

Offsets = NDArray[np.int64]
Rows = NDArray[np.int64]
Numbers = NDArray[np.float64]
Kind = TypeVar("Kind", np.int64, np.float64)


class Shapes(NamedTuple):
    """
    Points, lines or rings of many features.

    Offsets are CSR: feature i owns parts `[feature_first[i], feature_first[i + 1])`, part j owns
    points `[part_first[j], part_first[j + 1])`. Rings do not repeat their first point; with y
    growing downwards an outer ring has a positive area, its holes follow it and have a negative one.
    """

    feature_first: Offsets
    part_first: Offsets
    x: Numbers
    y: Numbers


def take(shapes: Shapes, rows: Rows) -> Shapes:
    """Return only the features of the given rows, in their order."""
    parts, feature_first = spread(shapes.feature_first, rows)
    points, part_first = spread(shapes.part_first, parts)
    return Shapes(feature_first, part_first, shapes.x[points], shapes.y[points])


def spread(first: Offsets, rows: Rows) -> tuple[Rows, Offsets]:
    """Return everything that the rows own in a CSR, and the offsets of the smaller CSR."""
    lengths = first[rows + 1] - first[rows]
    smaller = offsets(lengths)
    return np.arange(smaller[-1]) + np.repeat(first[rows] - smaller[:-1], lengths), smaller


def offsets(lengths: NDArray[np.integer]) -> Offsets:
    """Return where each of several runs starts, and where the last one ends."""
    first = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=first[1:])
    return first


def owner(first: Offsets) -> Rows:
    """Return, for everything owned in a CSR, the row that owns it."""
    return np.repeat(np.arange(len(first) - 1), np.diff(first))


def sums(values: NDArray[Kind], first: Offsets) -> NDArray[Kind]:
    """Add up what each row of a CSR owns (empty rows give zero, which `np.add.reduceat` does not)."""
    running = np.concatenate((np.zeros(1, values.dtype), np.cumsum(values)))
    total: NDArray[Kind] = running[first[1:]] - running[first[:-1]]
    return total


def keep_parts(shapes: Shapes, kept: NDArray[np.bool_]) -> Shapes:
    """Drop parts; a feature that loses all of them stays, with none."""
    per_feature = sums(kept.astype(np.int64), shapes.feature_first)
    points, part_first = spread(shapes.part_first, np.flatnonzero(kept))
    return Shapes(offsets(per_feature), part_first, shapes.x[points], shapes.y[points])


def keep_points(shapes: Shapes, kept: NDArray[np.bool_]) -> Shapes:
    """Drop points; a part that loses all of them stays, with none."""
    lengths = sums(kept.astype(np.int64), shapes.part_first)
    return Shapes(shapes.feature_first, offsets(lengths), shapes.x[kept], shapes.y[kept])


def next_in_ring(part_first: Offsets) -> Rows:
    """Return, for each point, the one after it in its ring; the first one comes after the last."""
    following = np.arange(1, part_first[-1] + 1)
    lengths = np.diff(part_first)
    whole = lengths > 0
    following[part_first[1:][whole] - 1] = part_first[:-1][whole]
    return following


def areas(shapes: Shapes) -> Numbers:
    """Return the signed area of each ring by the surveyor's formula, positive for outer rings."""
    following = next_in_ring(shapes.part_first)
    # From the ring's own first point: far from the origin the products would lose their last digits.
    start = np.repeat(shapes.part_first[:-1], np.diff(shapes.part_first))
    x, y = shapes.x - shapes.x[start], shapes.y - shapes.y[start]
    doubled = x * y[following] - x[following] * y
    return sums(doubled, shapes.part_first) / 2.0
