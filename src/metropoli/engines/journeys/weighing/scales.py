"""What is weighed along the vehicles of a day, laid out once for all searches."""

from __future__ import annotations

from typing import Any

import numpy as np

from metropoli.engines.journeys.day import Day
from metropoli.engines.journeys.fares.types import RideClasses
from metropoli.engines.journeys.kernels.bundles import Int16s
from metropoli.engines.journeys.routes import offsets, plain
from metropoli.engines.journeys.types import Flags, Int32s
from metropoli.engines.journeys.weighing.kernels.runs import find_runs
from metropoli.engines.journeys.weighing.types import Automaton, DelayTable, Impacts, Scales

METRES_PER_KM = 1_000


def lay_scales(
    day: Day,
    automaton: Automaton,
    fares: tuple[RideClasses, Int32s],
    impacts: Impacts,
    delays: DelayTable,
) -> Scales:
    """
    Return the scales of a day.

    :param fares: the classes of all rides of the day's routes, and the frame of every minute from
        `BEFORE_S` before the day on
    """
    route_vehicle = np.unique(day.onward.column_vehicle)
    route_column = np.append(day.vehicles.column[route_vehicle], len(day.onward.column_stop))
    line, delay_line = column_lines(day, route_vehicle)
    classes, frames = fares
    classes = RideClasses(plain(classes.class_row), plain(classes.ride_class))
    along_m = _along(day, route_vehicle)
    columns = np.ascontiguousarray(route_column, np.int32)
    return _frozen(
        Scales(
            column_route=np.repeat(np.arange(len(route_vehicle)), np.diff(columns)),
            route_column=columns,
            column_co2_mg=_gathered(along_m, line, columns, impacts.co2_mg),
            column_energy_j=_gathered(along_m, line, columns, impacts.energy_j),
            column_line=line,
            column_delay=np.asarray(delays.line_class)[delay_line],
            column_run=find_runs(plain(columns), *classes),
            class_row=classes.class_row,
            ride_class=classes.ride_class,
            minute_frame=frames,
            risk=np.append(delays.risk, np.zeros(delays.n_steps, np.int32)),
            risk_steps=delays.n_steps,
            risk_step_s=delays.step_s,
            n_delays=delays.n_classes,
            safer=_safer(delays),
            automaton=automaton,
        )
    )


def _frozen(scales: Scales) -> Scales:
    """Return the scales with plain, read-only arrays: safe to share, compiled once."""
    automaton = Automaton(*(_plain(value, value) for value in scales.automaton))
    wide = {"class_row": np.int64, "ride_class": np.int16, "safer": np.bool_}
    fields = {
        name: _plain(value, np.empty(0, wide.get(name, np.int32)))
        for name, value in scales._asdict().items()
    }
    return Scales(**(fields | {"automaton": automaton}))


def _plain(value: Any, like: Any) -> Any:
    return plain(np.asarray(value, like.dtype)) if isinstance(value, np.ndarray) else value


def scales_of(scales: Scales, source: Int32s, route_column: Int32s) -> Scales:
    """
    Return the scales of copies of columns.

    :param source: by copy, the column; `route_column` is the first copy of each route, with the end
    """
    copied = ("column_co2_mg", "column_energy_j", "column_line", "column_delay", "column_run")
    columns = {name: getattr(scales, name)[source] for name in (*copied, "class_row")}
    routes = np.arange(len(route_column) - 1, dtype=np.int32)
    route = np.repeat(routes, np.diff(route_column))
    return _frozen(scales._replace(column_route=route, route_column=route_column, **columns))


def route_trips(day: Day) -> Int32s:
    """Return a trip of each route of the day: they all run under the same lines."""
    return np.asarray(day.vehicles.trip[np.unique(day.onward.column_vehicle)], np.int32)


def column_lines(day: Day, route_vehicle: Int32s) -> tuple[Int32s, Int32s]:
    """Return the line on which a vehicle leaves each column, and that on which it gets there."""
    timetable = day.timetable
    trip = day.vehicles.trip[route_vehicle]
    begins = day.vehicles.column[route_vehicle]
    first, n_parts = timetable.part_first[trip], np.diff(timetable.part_first)[trip]
    route = np.repeat(np.arange(len(trip)), n_parts)
    part = np.repeat(first - offsets(n_parts)[:-1], n_parts) + np.arange(n_parts.sum())
    starts = begins[route] + timetable.part_position[part]
    line = np.full(len(day.onward.column_stop), -1, np.int32)
    line[starts] = timetable.part_line[part]  # a later part at the same column wins
    filled = np.maximum.accumulate(np.where(line >= 0, np.arange(len(line)), 0))
    leaves = line[filled].astype(np.int32)
    arrives = np.concatenate((leaves[:1], leaves[:-1]))
    arrives[begins] = leaves[begins]
    return leaves, arrives


def _along(day: Day, route_vehicle: Int32s) -> Int32s:
    """Return the metres gone at each column."""
    timetable = day.timetable
    pattern = timetable.trip_pattern[day.vehicles.trip[route_vehicle]]
    first = timetable.pattern_first[pattern]
    calls = timetable.pattern_first[pattern + 1] - first
    rows = np.repeat(first - offsets(calls)[:-1], calls) + np.arange(calls.sum())
    return np.asarray(timetable.pattern_along_m[rows], np.int32)


def _gathered(along_m: Int32s, line: Int32s, route_column: Int32s, per_km: Int32s) -> Int32s:
    """Return what has been used or emitted at each column since the first of its route."""
    step_m = np.diff(along_m, append=0).astype(np.float64)
    step_m[route_column[1:] - 1] = 0
    total = np.cumsum(step_m * np.asarray(per_km)[line] / METRES_PER_KM)
    before = np.concatenate(([0.0], total[:-1]))
    sizes = np.diff(route_column)
    gathered: Int32s = np.rint(before - np.repeat(before[route_column[:-1]], sizes)).astype(
        np.int32
    )
    return gathered


def _safer(delays: DelayTable) -> Flags:
    """Return by pair of classes whether the first is nowhere riskier; the last class is certain."""
    table = np.asarray(delays.risk).reshape(delays.n_classes, delays.n_steps)
    table = np.concatenate((table, np.zeros((1, delays.n_steps), table.dtype)))
    safer: Flags = np.all(table[:, None, :] <= table[None, :, :], axis=2)
    return safer


def no_classes(day: Day) -> RideClasses:
    """Return the classes of rides whose fare nobody knows."""
    sizes = np.diff(np.append(np.unique(day.vehicles.column), len(day.onward.column_stop)))
    longest = int(sizes.max(initial=1))
    no_fare: Int16s = np.full(longest + 1, -1, np.int16)
    return RideClasses(np.zeros(len(day.onward.column_stop), np.int64), no_fare)
