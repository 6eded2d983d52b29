"""Vehicles that the timetable does not know: added trips, copies, replacements."""

from __future__ import annotations

import numpy as np

from metropoli.engines.journeys.realtime.bench import Bench
from metropoli.engines.journeys.realtime.directory import (
    DAY_S,
    Directory,
    Place,
    column_of,
    day_start,
    starts_s,
)
from metropoli.engines.journeys.realtime.noting import Notes
from metropoli.engines.journeys.realtime.runs import Part, Run, planned_run
from metropoli.engines.journeys.realtime.times import BACK_S, match_calls, tell_times
from metropoli.engines.journeys.realtime.types import SKIPPED, CallNews, TripNews
from metropoli.engines.journeys.types import Int64s

FEWEST_CALLS = 2
LATEST_S = 3 * DAY_S  # after the start of its service day no trip is on its way any more


def new_trip(
    bench: Bench,
    directory: Directory,
    news: TripNews,
    at: int,
    notes: Notes,
    instead_of: Place | None = None,
) -> bool:
    """Add a trip whose calls all stand in its message; return whether it could be."""
    part = _model(directory, news, instead_of)
    calls = [
        (call, directory.stops[call.stop_id])
        for call in news.calls
        if call.stop_id in directory.stops and call.relation != SKIPPED and _instants(call)
    ]
    if part < 0 or len(calls) < FEWEST_CALLS:
        code = "realtime_line_unknown" if part < 0 else "realtime_added_without_calls"
        notes.note(code, trip=news.trip.trip_id, line=news.trip.route_id)
        return False
    timetable = directory.timetable
    first_at = calls[0][0].departs_at or calls[0][0].arrives_at or 0
    day = news.trip.day - timetable.first_day if news.trip.day else column_of(timetable, first_at)
    if not 0 <= day < timetable.service_runs.shape[1]:
        notes.note("realtime_trip_not_that_day", trip=news.trip.trip_id)
        return False
    model = planned_run(timetable, int(directory.part_owner[part]), day)
    run = _run_of(bench, directory, news, part, (model, calls))
    if run is None:
        notes.note("realtime_runs_backwards", trip=news.trip.trip_id)
        return False
    if instead_of is not None:
        _plan_along(run, model)
    bench.extra[news.trip.trip_id or news.trip.route_id, day, run.departs_s[0]] = run
    return True


def copy_trip(
    bench: Bench, directory: Directory, news: TripNews, place: Place, notes: Notes
) -> bool:
    """Add a trip that does what another one does, at another time."""
    timetable = directory.timetable
    run = planned_run(timetable, place.trip, place.column)
    span = run.span(int(timetable.part_trip[place.part]))
    start_s = news.copy.start_s if news.copy.start_s >= 0 else news.trip.start_s
    column = news.copy.day - timetable.first_day if news.copy.day else place.column
    if span is None or start_s < 0 or not 0 <= column < timetable.service_runs.shape[1]:
        notes.note("realtime_copy_unclear", trip=news.trip.trip_id)
        return False
    run.cancel_others(span)
    run.shift(start_s - starts_s(timetable, place))
    run.column, run.day_start = column, day_start(timetable, place.trip, column)
    found = match_calls(directory, run, span, news.calls, notes)
    refused = tell_times(run, span, found, news.delay_s)
    if refused:
        notes.note(refused, trip=news.trip.trip_id)
    trip_id = news.copy.trip_id or news.trip.trip_id
    word = bench.word_of_trip(trip_id)
    run.parts = [part._replace(trip=word) for part in run.parts]
    run.trip, run.plan, run.seen_at = -1, [-1] * len(run.stop), news.seen_at
    run.touched = True
    bench.extra[trip_id, column, start_s] = run
    return True


def _model(directory: Directory, news: TripNews, instead_of: Place | None) -> int:
    """Return a part that runs on the same line, -1 if there is none."""
    if instead_of is not None:
        return instead_of.part
    line = directory.lines.get(news.trip.route_id)
    parts = directory.by_line.get(line, ()) if line is not None else ()
    if not parts:
        parts = directory.trips.get(news.trip.trip_id, ())
    return parts[0] if parts else -1


def _instants(call: CallNews) -> tuple[int, int] | tuple[()]:
    arrives, departs = call.arrives_at, call.departs_at
    if arrives is None and departs is None:
        return ()
    return arrives or departs or 0, departs or arrives or 0


def _run_of(
    bench: Bench,
    directory: Directory,
    news: TripNews,
    part: int,
    told: tuple[Run, list[tuple[CallNews, int]]],
) -> Run | None:
    """Return a run with the calls that were told, none if they go back in time."""
    model, calls = told
    times_s = np.array([_instants(call) for call, _ in calls], np.int64) - model.day_start
    if _impossible(times_s.ravel()):
        return None
    last = len(calls) - 1
    run = Run(
        trip=-1,
        column=model.column,
        zone=model.zone,
        day_start=model.day_start,
        pattern=-1,
        stop=[stop for _, stop in calls],
        arrives_s=times_s[:, 0].tolist(),
        departs_s=times_s[:, 1].tolist(),
        board=[call.boards and k < last for k, (call, _) in enumerate(calls)],
        alight=[call.alights and k > 0 for k, (call, _) in enumerate(calls)],
        sequence=[call.sequence for call, _ in calls],
        plan=[-1] * len(calls),
        parts=[_part_of(bench, directory, news, part, calls, int(times_s[0, 1]))],
    )
    run.known = [True] * len(calls)
    run.seen_at, run.touched, run.reshaped = news.seen_at, True, True
    return run


def _impossible(times_s: Int64s) -> bool:
    """Say whether these are no times of a service day, or run backwards."""
    beyond = times_s.min() < -DAY_S or times_s.max() > LATEST_S
    return bool(beyond or (times_s < np.maximum.accumulate(times_s) - BACK_S).any())


def _part_of(
    bench: Bench,
    directory: Directory,
    news: TripNews,
    part: int,
    calls: list[tuple[CallNews, int]],
    leaves_s: int,
) -> Part:
    last, stop = calls[-1]
    return Part(
        position=0,
        line=int(directory.timetable.part_line[part]),
        headsign=bench.word_of_headsign(news.headsign or directory.labels.stops[stop].name),
        trip=bench.word_of_trip(news.trip.trip_id),
        shape=-1,
        direction=news.trip.direction,
        last_sequence=last.sequence,
        start_s=news.trip.start_s if news.trip.start_s >= 0 else leaves_s,
    )


def _plan_along(run: Run, model: Run) -> None:
    """Say which calls of a replacement are those of the planned trip, in their order."""
    run.trip = model.trip
    here = 0
    for k, stop in enumerate(run.stop):
        if stop in model.stop[here:]:
            run.plan[k] = model.stop.index(stop, here)
            here = run.plan[k] + 1
