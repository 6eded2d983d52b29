"""The rivers of the metropolis and the bridges over them."""

from __future__ import annotations

from typing import NamedTuple

import shapely

from metropoli.apps.travel.bridge.demo import facts
from metropoli.apps.travel.bridge.demo.plane import lines_of, read_line, read_outline
from metropoli.apps.travel.bridge.demo.strands import Strand

BANK_M = 12.0  # no street that is generated comes nearer to the water
BRIDGE_REACH_M = 150.0  # a street this near to a bridge crosses by it


class River(NamedTuple):
    """A river: the middle of its bed and how wide it is."""

    name: str
    line: shapely.LineString
    width_m: float


def rivers() -> list[River]:
    """Give the rivers."""
    return [
        River(r["name"], read_line(r["line"]), float(r["width_m"]))
        for r in facts.rows("rivers.csv")
    ]


def bridges() -> list[Strand]:
    """Give the bridges of Torino, each from bank to bank."""
    return [
        Strand(read_line(r["line"]), r["highway"], r["name"]) for r in facts.rows("bridges.csv")
    ]


def water(every: list[River]) -> shapely.Geometry:
    """Give the beds of the rivers as one area."""
    return shapely.union_all([r.line.buffer(r.width_m / 2) for r in every])


def areas(kind: str) -> list[tuple[str, shapely.Polygon]]:
    """Give the named areas of a kind: park, lake, hills or ztl."""
    return [
        (r["name"], read_outline(r["outline"]))
        for r in facts.rows("areas.csv")
        if r["kind"] == kind
    ]


def leave_crossings_to_bridges(
    streets: list[Strand], every: list[River], spans: list[Strand]
) -> list[Strand]:
    """Cut every street at the water where a bridge stands near; the bridge takes it over."""
    bed = shapely.union_all([r.line.buffer(r.width_m / 2 + 2 * BANK_M) for r in every])
    near = shapely.union_all([s.line.buffer(BRIDGE_REACH_M) for s in spans])
    gaps = bed.intersection(near)
    shapely.prepare(gaps)
    kept: list[Strand] = []
    for street in streets:
        if not gaps.intersects(street.line):
            kept.append(street)
            continue
        kept += [street._replace(line=part) for part in lines_of(street.line.difference(gaps))]
    return kept
