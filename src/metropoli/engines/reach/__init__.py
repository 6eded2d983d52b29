"""
What can be reached: from one point, or from many, to all, over the departures of a window.

Make the table of last walks once (`make_targets`), then ask `one_to_all` for the minutes to every
target, or `matrix` for those of many origins chunk by chunk; `earliest_arrivals` answers for one
instant and every stop, and `ways_to` tells the rides behind it.
"""

from metropoli.engines.reach.contouring import Rings, contour
from metropoli.engines.reach.instants import Stretch, by_row, earliest_arrivals, ways_to
from metropoli.engines.reach.sweeping import make_targets, matrix, one_to_all
from metropoli.engines.reach.types import (
    NEVER,
    NEVER_MIN,
    PERCENTILES,
    Instant,
    Links,
    Minutes,
    Origins,
    Targets,
    Window,
)

__all__ = [
    "NEVER",
    "NEVER_MIN",
    "PERCENTILES",
    "Instant",
    "Links",
    "Minutes",
    "Origins",
    "Rings",
    "Stretch",
    "Targets",
    "Window",
    "by_row",
    "contour",
    "earliest_arrivals",
    "make_targets",
    "matrix",
    "one_to_all",
    "ways_to",
]
