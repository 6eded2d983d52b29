"""Bundles of what a map draws and a search box finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from metropoli.engines.streets.types import Degrees, Flags, Int8s, Int64s, Singles


class Features(NamedTuple):
    """
    Things to draw: feature i owns parts `[feature_first[i], feature_first[i + 1])`, part j owns points.

    A part is a point, a line, or a ring of an area that does not repeat its first point; the holes
    of a ring come right after it and `ring_is_hole` says so.
    """

    kind: Int8s  # row in the kinds of Scenery
    name: tuple[str, ...]
    feature_first: Int64s
    part_first: Int64s
    ring_is_hole: Flags
    lat_deg: Degrees
    lon_deg: Degrees
    rank: Singles  # what matters more is greater: area in m², length in m, people


@dataclass(frozen=True, slots=True)
class Scenery:
    """The ground of a map, layer by layer; `kinds[layer]` gives the words of `Features.kind`."""

    ground: Features
    building: Features
    water: Features
    street: Features
    rail: Features
    boundary: Features
    place: Features
    kinds: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """Something with a name, for the search box."""

    kind: str
    name: str
    lat_deg: float
    lon_deg: float


@dataclass(frozen=True, slots=True)
class NamedStreet:
    """A street of one neighbourhood, with a point that stands on it."""

    name: str
    lat_deg: float
    lon_deg: float
    length_m: float
