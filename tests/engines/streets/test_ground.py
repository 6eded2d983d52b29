"""What a map draws and a search box finds, from the same bytes."""

from __future__ import annotations

import numpy as np
import pytest

from engines.streets.maps import Town, at
from metropoli.engines import streets


def _park() -> Town:
    """A park of 300 m with a lake of 100 m in it, a street beside it, a river, a square, a town."""
    town = Town()
    for i, (x, y) in enumerate([(0, 0), (300, 0), (300, 300), (0, 300)]):
        town.node(i + 1, x, y)
    for i, (x, y) in enumerate([(100, 100), (200, 100), (200, 200), (100, 200)]):
        town.node(i + 11, x, y)
    town.way(1, [1, 2, 3, 4, 1]).way(2, [11, 12, 13, 14, 11], natural="water", name="Laghetto")
    town.way(3, [1, 2], highway="residential", name="Via del Parco")
    town.way(4, [3, 4, 99], waterway="river", name="Po")
    town.node(20, 150, 20, place="village", name="Borgo", population="1.234")
    return town.node(21, 10, 10, tourism="museum", name="Museo Egizio")


def _xml() -> bytes:
    relation = (
        '<relation id="9" version="1"><member type="way" ref="1" role="outer"/>'
        '<member type="way" ref="2" role="inner"/><tag k="type" v="multipolygon"/>'
        '<tag k="leisure" v="park"/><tag k="name" v="Valentino"/></relation></osm>'
    )
    return _park().xml().replace(b"</osm>", relation.encode())


def _of_kind(scenery: streets.Scenery, layer: str, kind: str) -> list[int]:
    found = getattr(scenery, layer)
    return np.flatnonzero(found.kind == scenery.kinds[layer].index(kind)).tolist()


def test_a_park_comes_with_the_hole_of_its_lake() -> None:
    scenery = streets.read_scenery(_xml(), "xml")
    (park,) = _of_kind(scenery, "ground", "green")
    ground = scenery.ground
    assert ground.name[park] == "Valentino"
    parts = range(ground.feature_first[park], ground.feature_first[park + 1])
    assert [bool(ground.ring_is_hole[p]) for p in parts] == [False, True]
    assert [int(ground.part_first[p + 1] - ground.part_first[p]) for p in parts] == [4, 4]
    assert ground.rank[park] == pytest.approx(90_000, rel=0.01)
    (lake,) = _of_kind(scenery, "ground", "water")
    assert ground.name[lake] == "Laghetto"


def test_lines_are_drawn_as_far_as_the_file_knows_them() -> None:
    scenery = streets.read_scenery(_xml(), "xml")
    (river,) = _of_kind(scenery, "water", "river")
    assert scenery.water.name[river] == "Po"
    assert scenery.water.rank[river] == pytest.approx(300, rel=0.01)
    (street,) = _of_kind(scenery, "street", "minor")
    assert scenery.street.name[street] == "Via del Parco"


def test_settlements_stand_on_a_point_with_their_people() -> None:
    place = streets.read_scenery(_xml(), "xml").place
    assert place.name == ("Borgo",)
    assert place.rank.tolist() == [1234.0]
    assert (place.lat_deg[0], place.lon_deg[0]) == pytest.approx(at(150, 20), abs=1e-6)


def test_a_closed_pedestrian_street_is_no_square_unless_it_says_so() -> None:
    for tags, squares in (({}, 0), ({"area": "yes"}, 1)):
        town = Town().node(1, 0, 0).node(2, 50, 0).node(3, 50, 50)
        town.way(1, [1, 2, 3, 1], highway="pedestrian", **tags)
        scenery = streets.read_scenery(town.xml(), "xml")
        assert len(_of_kind(scenery, "ground", "square")) == squares


def test_buildings_can_be_left_out() -> None:
    town = Town().node(1, 0, 0).node(2, 50, 0).node(3, 50, 50).way(1, [1, 2, 3, 1], building="yes")
    assert len(streets.read_scenery(town.xml(), "xml").building.name) == 1
    assert not streets.read_scenery(town.xml(), "xml", buildings=False).building.name


def test_named_places_are_found_once() -> None:
    places = streets.read_places(_xml(), "xml")
    assert {(p.kind, p.name) for p in places} == {
        ("village", "Borgo"),
        ("museum", "Museo Egizio"),
        ("park", "Valentino"),
        ("water", "Laghetto"),
    }
    park = next(p for p in places if p.kind == "park")
    assert (park.lat_deg, park.lon_deg) == pytest.approx(at(150, 150), abs=1e-5)


def test_two_towns_have_each_their_own_via_roma() -> None:
    town = Town().node(1, 0, 0).node(2, 200, 0).node(3, 300, 0).node(4, 9000, 0).node(5, 9100, 0)
    town.way(1, [1, 2], highway="residential", name="Via Roma")
    town.way(2, [2, 3], highway="residential", name="Via Roma")
    town.way(3, [4, 5], highway="residential", name="Via Roma")
    extract = streets.read_osm(town.xml(), "xml")
    rows = streets.named_streets(streets.build_streets(extract), extract.names)
    assert sorted(round(row.length_m) for row in rows) == [100, 300]
    assert {row.name for row in rows} == {"Via Roma"}
    assert all(row.lat_deg == pytest.approx(45.0, abs=1e-3) for row in rows)


def test_nameless_streets_are_nobodys_answer() -> None:
    town = Town().node(1, 0, 0).node(2, 200, 0).way(1, [1, 2], highway="residential")
    extract = streets.read_osm(town.xml(), "xml")
    assert streets.named_streets(streets.build_streets(extract), extract.names) == ()
