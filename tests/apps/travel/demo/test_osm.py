"""The streets of the demo city: one network, no stop far from it, rivers crossed by bridges only."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import shapely

from metropoli.apps.travel.bridge.demo import demo_osm, facts
from metropoli.apps.travel.bridge.demo.oneways import flood, neighbours
from metropoli.apps.travel.bridge.demo.plane import to_plane
from metropoli.apps.travel.bridge.demo.strands import NOT_FOR_CARS
from metropoli.apps.travel.bridge.demo.towns import comuni
from metropoli.apps.travel.bridge.demo.waters import rivers

FAR_FROM_A_STREET_M = 60.0
NEAR_A_CENTER_M = 150.0
COMUNI = 312
MOST_NODES = 90_000


class Way(NamedTuple):
    key: int
    nodes: list[int]
    tags: dict[str, str]


class Extract(NamedTuple):
    at_m: np.ndarray  # by node id
    ways: list[Way]
    relations: list[tuple[dict[str, str], dict[str, str]]]
    places: dict[str, dict[str, str]]

    def highways(self) -> list[Way]:
        return [w for w in self.ways if "highway" in w.tags]

    def drives(self) -> list[Way]:
        return [w for w in self.highways() if w.tags["highway"] not in NOT_FOR_CARS]


@pytest.fixture(scope="module")
def document() -> bytes:
    return demo_osm(seed=2025)


@pytest.fixture(scope="module")
def extract(document) -> Extract:
    root = ET.fromstring(document)
    nodes = root.findall("node")
    at = to_plane(
        np.array([float(n.get("lat")) for n in nodes]),
        np.array([float(n.get("lon")) for n in nodes]),
    )
    by_id = np.full((max(int(n.get("id")) for n in nodes) + 1, 2), np.nan)
    by_id[[int(n.get("id")) for n in nodes]] = at
    ways = [
        Way(int(w.get("id")), [int(nd.get("ref")) for nd in w.findall("nd")], tags(w))
        for w in root.findall("way")
    ]
    relations = [
        (tags(r), {m.get("role"): m.get("ref") for m in r.findall("member")})
        for r in root.findall("relation")
    ]
    places = {t["ref:ISTAT"]: t for t in map(tags, nodes) if "ref:ISTAT" in t}
    return Extract(by_id, ways, relations, places)


def tags(element) -> dict[str, str]:
    return {t.get("k"): t.get("v") for t in element.findall("tag")}


def lines(extract: Extract, ways: list[Way]) -> np.ndarray:
    return np.array([shapely.LineString(extract.at_m[w.nodes]) for w in ways], dtype=object)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(document):
    assert demo_osm(seed=2025) == document
    assert demo_osm(seed=7) != document


def test_the_city_stays_a_miniature(extract):
    assert len(extract.at_m) < MOST_NODES


def test_every_way_knows_its_nodes(extract):
    for way in extract.ways:
        assert len(way.nodes) > 1
        assert not np.isnan(extract.at_m[way.nodes]).any()


def test_all_comuni_hang_together_by_car_there_and_back(extract):
    drives = extract.drives()
    chains = [np.array(w.nodes if w.tags.get("oneway") != "-1" else w.nodes[::-1]) for w in drives]
    oneway = np.array([w.tags.get("oneway") == "yes" for w in drives])
    there, back = neighbours(list(range(len(drives))), chains, oneway, len(extract.at_m))
    together = flood(there, int(chains[0][0])) & flood(back, int(chains[0][0]))
    reached = np.flatnonzero(together)
    near = shapely.STRtree(shapely.points(extract.at_m[reached]))
    towns = comuni()
    assert len(towns) == COMUNI
    for town in towns:
        center = shapely.Point(town.center_m)
        nearest = near.geometries[int(near.nearest(center))]
        assert center.distance(nearest) < NEAR_A_CENTER_M, town.name


def test_no_car_is_caught_in_a_oneway_street(extract):
    drives = extract.drives()
    chains = [np.array(w.nodes) for w in drives]
    oneway = np.array([w.tags.get("oneway") == "yes" for w in drives])
    assert oneway.sum() > 500
    there, back = neighbours(list(range(len(drives))), chains, oneway, len(extract.at_m))
    root = int(chains[0][0])
    ways_out, ways_in = flood(there, root), flood(back, root)
    for way, one in zip(drives, oneway, strict=True):
        if one:
            assert ways_out[way.nodes].all()
            assert ways_in[way.nodes].all()


def test_every_stop_lies_beside_a_street_to_walk_on(extract):
    walkable = [w for w in extract.highways() if not w.tags["highway"].startswith("motorway")]
    tree = shapely.STRtree(lines(extract, walkable))
    stops = list(facts.stops().values())
    at = to_plane(np.array([s.lat_deg for s in stops]), np.array([s.lon_deg for s in stops]))
    _, metres = tree.query_nearest(shapely.points(at), return_distance=True, all_matches=False)
    far = {s.name: round(m) for s, m in zip(stops, metres, strict=True) if m > FAR_FROM_A_STREET_M}
    assert not far


def test_every_street_hangs_together_on_foot(extract):
    walkable = [w for w in extract.highways() if not w.tags["highway"].startswith("motorway")]
    chains = [np.array(w.nodes) for w in walkable]
    two_way = np.zeros(len(chains), dtype=bool)
    there, _ = neighbours(list(range(len(chains))), chains, two_way, len(extract.at_m))
    seen = flood(there, int(chains[0][0]))
    lost_m = sum(
        line.length
        for line, chain in zip(lines(extract, walkable), chains, strict=True)
        if not seen[chain[0]]
    )
    assert lost_m < 0.001 * sum(line.length for line in lines(extract, walkable))


def test_rivers_are_crossed_only_at_bridges(extract):
    beds = [r.line for r in rivers()]
    ways = extract.highways()
    tree = shapely.STRtree(lines(extract, ways))
    for bed in beds:
        for k in tree.query(bed, predicate="intersects"):
            assert ways[int(k)].tags.get("bridge") == "yes", ways[int(k)].tags


def test_the_bridges_of_torino_bear_their_names(extract):
    named = {w.tags.get("name") for w in extract.highways() if w.tags.get("bridge") == "yes"}
    assert {
        "ponte Vittorio Emanuele I",
        "ponte Umberto I",
        "ponte Isabella",
        "ponte Regina Margherita",
        "ponte Mosca",
    } <= named


def test_forbidden_turns_join_two_ways_at_their_common_node(extract):
    ways = {str(w.key): w for w in extract.ways}
    assert len(extract.relations) > 20
    for relation, member in extract.relations:
        assert relation == {"type": "restriction", "restriction": "no_left_turn"}
        via = int(member["via"])
        for role in ("from", "to"):
            assert via in (ways[member[role]].nodes[0], ways[member[role]].nodes[-1])
        assert member["from"] != member["to"]


def test_the_roman_centre_is_turned_26_degrees_off_north(extract):
    castello = shapely.Point(to_plane(np.array([45.0720]), np.array([7.6800]))[0]).buffer(450)
    steps = np.concatenate(
        [
            np.diff(extract.at_m[w.nodes], axis=0)
            for w in extract.drives()
            if castello.contains(shapely.LineString(extract.at_m[w.nodes]))
        ]
    )
    quarter = np.arctan2(steps[:, 1], steps[:, 0]) * 4
    weight = np.hypot(steps[:, 0], steps[:, 1])
    mean = np.arctan2((weight * np.sin(quarter)).sum(), (weight * np.cos(quarter)).sum()) / 4
    assert np.degrees(mean) % 90 == pytest.approx(90 - 26, abs=5)


def test_what_is_generated_says_so(extract):
    generated = [w for w in extract.highways() if w.tags.get("source") == "generated"]
    real = [w for w in extract.highways() if w.tags.get("name") == "corso Francia"]
    assert len(generated) > len(extract.highways()) / 2
    assert real
    assert all("source" not in w.tags for w in real)


def test_every_comune_is_named_on_the_map(extract):
    assert {t.istat for t in comuni()} == set(extract.places)


def test_streets_have_no_step_of_no_length(extract):
    for way in extract.highways():
        assert all(a != b for a, b in pairwise(way.nodes))
