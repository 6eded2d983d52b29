"""East of the Po the grid ends: lanes wind between the villas, and stairs shorten them."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.random import Generator

from metropoli.apps.travel.bridge.demo.plane import Floats
from metropoli.apps.travel.bridge.demo.strands import GENERATED, Strand

SPACING_M = 330.0
LONGEST_LANE_M = 750.0
WAVES_M = 130.0
SWING_M = 26.0
STAIRS_SHARE = 0.10
STAIRS_LONGEST_M = 320.0


def hill_lanes(hills: shapely.Geometry, rng: Generator) -> list[Strand]:
    """Draw the lanes and stairs of the hills."""
    dots = scatter(hills, rng)
    lanes: list[Strand] = []
    for a, b in relatives(dots):
        length_m = float(np.hypot(*(dots[a] - dots[b])))
        if length_m > LONGEST_LANE_M:
            continue
        stairs = length_m < STAIRS_LONGEST_M and rng.random() < STAIRS_SHARE
        line = shapely.LineString(dots[[a, b]]) if stairs else wind(dots[a], dots[b], rng)
        lanes.append(Strand(line, "steps" if stairs else "residential", "", GENERATED))
    return lanes


def scatter(hills: shapely.Geometry, rng: Generator) -> Floats:
    """Scatter points over the hills, none much nearer to another than SPACING_M."""
    west, south, east, north = hills.bounds
    columns = np.arange(west, east, SPACING_M)
    rows = np.arange(south, north, SPACING_M)
    grid = np.stack(np.meshgrid(columns, rows), axis=-1).reshape(-1, 2)
    grid = grid + rng.uniform(-0.33 * SPACING_M, 0.33 * SPACING_M, grid.shape)
    inside: Floats = grid[shapely.contains_xy(hills, grid[:, 0], grid[:, 1])]
    return inside


def relatives(dots: Floats) -> list[tuple[int, int]]:
    """Join two points unless a third is nearer to both (the relative neighbourhood graph)."""
    number = {tuple(d): k for k, d in enumerate(dots.tolist())}
    edges = shapely.get_parts(shapely.delaunay_triangles(shapely.MultiPoint(dots), only_edges=True))
    pairs = sorted(
        (min(a, b), max(a, b)) for a, b in ((number[p] for p in edge.coords) for edge in edges)
    )
    apart = np.hypot(*(dots[:, None, :] - dots[None, :, :]).transpose(2, 0, 1))
    return [(a, b) for a, b in pairs if not (np.maximum(apart[a], apart[b]) < apart[a, b]).any()]


def wind(a: Floats, b: Floats, rng: Generator) -> shapely.LineString:
    """Draw a lane that swings from side to side as it climbs."""
    step = b - a
    length_m = float(np.hypot(*step))
    bends = max(2, round(length_m / WAVES_M))
    share = np.linspace(0.0, 1.0, bends + 1)
    aside = np.array([-step[1], step[0]]) / length_m
    swing_m = SWING_M * rng.uniform(0.5, 1.3, bends + 1) * np.where(np.arange(bends + 1) % 2, 1, -1)
    swing_m[[0, -1]] = 0.0
    return shapely.LineString(a + share[:, None] * step + swing_m[:, None] * aside)
