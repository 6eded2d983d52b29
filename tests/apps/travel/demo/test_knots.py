"""Tying strands: every crossing on the ground becomes a node of both, a motorway passes over."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from metropoli.apps.travel.bridge.demo.knots import MERGE_M, tie
from metropoli.apps.travel.bridge.demo.mending import clusters, mend
from metropoli.apps.travel.bridge.demo.strands import Strand


def strand(*points: tuple[float, float], highway: str = "residential") -> Strand:
    return Strand(shapely.LineString(points), highway)


def naive_crossings(strands: list[Strand]) -> list[tuple[int, int, float, float]]:
    """Give every place where two strands cross, by looking at all pairs."""
    found = []
    for i, a in enumerate(strands):
        for j in range(i):
            spot = a.line.intersection(strands[j].line)
            found += [(j, i, x, y) for x, y in shapely.get_coordinates(spot).tolist()]
    return found


@pytest.mark.parametrize("seed", range(60))
def test_crossing_strands_share_a_node_in_small_crowded_cities(seed):
    rng = np.random.default_rng(seed)
    strands = [strand(*rng.uniform(0, 60, (int(rng.integers(2, 5)), 2))) for _ in range(7)]
    network = tie(strands)
    for a, b, x, y in naive_crossings(strands):
        near = {
            int(n)
            for n in np.flatnonzero(np.hypot(*(network.nodes_m - (x, y)).T) <= MERGE_M + 1e-6)
        }
        assert near & set(network.chains[a].tolist())
        assert near & set(network.chains[b].tolist())


@pytest.mark.parametrize("seed", range(60))
def test_a_chain_follows_its_strand(seed):
    rng = np.random.default_rng(seed)
    strands = [strand(*rng.uniform(0, 60, (3, 2))) for _ in range(6)]
    network = tie(strands)
    for one, chain in zip(strands, network.chains, strict=True):
        drawn = shapely.LineString(network.nodes_m[chain])
        assert drawn.hausdorff_distance(one.line) <= 2 * MERGE_M
        assert (chain[1:] != chain[:-1]).all()


def test_a_ring_ends_where_it_began():
    ring = Strand(shapely.Polygon([(0, 0), (90, 0), (90, 90), (0, 90)]).exterior, "footway")
    network = tie([ring._replace(line=shapely.LineString(ring.line.coords))])
    assert network.chains[0][0] == network.chains[0][-1]
    assert len(network.chains[0]) == 5


def test_a_motorway_passes_over_streets_and_is_left_at_the_ends_of_a_ramp():
    motorway = strand((-500, 0), (0, 0), (500, 0), highway="motorway")
    street = strand((100, -200), (100, 200))
    other = strand((50, 80), (400, 80))
    ramp = strand((0, 0), (60, 80), highway="motorway_link")
    under = strand((-20, 40), (200, 40))
    chains = [set(c.tolist()) for c in tie([motorway, street, other, ramp, under]).chains]
    assert not chains[0] & chains[1]
    assert len(chains[0] & chains[3]) == 1
    assert len(chains[2] & chains[3]) == 1
    assert not chains[3] & chains[4]
    assert chains[1] & chains[2]


def test_strands_that_touch_through_others_are_one_cluster():
    lines = [
        shapely.LineString([(0, 0), (10, 0)]),
        shapely.LineString([(10, 0), (20, 0)]),
        shapely.LineString([(20, 0), (30, 0)]),
        shapely.LineString([(0, 50), (10, 50)]),
    ]
    number = clusters(np.array(lines, dtype=object))
    assert len(set(number[:3])) == 1
    assert number[3] != number[0]


def test_a_long_street_apart_gets_a_road_and_a_short_one_is_left_out():
    town = strand((0, 0), (3000, 0))
    hamlet = strand((0, 500), (600, 500))
    shed = strand((1500, 500), (1550, 500))
    kept = mend([town, hamlet, shed])
    assert town in kept
    assert hamlet in kept
    assert shed not in kept
    assert [s.highway for s in kept].count("unclassified") == 1
    assert len(set(clusters(np.array([s.line for s in kept], dtype=object)))) == 1
