"""Lay out the fare class of every ride of every route."""

from __future__ import annotations

import numpy as np
from numba import njit

from metropoli.engines.journeys.fares.types import NO_FARE, Tariff
from metropoli.engines.journeys.kernels.bundles import Int16s
from metropoli.engines.journeys.types import Int32s, Int64s


@njit(cache=True)
def lay_classes(
    tariff: Tariff, column_stop: Int32s, column_group: Int32s, route_column: Int32s
) -> tuple[Int64s, Int16s]:
    """
    Return (row, classes): the class of a ride from column c to c + d is `classes[row[c] + d]`.

    Of each column only the rides to later columns of its route are laid out, so that row c lies
    one before them.
    """
    n_columns = column_stop.size
    class_row = np.zeros(n_columns, np.int64)
    size = 0
    for route in range(route_column.size - 1):
        first, end = route_column[route], route_column[route + 1]
        for column in range(first, end):
            class_row[column] = size - 1
            size += end - column - 1
    ride_class = np.full(size, NO_FARE, np.int16)
    for route in range(route_column.size - 1):
        first, end = route_column[route], route_column[route + 1]
        for column in range(first, end):
            group = column_group[column]
            if group < 0:
                continue
            n_zones, n_sets = tariff.group_zones[group], tariff.group_sets[group]
            origin = tariff.stop_zone[column_stop[column]]
            start = tariff.group_class[group] + origin * n_zones * n_sets
            passed = tariff.pass_next[tariff.group_pass[group] + origin]
            for other in range(column + 1, end):
                zone = tariff.stop_zone[column_stop[other]]
                if passed >= 0:
                    passed = tariff.pass_next[tariff.group_pass[group] + passed * n_zones + zone]
                if passed >= 0:
                    found = tariff.class_of[start + zone * n_sets + passed]
                    ride_class[class_row[column] + other - column] = found
    return class_row, ride_class
