"""Find the rows that the names of a live feed stand for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from metropoli.engines.journeys.realtime.types import TripName
from metropoli.engines.journeys.types import Int32s, Labels, Timetable

DAY_S = 86_400
NEAR_START_S = 900  # a trip of a headway that starts so near to the time told is the one meant


@dataclass(frozen=True, slots=True, eq=False)
class Directory:
    """The names of one feed of the timetable, or of all of them."""

    timetable: Timetable
    labels: Labels
    stops: Mapping[str, int]
    lines: Mapping[str, int]
    trips: Mapping[str, tuple[int, ...]]  # the first part of each vehicle that runs the trip
    part_owner: Int32s  # trip (row of the timetable) of each part
    by_line: Mapping[int, tuple[int, ...]]  # the same parts, by line


def index_names(timetable: Timetable, labels: Labels, feed: str = "") -> Directory:
    """Index the names of a feed; of all, the first one that bears a name holds, if none is given."""
    owner = np.repeat(
        np.arange(len(timetable.trip_pattern), dtype=np.int32), np.diff(timetable.part_first)
    )
    part_trip, part_line = np.asarray(timetable.part_trip), np.asarray(timetable.part_line)
    # A trip whose headsign changes on the way has several parts: the first one stands for it.
    begins = np.ones(len(owner), np.bool_)
    begins[1:] = (owner[1:] != owner[:-1]) | (part_trip[1:] != part_trip[:-1])
    if feed:
        mine = np.array([line.feed == feed for line in labels.lines], np.bool_)
        begins &= mine[part_line] if len(part_line) else begins
    rows = np.flatnonzero(begins).tolist()
    names, on = part_trip[rows].tolist(), part_line[rows].tolist()
    return Directory(
        timetable=timetable,
        labels=labels,
        stops=_first_of(
            (stop.id, row) for row, stop in enumerate(labels.stops) if not feed or stop.feed == feed
        ),
        lines=_first_of(
            (line.id, row) for row, line in enumerate(labels.lines) if not feed or line.feed == feed
        ),
        trips=_gathered(zip((labels.trip_ids[name] for name in names), rows, strict=True)),
        part_owner=owner,
        by_line=_gathered(zip(on, rows, strict=True)),
    )


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a vehicle on a day: where a message is about."""

    trip: int
    part: int  # row among all parts
    column: int  # service day


def find_trip(directory: Directory, name: TripName, near_at: int) -> Place | str:
    """
    Return which vehicle of which day is meant, or the code of why that is not known.

    :param near_at: epoch seconds; where no day is told, the one that runs nearest to then is meant
    """
    parts = _candidates(directory, name)
    if not parts:
        return "realtime_trip_unknown"
    timetable = directory.timetable
    columns = _columns(timetable, name, near_at)
    found = [
        Place(trip, part, column)
        for part in parts
        for trip in (int(directory.part_owner[part]),)
        for column in columns
        if timetable.service_runs[timetable.trip_service[trip], column]
    ]
    if not found:
        return "realtime_trip_not_that_day"
    if len(found) == 1:
        return found[0]
    return _nearest(timetable, found, name, near_at)


def starts_s(timetable: Timetable, place: Place) -> int:
    """Return when a part leaves, in seconds of its service day."""
    call = int(timetable.trip_first[place.trip]) + int(timetable.part_position[place.part])
    return int(timetable.departs_s[call])


def day_start(timetable: Timetable, trip: int, column: int) -> int:
    """Return when the seconds of a trip's service day begin (epoch)."""
    zone = timetable.service_zone[timetable.trip_service[trip]]
    return int(timetable.day_start_s[zone, column + 1])


def column_of(timetable: Timetable, at: int) -> int:
    """Return the calendar day (column) of an instant; it may lie outside the timetable."""
    first = int(timetable.day_start_s[0, 1])
    return (at - first) // DAY_S


def _candidates(directory: Directory, name: TripName) -> tuple[int, ...]:
    if name.trip_id:
        return directory.trips.get(name.trip_id, ())
    line = directory.lines.get(name.route_id)
    if line is None or name.start_s < 0:
        return ()
    timetable = directory.timetable
    parts = np.array(directory.by_line.get(line, ()), np.int64)
    calls = timetable.trip_first[directory.part_owner[parts]] + timetable.part_position[parts]
    fits = timetable.departs_s[calls] == name.start_s
    if name.direction >= 0:
        fits &= timetable.part_direction[parts] == name.direction
    return tuple(parts[fits].tolist())


def _columns(timetable: Timetable, name: TripName, near_at: int) -> list[int]:
    if name.day:
        columns = [name.day - timetable.first_day]
    else:
        today = column_of(timetable, near_at)
        columns = [today - 1, today, today + 1]
    return [column for column in columns if 0 <= column < timetable.service_runs.shape[1]]


def _nearest(timetable: Timetable, found: list[Place], name: TripName, near_at: int) -> Place | str:
    """Choose among the repetitions of a trip by its start, among its days by the time told."""
    if name.start_s >= 0:
        best = min(abs(starts_s(timetable, place) - name.start_s) for place in found)
        if best > NEAR_START_S:
            return "realtime_start_unknown"
        found = [p for p in found if abs(starts_s(timetable, p) - name.start_s) == best]
    elif len({place.trip for place in found if place.column == found[0].column}) > 1:
        return "realtime_trip_ambiguous"
    return min(found, key=lambda place: _away_s(timetable, place, near_at))


def _away_s(timetable: Timetable, place: Place, at: int) -> int:
    start = day_start(timetable, place.trip, place.column)
    first = int(timetable.trip_first[place.trip])
    last = int(timetable.trip_first[place.trip + 1]) - 1
    begins = start + int(timetable.departs_s[first])
    ends = start + int(timetable.arrives_s[last])
    return max(begins - at, at - ends, 0)


def _first_of(named: Iterable[tuple[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, row in named:
        found.setdefault(name, row)
    return found


def _gathered(pairs: Iterable[tuple[object, int]]) -> dict:  # type: ignore[type-arg]
    found: dict[object, list[int]] = {}
    for key, row in pairs:
        found.setdefault(key, []).append(row)
    return {key: tuple(rows) for key, rows in found.items()}
