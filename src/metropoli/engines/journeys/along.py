"""How many metres a vehicle has gone when it calls at each of its stops."""

from __future__ import annotations

import numpy as np

from metropoli.engines.journeys.kernels.along import join_parts, measure_parts
from metropoli.engines.journeys.routes import offsets, plain
from metropoli.engines.journeys.types import Int32s, Shapes, Timetable


def measure_patterns(timetable: Timetable, shapes: Shapes) -> Int32s:
    """
    Return the metres from the first stop of each pattern to each of its stops, as `pattern_stop`.

    Along the drawing of the first trip of the pattern; straight from stop to stop where that has
    none, or one from which a stop lies further than 200 m. A trip of several parts is measured
    part by part.
    """
    n_patterns = len(timetable.pattern_first) - 1
    trips = np.asarray(timetable.trip_pattern)
    pattern, trip = np.unique(trips, return_index=True)
    example = np.full(max(n_patterns, 0), -1, np.int64)
    example[pattern] = trip
    first, end, shape, goes_on = _parts(timetable, example)
    sizes = end - first
    rows = np.repeat(first - offsets(sizes)[:-1], sizes) + np.arange(sizes.sum())
    along_m = measure_parts(
        plain(np.asarray(timetable.stop_lat_deg, np.float64)),
        plain(np.asarray(timetable.stop_lon_deg, np.float64)),
        plain(np.asarray(timetable.pattern_stop[rows], np.int32)),
        offsets(sizes).astype(np.int64),
        shape.astype(np.int32),
        plain(np.asarray(shapes.shape_first, np.int64)),
        plain(np.asarray(shapes.lat_deg, np.float64)),
        plain(np.asarray(shapes.lon_deg, np.float64)),
    )
    return join_parts(along_m, offsets(sizes).astype(np.int64), goes_on)


def _parts(
    timetable: Timetable, example: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """
    Return the parts of every pattern: rows of its calls [first, end), drawing, whether it goes on.

    A part ends at the stop where the next begins: that stop is in both.
    """
    begins, ends = timetable.pattern_first[:-1], timetable.pattern_first[1:]
    runs = example >= 0
    n_parts = np.ones(len(example), np.int64)
    n_parts[runs] = np.diff(timetable.part_first)[example[runs]]
    n_parts = np.maximum(n_parts, 1)
    pattern = np.repeat(np.arange(len(example)), n_parts)
    number = np.arange(len(pattern)) - offsets(n_parts)[:-1][pattern]
    first, end = begins[pattern].astype(np.int64), ends[pattern].astype(np.int64)
    shape = np.full(len(pattern), -1, np.int32)
    known = runs[pattern]
    row = timetable.part_first[example[pattern[known]]] + number[known]
    first[known] += timetable.part_position[row]
    shape[known] = timetable.part_shape[row]
    goes_on = number > 0
    end[:-1][goes_on[1:]] = first[1:][goes_on[1:]] + 1
    return first, end, shape, goes_on
