"""Metres from doors to the nearest green of a hectare, along the streets."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from metropoli.apps.travel.bridge.basemap import Basemap
from metropoli.apps.travel.bridge.basemap.sheets import BANDS, LAYERS
from metropoli.apps.travel.bridge.days import WALK_KMH
from metropoli.apps.travel.bridge.network import Network
from metropoli.apps.travel.bridge.street_legs import M_PER_DEG, streets_of
from metropoli.engines import streets
from metropoli.web import tiles

Floats = NDArray[np.float64]

GREEN = frozenset(("green", "wood"))  # classes of ground on the map
LEAST_M2 = 10_000.0
EVERY_M = 60.0  # of its edge there is a way in
EDGE_RADIUS_M = 100.0  # from the edge of the green to the street
DOOR_RADIUS_M = 500.0
FARTHEST_M = 1_000.0
M_PER_S = WALK_KMH / 3.6
LEAST_CORNERS = 3


def metres_to_green(network: Network, lat_deg: Floats, lon_deg: Floats) -> Floats:
    """
    Return the metres on foot from each point to a green of a hectare; inf beyond a kilometre.

    One may enter wherever a street passes its edge; those who stand in it have arrived.
    """
    city = streets_of(network)
    edge_lat, edge_lon, greens = network.grounds.once(("greens",), lambda: _greens(network.basemap))
    found = np.full(len(lat_deg), np.inf)
    if len(edge_lat) and len(lat_deg):
        doors = streets.link(city, streets.WALK, lat_deg, lon_deg, radius_m=DOOR_RADIUS_M)
        edges = streets.link(city, streets.WALK, edge_lat, edge_lon, radius_m=EDGE_RADIUS_M)
        limit_s = int(FARTHEST_M / M_PER_S)
        near = streets.pairs_between(city, streets.WALK, doors, edges, limit_s=limit_s)
        reached = np.flatnonzero(np.diff(near.first))
        found[reached] = near.duration_s[near.first[reached]] * M_PER_S  # the nearest comes first
    if len(greens):
        inside, _ = shapely.STRtree(greens).query(shapely.points(lon_deg, lat_deg), "within")
        found[inside] = 0.0
    return found


def _greens(basemap: Basemap) -> tuple[Floats, Floats, NDArray[np.object_]]:
    """Return points along the edges of the greens large enough, and the greens in degrees."""
    none = np.zeros(0)
    shapes = []
    for ring in _rings(basemap):
        shape = shapely.Polygon(ring)
        x_m = M_PER_DEG * np.cos(np.radians(ring[0, 1]))
        if shape.is_valid and shape.area * M_PER_DEG * x_m >= LEAST_M2:
            shapes.append(shape)
    if not shapes:
        return none, none, np.empty(0, object)
    greens = np.array(shapes, object)
    edges = shapely.segmentize(shapely.get_exterior_ring(greens), EVERY_M / M_PER_DEG)
    at = shapely.get_coordinates(edges)
    return np.ascontiguousarray(at[:, 1]), np.ascontiguousarray(at[:, 0]), greens


def _rings(basemap: Basemap) -> list[Floats]:
    """Return the outlines (longitude, latitude) of what is green, as the sharpest sheet has them."""
    layer = [name for name, _ in LAYERS].index("ground")
    sheet = (len(BANDS) - 1) * len(LAYERS) + layer
    green = [row for row, word in enumerate(basemap.words) if word in GREEN]
    features = np.arange(basemap.sheet_first[sheet], basemap.sheet_first[sheet + 1])
    features = features[np.isin(basemap.code[features, 0], green)]
    rings = []
    for feature in features.tolist():
        part = int(basemap.feature_first[feature])  # the outline comes before its holes
        rows = slice(int(basemap.part_first[part]), int(basemap.part_first[part + 1]))
        if rows.stop - rows.start >= LEAST_CORNERS:
            x, y = basemap.x[rows], basemap.y[rows]
            rings.append(np.column_stack((tiles.lon_of(x), tiles.lat_of(y))))
    return rings
