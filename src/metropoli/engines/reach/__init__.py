"""
What can be reached: from one point, or from many, to all, over the departures of a window.

Make the table of last walks once (`make_targets`), then ask `one_to_all` for the minutes to every
target, or `matrix` for those of many origins chunk by chunk; `earliest_arrivals` answers for one
instant and every stop, and `ways_to` tells the rides behind it. What minutes amount to, by place
and by people, say the measures; `contour` draws the lines of equal minutes.
"""

from metropoli.engines.reach.contouring import Rings, contour
from metropoli.engines.reach.equity import Theil, averages, gini, palma, theil, worst_off
from metropoli.engines.reach.instants import Stretch, by_row, earliest_arrivals, ways_to
from metropoli.engines.reach.jobs import Job, make_targets, prepare, work_out
from metropoli.engines.reach.measures import (
    cumulative_opportunities,
    exponential_decay,
    fifteen_minutes,
    gravity,
    logistic_decay,
    nearest,
    three_step_floating_catchment,
    three_thirty_three_hundred,
)
from metropoli.engines.reach.sweeping import chunks, matrix, one_to_all
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
    "work_out",
    "prepare",
    "chunks",
    "Job",
    "Instant",
    "Links",
    "Minutes",
    "NEVER",
    "NEVER_MIN",
    "Origins",
    "PERCENTILES",
    "Rings",
    "Stretch",
    "Targets",
    "Theil",
    "Window",
    "averages",
    "by_row",
    "contour",
    "cumulative_opportunities",
    "earliest_arrivals",
    "exponential_decay",
    "fifteen_minutes",
    "gini",
    "gravity",
    "logistic_decay",
    "make_targets",
    "matrix",
    "nearest",
    "one_to_all",
    "palma",
    "theil",
    "three_step_floating_catchment",
    "three_thirty_three_hundred",
    "ways_to",
    "worst_off",
]
