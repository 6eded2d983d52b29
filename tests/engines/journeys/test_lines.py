"""Lines: their ways, and the timetable of a day."""

from __future__ import annotations

import numpy as np

from engines.journeys.cities import FIRST_DAY, N_DAYS, random_city
from metropoli.engines.journeys import line_patterns, line_times, open_day, trip_calls


def two_lines(rng: np.random.Generator):
    """Return a city whose vehicles run as line 0 or 1, some as one after the other."""
    timetable = random_city(rng)
    n_trips = len(timetable.trip_pattern)
    splits = rng.random(n_trips) < 0.3
    first = np.concatenate(([0], np.cumsum(1 + splits))).astype(np.int32)
    position = np.zeros(first[-1], np.int32)
    position[first[1:][splits] - 1] = 1
    return timetable._replace(
        part_first=first,
        part_position=position,
        part_line=rng.integers(0, 2, first[-1]).astype(np.int32),
        part_headsign=rng.integers(0, 3, first[-1]).astype(np.int32),
        part_trip=np.arange(first[-1], dtype=np.int32),
        part_shape=np.full(first[-1], -1, np.int32),
    )


def parts_of(timetable, line):
    """Yield (trip, first position, last position) of every part that runs as the line."""
    for trip, pattern in enumerate(timetable.trip_pattern):
        n_calls = timetable.pattern_first[pattern + 1] - timetable.pattern_first[pattern]
        parts = range(timetable.part_first[trip], timetable.part_first[trip + 1])
        for part in parts:
            last = n_calls - 1 if part == parts[-1] else timetable.part_position[part + 1]
            if timetable.part_line[part] == line:
                yield trip, int(timetable.part_position[part]), int(last)


def test_every_trip_of_a_line_is_in_one_of_its_ways():
    for seed in range(40):
        timetable = two_lines(np.random.default_rng(seed))
        for line in (0, 1):
            ways = line_patterns(timetable, line)
            counted = {(way.pattern, way.first_position, way.last_position): way for way in ways}
            assert len(counted) == len(ways)
            assert [way.trips for way in ways] == sorted((way.trips for way in ways), reverse=True)
            expected: dict[tuple[int, int, int], int] = {}
            for trip, first, last in parts_of(timetable, line):
                key = int(timetable.trip_pattern[trip]), first, last
                expected[key] = expected.get(key, 0) + 1
            assert {key: way.trips for key, way in counted.items()} == expected
            for (pattern, first, last), way in counted.items():
                base = timetable.pattern_first[pattern]
                stops = timetable.pattern_stop[base + first : base + last + 1]
                assert way.stops == tuple(stops.tolist())


def test_the_timetable_of_a_line_holds_the_vehicles_of_its_service_day():
    shown = 0
    for seed in range(40):
        timetable = two_lines(np.random.default_rng(seed))
        number = FIRST_DAY + seed % N_DAYS
        day = open_day(timetable, number)
        runs = timetable.service_runs[timetable.trip_service, number - FIRST_DAY]
        for line in (0, 1):
            told = []
            for way in line_patterns(timetable, line):
                times = line_times(day, way)
                for row, vehicle in enumerate(times.vehicles):
                    calls = trip_calls(day, int(vehicle))
                    span = slice(way.first_position, way.last_position + 1)
                    assert calls.departs_s[span].tolist() == times.departs_s[row].tolist()
                    assert calls.arrives_s[span].tolist() == times.arrives_s[row].tolist()
                    told.append((int(day.vehicles.trip[vehicle]), way.first_position))
                starts = times.departs_s[:, 0].tolist()
                assert starts == sorted(starts)
            # Vehicles that start later than the view of the day reaches are not in it.
            reach_s = 36 * 3600 + 10
            expected = [
                (trip, first)
                for trip, first, _ in parts_of(timetable, line)
                if runs[trip] and timetable.departs_s[timetable.trip_first[trip]] < reach_s
            ]
            assert sorted(told) == sorted(expected)
            shown += len(told)
    assert shown > 200
