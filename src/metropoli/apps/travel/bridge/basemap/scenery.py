"""The ground of a street extract, as the map shows it: which kinds of things, and from how far away."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from metropoli.apps.travel.bridge.basemap.drawing import Drawing, words, world_lines, world_points
from metropoli.engines.streets import Features, Scenery
from metropoli.web.tiles import LINE, POINT, POLYGON

# From which zoom each kind is shown; a kind that is not here is not drawn.
GROUND = {"water": 0, "wood": 7, "built": 8, "green": 9, "industry": 10, "farm": 10, "sand": 11}
GROUND |= {"square": 13}
WATER = {"river": 9, "canal": 12, "stream": 13}
STREET = {"motorway": 5, "trunk": 7, "primary": 8, "secondary": 10, "tertiary": 11, "minor": 13}
STREET |= {"pedestrian": 13, "cycleway": 13, "service": 14, "track": 14, "path": 14, "steps": 14}
RAIL = {"rail": 8, "siding": 14}  # trams and metros come with their lines, from the timetable
BOUNDARY = {"region": 5, "province": 7, "comune": 10}
PLACE = {"city": 4, "town": 8, "village": 10, "suburb": 12, "hamlet": 13}
NAMED_GROUND = ("water", "green", "wood", "square")  # whose names are written in their middle
BUILDING_ZOOM, LABEL_ZOOM = 14, 13
LEAST_RING = 3  # points


class _Shown(NamedTuple):
    """The features of a layer that the map shows, their kinds, and from which zoom."""

    rows: NDArray[np.int64]
    word: NDArray[np.object_]
    min_zoom: NDArray[np.int8]


def from_scenery(scenery: Scenery) -> list[Drawing]:
    """Return the ground, streets, railways and places of an extract as drawings."""
    ground, labels = _ground(scenery)
    return [
        ground,
        labels,
        _buildings(scenery.building),
        _classed(scenery, "water", LINE, WATER),
        _classed(scenery, "street", LINE, STREET),
        _classed(scenery, "rail", LINE, RAIL),
        _classed(scenery, "boundary", LINE, BOUNDARY),
        _classed(scenery, "place", POINT, PLACE),
    ]


def _ground(scenery: Scenery) -> tuple[Drawing, Drawing]:
    """Return the areas, and the names of those that people call by name."""
    drawing = _classed(scenery, "ground", POLYGON, GROUND)
    word, name = drawing.columns["class"], drawing.columns["name"]
    named = np.flatnonzero((name != "") & np.isin(word.astype(str), NAMED_GROUND))
    area = shapely.area(drawing.shape[named]) / 1e6
    labels = Drawing(
        "label",
        shapely.point_on_surface(drawing.shape[named]),
        np.full(len(named), LABEL_ZOOM, np.int8),
        {
            "class": word[named],
            "name": name[named],
            "rank": np.clip(area, 0, 2**30).astype(np.int64).astype(object),
        },
    )
    return drawing._replace(columns={"class": word}), labels


def _classed(scenery: Scenery, layer: str, kind: int, zooms: dict[str, int]) -> Drawing:
    features: Features = getattr(scenery, layer)
    shape = _geometry(features, kind)
    shown = _shown(features, shape, scenery.kinds[layer], zooms)
    columns = {"class": shown.word, "name": words([features.name[row] for row in shown.rows])}
    if kind == POINT:
        rank = np.clip(np.nan_to_num(features.rank[shown.rows]), 0, 2**30)
        columns["rank"] = rank.astype(np.int64).astype(object)
    return Drawing(layer, shape[shown.rows], shown.min_zoom, columns)


def _buildings(features: Features) -> Drawing:
    shape = _geometry(features, POLYGON)
    shape = shape[~shapely.is_missing(shape)]
    return Drawing("building", shape, np.full(len(shape), BUILDING_ZOOM, np.int8), {})


def _shown(
    features: Features,
    shape: NDArray[np.object_],
    kinds: tuple[str, ...],
    zooms: dict[str, int],
) -> _Shown:
    if not len(features.kind):
        return _Shown(np.zeros(0, np.int64), words([]), np.zeros(0, np.int8))
    drawn = ~shapely.is_missing(shape)
    known = np.array([kind in zooms for kind in kinds], np.bool_)
    rows = np.flatnonzero(drawn & known[features.kind])
    kind = features.kind[rows]
    first = np.array([zooms.get(word, 0) for word in kinds], np.int8)
    return _Shown(rows, words(list(kinds))[kind], first[kind])


def _geometry(features: Features, kind: int) -> NDArray[np.object_]:
    """Return one geometry a feature in world units; None where nothing can be drawn."""
    n = len(features.feature_first) - 1
    owner = np.repeat(np.arange(n), np.diff(features.feature_first))
    if kind == POINT:
        first = features.part_first[features.feature_first[:-1]]
        return np.asarray(
            shapely.points(world_points(features.lat_deg[first], features.lon_deg[first])), object
        )
    if kind == POLYGON:
        parts, owner = _polygons(features, owner)
        collect = shapely.multipolygons
    else:
        parts = world_lines(features.part_first, features.lat_deg, features.lon_deg)
        collect = shapely.multilinestrings
    whole = ~shapely.is_missing(parts)
    found = np.full(n, None, object)
    if whole.any():
        used, group = np.unique(owner[whole], return_inverse=True)
        found[used] = collect(parts[whole], indices=group)
    return found


def _polygons(
    features: Features, owner: NDArray[np.int64]
) -> tuple[NDArray[np.object_], NDArray[np.int64]]:
    """Return polygons with their holes, and the feature of each."""
    lengths = np.diff(features.part_first)
    is_outer = ~features.ring_is_hole
    outer = np.flatnonzero(is_outer)
    # A hole of an outer ring that is too short to be drawn goes with it.
    drawn = (lengths >= LEAST_RING) & (lengths[outer] >= LEAST_RING)[np.cumsum(is_outer) - 1]
    if not drawn.any():
        return np.zeros(0, object), np.zeros(0, np.int64)
    points = np.repeat(drawn, lengths)
    ring_of_point = np.repeat(np.cumsum(drawn) - 1, lengths)[points]
    xy = world_points(features.lat_deg, features.lon_deg)[points]
    rings = shapely.linearrings(xy, indices=ring_of_point)
    shell = is_outer[drawn]
    polygons = shapely.polygons(rings, indices=np.cumsum(shell) - 1)
    return np.asarray(polygons, object), owner[drawn & is_outer]
