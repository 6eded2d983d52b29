"""Join what lies apart to the one network, or leave it out where it is not worth a road."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from metropoli.apps.travel.bridge.demo.knots import TOUCH_M, Ints
from metropoli.apps.travel.bridge.demo.strands import GENERATED, Strand

WORTH_M = 400.0
LONGEST_ROAD_M = 4_000.0


def mend(strands: list[Strand]) -> list[Strand]:
    """Give the strands of one network: the greatest cluster, and those that a road joins to it."""
    lines = np.array([s.line for s in strands], dtype=object)
    cluster = clusters(lines)
    length_m = np.bincount(cluster, shapely.length(lines))
    main = int(length_m.argmax())
    tree = shapely.STRtree(lines[cluster == main])
    kept = [s for s, c in zip(strands, cluster, strict=True) if c == main]
    for other in np.flatnonzero(length_m > WORTH_M).tolist():
        if other == main:
            continue
        members = np.flatnonzero(cluster == other)
        road = nearest_road(lines[members], tree)
        if road.length <= LONGEST_ROAD_M:
            kept += [*(strands[k] for k in members), Strand(road, "unclassified", "", GENERATED)]
    return kept


def nearest_road(lines: NDArray[np.object_], tree: shapely.STRtree) -> shapely.LineString:
    """Give the shortest road from these lines to the network."""
    (mine, theirs), metres = tree.query_nearest(lines, return_distance=True, all_matches=False)
    best = int(np.argmin(metres))
    return shapely.shortest_line(lines[mine[best]], tree.geometries[int(theirs[best])])


def clusters(lines: NDArray[np.object_]) -> Ints:
    """Number the lines so that all that touch, directly or through others, have one number."""
    first, second = shapely.STRtree(lines).query(lines, predicate="dwithin", distance=TOUCH_M)
    number = np.arange(len(lines))
    while True:
        lowest = number.copy()
        np.minimum.at(lowest, first, number[second])
        lowest = lowest[lowest]
        if (lowest == number).all():
            return number
        number = lowest
