"""Where along a route one may board for the same fare."""

from __future__ import annotations

import numpy as np
from numba import njit

from metropoli.engines.journeys.kernels.bundles import Int16s
from metropoli.engines.journeys.types import Int32s, Int64s


@njit(cache=True)
def find_runs(route_column: Int32s, class_row: Int64s, ride_class: Int16s) -> Int32s:
    """
    Return a number by column, equal for neighbours with the same class to every later stop.

    Who boarded at two columns of one number may be compared, whatever fares are.
    """
    run = np.empty(route_column[-1], np.int32)
    for route in range(len(route_column) - 1):
        first, end = route_column[route], route_column[route + 1]
        run[first] = first
        for column in range(first + 1, end):
            same = True
            here, before = class_row[column] - column, class_row[column - 1] - (column - 1)
            for later in range(column + 1, end):
                if ride_class[here + later] != ride_class[before + later]:
                    same = False
                    break
            run[column] = run[column - 1] if same else column
    return run
