"""Cut shapes to a square, all features at once."""

from __future__ import annotations

import numpy as np

from metropoli.web.tiles.shapes import (
    Numbers,
    Rows,
    Shapes,
    keep_points,
    next_in_ring,
    offsets,
    owner,
    sums,
)


def clip_points(shapes: Shapes, low: float, high: float) -> Shapes:
    """Keep the points that lie in the square from low to high, both ways."""
    x, y = shapes.x, shapes.y
    return keep_points(shapes, (x >= low) & (x <= high) & (y >= low) & (y <= high))


def clip_lines(shapes: Shapes, low: float, high: float) -> Shapes:
    """
    Cut lines to the square from low to high, both ways; a line that leaves and returns gets parts.

    Every stretch between two points is cut by itself (Liang and Barsky 1984); stretches that
    still touch make one part again.
    """
    stretch, enters, leaves = _cut_stretches(shapes, low, high)
    if not len(stretch):
        nothing = np.zeros(len(shapes.feature_first), np.int64)
        return Shapes(nothing, np.zeros(1, np.int64), shapes.x[:0], shapes.y[:0])
    starts = np.ones(len(stretch), np.bool_)
    starts[1:] = (np.diff(stretch) != 1) | (enters[1:] > 0) | (leaves[:-1] < 1)
    run = np.cumsum(starts) - 1
    first = np.flatnonzero(starts)
    part_first = offsets(np.diff(np.append(first, len(stretch))) + 1)
    x, y = np.empty(part_first[-1]), np.empty(part_first[-1])
    ends = np.arange(len(stretch)) + run + 1
    for source, target in ((shapes.x, x), (shapes.y, y)):
        target[part_first[:-1]] = _between(source, stretch[first], enters[first])
        target[ends] = _between(source, stretch, leaves)
    feature = owner(shapes.feature_first)[owner(shapes.part_first)[stretch[first]]]
    per_feature = np.bincount(feature, minlength=len(shapes.feature_first) - 1)
    return Shapes(offsets(per_feature), part_first, x, y)


def clip_rings(shapes: Shapes, low: float, high: float) -> Shapes:
    """
    Cut rings to the square from low to high, both ways, keeping their sense of turning.

    One side after the other (Sutherland and Hodgman 1974). A ring that would fall apart stays one
    ring, its pieces joined along the side of the square, where the tile's margin hides the seam.
    """
    for axis in (0, 1):
        for sign, limit in ((1.0, low), (-1.0, high)):
            shapes = _cut_side(shapes, axis, sign, limit)
    return shapes


def _cut_stretches(shapes: Shapes, low: float, high: float) -> tuple[Rows, Numbers, Numbers]:
    """Return the stretches seen in the square (row of their first point), and from where to where."""
    is_start = np.ones(len(shapes.x), np.bool_)
    is_start[shapes.part_first[1:][np.diff(shapes.part_first) > 0] - 1] = False
    stretch = np.flatnonzero(is_start)
    enters, leaves = np.zeros(len(stretch)), np.ones(len(stretch))
    seen = np.ones(len(stretch), np.bool_)
    for values in (shapes.x, shapes.y):
        start = values[stretch]
        step = values[stretch + 1] - start
        for toward, room in ((-step, start - low), (step, high - start)):
            with np.errstate(divide="ignore", invalid="ignore"):
                share = room / toward
            enters = np.where(toward < 0, np.maximum(enters, share), enters)
            leaves = np.where(toward > 0, np.minimum(leaves, share), leaves)
            seen &= (toward != 0) | (room >= 0)
    seen &= enters < leaves
    return stretch[seen], enters[seen], leaves[seen]


def _between(values: Numbers, row: Rows, share: Numbers) -> Numbers:
    # Written so that a share of exactly 0 or 1 gives the end itself, to the last digit.
    point: Numbers = values[row] * (1.0 - share) + values[row + 1] * share
    return point


def _cut_side(shapes: Shapes, axis: int, sign: float, limit: float) -> Shapes:
    depth = sign * ((shapes.x, shapes.y)[axis] - limit)
    inside = depth >= 0
    if inside.all():
        return shapes
    following = next_in_ring(shapes.part_first)
    crosses = np.flatnonzero(inside != inside[following])
    counts = inside.astype(np.int64)
    counts[crosses] += 1
    place = np.cumsum(counts) - counts
    share = depth[crosses] / (depth[crosses] - depth[following[crosses]])
    cut = []
    for values in (shapes.x, shapes.y):
        target = np.empty(counts.sum())
        target[place[inside]] = values[inside]
        step = values[following[crosses]] - values[crosses]
        target[place[crosses] + inside[crosses]] = values[crosses] + step * share
        cut.append(target)
    cut[axis][place[crosses] + inside[crosses]] = limit
    part_first = offsets(sums(counts, shapes.part_first))
    return Shapes(shapes.feature_first, part_first, cut[0], cut[1])
