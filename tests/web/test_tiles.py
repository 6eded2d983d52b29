"""What we draw is what a reader of tiles sees."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from metropoli.web import tiles
from web.tile_reader import read_tile

MARGIN = 64
LOW, HIGH = -MARGIN, 4096 + MARGIN
SQUARE = shapely.box(LOW, LOW, HIGH, HIGH)


def shapes_of(features):
    """A feature is a list of parts, a part a list of points."""
    parts = [part for feature in features for part in feature]
    points = [point for part in parts for point in part]
    lengths = [len(feature) for feature in features], [len(part) for part in parts]
    first = [np.concatenate(([0], np.cumsum(n, dtype=np.int64))) for n in lengths]
    xy = np.array(points, float).reshape(-1, 2)
    return tiles.Shapes(first[0], first[1], xy[:, 0].copy(), xy[:, 1].copy())


def parts_of(shapes):
    """The same backwards."""
    points = list(zip(shapes.x.tolist(), shapes.y.tolist(), strict=True))
    parts = [points[a:b] for a, b in zip(shapes.part_first, shapes.part_first[1:], strict=False)]
    return [
        parts[a:b] for a, b in zip(shapes.feature_first, shapes.feature_first[1:], strict=False)
    ]


def read(kind, features, **columns):
    made = tuple(
        tiles.Column(name, np.array(code), words) for name, (code, words) in columns.items()
    )
    data = tiles.encode_tile([tiles.Layer("city", kind, shapes_of(features), made)])
    return read_tile(data)["city"].features if data else []


def signed_area(ring):
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs) / 2


def a_block(x, y, width, *, hole=False):
    ring = [(x, y), (x + width, y), (x + width, y + width), (x, y + width)]
    return ring[::-1] if hole else ring


def test_a_tile_without_anything_is_no_bytes_at_all():
    assert tiles.encode_tile([tiles.Layer("city", tiles.POINT, shapes_of([]))]) == b""


def test_points_come_back_where_they_were():
    [square, fountain] = read(tiles.POINT, [[[(1, 2)]], [[(-3, 4096), (4095, 0)]]])
    assert square.kind == fountain.kind == tiles.POINT
    assert square.parts == [[(1, 2)]]
    assert sorted(p for part in fountain.parts for p in part) == [(-3, 4096), (4095, 0)]


def test_the_words_of_a_street_come_back_and_stand_once():
    streets = [[[(0, i), (9, i)]] for i in range(40)]
    via_po = {"name": ([0, -1] * 20, ["Via Po — ‘bella’"]), "lanes": (list(range(40)), None)}
    data = tiles.encode_tile(
        [
            tiles.Layer(
                "city",
                tiles.LINE,
                shapes_of(streets),
                tuple(tiles.Column(n, np.array(c), w) for n, (c, w) in via_po.items()),
            )
        ]
    )
    layer = read_tile(data)["city"]
    assert layer.features[0].attributes == {"name": "Via Po — ‘bella’", "lanes": 0}
    assert layer.features[39].attributes == {"lanes": 39}
    assert data.count(b"Via Po") == 1
    assert (layer.version, layer.extent) == (2, 4096)


@pytest.mark.parametrize("word", ["Torino", True, False, 0, -7, 1 << 40, 0.5, ""])
def test_every_kind_of_word_survives(word):
    [feature] = read(tiles.POINT, [[[(0, 0)]]], word=([0], [word]))
    assert feature.attributes == {"word": word}
    assert type(feature.attributes["word"]) is type(word)


def test_a_street_shorter_than_a_step_is_left_out():
    kept = read(tiles.LINE, [[[(0, 0), (0.4, 0.4)]], [[(0, 0), (0.4, 0.4), (3, 0)]]])
    assert [feature.parts for feature in kept] == [[[(0, 0), (3, 0)]]]


def test_a_courtyard_goes_when_its_block_goes():
    tiny = [a_block(0, 0, 0.3), a_block(0.1, 0.1, 0.1, hole=True)]
    large = [a_block(0, 0, 90), a_block(30, 30, 30, hole=True)]
    [feature] = read(tiles.POLYGON, [tiny, large])
    assert [signed_area(ring) for ring in feature.parts] == [8100, -900]


@pytest.mark.parametrize("seed", range(100))
def test_random_shapes_come_back_rounded(seed):
    luck = np.random.default_rng(seed)
    kind = int(luck.integers(1, 3))
    features = [
        [
            [tuple(p) for p in luck.integers(-9, 9, (int(luck.integers(1, 6)), 2)).tolist()]
            for _ in range(1 if kind == tiles.POINT else int(luck.integers(1, 4)))
        ]
        for _ in range(int(luck.integers(1, 9)))
    ]
    names = [f"n{i}" for i in luck.integers(0, 4, len(features))]
    table = sorted(set(names))
    got = read(kind, features, name=([table.index(n) for n in names], table))
    expected = []
    for name, feature in zip(names, features, strict=True):
        parts = feature if kind == tiles.POINT else [still_moving(part) for part in feature]
        parts = [part for part in parts if len(part) >= kind]
        if parts:
            expected.append((name, parts))
    assert [(f.attributes["name"], f.parts) for f in got] == expected


def still_moving(part):
    return [p for i, p in enumerate(part) if i == 0 or p != part[i - 1]]


@pytest.mark.parametrize("seed", range(150))
def test_cut_streets_lie_where_shapely_says(seed):
    luck = np.random.default_rng(seed)
    lines = [[random_walk(luck), random_walk(luck)] for _ in range(4)]
    cut = tiles.clip_lines(shapes_of(lines), LOW, HIGH)
    for got, line in zip(parts_of(cut), lines, strict=True):
        assert shapely.MultiLineString(got).length == pytest.approx(
            sum(shapely.intersection(shapely.LineString(p), SQUARE).length for p in line)
        )
        for part in got:
            assert SQUARE.buffer(1e-6).contains(shapely.LineString(part))


def random_walk(luck):
    """Mostly outside, to and fro across the border, and sometimes exactly on a corner."""
    points = luck.uniform(-3000, 7000, (int(luck.integers(2, 9)), 2))
    if luck.random() < 0.3:
        points[luck.integers(len(points))] = (LOW, HIGH)
    return [tuple(p) for p in points.tolist()]


def test_a_street_that_leaves_and_returns_gets_two_parts():
    [parts] = parts_of(
        tiles.clip_lines(shapes_of([[[(10, 10), (9000, 10), (9000, 90), (10, 90)]]]), LOW, HIGH)
    )
    assert parts == [[(10, 10), (HIGH, 10)], [(HIGH, 90), (10, 90)]]


def test_a_street_inside_is_not_touched():
    inside = [[(0.25, 1), (3, 7.5), (4, 4)]]
    assert parts_of(tiles.clip_lines(shapes_of([inside]), LOW, HIGH)) == [inside]


def test_a_street_outside_leaves_its_feature_empty():
    cut = tiles.clip_lines(shapes_of([[[(9000, 0), (9000, 9)]], [[(0, 0), (1, 1)]]]), LOW, HIGH)
    assert parts_of(cut) == [[], [[(0, 0), (1, 1)]]]
    assert parts_of(tiles.clip_lines(shapes_of([[[(9000, 0), (9000, 9)]]]), LOW, HIGH)) == [[]]


@pytest.mark.parametrize("seed", range(150))
def test_cut_blocks_keep_the_area_that_shapely_says(seed):
    luck = np.random.default_rng(seed)
    blocks = [star(luck) for _ in range(5)]
    cut = tiles.clip_rings(shapes_of([[ring, shrunk(ring)] for ring in blocks]), LOW, HIGH)
    for got, ring in zip(parts_of(cut), blocks, strict=True):
        for part, hull in zip(got, (ring, shrunk(ring)), strict=True):
            expected = shapely.intersection(shapely.Polygon(hull), SQUARE).area
            assert abs(signed_area(part)) == pytest.approx(expected, rel=1e-9, abs=1e-3)
            assert all(LOW - 1e-6 <= v <= HIGH + 1e-6 for point in part for v in point)
        outer, hole = (signed_area(part) for part in got)
        assert outer >= -1e-3
        assert hole <= 1e-3


@pytest.mark.parametrize("seed", range(60))
def test_rings_that_are_written_turn_the_right_way(seed):
    luck = np.random.default_rng(seed)
    blocks = [star(luck) for _ in range(8)]
    shapes = shapes_of([[ring, shrunk(ring)] for ring in blocks])
    small = shapes._replace(
        x=shapes.x / 500, y=shapes.y / 500
    )  # slivers: rounding tries to flip them
    for made in (tiles.clip_rings(shapes, LOW, HIGH), small):
        data = tiles.encode_tile([tiles.Layer("city", tiles.POLYGON, made)])
        for feature in read_tile(data)["city"].features if data else []:
            assert signed_area(feature.parts[0]) > 0
            assert all(signed_area(hole) < 0 for hole in feature.parts[1:])


def star(luck):
    """A ring round a centre, sometimes wholly outside, turning as outer rings do."""
    turns = (np.arange(9) + luck.uniform(0, 0.9, 9)) * 2 * np.pi / 9
    reach = luck.uniform(200, 3000, 9)
    x, y = luck.uniform(-2000, 6000, 2)
    points = np.column_stack((x + reach * np.cos(turns), y + reach * np.sin(turns)))
    ring = [tuple(p) for p in points.tolist()]
    return ring if signed_area(ring) > 0 else ring[::-1]


def shrunk(ring):
    x, y = np.mean(ring, axis=0)
    return [(x + (a - x) / 2, y + (b - y) / 2) for a, b in reversed(ring)]


def test_torino_is_where_web_mercator_puts_it():
    # Porta Nuova, 45.0620 N 7.6785 E: tile 14/8541/5892 by the formula of the slippy map.
    x, y = tiles.world_x(np.array([7.6785])), tiles.world_y(np.array([45.0620]))
    assert (x >> 16).tolist() == [int((7.6785 + 180) / 360 * 2**14)]
    lat = np.radians(45.0620)
    share = (1 - np.log(np.tan(lat) + 1 / np.cos(lat)) / np.pi) / 2
    assert (y >> 16).tolist() == [int(share * 2**14)]
    assert tiles.lat_of(y)[0] == pytest.approx(45.0620, abs=1e-6)
    assert tiles.lon_of(x)[0] == pytest.approx(7.6785, abs=1e-6)


def test_poles_stay_on_the_map():
    assert tiles.world_y(np.array([90.0, -90.0])).tolist() == [0, tiles.WORLD - 1]
