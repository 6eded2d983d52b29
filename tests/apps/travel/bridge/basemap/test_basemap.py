"""The ground of the map: what lies where, from how far it is seen, and that nothing is drawn twice."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import shapely

from metropoli.apps.travel.bridge.arrays import load_bundle, save_bundle
from metropoli.apps.travel.bridge.basemap import (
    LAST_ZOOM,
    Basemap,
    Drawing,
    Towns,
    build_basemap,
    draw_tile,
    from_scenery,
    from_timetable,
    from_towns,
)
from metropoli.apps.travel.bridge.basemap.drawing import words
from metropoli.engines import journeys, streets
from metropoli.web import tiles
from web.tile_reader import read_tile

LAT, LON = 45.07, 7.68  # Torino
NAMES = iter(range(10**9))


def ground(*drawings):
    """A base map of its own: tiles are kept by version."""
    return build_basemap(drawings, version=f"test-{next(NAMES)}")


def tile_at(z, lat=LAT, lon=LON):
    x, y = tiles.world_x(np.array([lon]))[0], tiles.world_y(np.array([lat]))[0]
    return z, int(x) >> (30 - z), int(y) >> (30 - z)


def read(basemap, z, lat=LAT, lon=LON):
    return read_tile(draw_tile(basemap, *tile_at(z, lat, lon)))


def world(*points):
    lat, lon = np.array(points).T
    return np.column_stack((tiles.world_x(lon), tiles.world_y(lat))).astype(float)


def a_street(*points, name="", kind="minor", zoom=0):
    return Drawing(
        "street",
        np.array([shapely.LineString(world(*points))], object),
        np.array([zoom], np.int8),
        {"class": words([kind]), "name": words([name])},
    )


def block(lat, lon, half_deg):
    return [
        (lat - half_deg, lon - half_deg),
        (lat - half_deg, lon + half_deg),
        (lat + half_deg, lon + half_deg),
        (lat + half_deg, lon - half_deg),
    ]


def features(kinds, parts_of, *, holes=(), names=None, rank=None):
    """Write a layer as the streets engine does; a part is a list of (lat, lon)."""
    parts = [part for parts in parts_of for part in parts]
    points = np.array([point for part in parts for point in part]).reshape(-1, 2)
    return streets.Features(
        kind=np.array(kinds, np.int8),
        name=tuple(names or [""] * len(kinds)),
        feature_first=np.cumsum([0, *map(len, parts_of)]),
        part_first=np.cumsum([0, *map(len, parts)]),
        ring_is_hole=np.array([i in holes for i in range(len(parts))], np.bool_),
        lat_deg=points[:, 0].copy(),
        lon_deg=points[:, 1].copy(),
        rank=np.array(rank or [0.0] * len(kinds), np.float32),
    )


NOTHING = features([], [])


def scenery(**layers):
    kinds = {"ground": ("water", "green"), "building": ("building",), "water": ("river",)}
    kinds |= {"street": ("minor", "bridleway", "path"), "rail": ("rail", "tram")}
    kinds |= {"boundary": ("comune",), "place": ("city", "town", "hamlet")}
    empty = dict.fromkeys(kinds, NOTHING)
    return streets.Scenery(**(empty | layers), kinds=kinds)


def test_a_street_is_drawn_where_it_is():
    basemap = ground(a_street((LAT, LON), (LAT, LON + 0.001), name="Via Po"))
    z, x, y = tile_at(15)
    [street] = read(basemap, 15)["street"].features
    assert street.attributes == {"class": "minor", "name": "Via Po"}
    scale = (1 << (30 - z)) / 4096
    [line] = street.parts
    for (got_x, got_y), lon in zip(line, (LON, LON + 0.001), strict=True):
        assert x * (1 << (30 - z)) + got_x * scale == pytest.approx(
            tiles.world_x(np.array([lon]))[0], abs=scale
        )
        assert y * (1 << (30 - z)) + got_y * scale == pytest.approx(
            tiles.world_y(np.array([LAT]))[0], abs=scale
        )


def test_where_there_is_nothing_a_tile_has_no_bytes():
    basemap = ground(a_street((LAT, LON), (LAT, LON + 0.001)))
    assert draw_tile(basemap, *tile_at(14, 40, 12)) == b""
    assert draw_tile(ground(), *tile_at(14)) == b""


@pytest.mark.parametrize("tile", [(-1, 0, 0), (3, 8, 0), (3, 0, -1), (23, 0, 0)])
def test_outside_the_world_a_tile_has_no_bytes(tile):
    basemap = ground(a_street((LAT, LON), (LAT, LON + 0.001)))
    assert draw_tile(basemap, *tile) == b""


def test_alleys_wait_until_one_is_near():
    basemap = ground(
        a_street((LAT, LON), (LAT, LON + 0.01), kind="motorway", zoom=5),
        a_street((LAT, LON), (LAT + 0.01, LON), kind="minor", zoom=13),
    )
    seen = {
        z: {f.attributes["class"] for f in read(basemap, z)["street"].features} for z in (9, 14)
    }
    assert seen == {9: {"motorway"}, 14: {"motorway", "minor"}}


def test_names_travel_only_where_they_are_read():
    basemap = ground(a_street((LAT, LON), (LAT, LON + 0.01), name="Corso Francia", zoom=8))
    assert "name" not in read(basemap, 12)["street"].features[0].attributes
    assert read(basemap, 13)["street"].features[0].attributes["name"] == "Corso Francia"


def test_the_pieces_of_a_street_become_one_line():
    piece = [(LAT, LON), (LAT, LON + 0.001), (LAT + 0.0004, LON + 0.002), (LAT, LON + 0.003)]
    pieces = [a_street(a, b, name="Via Po") for a, b in itertools.pairwise(piece)]
    other = a_street(piece[1], (LAT - 0.001, LON + 0.001), name="Via Bogino")
    found = read(ground(*pieces, other), 15)["street"].features
    assert sorted((f.attributes["name"], len(f.parts)) for f in found) == [
        ("Via Bogino", 1),
        ("Via Po", 1),
    ]


def test_an_island_stays_dry():
    lake = [block(LAT, LON, 0.004), block(LAT, LON, 0.001)[::-1]]
    drawings = from_scenery(scenery(ground=features([0], [lake], holes=[1], names=["Lago"])))
    found = read(ground(*drawings), 14)
    [water] = found["ground"].features
    assert [len(ring) for ring in water.parts] == [4, 4]
    # Its name stands once, on the water and not on the island.
    [label] = found["label"].features
    assert label.attributes["name"] == "Lago"


def test_a_park_in_the_lake_is_drawn_over_it():
    small, large = block(LAT, LON, 0.001), block(LAT, LON, 0.004)
    drawings = from_scenery(scenery(ground=features([1, 0], [[small], [large]])))
    order = [f.attributes["class"] for f in read(ground(*drawings), 14)["ground"].features]
    assert order == ["water", "green"]


def test_a_pond_is_not_drawn_from_the_moon():
    drawings = from_scenery(scenery(ground=features([0], [[block(LAT, LON, 0.0005)]])))
    basemap = ground(*drawings)
    assert draw_tile(basemap, *tile_at(8)) == b""
    assert len(read(basemap, 15)["ground"].features) == 1


def test_a_kind_that_the_map_does_not_know_is_left_out():
    lines = [[[(LAT, LON), (LAT + 0.001 * i, LON + 0.001)]] for i in range(3)]
    drawings = from_scenery(scenery(street=features([0, 1, 2], lines)))
    found = {f.attributes["class"] for f in read(ground(*drawings), 15)["street"].features}
    assert found == {"minor", "path"}


def test_a_ring_too_short_to_be_an_area_is_left_out_with_its_hole():
    stub = [[(LAT, LON), (LAT, LON + 0.001)], block(LAT, LON, 0.0001)[::-1]]
    whole = [block(LAT, LON, 0.002)]
    layer = features([0, 0], [stub, whole], holes=[1])
    found = read(ground(*from_scenery(scenery(ground=layer))), 15)["ground"].features
    assert [len(feature.parts) for feature in found] == [1]


def test_a_town_is_named_once_and_by_its_inhabitants():
    layer = features([2, 0], [[[(LAT, LON)]], [[(LAT + 0.2, LON)]]], names=["Torino", "Torino"])
    drawings = from_scenery(scenery(place=layer))
    towns = Towns(("Torino",), np.array([LAT + 0.001]), np.array([LON]), np.array([847_622]))
    found = read(ground(*drawings, from_towns(towns)), 12)["place"].features
    assert [f.attributes for f in found] == [{"class": "city", "name": "Torino", "rank": 847_622}]
    far = read(ground(*drawings, from_towns(towns)), 4)["place"].features
    assert len(far) == 2  # another Torino, 20 km to the north, keeps its name


def timetable(**given):
    """A timetable that runs nothing, but for what is given."""
    empty = dict.fromkeys(journeys.Timetable._fields, np.zeros(0, np.int32))
    arrays = {name: np.asarray(value) for name, value in given.items()}
    return journeys.Timetable(**(empty | arrays))


def a_network():
    """
    A metro from a station's two platforms, and two buses that share half their way.

    Stops: 0 station, 1 and 2 its platforms, 3 and 4 bus stops. Lines: M1, 33, 42.
    """
    lat = [LAT, LAT, LAT, LAT + 0.002, LAT]
    lon = [LON, LON - 0.0001, LON + 0.0001, LON, LON + 0.004]
    schedule = timetable(
        stop_lat_deg=lat,
        stop_lon_deg=lon,
        stop_parent=[0, 0, 0, 3, 4],
        pattern_first=[0, 2, 4],
        pattern_stop=[1, 4, 3, 4],
        trip_pattern=[0, 1, 1],
        part_first=[0, 1, 2, 3],
        part_line=[0, 1, 2],
        part_shape=[-1, 0, 1],
    )
    way = [(LAT, LON), (LAT, LON + 0.002), (LAT, LON + 0.004)]
    shapes = journeys.Shapes(
        np.array([0, 3, 6]),
        np.array([p[0] for p in way] + [LAT, LAT, LAT + 0.002]),
        np.array([p[1] for p in way] + [LON, LON + 0.002, LON + 0.002]),
    )
    stop = [journeys.StopLabel(str(i), "gtt", name, "", "") for i, name in enumerate("SABCD")]
    line = [
        journeys.Line("M1", "gtt", "GTT", "M1", "", 1, "E2001A", ""),
        journeys.Line("33", "gtt", "GTT", "33", "", 3, "", ""),
        journeys.Line("42", "gtt", "GTT", "42", "", 3, "", ""),
    ]
    labels = journeys.Labels(tuple(stop), tuple(line), (), (), ())
    return ground(*from_timetable(schedule, shapes, labels))


def test_a_metro_line_is_drawn_in_its_colour():
    lines = read(a_network(), 14)["transit"].features
    [metro] = [f for f in lines if f.attributes["mode"] == "metro"]
    assert metro.attributes == {"mode": "metro", "name": "M1", "color": "e2001a"}


def test_a_street_that_two_buses_share_is_drawn_once():
    lines = [f for f in read(a_network(), 14)["transit"].features if f.attributes["mode"] == "bus"]
    drawn = sum(shapely.LineString(part).length for line in lines for part in line.parts)
    width = 4096 * 2**14 / 360  # steps a degree of longitude
    upright = 0.002 / np.cos(np.radians(LAT))
    assert drawn == pytest.approx((0.004 + upright) * width, rel=0.02)


def test_a_station_stands_for_its_platforms():
    stops = [f.attributes for f in read(a_network(), 15)["stop"].features]
    assert {stop["key"]: stop["mode"] for stop in stops} == {
        "gtt:0": "metro",
        "gtt:3": "bus",
        "gtt:4": "metro",  # the metro and the buses call there: it shows the heavier
    }
    assert {stop["key"]: stop["rank"] for stop in stops} == {"gtt:0": 1, "gtt:3": 2, "gtt:4": 3}


def test_a_bus_whose_way_nobody_drew_is_not_led_through_fields():
    schedule = timetable(
        stop_lat_deg=[LAT, LAT],
        stop_lon_deg=[LON, LON + 0.05],
        stop_parent=[0, 1],
        pattern_first=[0, 2],
        pattern_stop=[0, 1],
        trip_pattern=[0],
        part_first=[0, 1],
        part_line=[0],
        part_shape=[-1],
    )
    no_shapes = journeys.Shapes(np.zeros(1, np.int64), np.zeros(0), np.zeros(0))
    label = [journeys.StopLabel(str(i), "f", "", "", "") for i in range(2)]
    found = {}
    for mode in (2, 3):
        line = journeys.Line("1", "f", "", "1", "", mode, "", "")
        labels = journeys.Labels(tuple(label), (line,), (), (), ())
        tile = read(ground(*from_timetable(schedule, no_shapes, labels)), 13)
        found[mode] = "transit" in tile
    assert found == {2: True, 3: False}


def test_without_vehicles_the_map_shows_no_lines():
    nothing = timetable()
    empty = journeys.Shapes(np.zeros(1, np.int64), np.zeros(0), np.zeros(0))
    assert from_timetable(nothing, empty, journeys.Labels((), (), (), (), ())) == []


def test_written_and_mapped_again_it_draws_the_same(tmp_path):
    basemap = a_network()
    save_bundle(tmp_path, basemap)
    again = load_bundle(tmp_path, Basemap)._replace(version="again")
    for z in (8, 12, 15):
        assert draw_tile(again, *tile_at(z)) == draw_tile(basemap, *tile_at(z))
    assert draw_tile(again, *tile_at(15)) != b""


@pytest.mark.parametrize("seed", range(40))
def test_the_index_finds_what_looking_at_everything_finds(seed):
    """A crowd of short streets: those that a tile shows are those whose box touches it."""
    luck = np.random.default_rng(seed)
    n = int(luck.integers(1, 300))
    start = np.array([LAT, LON]) + luck.uniform(-0.02, 0.02, (n, 2))
    end = start + luck.uniform(-0.003, 0.003, (n, 2))
    zooms = luck.integers(11, LAST_ZOOM + 1, n).astype(np.int8)
    lines = [shapely.LineString(world(a, b)) for a, b in zip(start, end, strict=True)]
    names = [str(i) for i in range(n)]
    drawing = Drawing("transit", words(lines), zooms, {"name": words(names)})
    basemap = ground(drawing)
    for z in (11, 13, 15):
        z, x, y = tile_at(z)  # noqa: PLW2901
        width = tiles.WORLD >> z
        margin = width * 64 // 4096
        square = shapely.box(
            x * width - margin,
            y * width - margin,
            (x + 1) * width + margin,
            (y + 1) * width + margin,
        )
        expected = {
            name
            for name, line, zoom in zip(names, lines, zooms, strict=True)
            if zoom <= z and shapely.intersection(line, square).length > width / 1000
        }
        data = draw_tile(basemap, z, x, y)
        found = (
            {f.attributes["name"] for f in read_tile(data)["transit"].features} if data else set()
        )
        assert expected <= found
        grown = square.buffer(width / 500)
        assert all(shapely.intersects(lines[int(name)], grown) for name in found)


@pytest.mark.parametrize("seed", range(20))
def test_a_simpler_line_stays_near_the_true_one(seed):
    luck = np.random.default_rng(seed)
    points = np.array([LAT, LON]) + np.cumsum(luck.normal(0, 0.0004, (60, 2)), axis=0)
    points = points - points.mean(axis=0) + np.array([LAT, LON])
    true = shapely.LineString(world(*points))
    basemap = ground(a_street(*points))
    for z in (11, 14, 15):
        _, x, y = tile_at(z)
        scale = (1 << (30 - z)) / 4096
        drawn = [
            shapely.LineString(np.array(part) * scale + np.array([x, y]) * (1 << (30 - z)))
            for feature in read(basemap, z)["street"].features
            for part in feature.parts
        ]
        pixel = (1 << (30 - z)) / 512
        far = max(
            shapely.hausdorff_distance(line, shapely.intersection(true, line.buffer(2 * pixel)))
            for line in drawn
        )
        assert far <= 2.1 * pixel
        for line in drawn:
            assert all(true.distance(shapely.Point(p)) <= pixel for p in line.coords)
