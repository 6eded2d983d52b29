"""The real streets of Torino and its belt that we wrote down, joined where they nearly meet."""

from __future__ import annotations

import numpy as np
import shapely

from metropoli.apps.travel.bridge.demo import facts
from metropoli.apps.travel.bridge.demo.plane import Floats, read_line
from metropoli.apps.travel.bridge.demo.strands import Strand, Tags, lines
from metropoli.apps.travel.bridge.demo.waters import River

JOIN_M = 5.0  # nearer than this, two streets meet already
AHEAD_M = 300.0  # a street that ends is drawn straight on to the next one, if it is this near
ASIDE_M = 110.0  # or turned to the nearest one, if that is this near
SPAN_REACH_M = 260.0  # a bridge reaches this far for the streets that end before it
TRACKED = ("corso",)


def real_streets() -> list[Strand]:
    """Give the streets of the facts; the tree-lined corsi have cycle tracks."""
    return [
        Strand(read_line(r["line"]), r["highway"], r["name"], street_tags(r["name"], r["highway"]))
        for r in facts.rows("streets.csv")
    ]


def street_tags(name: str, highway: str) -> Tags:
    tracked = name.startswith(TRACKED) and highway in ("primary", "secondary")
    cycle: Tags = (("cycleway", "track"),) if tracked else ()
    drives = highway not in ("pedestrian", "service")
    return (*cycle, ("maxspeed", "50")) if drives else cycle


def anchor(spans: list[Strand], streets: list[Strand]) -> list[Strand]:
    """Lead both ends of every bridge to the streets that end before it, else to the nearest."""
    ends = shapely.points([s.line.coords[k] for s in streets for k in (0, -1)])
    tree, ground = shapely.STRtree(ends), shapely.STRtree(lines(streets))
    return [s._replace(line=anchored(s.line, tree, ground)) for s in spans]


def anchored(
    line: shapely.LineString, ends: shapely.STRtree, ground: shapely.STRtree
) -> shapely.LineString:
    """Lead one bridge to the streets at both its ends."""
    before, after = (shapely.Point(c) for c in (line.coords[0], line.coords[-1]))
    return shapely.LineString([*foot(before, ends, ground)[::-1], *foot(after, ends, ground)])


def foot(
    corner: shapely.Point, ends: shapely.STRtree, ground: shapely.STRtree
) -> list[shapely.Point]:
    """Give the end of a street that waits for the bridge, else the way to the nearest street."""
    near = ends.query_nearest(corner, max_distance=SPAN_REACH_M, all_matches=False)
    if len(near):
        return [ends.geometries[int(near[0])]]
    street = ground.geometries[int(ground.nearest(corner))]
    return [corner, street.interpolate(street.project(corner))]


def join_ends(streets: list[Strand], rivers: list[River], fixed: list[Strand]) -> list[Strand]:
    """Draw every loose end on to the next street, unless a river lies between."""
    tree = shapely.STRtree(lines([*streets, *fixed]))
    beds = shapely.union_all([r.line for r in rivers])
    shapely.prepare(beds)
    return [
        street._replace(line=joined(number, street.line, tree, beds))
        for number, street in enumerate(streets)
    ]


def joined(
    number: int, line: shapely.LineString, tree: shapely.STRtree, beds: shapely.Geometry
) -> shapely.LineString:
    """Draw both ends of one street on."""
    coords = shapely.get_coordinates(line)
    before = reach(number, coords[1::-1], tree, beds)
    after = reach(number, coords[-2:], tree, beds)
    return shapely.LineString([*before, *coords.tolist(), *after])


def reach(
    number: int, last: Floats, tree: shapely.STRtree, beds: shapely.Geometry
) -> list[tuple[float, float]]:
    """Find where a street that ends at the second of two points goes on, if anywhere."""
    end = shapely.Point(last[1])
    step = last[1] - last[0]
    ahead = shapely.LineString([last[1], last[1] + step * (AHEAD_M / max(1.0, np.hypot(*step)))])
    others = [
        tree.geometries[k]
        for k in np.sort(tree.query(end, predicate="dwithin", distance=AHEAD_M)).tolist()
        if k != number
    ]
    if any(other.distance(end) <= JOIN_M for other in others):
        return []
    straight = [
        shapely.shortest_line(end, ahead.intersection(o)) for o in others if o.crosses(ahead)
    ]
    aside = [shapely.shortest_line(end, o) for o in others if o.distance(end) <= ASIDE_M]
    for link in sorted(straight, key=lambda k: k.length) + sorted(aside, key=lambda k: k.length):
        if not beds.intersects(link):
            east_m, north_m = link.coords[-1]
            return [(east_m, north_m)]
    return []
