"""Streets by their names, one row a neighbourhood."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from metropoli.engines.streets.building.geometry import M_PER_DEG
from metropoli.engines.streets.ground.types import NamedStreet
from metropoli.engines.streets.types import Int64s, Streets

APART_M = 400.0  # pieces of one name farther apart than this are two streets: another town has its Via Roma


def named_streets(streets: Streets, names: tuple[str, ...]) -> tuple[NamedStreet, ...]:
    """Return each street of each neighbourhood, with the point on it that is nearest to its middle."""
    by_name: dict[int, list[int]] = defaultdict(list)
    for edge in np.flatnonzero(streets.edge_name).tolist():
        by_name[int(streets.edge_name[edge])].append(edge)
    rows = []
    for name, edges in by_name.items():
        middle = _middles(streets, np.array(edges, np.int64))
        for cluster in _clusters(middle):
            rows.append(_row(streets, names[name], np.array(edges)[cluster], middle[cluster]))
    return tuple(rows)


def _middles(streets: Streets, edges: Int64s) -> np.ndarray:
    """Return the middle points of edges as (lat, lon)."""
    point = (streets.edge_first[edges] + streets.edge_first[edges + 1] - 1) // 2
    return np.column_stack((streets.lat_deg[point], streets.lon_deg[point]))


def _clusters(middle: np.ndarray) -> list[Int64s]:
    """Group points that touch in a grid of squares: neighbours of neighbours belong together."""
    metres = middle * (M_PER_DEG, M_PER_DEG * np.cos(np.radians(middle[0, 0])))
    cells = np.floor(metres / APART_M).astype(np.int64)
    members: dict[tuple[int, int], list[int]] = defaultdict(list)
    for row, (r, c) in enumerate(cells.tolist()):
        members[r, c].append(row)
    clusters = []
    while members:
        open_ = [next(iter(members))]
        rows = members.pop(open_[0])
        while open_:
            r, c = open_.pop()
            for near in [(r + i, c + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]:
                if near in members:
                    rows += members.pop(near)
                    open_.append(near)
        clusters.append(np.array(sorted(rows), np.int64))
    return clusters


def _row(streets: Streets, name: str, edges: Int64s, middle: np.ndarray) -> NamedStreet:
    lengths = streets.edge_length_m[edges].astype(np.float64)
    centre = np.average(middle, axis=0, weights=np.maximum(lengths, 0.1))
    nearest = middle[np.argmin(np.hypot(*(middle - centre).T))]
    return NamedStreet(name, float(nearest[0]), float(nearest[1]), float(lengths.sum()))
