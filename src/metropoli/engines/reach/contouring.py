"""Lines of equal minutes through a grid."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from metropoli.engines.reach.kernels.contours import follow_lines, link_crossings
from metropoli.engines.reach.types import Floats, Int32s


class Rings(NamedTuple):
    """Closed lines, `[first[i], first[i + 1])` each, in rows (northwards) and columns of a grid."""

    first: Int32s
    row: Floats
    column: Floats


def contour(field: Floats, level: float) -> Rings:
    """
    Return the outlines of what lies below a level, running counterclockwise, holes clockwise.

    Between two cells the value is taken to change evenly. Beyond the grid nothing is below. A ring
    is not closed by repeating its first point.
    """
    above = max(level, float(field.max(initial=level))) + 1.0
    framed = np.pad(np.asarray(field, np.float64), 1, constant_values=above)
    first, row, column = follow_lines(link_crossings(framed, level), framed, level)
    return Rings(first, row - 1, column - 1)
