"""What tags mean for who walks, rides and drives, each on a street of a hundred metres."""

from __future__ import annotations

import numpy as np
import pytest

from engines.streets.maps import Town
from metropoli.engines import streets
from metropoli.engines.streets.tags import speeds
from metropoli.engines.streets.types import CLOSED, STAIRS, UNPAVED

WALK, STEP_FREE, BIKE, CAR = streets.WALK, streets.STEP_FREE, streets.BIKE, streets.CAR
NAMES = {"w": WALK, "s": STEP_FREE, "b": BIKE, "c": CAR}


def _one_street(**tags: str) -> streets.Streets:
    """A street of 100 m eastwards, between two others that everybody may use."""
    town = Town().node(1, -100, 0).node(2, 0, 0).node(3, 100, 0).node(4, 200, 0)
    town.way(1, [1, 2], highway="residential").way(2, [2, 3], **tags)
    town.way(3, [3, 4], highway="residential")
    return streets.build_streets(streets.read_osm(town.xml(), "xml"))


def _open_to(city: streets.Streets, *, backwards: bool = False) -> str:
    arc = 2 * city.edge_way.tolist().index(2) + backwards if 2 in city.edge_way else None
    if arc is None:
        return ""
    return "".join(
        letter for letter, mode in NAMES.items() if city.arc_time_ms[mode, arc] != CLOSED
    )


def _seconds(city: streets.Streets, mode: int) -> float:
    return float(city.arc_time_ms[mode, 2 * city.edge_way.tolist().index(2)]) / 1000.0


@pytest.mark.parametrize(
    ("tags", "who"),
    [
        ({"highway": "residential"}, "wsbc"),
        ({"highway": "motorway", "oneway": "no"}, "c"),
        ({"highway": "trunk", "motorroad": "yes"}, "c"),
        ({"highway": "footway"}, "wsb"),  # a bike may be pushed
        ({"highway": "footway", "access": "private"}, "wsb"),
        ({"highway": "footway", "access": "yes"}, "wsb"),
        ({"highway": "footway", "bicycle": "no"}, "ws"),
        ({"highway": "steps"}, "wb"),
        ({"highway": "steps", "wheelchair": "yes"}, "wsb"),
        ({"highway": "steps", "foot": "yes"}, "wb"),
        ({"highway": "cycleway"}, "wsb"),
        ({"highway": "cycleway", "foot": "no"}, "b"),
        ({"highway": "pedestrian"}, "wsb"),
        ({"highway": "pedestrian", "motor_vehicle": "destination"}, "wsbc"),
        ({"highway": "residential", "access": "no"}, ""),
        ({"highway": "residential", "access": "no", "foot": "yes"}, "ws"),
        ({"highway": "residential", "access": "private"}, "wsbc"),
        ({"highway": "residential", "vehicle": "no"}, "ws"),
        ({"highway": "residential", "motor_vehicle": "no"}, "wsb"),
        ({"highway": "residential", "motor_vehicle": "agricultural"}, "wsb"),
        ({"highway": "residential", "vehicle": "no", "bicycle": "yes"}, "wsb"),
        ({"highway": "track"}, "wsbc"),
        ({"highway": "path", "wheelchair": "no"}, "wb"),
        ({"highway": "path", "sac_scale": "alpine_hiking"}, "b"),
        ({"highway": "construction"}, ""),
        ({"highway": "proposed"}, ""),
        ({"railway": "platform"}, "ws"),
        ({"highway": "bus_guideway"}, ""),
        ({"route": "ferry"}, "wsbc"),
        ({"route": "ferry", "motor_vehicle": "no"}, "wsb"),
        ({"highway": "residential", "oneway": "reversible"}, "wsb"),
    ],
)
def test_access_tags_say_who_may_pass(tags: dict[str, str], who: str) -> None:
    assert _open_to(_one_street(**tags)) == who


@pytest.mark.parametrize(
    ("tags", "forwards", "backwards"),
    [
        ({"oneway": "yes"}, "wsbc", "ws"),
        ({"oneway": "-1"}, "ws", "wsbc"),
        ({"junction": "roundabout"}, "wsbc", "ws"),
        ({"oneway": "yes", "oneway:bicycle": "no"}, "wsbc", "wsb"),
        ({"oneway": "yes", "cycleway": "opposite_lane"}, "wsbc", "wsb"),
        ({"oneway": "yes", "cycleway:left": "opposite"}, "wsbc", "wsb"),
        ({"oneway": "yes", "cycleway:left": "track", "cycleway:left:oneway": "no"}, "wsbc", "wsb"),
        ({"oneway": "yes", "oneway:foot": "yes"}, "wsbc", ""),
        ({"oneway": "no", "junction": "roundabout"}, "wsbc", "wsbc"),
    ],
)
def test_one_ways_bind_cars_and_mostly_bikes(
    tags: dict[str, str], forwards: str, backwards: str
) -> None:
    city = _one_street(highway="residential", **tags)
    assert _open_to(city) == forwards
    assert _open_to(city, backwards=True) == backwards


def test_an_escalator_carries_one_way() -> None:
    city = _one_street(highway="steps", conveying="backward")
    assert "w" not in _open_to(city)
    assert "w" in _open_to(city, backwards=True)


@pytest.mark.parametrize(
    ("text", "kmh"),
    [
        ("50", 50.0),
        ("30 mph", 48.28032),
        ("10 knots", 18.52),
        ("IT:urban", 50.0),
        ("IT:rural", 90.0),
        ("IT:zone30", 30.0),
        ("IT:zone:30", 30.0),
        ("walk", 7.0),
        ("none", 130.0),
        ("50;30", 50.0),
        ("999", 150.0),
        ("signals", None),
        ("", None),
        ("-5", None),
        ("0", None),
        ("50 furlongs", None),
    ],
)
def test_speed_limits_are_read_with_their_units(text: str, kmh: float | None) -> None:
    assert speeds.limit_kmh(text) == pytest.approx(kmh)


def test_no_car_is_faster_than_its_limit() -> None:
    for limit in (10, 30, 50, 90):
        city = _one_street(highway="primary", maxspeed=str(limit))
        assert _seconds(city, CAR) > 100 / (limit / 3.6)


def test_each_direction_has_its_own_limit() -> None:
    city = _one_street(highway="primary", maxspeed="50", maxspeed__backward="20")
    arc = 2 * city.edge_way.tolist().index(2)
    assert city.arc_time_ms[CAR, arc + 1] > 2 * city.arc_time_ms[CAR, arc]


def test_gravel_slows_bikes_more_than_walkers() -> None:
    smooth, rough = (
        _one_street(highway="residential"),
        _one_street(highway="residential", surface="gravel"),
    )
    assert _seconds(rough, BIKE) / _seconds(smooth, BIKE) > 1.4
    assert 1.0 < _seconds(rough, WALK) / _seconds(smooth, WALK) < 1.1
    assert rough.edge_flags[rough.edge_way.tolist().index(2)] & UNPAVED


def test_stairs_take_longer_and_are_marked() -> None:
    flat, stairs = _one_street(highway="footway"), _one_street(highway="steps")
    assert _seconds(stairs, WALK) > 1.8 * _seconds(flat, WALK)
    assert _seconds(stairs, BIKE) > _seconds(stairs, WALK)
    assert stairs.edge_flags[stairs.edge_way.tolist().index(2)] & STAIRS


def test_a_ferry_takes_what_it_says_and_a_wait() -> None:
    city = _one_street(route="ferry", duration="00:20")
    assert _seconds(city, WALK) == pytest.approx(1200 + 600, abs=1)
    assert _seconds(city, CAR) == pytest.approx(1200 + 600, abs=1)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90", 5400),
        ("00:20", 1200),
        ("1:00:30", 3630),
        ("", 0),
        ("PT20M", 0),
        ("1:2:3:4", 0),
        ("a:b", 0),
    ],
)
def test_durations_are_minutes_or_clock_times(text: str, seconds: int) -> None:
    assert speeds.stated_duration_s(text) == seconds


@pytest.mark.parametrize(
    ("barrier", "who"),
    [
        ({"barrier": "bollard"}, "wsb"),
        ({"barrier": "bollard", "motor_vehicle": "yes"}, "wsbc"),
        ({"barrier": "gate"}, "wsbc"),
        ({"barrier": "gate", "access": "no"}, ""),
        ({"barrier": "gate", "access": "no", "foot": "yes"}, "ws"),
        ({"barrier": "stile"}, "wb"),
        ({"barrier": "kissing_gate", "wheelchair": "yes"}, "wsb"),
        ({"barrier": "wall"}, ""),
        ({"barrier": "kerb"}, "wsbc"),
        ({"barrier": "lift_gate"}, "wsbc"),
        ({"amenity": "parking", "access": "no"}, "wsbc"),
    ],
)
def test_a_barrier_on_a_node_stops_whom_it_stops(barrier: dict[str, str], who: str) -> None:
    town = Town().node(1, 0, 0).node(2, 100, 0, **barrier).node(3, 200, 0)
    town.way(1, [1, 2, 3], highway="residential")
    city = streets.build_streets(streets.read_osm(town.xml(), "xml"))
    start = streets.Snap(0, 0.5, 0.0, 0.0, 0.0)
    last = len(city.edge_tail) - 1
    ends = _far_end(last)
    reached = [
        letter
        for letter, mode in NAMES.items()
        if last == 0
        or streets.times_to_links(city, mode, start, ends, limit_s=3000)[0] != streets.NEVER
    ]
    assert "".join(reached) == who


def _far_end(edge: int) -> streets.Links:
    zeros = np.zeros(1)
    return streets.Links(
        np.array([edge], np.int32), np.array([0.9]), zeros, zeros, zeros.astype(np.float32)
    )
