"""Trips that run another way: stretches left out, other stops in their place."""

from __future__ import annotations

from metropoli.engines.journeys.realtime.bench import Bench
from metropoli.engines.journeys.realtime.directory import Directory, Place, starts_s
from metropoli.engines.journeys.realtime.noting import Notes
from metropoli.engines.journeys.realtime.runs import Run
from metropoli.engines.journeys.realtime.types import Bend, Detour


def divert(bench: Bench, directory: Directory, detour: Detour, notes: Notes) -> None:
    """Lead the vehicles of a detour the other way, on each of its days."""
    for trip_id in detour.trip_ids:
        for part in directory.trips.get(trip_id, ()):
            for day in detour.days:
                place = _place(directory, detour, part, day)
                if place is not None:
                    _divert_run(bench.run(place), directory, place, detour, notes)
        if trip_id not in directory.trips:
            notes.note("realtime_trip_unknown", trip=trip_id)


def _place(directory: Directory, detour: Detour, part: int, day: int) -> Place | None:
    timetable = directory.timetable
    place = Place(int(directory.part_owner[part]), part, day - timetable.first_day)
    if not 0 <= place.column < timetable.service_runs.shape[1]:
        return None
    runs = timetable.service_runs[timetable.trip_service[place.trip], place.column]
    if not runs or (detour.starts_s and starts_s(timetable, place) not in detour.starts_s):
        return None
    return place


def _divert_run(run: Run, directory: Directory, place: Place, detour: Detour, notes: Notes) -> None:
    for bend in detour.bends:
        span = run.span(int(directory.timetable.part_trip[place.part]))
        if span is None:
            return
        first = _position(directory, run, bend.from_sequence, bend.from_stop_id, span.first)
        last = first - 1
        if bend.to_sequence is not None:
            last = _position(directory, run, bend.to_sequence, bend.to_stop_id, max(first, 0))
        inside = span.first <= first <= span.last and first - 1 <= last <= span.last
        if not inside or (bend.to_sequence is not None and last < first):
            notes.note("realtime_detour_unclear", id=detour.id)
            continue
        _bend(run, directory, bend, (first, last), notes)


def _position(directory: Directory, run: Run, sequence: int, stop_id: str, start: int) -> int:
    """Return the call that a selector means, -1 if there is none."""
    if sequence >= 0 and sequence in run.sequence:
        return run.sequence.index(sequence)
    stop = directory.stops.get(stop_id, -1)
    return run.stop.index(stop, start) if stop in run.stop[start:] else -1


def _bend(run: Run, directory: Directory, bend: Bend, ends: tuple[int, int], notes: Notes) -> None:
    """Put other stops in the place of the calls [first, last] of a run."""
    first, last = ends
    reference_s = run.arrives_s[first - 1] if first else run.arrives_s[0]
    stops, times_s = [], []
    for stop_id, after_s in bend.stops:
        stop = directory.stops.get(stop_id, -1)
        if stop < 0:
            notes.note("realtime_stop_unknown", stop=stop_id)
        else:
            stops.append(stop)
            times_s.append(reference_s + after_s)
    if len(run.stop) - (last - first + 1) + len(stops) < 2:  # noqa: PLR2004 - nothing would be left
        for k in range(len(run.stop)):
            run.skip(k)
        return
    _splice(run, ends, stops, times_s)
    for k in range(first + len(stops), len(run.stop)):
        run.arrives_s[k] += bend.delay_s
        run.departs_s[k] += bend.delay_s


def _splice(run: Run, ends: tuple[int, int], stops: list[int], times_s: list[int]) -> None:
    first, last = ends
    n, cut = len(stops), slice(first, last + 1)
    run.stop[cut], run.arrives_s[cut], run.departs_s[cut] = stops, times_s, list(times_s)
    run.board[cut], run.alight[cut] = [True] * n, [True] * n
    run.sequence[cut], run.plan[cut] = [-1] * n, [-1] * n
    run.known[cut], run.skipped[cut] = [True] * n, [False] * n
    run.board[-1] = run.alight[0] = False
    grown = n - (last - first + 1)
    run.parts = [
        part._replace(
            position=min(part.position, first, len(run.stop) - 1)
            if part.position <= last
            else part.position + grown
        )
        for part in run.parts
    ]
    run.touched = run.reshaped = True
