"""How a line runs: its patterns, and their timetable on a day."""

from __future__ import annotations

import numpy as np

from metropoli.engines.journeys.day import Day
from metropoli.engines.journeys.types import Int32s, LinePattern, LineTimes, Timetable


def line_patterns(timetable: Timetable, line: int) -> tuple[LinePattern, ...]:
    """
    Return the ways in which a line (row in Labels.lines) runs, the most used first.

    A vehicle that changes line on its way counts for the part of its stops that it runs as this
    line. Its headsign and shape are those of most of its trips.
    """
    parts = np.flatnonzero(np.asarray(timetable.part_line) == line)
    trip = _trip_of_part(timetable)[parts]
    pattern = timetable.trip_pattern[trip]
    first, last = _positions(timetable, parts, trip, pattern)
    ways, way = np.unique(np.stack([pattern, first, last], axis=1), axis=0, return_inverse=True)
    told = [
        _tell_way(timetable, parts[way.reshape(-1) == row], pattern=of, first=begin, last=end)
        for row, (of, begin, end) in enumerate(ways.tolist())
    ]
    return tuple(sorted(told, key=lambda one: (-one.trips, one.pattern, one.first_position)))


def line_times(day: Day, pattern: LinePattern) -> LineTimes:
    """
    Return the vehicles of a line's pattern that start on the service day, by departure.

    A vehicle of the night before is on the page of the day on which its service began.
    """
    timetable, vehicles = day.timetable, day.vehicles
    today = day.day - timetable.first_day + 1
    shift_s = timetable.day_start_s[:, today] - day.start_s
    zone = timetable.service_zone[timetable.trip_service[vehicles.trip]]
    mine = (timetable.trip_pattern[vehicles.trip] == pattern.pattern) & (
        vehicles.shift_s == shift_s[zone]
    )
    rows = np.flatnonzero(mine)
    rows = rows[_runs_as(timetable, vehicles.trip[rows], pattern)]
    span = np.arange(pattern.first_position, pattern.last_position + 1)
    calls = timetable.trip_first[vehicles.trip[rows]][:, None] + span
    departs_s = timetable.departs_s[calls] + vehicles.shift_s[rows][:, None]
    arrives_s = timetable.arrives_s[calls] + vehicles.shift_s[rows][:, None]
    order = np.lexsort((rows, departs_s[:, 0]))
    return LineTimes(
        pattern=pattern,
        vehicles=rows[order].astype(np.int32),
        arrives_s=arrives_s[order],
        departs_s=departs_s[order],
    )


def _trip_of_part(timetable: Timetable) -> Int32s:
    n_trips = len(timetable.trip_pattern)
    return np.repeat(np.arange(n_trips, dtype=np.int32), np.diff(timetable.part_first))


def _positions(
    timetable: Timetable, parts: np.ndarray, trip: np.ndarray, pattern: np.ndarray
) -> tuple[Int32s, Int32s]:
    """Return the first and the last position of each part; a part ends where the next begins."""
    first = timetable.part_position[parts]
    end = timetable.pattern_first[pattern + 1] - timetable.pattern_first[pattern] - 1
    is_last = parts + 1 == timetable.part_first[trip + 1]
    following = np.minimum(parts + 1, len(timetable.part_position) - 1)
    return first, np.where(is_last, end, timetable.part_position[following])


def _tell_way(
    timetable: Timetable, parts: np.ndarray, *, pattern: int, first: int, last: int
) -> LinePattern:
    base = int(timetable.pattern_first[pattern])
    return LinePattern(
        pattern=pattern,
        first_position=first,
        last_position=last,
        stops=tuple(timetable.pattern_stop[base + first : base + last + 1].tolist()),
        headsign=_most_frequent(timetable.part_headsign[parts]),
        shape=_most_frequent(timetable.part_shape[parts]),
        trips=len(parts),
        line=int(timetable.part_line[parts[0]]),
    )


def _most_frequent(rows: np.ndarray) -> int:
    values, counts = np.unique(rows, return_counts=True)
    return int(values[np.argmax(counts)])


def _runs_as(timetable: Timetable, trips: np.ndarray, pattern: LinePattern) -> np.ndarray:
    """Tell which trips of the pattern run as its line from its first position to its last."""
    first, end = timetable.part_first[trips], timetable.part_first[trips + 1]
    runs = np.zeros(len(trips), np.bool_)
    of_pattern = timetable.trip_pattern[trips]
    for step in range(int((end - first).max(initial=0))):
        part = np.minimum(first + step, end - 1)
        starts, stops = _positions(timetable, part, trips, of_pattern)
        runs |= (
            (timetable.part_line[part] == pattern.line)
            & (starts == pattern.first_position)
            & (stops == pattern.last_position)
        )
    return runs
