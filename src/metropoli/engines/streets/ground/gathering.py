"""Gather features as flat lists, and freeze them as arrays."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

import numpy as np

from metropoli.engines.streets.building.geometry import M_PER_DEG, offsets
from metropoli.engines.streets.freezing import freeze
from metropoli.engines.streets.ground.types import Features

Points = Sequence[tuple[float, float]]  # (lat, lon) in degrees
Part = tuple[Points, bool]  # a line, a point or a ring, and whether it is a hole


class Layer:
    """One layer of a map while it is being read."""

    def __init__(self) -> None:
        self.kind = array("b")
        self.names: list[str] = []
        self.parts = array("l")
        self.points = array("l")
        self.holes = array("b")
        self.lat = array("d")
        self.lon = array("d")
        self.rank = array("d")

    def add(self, kind: int, name: str, parts: Sequence[Part], rank: float) -> None:
        """Take a feature with its parts."""
        self.kind.append(kind)
        self.names.append(name)
        self.parts.append(len(parts))
        self.rank.append(rank)
        for points, is_hole in parts:
            self.points.append(len(points))
            self.holes.append(is_hole)
            self.lat.extend(lat for lat, _ in points)
            self.lon.extend(lon for _, lon in points)

    def as_features(self) -> Features:
        """Return what was gathered."""
        return freeze(
            Features(
                kind=np.array(self.kind, np.int8),
                name=tuple(self.names),
                feature_first=offsets(np.array(self.parts, np.int64)),
                part_first=offsets(np.array(self.points, np.int64)),
                ring_is_hole=np.array(self.holes, np.bool_),
                lat_deg=np.array(self.lat, np.float64),
                lon_deg=np.array(self.lon, np.float64),
                rank=np.array(self.rank, np.float32),
            )
        )


def length_m(points: Points) -> float:
    """Return the length of a line."""
    lat, lon = np.array(points).T
    steps = np.hypot(np.diff(lat), np.diff(lon) * np.cos(np.radians(lat[0])))
    return float(steps.sum()) * M_PER_DEG


def area_m2(points: Points) -> float:
    """Return the area inside a ring (shoelace formula on the plane that touches its first point)."""
    lat, lon = (np.array(points) - points[0]).T * M_PER_DEG
    x = lon * np.cos(np.radians(points[0][0]))
    return float(abs(np.dot(x, np.roll(lat, -1)) - np.dot(lat, np.roll(x, -1))) / 2.0)


def centre(points: Points) -> tuple[float, float]:
    """Return the middle of a ring's box: near enough for a name."""
    lat, lon = np.array(points).T
    return float(lat.min() + lat.max()) / 2.0, float(lon.min() + lon.max()) / 2.0
