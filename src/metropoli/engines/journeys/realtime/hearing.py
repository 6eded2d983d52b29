"""From one message about a trip to what its vehicle does."""

from __future__ import annotations

from dataclasses import replace

from metropoli.engines.journeys.realtime.bench import Bench
from metropoli.engines.journeys.realtime.directory import Directory, Place, find_trip, starts_s
from metropoli.engines.journeys.realtime.extra import copy_trip, new_trip
from metropoli.engines.journeys.realtime.noting import Notes
from metropoli.engines.journeys.realtime.times import match_calls, tell_times
from metropoli.engines.journeys.realtime.types import (
    ADDED,
    CANCELED,
    DELETED,
    DUPLICATED,
    NEW,
    REPLACEMENT,
    UNSCHEDULED,
    TripNews,
)


def hear(bench: Bench, directory: Directory, news: TripNews, at: int, notes: Notes) -> bool:
    """Do to a vehicle what a message says; return whether the message was of use."""
    if news.relation in (ADDED, NEW):
        return new_trip(bench, directory, news, at, notes)
    place = find_trip(directory, news.trip, _first_instant(news) or at)
    if isinstance(place, str):
        notes.note(place, trip=news.trip.trip_id or news.trip.route_id)
        return False
    if news.relation in (CANCELED, DELETED):
        return _cancel(bench, directory, place)
    if news.relation == REPLACEMENT:
        return _replace(bench, directory, news, place, notes)
    if news.relation == DUPLICATED or _starts_otherwise(directory, news, place):
        return copy_trip(bench, directory, news, place, notes)
    return _follow(bench, directory, news, place, notes)


def _first_instant(news: TripNews) -> int:
    told = (call.departs_at or call.arrives_at for call in news.calls)
    return next((at for at in told if at), 0)


def _starts_otherwise(directory: Directory, news: TripNews, place: Place) -> bool:
    """Say whether this is a vehicle of a headway that leaves when none was foreseen."""
    start_s = news.trip.start_s
    return (
        news.relation == UNSCHEDULED
        and start_s >= 0
        and start_s != starts_s(directory.timetable, place)
    )


def _cancel(bench: Bench, directory: Directory, place: Place) -> bool:
    run = bench.run(place)
    span = run.span(int(directory.timetable.part_trip[place.part]))
    if span is not None:
        run.cancel(span)
    return span is not None


def _follow(bench: Bench, directory: Directory, news: TripNews, place: Place, notes: Notes) -> bool:
    run = bench.run(place)
    span = run.span(int(directory.timetable.part_trip[place.part]))
    if span is None:
        return False
    found = match_calls(directory, run, span, news.calls, notes)
    refused = tell_times(run, span, found, news.delay_s)
    if refused:
        notes.note(refused, trip=news.trip.trip_id)
        return False
    run.seen_at = max(run.seen_at, news.seen_at or 0)
    return bool(found) or news.delay_s is not None or not news.calls


def _replace(
    bench: Bench, directory: Directory, news: TripNews, place: Place, notes: Notes
) -> bool:
    """Put other calls in the place of those of a trip that is alone on its vehicle."""
    timetable = directory.timetable
    line = int(timetable.part_line[place.part])
    route_id = directory.labels.lines[line].id
    day = timetable.first_day + place.column
    named = replace(news, trip=news.trip._replace(route_id=route_id, day=day))
    if not new_trip(bench, directory, named, 0, notes, instead_of=place):
        return False
    return _cancel(bench, directory, place)
