"""Metres along the way: along the drawing where there is one, else straight."""

from __future__ import annotations

import numpy as np

from engines.journeys.cities import FIRST_DAY, random_city
from metropoli.engines.journeys import Shapes, measure_patterns, open_day

DEG = 1 / 111_195.0  # of latitude: a metre


def at(east_m, north_m, *, lat_deg=45.0):
    return lat_deg + north_m * DEG, 7.0 + east_m * DEG / np.cos(np.radians(lat_deg))


def a_timetable(calls, *, parts=((0, -1),)):
    """One pattern of one trip over stops at (east, north) metres; parts: (position, shape)."""
    lat, lon = zip(*(at(*call) for call in calls), strict=True)
    city = random_city(np.random.default_rng(1))
    return city._replace(
        stop_lat_deg=np.array(lat),
        stop_lon_deg=np.array(lon),
        pattern_first=np.array([0, len(calls)], np.int32),
        pattern_stop=np.arange(len(calls), dtype=np.int32),
        trip_pattern=np.zeros(1, np.int32),
        part_first=np.array([0, len(parts)], np.int32),
        part_position=np.array([position for position, _ in parts], np.int32),
        part_shape=np.array([shape for _, shape in parts], np.int32),
    )


def drawn(*lines):
    points = [at(*point) for line in lines for point in line]
    first = np.concatenate(([0], np.cumsum([len(line) for line in lines]))).astype(np.int64)
    lat, lon = np.array(points).reshape(-1, 2).T
    return Shapes(first, np.ascontiguousarray(lat), np.ascontiguousarray(lon))


NOTHING = Shapes(np.zeros(1, np.int64), np.zeros(0), np.zeros(0))


def near(found, expected):
    return np.allclose(found, expected, rtol=0.005, atol=2)


def test_without_a_drawing_one_goes_straight_from_stop_to_stop():
    timetable = a_timetable([(0, 0), (300, 400), (300, 1400)])
    assert near(measure_patterns(timetable, NOTHING), [0, 500, 1500])


def test_along_the_drawing_where_there_is_one():
    timetable = a_timetable([(0, 10), (500, 490), (1000, 10)], parts=[(0, 0)])
    line = [(0, 0), (0, 500), (1000, 500), (1000, 0)]
    assert near(measure_patterns(timetable, drawn(line)), [0, 990, 1980])


def test_a_drawing_that_passes_twice_is_followed_in_order():
    timetable = a_timetable([(0, 0), (1000, 0), (0, 10)], parts=[(0, 0)])
    line = [(0, 0), (1000, 0), (0, 0)]
    assert near(measure_patterns(timetable, drawn(line)), [0, 1000, 2000])


def test_a_drawing_of_somewhere_else_is_not_followed():
    timetable = a_timetable([(0, 0), (1000, 0)], parts=[(0, 0)])
    assert near(measure_patterns(timetable, drawn([(0, 5000), (9000, 5000)])), [0, 1000])


def test_a_vehicle_of_two_parts_is_measured_part_by_part():
    timetable = a_timetable([(0, 0), (1000, 0), (1000, 1000)], parts=[(0, 0), (1, -1)])
    line = [(0, 0), (0, 100), (1000, 100), (1000, 0)]
    assert near(measure_patterns(timetable, drawn(line)), [0, 1200, 2200])


def test_nobody_goes_back():
    for seed in range(200):
        rng = np.random.default_rng(seed)
        calls = rng.integers(0, 500, (6, 2)).tolist()
        timetable = a_timetable(calls, parts=[(0, 0)])
        shapes = drawn(rng.integers(0, 500, (8, 2)).tolist())
        assert np.diff(measure_patterns(timetable, shapes)).min() >= 0


def test_vehicles_of_two_lines_run_on_two_routes():
    """Of two vehicles of one route the first is always taken: they must cost and emit the same."""
    for seed in range(100):
        rng = np.random.default_rng(seed)
        city = random_city(rng)
        city = city._replace(part_line=rng.integers(0, 3, len(city.part_line)).astype(np.int32))
        vehicles = open_day(city, FIRST_DAY + 1).vehicles
        lines: dict[int, set[int]] = {}
        for trip, column in zip(vehicles.trip.tolist(), vehicles.column.tolist(), strict=True):
            lines.setdefault(column, set()).add(int(city.part_line[city.part_first[trip]]))
        assert all(len(one) == 1 for one in lines.values())
