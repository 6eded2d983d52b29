"""Blocks: small enough, on the grid of their borders, each new street ending on another."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from metropoli.apps.travel.bridge.demo.blocks import CITY, cuts, grid_angle, open_faces, turn


def face_at(degrees: float) -> shapely.Polygon:
    return turn(shapely.box(0, 0, 700, 500), np.radians(degrees))


@pytest.mark.parametrize("degrees", [0, 13, 26, 40, -26])
def test_new_streets_follow_the_borders_of_their_ground(degrees):
    face = face_at(degrees)
    assert np.degrees(grid_angle(face)) == pytest.approx(degrees, abs=1e-6)
    for line in cuts(face, CITY, np.random.default_rng(1)):
        step = np.diff(shapely.get_coordinates(line), axis=0)[0]
        aside = (np.degrees(np.arctan2(step[1], step[0])) - degrees) % 90
        assert min(aside, 90 - aside) < 1e-6


@pytest.mark.parametrize("seed", range(20))
def test_the_cuts_leave_no_block_larger_than_the_grain(seed):
    face = face_at(26)
    lines = cuts(face, CITY, np.random.default_rng(seed))
    blocks = open_faces(face, lines)
    assert sum(b.area for b in blocks) == pytest.approx(face.area, rel=0.001)
    assert max(b.area for b in blocks) < CITY.block_m2 * 1.05


@pytest.mark.parametrize("seed", range(20))
def test_every_new_street_ends_on_another_or_on_the_border(seed):
    face = face_at(10)
    lines = cuts(face, CITY, np.random.default_rng(seed))
    for k, line in enumerate(lines):
        rest = shapely.union_all([*lines[:k], *lines[k + 1 :], face.exterior])
        for corner in line.coords:
            assert shapely.Point(corner).distance(rest) < 1e-6


def test_streets_cut_the_ground_into_faces():
    ground = shapely.box(0, 0, 100, 100)
    cross = [
        shapely.LineString([(50, -10), (50, 110)]),
        shapely.LineString([(-10, 50), (110, 50)]),
    ]
    assert sorted(round(f.area) for f in open_faces(ground, cross)) == [2500] * 4
