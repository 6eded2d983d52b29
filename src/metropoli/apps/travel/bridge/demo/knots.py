"""Tie strands into a network: wherever two meet, both get the same node."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from metropoli.apps.travel.bridge.demo.plane import Floats
from metropoli.apps.travel.bridge.demo.strands import MOTORWAYS, RAMPS, Strand

Ints = NDArray[np.int64]

GROUND, ABOVE, RAMP = 0, 1, 2  # motorways pass over everything; ramps lead up to them
TOUCH_M = 0.6  # nearer than this, two strands meet
MERGE_M = 3.0  # nearer than this, two nodes are one


class Network(NamedTuple):
    """Nodes in metres, and the nodes along each strand; a strand of one node has vanished."""

    nodes_m: Floats
    chains: list[Ints]


def tie(strands: list[Strand]) -> Network:
    """Find every crossing and give each strand its nodes in order."""
    lines = np.array([s.line for s in strands], dtype=object)
    owners, spots = crossings(lines, levels(strands))
    corners, corner_owners = shapely.get_coordinates(lines, return_index=True)
    owners = np.concatenate([owners, corner_owners])
    spots = np.concatenate([spots, corners])
    along_m = shapely.line_locate_point(lines[owners], shapely.points(spots))
    rings = shapely.is_closed(lines)
    along_m[last_corners(corner_owners, len(owners), rings)] = np.inf
    nodes_m, node_of = merge(spots)
    return Network(nodes_m, chains(owners, along_m, node_of, len(strands)))


def levels(strands: list[Strand]) -> Ints:
    """Give the level on which each strand lies."""
    level = {**dict.fromkeys(MOTORWAYS, ABOVE), **dict.fromkeys(RAMPS, RAMP)}
    return np.array([level.get(s.highway, GROUND) for s in strands])


def crossings(lines: NDArray[np.object_], level: Ints) -> tuple[Ints, Floats]:
    """Give each place where a strand meets another: the strand, and the spot in metres."""
    first, second = shapely.STRtree(lines).query(lines, predicate="dwithin", distance=TOUCH_M)
    order = np.lexsort((second, first))
    first, second = first[order], second[order]
    ramps = (level[first] == RAMP).astype(int) + (level[second] == RAMP)
    met = (first < second) & ((ramps == 1) | ((ramps == 0) & (level[first] == level[second])))
    first, second = first[met], second[met]
    shared = shapely.intersection(lines[first], lines[second])
    apart = shapely.is_empty(shared)
    shared[apart] = shapely.shortest_line(lines[first][apart], lines[second][apart])
    spots, pair = shapely.get_coordinates(shared, return_index=True)
    keep = at_ramp_ends(lines, level, first[pair], second[pair], spots)
    pair, spots = pair[keep], spots[keep]
    return np.concatenate([first[pair], second[pair]]), np.concatenate([spots, spots])


def at_ramp_ends(
    lines: NDArray[np.object_], level: Ints, first: Ints, second: Ints, spots: Floats
) -> NDArray[np.bool_]:
    """Keep a spot on a ramp only at the ramp's ends: between them it passes over."""
    keep = np.ones(len(spots), dtype=np.bool_)
    for side in (first, second):
        ramp = np.flatnonzero(level[side] == RAMP)
        here = shapely.points(spots[ramp])
        keep[ramp] &= shapely.distance(shapely.boundary(lines[side[ramp]]), here) <= 2 * TOUCH_M
    return keep


def last_corners(corner_owners: Ints, total: int, rings: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Mark the closing corner of each ring, which lies at its start and must come last."""
    mask = np.zeros(total, dtype=np.bool_)
    if len(corner_owners) == 0:
        return mask
    last = np.append(corner_owners[1:] != corner_owners[:-1], True)
    mask[total - len(corner_owners) :] = last & rings[corner_owners]
    return mask


def merge(spots: Floats) -> tuple[Floats, Ints]:
    """Make one node of all spots within MERGE_M of the first of them."""
    cells: dict[tuple[int, int], list[int]] = {}
    nodes: list[tuple[float, float]] = []
    node_of = np.empty(len(spots), dtype=np.int64)
    squares = np.floor(spots / MERGE_M).astype(np.int64).tolist()
    for k, ((x, y), (i, j)) in enumerate(zip(spots.tolist(), squares, strict=True)):
        node_of[k] = found = nearest(cells, nodes, (x, y), (i, j))
        if found == len(nodes):
            nodes.append((x, y))
            cells.setdefault((i, j), []).append(found)
    return np.array(nodes), node_of


def nearest(
    cells: dict[tuple[int, int], list[int]],
    nodes: list[tuple[float, float]],
    spot: tuple[float, float],
    square: tuple[int, int],
) -> int:
    """Give the first node within MERGE_M of a spot, or the number of a new one."""
    x, y = spot
    i, j = square
    for a in (i, i - 1, i + 1):
        for b in (j, j - 1, j + 1):
            for node in cells.get((a, b), ()):
                u, v = nodes[node]
                if (u - x) * (u - x) + (v - y) * (v - y) <= MERGE_M * MERGE_M:
                    return node
    return len(nodes)


def chains(owners: Ints, along_m: Floats, node_of: Ints, count: int) -> list[Ints]:
    """Put the nodes of each strand in order, each once in a row."""
    order = np.lexsort((along_m, owners))
    owner, node = owners[order], node_of[order]
    fresh = np.ones(len(order), dtype=np.bool_)
    fresh[1:] = (owner[1:] != owner[:-1]) | (node[1:] != node[:-1])
    owner, node = owner[fresh], node[fresh]
    edges = np.searchsorted(owner, np.arange(count + 1))
    return [node[a:b] for a, b in pairwise(edges)]
