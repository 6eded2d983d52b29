"""
Fill the ground between the real streets with blocks.

Every face that the real streets leave open is cut again and again across its longer side, along
the direction of its own borders, until it is as large as a block of Torino: so the new streets lie
on the local grid (26 degrees off north in the Roman centre) and end on the old ones.
"""

from __future__ import annotations

from typing import NamedTuple, TypeVar

import numpy as np
import shapely
from numpy.random import Generator

from metropoli.apps.travel.bridge.demo.plane import Floats, faces_of, lines_of

Shape = TypeVar("Shape", bound=shapely.Geometry)

JITTER = 0.09  # a cut lies this share of the width off the middle
SMALLEST_SIDE_M = 58.0
SLIVER_M2 = 400.0
SNAP_M = 0.05  # a street that ends this near to another ends on it


class Grain(NamedTuple):
    """How finely a kind of ground is cut."""

    block_m2: float
    longest_m: float


CITY = Grain(25_000.0, 250.0)
TOWN = Grain(56_000.0, 400.0)
PARK = Grain(110_000.0, 600.0)


def open_faces(
    ground: shapely.Geometry, streets: list[shapely.LineString]
) -> list[shapely.Polygon]:
    """Give the faces that the streets leave open on this ground."""
    shapely.prepare(ground)
    near = [line for line in streets if ground.intersects(line)]
    borders = shapely.union_all([*near, shapely.boundary(ground)], grid_size=SNAP_M)
    faces = shapely.get_parts(shapely.polygonize([*lines_of(borders)]))
    return [f for f in faces if ground.contains(f.representative_point())]


def cuts(face: shapely.Polygon, grain: Grain, rng: Generator) -> list[shapely.LineString]:
    """Give the lines that cut a face into blocks."""
    angle = grid_angle(face)
    turned = turn(face, -angle)
    found: list[shapely.LineString] = []
    rest = [turned]
    while rest:
        piece = rest.pop()
        west, south, east, north = piece.bounds
        wide, high = east - west, north - south
        longer, shorter = max(wide, high), min(wide, high)
        if longer < 2 * SMALLEST_SIDE_M or shorter < SMALLEST_SIDE_M:
            continue
        if piece.area < grain.block_m2 and longer < grain.longest_m:
            continue
        share = 0.5 + rng.uniform(-JITTER, JITTER)
        lines, halves = halve(piece, upright=wide >= high, share=share)
        found += lines
        rest += halves
    return [turn(line, angle) for line in found]


def halve(
    piece: shapely.Polygon, *, upright: bool, share: float
) -> tuple[list[shapely.LineString], list[shapely.Polygon]]:
    """Cut a piece across; give the cut where it lies inside, and the pieces left."""
    west, south, east, north = piece.bounds
    if upright:
        at = west + (east - west) * share
        cut = shapely.LineString([(at, south - 1), (at, north + 1)])
        boxes = (west, south, at, north), (at, south, east, north)
    else:
        at = south + (north - south) * share
        cut = shapely.LineString([(west - 1, at), (east + 1, at)])
        boxes = (west, south, east, at), (west, at, east, north)
    halves = [f for box in boxes for f in faces_of(shapely.clip_by_rect(piece, *box))]
    return lines_of(piece.intersection(cut)), [f for f in halves if f.area > SLIVER_M2]


def grid_angle(face: shapely.Polygon) -> float:
    """Give the direction of the face's borders, in radians, a quarter turn being the same."""
    sides = np.diff(shapely.get_coordinates(face.exterior), axis=0)
    turns = 4 * np.arctan2(sides[:, 1], sides[:, 0])
    weight = np.hypot(sides[:, 0], sides[:, 1]) ** 2
    return float(np.arctan2((weight * np.sin(turns)).sum(), (weight * np.cos(turns)).sum()) / 4)


def turn(shape: Shape, angle: float) -> Shape:
    """Turn a shape about the origin."""
    c, s = np.cos(angle), np.sin(angle)

    def turned(points_m: Floats) -> Floats:
        east_m, north_m = points_m[:, 0], points_m[:, 1]
        return np.column_stack([c * east_m - s * north_m, s * east_m + c * north_m])

    found: Shape = shapely.transform(shape, turned)
    return found
