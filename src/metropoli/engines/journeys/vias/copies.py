"""The vehicles of a day in every layer, and those that carry one from layer to layer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from metropoli.engines.journeys.day import Day
from metropoli.engines.journeys.types import Int32s
from metropoli.engines.journeys.vias.crossing import numbers_of
from metropoli.engines.journeys.vias.types import Via


class Copies(NamedTuple):
    """The columns of all layers, route by route, and whose vehicles run on them."""

    source: Int32s  # by column: the column of the day
    layer: Int32s  # by column
    route_column: Int32s  # first column of each route, with the end
    column_vehicle: Int32s  # by column: first vehicle of the route
    vehicle: Int32s  # by vehicle: the vehicle of the day


def copy_routes(day: Day, vias: tuple[Via, ...]) -> Copies:
    """Return each route once in every layer, and once more for each call at which it may climb."""
    n_columns, n_vehicles = len(day.onward.column_stop), len(day.vehicles.trip)
    begins = np.append(np.unique(day.vehicles.column), n_columns)
    layers = len(vias) + 1
    sources: list[Int32s] = [np.tile(np.arange(n_columns), layers)]
    levels: list[Int32s] = [np.repeat(np.arange(layers), n_columns)]
    starts: list[Int32s] = [(begins[:-1] + layer * n_columns) for layer in range(layers)]
    first_vehicle: list[Int32s] = [
        np.tile(day.onward.column_vehicle, layers)
        + np.repeat(np.arange(layers), n_columns) * n_vehicles
    ]
    vehicles: list[Int32s] = [np.tile(np.arange(n_vehicles), layers)]
    width, next_vehicle = layers * n_columns, layers * n_vehicles
    for first, end, level in _climbing(day, vias, begins):
        vehicle, n_trips = (
            int(day.onward.column_vehicle[first]),
            int(day.onward.column_trips[first]),
        )
        sources.append(np.arange(first, end, dtype=np.int32))
        levels.append(level)
        starts.append(np.array([width]))
        first_vehicle.append(np.full(end - first, next_vehicle))
        vehicles.append(np.arange(vehicle, vehicle + n_trips, dtype=np.int32))
        width, next_vehicle = width + end - first, next_vehicle + n_trips
    starts.append(np.array([width]))
    return Copies(*map(_joined, (sources, levels, starts, first_vehicle, vehicles)))


def _climbing(day: Day, vias: tuple[Via, ...], begins: Int32s) -> Iterator[tuple[int, int, Int32s]]:
    """Yield first column, end and layer by column of every copy that changes layer on its way."""
    stops = day.onward.column_stop
    passed = [
        numbers_of(day, via.calls) if via.stay_s == 0 else np.zeros(0, np.int32) for via in vias
    ]
    calls = [np.flatnonzero(np.isin(stops, numbers)) for numbers in passed]
    for start, columns in enumerate(calls):
        routes = np.searchsorted(begins, columns, side="right") - 1
        for column, route in zip(columns.tolist(), routes.tolist(), strict=True):
            first, end = int(begins[route]), int(begins[route + 1])
            level = np.where(np.arange(first, end) < column, start, start + 1)
            if column > first:
                yield first, end, level
            at = column
            # Further places may be passed on the same vehicle, each at its next call.
            for later in range(start + 1, len(vias)):
                ahead = calls[later][(calls[later] >= at) & (calls[later] < end)]
                if not len(ahead):
                    break
                at = int(ahead[0])
                level = level + (np.arange(first, end) >= at)
                if at > first:
                    yield first, end, level


def _joined(parts: list[Int32s]) -> Int32s:
    return np.concatenate(parts).astype(np.int32)
