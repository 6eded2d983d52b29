"""Lead a path from every stop that has no street beside it to the next street."""

from __future__ import annotations

import numpy as np
import shapely

from metropoli.apps.travel.bridge.demo import facts
from metropoli.apps.travel.bridge.demo.plane import to_plane
from metropoli.apps.travel.bridge.demo.strands import GENERATED, Strand
from metropoli.apps.travel.bridge.demo.waters import River

BESIDE_M = 40.0
FARTHEST_M = 6_000.0
ROAD_M = 250.0  # a longer path is a road


def stop_paths(streets: list[Strand], rivers: list[River]) -> list[Strand]:
    """Draw a path, or a road where it is long, from each stop that lies too far from a street, across no river."""
    stops = facts.stops().values()
    at = to_plane(np.array([s.lat_deg for s in stops]), np.array([s.lon_deg for s in stops]))
    dots = shapely.points(at)
    walkable = np.array([s.line for s in streets], dtype=object)
    tree = shapely.STRtree(walkable)
    beds = shapely.union_all([r.line for r in rivers])
    shapely.prepare(beds)
    near = tree.query_nearest(
        dots, max_distance=FARTHEST_M, return_distance=True, all_matches=False
    )
    found: list[Strand] = []
    for (k, street), metres in zip(near[0].T.tolist(), near[1].tolist(), strict=True):
        if metres > BESIDE_M:
            path = shortest_dry(dots[k], walkable[street], tree, beds)
            highway = "footway" if path.length < ROAD_M else "unclassified"
            found.append(Strand(path, highway, "", GENERATED))
    return found


def shortest_dry(
    dot: shapely.Point, street: shapely.LineString, tree: shapely.STRtree, beds: shapely.Geometry
) -> shapely.LineString:
    """Give the shortest way to a street that crosses no river, if there is one near."""
    path = shapely.shortest_line(dot, street)
    if not beds.intersects(path):
        return path
    around = tree.query(dot, predicate="dwithin", distance=4 * path.length)
    paths = [shapely.shortest_line(dot, tree.geometries[int(k)]) for k in np.sort(around)]
    dry = [p for p in paths if not beds.intersects(p)]
    return min(dry, key=lambda p: p.length) if dry else path
