"""A way is drawn, measured and told as a person would tell it."""

from __future__ import annotations

import numpy as np
import pytest

from engines.streets.maps import Town, at
from metropoli.base.errors import NotFound
from metropoli.engines import streets
from metropoli.engines.streets.building.heights import sample_m

WALK, BIKE, CAR = streets.WALK, streets.BIKE, streets.CAR


class Place:
    """A built town that answers in names."""

    def __init__(self, town: Town, elevation: streets.Elevation | None = None) -> None:
        extract = streets.read_osm(town.xml(), "xml")
        self.names = extract.names
        self.city = streets.build_streets(extract, elevation=elevation)

    def go(self, mode: int, start: tuple[float, float], end: tuple[float, float]) -> streets.Path:
        snaps = [streets.snap(self.city, mode, *at(*xy), radius_m=60) for xy in (start, end)]
        return streets.route(self.city, mode, *snaps)

    def told(self, path: streets.Path) -> list[tuple[str, str]]:
        return [(step.turn, self.names[step.street]) for step in path.steps]


def _cross() -> Town:
    town = Town().node(1, -200, 0).node(2, 0, 0).node(3, 200, 0).node(4, 0, 200).node(5, 0, -200)
    town.way(1, [1, 2, 3], highway="residential", name="Via Roma")
    return town.way(2, [4, 2, 5], highway="residential", name="Via Po")


def test_a_turn_is_told_with_its_street() -> None:
    place = Place(_cross())
    path = place.go(WALK, (-200, 0), (0, 200))
    assert place.told(path) == [("depart", "Via Roma"), ("left", "Via Po"), ("arrive", "Via Po")]
    assert path.length_m == pytest.approx(400, rel=1e-3)
    assert path.duration_s == pytest.approx(400 / (5 / 3.6), abs=2)
    assert sum(step.duration_s for step in path.steps) == path.duration_s
    assert sum(step.length_m for step in path.steps) == pytest.approx(path.length_m)
    right = place.go(WALK, (-200, 0), (0, -200))
    assert place.told(right)[1] == ("right", "Via Po")
    assert place.told(place.go(WALK, (-200, 0), (200, 0))) == [
        ("depart", "Via Roma"),
        ("arrive", "Via Roma"),
    ]


def test_the_drawing_begins_and_ends_where_the_person_does() -> None:
    place = Place(_cross())
    path = place.go(WALK, (-130, 0), (0, 70))
    corners = np.column_stack((path.lat_deg, path.lon_deg))
    assert corners == pytest.approx(np.array([at(-130, 0), at(0, 0), at(0, 70)]), abs=2e-6)
    assert corners[path.steps[1].first_point] == pytest.approx(np.array(at(0, 0)), abs=1e-7)


def test_both_ends_on_one_street_need_no_search() -> None:
    place = Place(_cross())
    path = place.go(WALK, (-150, 0), (-50, 0))
    assert path.length_m == pytest.approx(100, rel=1e-2)
    back = place.go(WALK, (-50, 0), (-150, 0))
    assert back.duration_s == path.duration_s
    assert back.lat_deg.tolist() == path.lat_deg[::-1].tolist()


def _one_way_block() -> Town:
    town = Town().node(1, 0, 0).node(2, 200, 0).node(3, 200, 200).node(4, 0, 200)
    return town.way(1, [1, 2, 3, 4, 1], highway="residential", oneway="yes", name="Giro")


def test_who_has_passed_the_door_drives_round_the_block() -> None:
    place = Place(_one_way_block())
    assert place.go(CAR, (50, 0), (150, 0)).length_m == pytest.approx(100, rel=1e-2)
    assert place.go(CAR, (150, 0), (50, 0)).length_m == pytest.approx(700, rel=1e-2)
    assert place.go(WALK, (150, 0), (50, 0)).length_m == pytest.approx(100, rel=1e-2)


def _blocks() -> Town:
    """Two rows of blocks; the middle street may not be turned into from the left."""
    town = Town()
    for i in range(3):
        town.node(i + 1, 100.0 * i, 0).node(i + 11, 100.0 * i, 100)
    town.way(1, [1, 2], highway="residential").way(2, [2, 3], highway="residential")
    town.way(11, [11, 12, 13], highway="residential")
    for i in range(3):
        town.way(20 + i, [i + 1, i + 11], highway="residential")
    return town


@pytest.mark.parametrize(
    ("ban", "longer"),
    [
        (("no_left_turn", 1, ("node", [2]), 21, {}), True),
        (("no_left_turn", 1, ("node", [2]), 21, {"except": "motorcar"}), False),
        (("only_straight_on", 1, ("node", [2]), 2, {}), True),
        (("no_left_turn", 2, ("node", [2]), 21, {}), False),
        (("no_left_turn", 1, ("way", [21]), 11, {}), True),
        (("no_left_turn", 1, ("node", [99]), 21, {}), False),
        (("no_left_turn", 1, ("node", []), 21, {}), False),
    ],
)
def test_turn_restrictions_send_drivers_round(ban: tuple, longer: bool) -> None:
    plain, banned = Place(_blocks()), Place(_blocks().ban(*ban[:4], **ban[4]))
    ends = (50, 0), (50, 100)
    ways = {mode: (plain.go(mode, *ends), banned.go(mode, *ends)) for mode in (WALK, CAR)}
    del ends
    start, end = (50, 0), (100, 50)
    if ban[2][0] == "way":
        start, end = (50, 0), (160, 100)
    before, after = plain.go(CAR, start, end), banned.go(CAR, start, end)
    assert (after.cost_ms > before.cost_ms) == longer
    assert plain.go(WALK, start, end).cost_ms == banned.go(WALK, start, end).cost_ms
    assert ways[WALK][0].cost_ms == ways[WALK][1].cost_ms


def test_a_bike_may_turn_where_the_sign_excepts_it() -> None:
    ban = ("no_left_turn", 1, ("node", [2]), 21)
    plain = Place(_blocks()).go(BIKE, (50, 0), (100, 50)).cost_ms
    assert (
        Place(_blocks().ban(*ban, **{"except": "bicycle"})).go(BIKE, (50, 0), (100, 50)).cost_ms
        == plain
    )
    assert Place(_blocks().ban(*ban)).go(BIKE, (50, 0), (100, 50)).cost_ms > plain


def test_one_may_turn_back_where_signs_leave_nothing_else() -> None:
    """A one-way leads straight into a street whose far end forbids every way on."""
    town = Town().node(1, -200, 0).node(2, 0, 0).node(3, 100, 0).node(4, 300, 0).node(5, 0, 150)
    town.way(1, [1, 2], highway="residential", oneway="yes").way(2, [2, 3], highway="residential")
    town.way(3, [3, 4], highway="residential").way(4, [2, 5], highway="residential")
    town.ban("only_straight_on", 1, ("node", [2]), 2).ban("no_straight_on", 2, ("node", [3]), 3)
    path = Place(town).go(CAR, (-200, 0), (0, 150))
    assert path.length_m == pytest.approx(200 + 100 + 100 + 150, rel=1e-2)
    assert "u_turn" in [step.turn for step in path.steps]


def test_nobody_cuts_through_a_private_street_but_everybody_may_end_there() -> None:
    town = Town().node(1, -50, 0).node(2, 0, 0).node(3, 300, 0).node(4, 350, 0)
    town.node(5, 0, 150).node(6, 300, 150)
    town.way(1, [1, 2], highway="residential").way(
        2, [2, 3], highway="residential", access="private"
    )
    town.way(3, [3, 4], highway="residential").way(4, [2, 5, 6, 3], highway="residential")
    place = Place(town)
    for mode in (WALK, BIKE, CAR):
        assert place.go(mode, (-50, 0), (350, 0)).length_m == pytest.approx(700, rel=1e-2)
        assert place.go(mode, (-50, 0), (150, 0)).length_m == pytest.approx(200, rel=1e-2)
        assert place.go(mode, (150, 0), (350, 0)).length_m == pytest.approx(200, rel=1e-2)


def test_the_way_out_of_a_roundabout_is_counted() -> None:
    town = Town().node(1, 30, 0).node(2, 0, 30).node(3, -30, 0).node(4, 0, -30)
    town.way(1, [1, 2, 3, 4, 1], highway="primary", junction="roundabout", name="Piazza Statuto")
    for number, (node, x, y) in enumerate([(1, 200, 0), (2, 0, 200), (3, -200, 0), (4, 0, -200)]):
        town.node(10 + number, x, y).way(
            10 + number, [node, 10 + number], highway="primary", name=f"V{number}"
        )
    place = Place(town)
    path = place.go(CAR, (0, -200), (0, 200))
    assert place.told(path)[1:] == [("roundabout", "V1"), ("straight", "V1"), ("arrive", "V1")]
    assert path.steps[1].exit == 2
    assert place.go(CAR, (0, -200), (200, 0)).steps[1].exit == 1


def test_lights_and_left_turns_cost_a_driver_time() -> None:
    plain = Place(_cross())
    lit = _cross()
    lit.node_tags[2] = {"highway": "traffic_signals"}
    straight, left = plain.go(CAR, (-200, 0), (200, 0)), plain.go(CAR, (-200, 0), (0, 200))
    assert left.duration_s > straight.duration_s
    assert Place(lit).go(CAR, (-200, 0), (200, 0)).duration_s >= straight.duration_s + 5
    assert (
        Place(lit).go(WALK, (-200, 0), (200, 0)).duration_s
        == plain.go(WALK, (-200, 0), (200, 0)).duration_s
    )


def _hill() -> streets.Elevation:
    """Ground that rises by ten metres in a hundred towards the east."""
    lon = at(-1000, 0)[1] + 0.0005 * (np.arange(60) + 0.5)
    east_m = (lon - 7.0) * 111_194.93 * np.cos(np.radians(45.0))
    height = np.tile((1000 + 0.1 * east_m).astype(np.float32), (40, 1))
    return streets.Elevation(at(0, 1000)[0], at(-1000, 0)[1], 0.0005, 0.0005, height)


def test_climbing_is_slower_than_going_down_and_is_told() -> None:
    place = Place(_cross(), _hill())
    for mode in (WALK, BIKE):
        up, down = place.go(mode, (-200, 0), (200, 0)), place.go(mode, (200, 0), (-200, 0))
        flat = place.go(mode, (0, -200), (0, 200))
        assert up.duration_s > 1.2 * flat.duration_s
        assert up.duration_s > down.duration_s
        assert up.climb_m == pytest.approx(40, abs=2)
        assert down.drop_m == pytest.approx(40, abs=2)
        assert down.climb_m == pytest.approx(0, abs=0.5)
    assert Place(_cross()).go(WALK, (-200, 0), (200, 0)).climb_m == 0


def test_heights_outside_the_grid_are_unknown() -> None:
    lat, lon = np.array([at(0, 0), at(0, 90_000)]).T
    found = sample_m(_hill(), lat, lon)
    assert found[0] == pytest.approx(1000, abs=1)
    assert np.isnan(found[1])


def test_heights_on_nodes_are_used_where_there_is_no_grid() -> None:
    town = (
        Town().node(1, 0, 0, ele="200").node(2, 300, 0, ele="230 m").way(1, [1, 2], highway="path")
    )
    path = Place(town).go(WALK, (0, 0), (300, 0))
    assert path.climb_m == pytest.approx(30, abs=0.1)
    assert path.drop_m == 0


def test_where_no_street_leads_there_is_no_way() -> None:
    town = _cross().node(50, 3000, 0).node(51, 3200, 0).way(9, [50, 51], highway="residential")
    place = Place(town)
    with pytest.raises(NotFound, match="no_way"):
        place.go(WALK, (0, 0), (3100, 0))


def test_the_last_metres_to_the_door_are_walked() -> None:
    place = Place(_cross())
    on_street, beside = place.go(WALK, (-200, 0), (200, 0)), place.go(WALK, (-200, 0), (200, 50))
    assert beside.duration_s == pytest.approx(on_street.duration_s + 50 / 1.39, abs=2)


def test_arrays_saved_and_mapped_answer_the_same(tmp_path) -> None:
    city = Place(_cross()).city
    for name, value in city._asdict().items():
        if isinstance(value, np.ndarray):
            assert not value.flags.writeable, name
            np.save(tmp_path / f"{name}.npy", value)
        else:
            assert isinstance(value, int | float), name
    values = {}
    for name, value in city._asdict().items():
        values[name] = value
        if isinstance(value, np.ndarray):
            mapped = np.load(tmp_path / f"{name}.npy", mmap_mode="r" if value.size else None).view(
                np.ndarray
            )
            mapped.flags.writeable = False
            values[name] = mapped
    again = streets.Streets(**values)
    start = streets.snap(city, CAR, *at(-100, 0), radius_m=50)
    end = streets.snap(again, CAR, *at(0, 100), radius_m=50)
    assert (
        streets.route(again, CAR, start, end).cost_ms
        == streets.route(city, CAR, start, end).cost_ms
    )
