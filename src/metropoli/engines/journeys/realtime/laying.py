"""From the workbench back to a timetable: the planned rows, then those of today."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

import numpy as np

from metropoli.engines.journeys.kernels.along import measure_parts
from metropoli.engines.journeys.realtime.bench import Bench
from metropoli.engines.journeys.realtime.kernels.settling import settle
from metropoli.engines.journeys.realtime.runs import Run
from metropoli.engines.journeys.realtime.types import DIVERTED, EXTRA, FOLLOWED, Followed, Trouble
from metropoli.engines.journeys.routes import offsets, plain
from metropoli.engines.journeys.types import UNKNOWN, Flags, Int8s, Int32s, Labels, Timetable

PART_COLUMNS = ("position", "line", "headsign", "trip", "shape", "direction", "last_sequence")


def lay(bench: Bench, troubles: tuple[Trouble, ...], counts: tuple[int, int]) -> Followed:
    """Return the timetable with the vehicles of a workbench in the place of the planned ones."""
    planned = bench.timetable
    changed = {key: run for key, run in bench.runs.items() if run.touched}
    running = [run for run in [*changed.values(), *bench.extra.values()] if run.runs]
    # A trip that was replaced stands twice: cancelled, and as what runs in its place.
    instead = {(run.trip, run.column) for run in bench.extra.values() if run.runs}
    gone = sorted(key for key, run in changed.items() if not run.runs and key not in instead)
    trip_service, runs, zones, of_run = _calendar(planned, changed, running)
    patterns, pattern = _patterns(planned, running)
    timetable = planned._replace(
        **patterns,
        **_trips(planned, running),
        trip_pattern=np.concatenate([planned.trip_pattern, pattern]).astype(np.int32),
        trip_service=np.concatenate([trip_service, of_run]).astype(np.int32),
        service_runs=runs,
        service_zone=zones,
    )
    n_days = planned.first_day
    return Followed(
        timetable=timetable,
        labels=_labels(bench),
        n_trips=len(planned.trip_pattern),
        n_parts=len(planned.part_line),
        n_calls=len(planned.departs_s),
        trip_plan=_column([run.trip for run in running]),
        trip_state=np.array([_state(run) for run in running], np.int8),
        trip_seen_at=np.array([run.seen_at for run in running], np.int64),
        call_plan=_flat([run.plan for run in running], np.int32),
        call_known=_flat([run.known for run in running], np.bool_),
        call_skipped=_flat([run.skipped for run in running], np.bool_),
        part_start_s=_column([part.start_s for run in running for part in run.parts]),
        gone_trip=_column([trip for trip, _ in gone]),
        gone_day=_column([column + n_days for _, column in gone]),
        troubles=troubles,
        n_heard=counts[0],
        n_used=counts[1],
    )


def _state(run: Run) -> int:
    if run.trip < 0:
        return EXTRA
    return FOLLOWED if run.plan == list(range(len(run.plan))) else DIVERTED


def _labels(bench: Bench) -> Labels:
    labels = bench.labels
    return Labels(
        stops=labels.stops,
        lines=labels.lines,
        headsigns=labels.headsigns + tuple(bench.headsigns),
        trip_ids=labels.trip_ids + tuple(bench.trip_ids),
        zones=labels.zones,
    )


def _calendar(
    planned: Timetable, changed: dict[tuple[int, int], Run], running: Sequence[Run]
) -> tuple[Int32s, Flags, Int32s, Int32s]:
    """
    Take the changed trips out of their days, and give each run its one day.

    Return the services of the planned trips, the days and zones of all services, and the service
    of each run.
    """
    service = np.array(planned.trip_service, np.int32)
    days, zones = [planned.service_runs], [planned.service_zone]
    row_of: dict[tuple[int, ...], int] = {}
    n_services = len(planned.service_zone)

    def row(key: tuple[int, ...], runs: Flags, zone: int) -> int:
        if key not in row_of:
            row_of[key] = n_services + len(row_of)
            days.append(runs[None])
            zones.append(np.array([zone], np.int32))
        return row_of[key]

    lost: dict[int, list[int]] = {}
    for trip, column in changed:
        lost.setdefault(trip, []).append(column)
    for trip, columns in lost.items():
        usual = int(planned.trip_service[trip])
        rest = planned.service_runs[usual].copy()
        rest[columns] = False
        key = (1, usual, *sorted(columns))
        service[trip] = row(key, rest, int(planned.service_zone[usual]))
    of_run = []
    for run in running:
        only = np.zeros(planned.service_runs.shape[1], np.bool_)
        only[run.column] = True
        of_run.append(row((0, run.column, run.zone), only, run.zone))
    return service, np.concatenate(days), np.concatenate(zones).astype(np.int32), _column(of_run)


def _patterns(planned: Timetable, running: Sequence[Run]) -> tuple[dict[str, Any], Int32s]:
    """Return the patterns with those of the runs that follow none of them, and each run's own."""
    n_patterns = len(planned.pattern_first) - 1
    found: dict[tuple[object, ...], int] = {}
    fresh: list[Run] = []
    pattern = []
    for run in running:
        if _as_planned(planned, run):
            pattern.append(run.pattern)
            continue
        key = (tuple(run.stop), tuple(run.board), tuple(run.alight))
        if key not in found:
            found[key] = n_patterns + len(fresh)
            fresh.append(run)
        pattern.append(found[key])
    first = offsets(np.array([len(run.stop) for run in fresh], np.int64))
    along_m = [_along_m(planned, run) for run in fresh]
    columns: dict[str, Any] = {
        "pattern_first": np.concatenate(
            [planned.pattern_first, planned.pattern_first[-1] + first[1:]]
        ).astype(np.int32),
        "pattern_along_m": np.concatenate([planned.pattern_along_m, *along_m]).astype(np.int32),
    }
    for name, kind in (("stop", np.int32), ("board", np.bool_), ("alight", np.bool_)):
        before = getattr(planned, f"pattern_{name}")
        added = _flat([getattr(run, name) for run in fresh], kind)
        columns[f"pattern_{name}"] = np.concatenate([before, added])
    return columns, _column(pattern)


def _as_planned(planned: Timetable, run: Run) -> bool:
    if run.reshaped or run.pattern < 0:
        return False
    base, end = planned.pattern_first[run.pattern : run.pattern + 2].tolist()
    board: list[bool] = planned.pattern_board[base:end].tolist()
    alight: list[bool] = planned.pattern_alight[base:end].tolist()
    return board == run.board and alight == run.alight


def _along_m(planned: Timetable, run: Run) -> Int32s:
    """Return metres along the way: those planned where the stops are, else straight from stop to stop."""
    if not run.reshaped and run.pattern >= 0:
        base, end = planned.pattern_first[run.pattern : run.pattern + 2].tolist()
        return np.asarray(planned.pattern_along_m[base:end], np.int32)
    nothing = np.zeros(0, np.float64)
    measured: Int32s = measure_parts(
        plain(np.asarray(planned.stop_lat_deg, np.float64)),
        plain(np.asarray(planned.stop_lon_deg, np.float64)),
        plain(np.array(run.stop, np.int32)),
        np.array([0, len(run.stop)], np.int64),
        np.array([-1], np.int32),
        plain(np.zeros(1, np.int64)),
        plain(nothing),
        plain(nothing),
    )
    return measured


def _trips(planned: Timetable, running: Sequence[Run]) -> dict[str, Any]:
    """Return the rows of trips, calls and parts, those of the runs after the planned ones."""
    sizes = np.array([len(run.stop) for run in running], np.int64)
    n_parts = np.array([len(run.parts) for run in running], np.int64)
    last_call, last_part = len(planned.departs_s), len(planned.part_line)
    first = offsets(sizes).astype(np.int64)
    arrives_s = _flat([run.arrives_s for run in running], np.int32)
    departs_s = _flat([run.departs_s for run in running], np.int32)
    settle(first, arrives_s, departs_s)
    columns: dict[str, Any] = {
        "trip_first": np.concatenate([planned.trip_first, last_call + first[1:]]),
        "trip_wheelchair": np.concatenate(
            [planned.trip_wheelchair, _said(planned.trip_wheelchair, running)]
        ),
        "trip_bikes": np.concatenate([planned.trip_bikes, _said(planned.trip_bikes, running)]),
        "departs_s": np.concatenate([planned.departs_s, departs_s]),
        "arrives_s": np.concatenate([planned.arrives_s, arrives_s]),
        "call_sequence": np.concatenate(
            [planned.call_sequence, _flat([run.sequence for run in running], np.int32)]
        ),
        "part_first": np.concatenate([planned.part_first, last_part + offsets(n_parts)[1:]]).astype(
            np.int32
        ),
    }
    parts = [part for run in running for part in run.parts]
    for name in PART_COLUMNS:
        added = _column([getattr(part, name) for part in parts])
        before = getattr(planned, f"part_{name}")
        columns[f"part_{name}"] = np.concatenate([before, added]).astype(np.int32)
    return columns


def _said(told: Int8s, running: Sequence[Run]) -> Int8s:
    """Return what is said of a planned trip for what runs in its place; of others nothing is."""
    values = [int(told[run.trip]) if run.trip >= 0 else UNKNOWN for run in running]
    return np.array(values, np.int8)


def _flat(lists: Sequence[Sequence[object]], kind: type) -> np.ndarray:
    return np.array(list(chain.from_iterable(lists)), kind)


def _column(values: Sequence[int]) -> Int32s:
    return np.array(values, np.int32)
