"""The words that territory speaks to the outside. Positions are WGS 84 degrees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class ComuneFacts:
    """A municipality as a source states it. `boundary_wkb` is WKB in WGS 84, or nothing."""

    istat: str
    name_it: str
    population: int
    population_year: int
    area_km2: float
    lat_deg: float
    lon_deg: float
    name_en: str = ""
    altitude_m: float | None = None
    boundary_wkb: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """Something with a position. Without a geometry it is a point."""

    kind: str
    key: str
    name_it: str
    lat_deg: float
    lon_deg: float
    name_en: str = ""
    geometry_wkb: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the map; it may not cross the date line."""

    west_deg: float
    south_deg: float
    east_deg: float
    north_deg: float


@dataclass(frozen=True, slots=True)
class PlaceInfo:
    id: int
    kind: str
    key: str
    name_it: str
    name_en: str
    lat_deg: float
    lon_deg: float
    comune: str | None  # ISTAT code
    away_m: float | None = None  # from where one asked, where one asked from somewhere


@dataclass(frozen=True, slots=True)
class ComuneInfo:
    istat: str
    name_it: str
    name_en: str
    population: int
    population_year: int
    area_km2: float
    altitude_m: float | None
    lat_deg: float
    lon_deg: float
    has_boundary: bool
    dataset: str

    @property
    def residents_per_km2(self) -> float:
        return self.population / self.area_km2


class FoundBy(StrEnum):
    """How we know in which Comune a point lies: the second way may err near a border."""

    BOUNDARY = "boundary"
    NEAREST_CENTRE = "nearest_centre"


@dataclass(frozen=True, slots=True)
class ComuneOfPoint:
    comune: ComuneInfo
    found_by: FoundBy
    centre_away_m: float


@dataclass(frozen=True, slots=True)
class PerimeterFacts:
    """A named set of Comuni, and who says so."""

    code: str
    kind: str
    name_it: str
    name_en: str
    source: str
    comuni: frozenset[str]
    source_en: str = ""


class Relation(StrEnum):
    """How one perimeter stands to another."""

    SAME = "same"
    INSIDE = "inside"
    HOLDS = "holds"
    OVERLAPS = "overlaps"
    APART = "apart"


@dataclass(frozen=True, slots=True)
class PerimeterInfo:
    """A perimeter with the sums over its Comuni."""

    code: str
    kind: str
    name_it: str
    name_en: str
    source: str
    source_en: str
    n_comuni: int
    population: int
    area_km2: float


@dataclass(frozen=True, slots=True)
class PerimeterAlgebra:
    """Two perimeters held against each other, as sets of ISTAT codes."""

    relation: Relation
    both: frozenset[str]
    only_first: frozenset[str]
    only_second: frozenset[str]


Relations = Mapping[str, Relation]
