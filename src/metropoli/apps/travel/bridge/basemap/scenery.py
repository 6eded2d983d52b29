"""The ground of a street extract, as the map shows it: which kinds of things, and from how far away."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from metropoli.apps.travel.bridge.basemap.drawing import Drawing, words, world_lines, world_points
from metropoli.engines.streets import Features, Scenery
from metropoli.web.tiles import LINE, POINT, POLYGON

# Kind in the extract → our class, and the first zoom that shows it. What is not here is not drawn.
GROUND = {
    "water": ("water", 0),
    "wood": ("wood", 7),
    "forest": ("wood", 7),
    "green": ("green", 9),
    "park": ("green", 9),
    "grass": ("green", 10),
    "builtup": ("built", 8),
    "built": ("built", 8),
    "residential": ("built", 8),
    "industry": ("industry", 10),
    "industrial": ("industry", 10),
    "commercial": ("industry", 10),
    "farm": ("farm", 10),
    "farmland": ("farm", 10),
    "square": ("square", 13),
    "pedestrian": ("square", 13),
    "sand": ("sand", 11),
    "beach": ("sand", 11),
}
WATER = {"river": ("river", 9), "canal": ("canal", 12), "stream": ("stream", 13)}
STREET = {
    "motorway": ("motorway", 5),
    "trunk": ("trunk", 7),
    "primary": ("primary", 8),
    "secondary": ("secondary", 10),
    "tertiary": ("tertiary", 11),
    "unclassified": ("minor", 13),
    "residential": ("minor", 13),
    "living_street": ("minor", 13),
    "pedestrian": ("pedestrian", 13),
    "cycleway": ("cycleway", 13),
    "service": ("service", 14),
    "track": ("track", 14),
    "footway": ("path", 14),
    "path": ("path", 14),
    "steps": ("steps", 14),
}
RAIL = {"rail": ("rail", 8), "light_rail": ("rail", 10), "narrow_gauge": ("rail", 10)}
PLACE = {
    "city": ("city", 4),
    "town": ("town", 8),
    "village": ("village", 10),
    "suburb": ("suburb", 12),
    "quarter": ("suburb", 13),
    "neighbourhood": ("suburb", 14),
    "hamlet": ("suburb", 12),
}
NAMED_GROUND = ("water", "green", "wood", "square")  # whose names are written in their middle
BUILDING_ZOOM, BOUNDARY_ZOOM, LABEL_ZOOM = 14, 8, 13
LEAST_RING = 3  # points


class _Shown(NamedTuple):
    """The features of a layer that the map shows, and what it calls them."""

    rows: NDArray[np.int64]
    word: NDArray[np.object_]
    min_zoom: NDArray[np.int8]


def from_scenery(scenery: Scenery) -> list[Drawing]:
    """Return the ground, streets, railways and places of an extract as drawings."""
    ground, labels = _ground(scenery)
    return [
        ground,
        labels,
        _whole(scenery.building, "building", POLYGON, BUILDING_ZOOM),
        _classed(scenery, "water", LINE, WATER),
        _classed(scenery, "street", LINE, STREET),
        _classed(scenery, "rail", LINE, RAIL),
        _whole(scenery.boundary, "boundary", LINE, BOUNDARY_ZOOM),
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


def _classed(scenery: Scenery, layer: str, kind: int, table: dict[str, tuple[str, int]]) -> Drawing:
    features: Features = getattr(scenery, layer)
    shape = _geometry(features, kind)
    shown = _shown(features, shape, scenery.kinds[layer], table)
    columns = {"class": shown.word, "name": words([features.name[row] for row in shown.rows])}
    if kind == POINT:
        rank = np.clip(np.nan_to_num(features.rank[shown.rows]), 0, 2**30)
        columns["rank"] = rank.astype(np.int64).astype(object)
    return Drawing(layer, shape[shown.rows], shown.min_zoom, columns)


def _whole(features: Features, layer: str, kind: int, zoom: int) -> Drawing:
    shape = _geometry(features, kind)
    shape = shape[~shapely.is_missing(shape)]
    return Drawing(layer, shape, np.full(len(shape), zoom, np.int8), {})


def _shown(
    features: Features,
    shape: NDArray[np.object_],
    kinds: tuple[str, ...],
    table: dict[str, tuple[str, int]],
) -> _Shown:
    known = np.array([kind in table for kind in kinds], np.bool_)
    classes = words([table[kind][0] if kind in table else "" for kind in kinds])
    zooms = np.array([table[kind][1] if kind in table else 0 for kind in kinds], np.int8)
    drawn = ~shapely.is_missing(shape)
    rows = np.flatnonzero(drawn & known[features.kind]) if len(kinds) else np.zeros(0, np.int64)
    return _Shown(rows, classes[features.kind[rows]], zooms[features.kind[rows]])


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
