"""Where a feed does not draw its buses, they follow the streets."""

from __future__ import annotations

import numpy as np
import pytest

from metropoli.apps.travel.bridge import shaping
from metropoli.base.errors import NotFound
from metropoli.engines import journeys, streets

TRAM, METRO, BUS = 0, 1, 3


def a_feed(*modes, drawn=()):
    """One line a mode, all along the stops 0, 1, 2; `drawn` lines have a shape of their own."""
    n = len(modes)
    empty = dict.fromkeys(journeys.Timetable._fields, np.zeros(0, np.int32))
    timetable = journeys.Timetable(
        **empty
        | {
            "stop_lat_deg": np.array([45.0, 45.0, 45.01]),
            "stop_lon_deg": np.array([7.0, 7.01, 7.01]),
            "pattern_first": np.array([0, 3]),
            "pattern_stop": np.array([0, 1, 2], np.int32),
            "trip_pattern": np.zeros(n, np.int32),
            "part_first": np.arange(n + 1),
            "part_line": np.arange(n, dtype=np.int32),
            "part_shape": np.array([0 if i in drawn else -1 for i in range(n)], np.int32),
        }
    )
    shapes = journeys.Shapes(np.array([0, 2]), np.array([1.0, 2.0]), np.array([3.0, 4.0]))
    lines = tuple(
        journeys.Line(str(i), "f", "", "", "", mode, "", "") for i, mode in enumerate(modes)
    )
    return timetable, shapes, journeys.Labels((), lines, (), (), ())


def round_the_corner(start, end):
    return np.array([10.0 * start, 10.0 * end]), np.array([20.0 * start, 20.0 * end])


def test_a_bus_without_a_drawing_gets_one_from_stop_to_stop():
    timetable, shapes = shaping.draw_missing_shapes(*a_feed(BUS), round_the_corner)
    assert timetable.part_shape.tolist() == [1]
    drawn = slice(shapes.shape_first[1], shapes.shape_first[2])
    assert shapes.lat_deg[drawn].tolist() == [0, 10, 10, 20]
    assert shapes.lon_deg[drawn].tolist() == [0, 20, 20, 40]


def test_what_the_feed_draws_stays_and_lines_on_one_way_share_a_drawing():
    timetable, shapes = shaping.draw_missing_shapes(
        *a_feed(BUS, TRAM, BUS, drawn=[0]), round_the_corner
    )
    assert timetable.part_shape.tolist() == [0, 1, 1]
    assert shapes.lat_deg[:2].tolist() == [1, 2]
    assert len(shapes.shape_first) == 3


def test_a_metro_does_not_run_on_streets():
    timetable, shapes = shaping.draw_missing_shapes(*a_feed(METRO), round_the_corner)
    assert timetable.part_shape.tolist() == [-1]
    assert len(shapes.shape_first) == 2


@pytest.fixture
def routed(monkeypatch):
    """Streets that answer with a way of the length we say, or with none."""
    asked = []

    def link(_city, mode, lat_deg, lon_deg, *, radius_m):
        assert (mode, radius_m) == (streets.CAR, shaping.STOP_RADIUS_M)
        edge = np.array([0, 0, -1])  # no carriageway near the third stop
        return streets.Links(edge, np.zeros(3), lat_deg, lon_deg, np.zeros(3))

    def way(length_m):
        def route(_city, _mode, start, end):
            asked.append((start.lon_deg, end.lon_deg))
            if length_m is None:
                raise NotFound("no_way", mode=0)
            bend = np.array([45.0, 45.001, 45.0])
            return streets.Path(
                60, length_m, 0, 0, bend, np.array([7.0, 7.005, 7.01]), (), np.zeros(0), 0
            )

        monkeypatch.setattr(streets, "link", link)
        monkeypatch.setattr(streets, "route", route)
        return shaping.ways_on_streets(None, a_feed(BUS)[0]), asked

    return way


# From stop 0 to stop 1 it is 786 m as the crow flies.
@pytest.mark.parametrize(("length_m", "points"), [(800.0, 3), (1100.0, 3), (1300.0, 2), (None, 2)])
def test_streets_are_followed_unless_that_is_a_detour(routed, length_m, points):
    way, _ = routed(length_m)
    lat_deg, lon_deg = way(0, 1)
    assert len(lat_deg) == len(lon_deg) == points


def test_a_stop_away_from_every_carriageway_is_joined_straight(routed):
    way, asked = routed(800.0)
    assert [values.tolist() for values in way(1, 2)] == [[45.0, 45.01], [7.01, 7.01]]
    assert asked == []


def test_a_stretch_is_looked_for_once(routed):
    way, asked = routed(800.0)
    way(0, 1)
    way(0, 1)
    assert len(asked) == 1
