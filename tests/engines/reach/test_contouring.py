"""Lines of equal minutes: what is below is inside, whatever the field."""

from __future__ import annotations

import numpy as np
import pytest

from metropoli.engines import reach


def inside(rings: reach.Rings, row: float, column: float) -> int:
    """Count how often the rings wind round a point: a ray eastwards, crossing by crossing."""
    winds = 0
    for a, b in zip(rings.first[:-1], rings.first[1:], strict=True):
        for k in range(a, b):
            following = k + 1 if k + 1 < b else a
            y0, y1 = rings.row[k], rings.row[following]
            if (y0 <= row) == (y1 <= row):
                continue
            x0, x1 = rings.column[k], rings.column[following]
            if x0 + (row - y0) / (y1 - y0) * (x1 - x0) > column:
                winds += 1 if y1 > y0 else -1
    return winds


@pytest.mark.parametrize("seed", range(60))
def test_what_is_below_the_level_is_inside_and_nothing_else(seed):
    rng = np.random.default_rng(seed)
    field = rng.integers(0, 6, rng.integers(1, 9, 2)).astype(float)
    rings = reach.contour(field, 2.5)
    for (i, j), value in np.ndenumerate(field):
        # Outlines run counterclockwise and holes clockwise: inside they wind round exactly once.
        assert inside(rings, i, j) == (1 if value < 2.5 else 0)


def test_a_line_lies_where_the_value_would_be_reached():
    rings = reach.contour(np.array([[0.0, 10.0]]), 2.5)
    east = rings.column.max()
    assert east == 0.25
    assert rings.first.tolist() == [0, 4]


def test_a_hole_turns_the_other_way():
    field = np.zeros((5, 5))
    field[2, 2] = 9
    rings = reach.contour(field, 4.5)
    areas = []
    for a, b in zip(rings.first[:-1], rings.first[1:], strict=True):
        x, y = rings.column[a:b], rings.row[a:b]
        areas.append(float(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2)
    assert sorted(area > 0 for area in areas) == [False, True]


def test_nothing_below_draws_nothing():
    assert reach.contour(np.full((3, 3), 9.0), 4.5).first.tolist() == [0]
