"""Put the streets of the demo city on the map, layer by layer: real ones first, generated after."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import shapely
from numpy.random import Generator

from metropoli.apps.travel.bridge.demo import facts
from metropoli.apps.travel.bridge.demo.arteries import anchor, join_ends, real_streets
from metropoli.apps.travel.bridge.demo.blocks import CITY, PARK, TOWN, Grain, cuts, open_faces
from metropoli.apps.travel.bridge.demo.buslanes import bus_lanes, lane_streets, linked_towns
from metropoli.apps.travel.bridge.demo.hills import hill_lanes
from metropoli.apps.travel.bridge.demo.links import stop_paths
from metropoli.apps.travel.bridge.demo.mending import mend
from metropoli.apps.travel.bridge.demo.motorways import motorways, ramps
from metropoli.apps.travel.bridge.demo.plane import faces_of, lines_of, to_plane
from metropoli.apps.travel.bridge.demo.roads import country_roads, valley_roads
from metropoli.apps.travel.bridge.demo.strands import GENERATED, Strand, lines
from metropoli.apps.travel.bridge.demo.towns import TORINO, Town, comuni, outline, towns_outside
from metropoli.apps.travel.bridge.demo.waters import (
    BANK_M,
    River,
    areas,
    bridges,
    leave_crossings_to_bridges,
    rivers,
    water,
)

AROUND_STREET_M = 330.0  # the city reaches this far beside a street that we wrote down
AROUND_STOP_M = 160.0
LAST_URBAN_STOP = 10_000  # GTT numbers its urban stops below this
RIVERSIDE_M = 35.0
RIVERSIDE = {"Po", "Dora Riparia", "Stura di Lanzo", "Sangone"}
CENTER_LINK_M = 1_500.0


class Ground(NamedTuple):
    """Everything that lies on the map of the demo city."""

    streets: list[Strand]
    towns: list[Town]
    rivers: list[River]
    built: list[tuple[str, shapely.Geometry]]


def lay_out(rng: Generator) -> Ground:
    """Lay out the whole metropolis."""
    flows, spans, towns = rivers(), bridges(), comuni() + towns_outside()
    city_streets = leave_crossings_to_bridges(real_streets(), flows, spans)
    crossings = anchor(spans, city_streets)
    arteries = [*join_ends(city_streets, flows, crossings), *crossings]
    city = city_ground(arteries)
    arteries += lead_out(towns, arteries, city, rng)
    built = built_ground(towns, city, rng)
    streets = mend(arteries + fill(built, arteries, flows, rng))
    ways = motorways()
    at = {t.name: shapely.Point(t.center_m) for t in towns}
    exits = ramps(ways, streets, at)
    paths = stop_paths(streets, flows)
    return Ground([*streets, *paths, *ways, *exits], towns, flows, built)


def lead_out(
    towns: list[Town], arteries: list[Strand], city: shapely.Geometry, rng: Generator
) -> list[Strand]:
    """Draw the roads outside the city: where buses run, in the valleys, between neighbours."""
    lanes = bus_lanes()
    found = lane_streets(lanes, arteries, city)
    found += valley_roads(towns, rng)
    found += country_roads(towns, linked_towns(lanes, towns), city, rng)
    return found + center_links(towns, [*arteries, *found])


def center_links(towns: list[Town], streets: list[Strand]) -> list[Strand]:
    """Join every town's centre to the street that passes nearest."""
    tree = shapely.STRtree(lines(streets))
    found: list[Strand] = []
    for town in towns:
        center = shapely.Point(town.center_m)
        link = shapely.shortest_line(center, tree.geometries[int(tree.nearest(center))])
        if 0 < link.length < CENTER_LINK_M:
            found.append(Strand(link, "tertiary", "via Roma", GENERATED))
    return found


def city_ground(arteries: list[Strand]) -> shapely.Geometry:
    """Give the ground of the city of streets that we wrote down, without the hills."""
    around = shapely.union_all([s.line.buffer(AROUND_STREET_M) for s in arteries])
    largest = max(faces_of(around), key=lambda face: face.area)
    whole = shapely.Polygon(largest.exterior).buffer(-AROUND_STREET_M / 2)
    return whole.difference(hill_ground())


def hill_ground() -> shapely.Geometry:
    return shapely.union_all([shape for _, shape in areas("hills")])


def built_ground(
    towns: list[Town], city: shapely.Geometry, rng: Generator
) -> list[tuple[str, shapely.Geometry]]:
    """Give the built ground of the city, of the other towns, and along the urban bus lines."""
    stops = [s for s in facts.stops().values() if s.key.isdigit() and int(s.key) < LAST_URBAN_STOP]
    at = to_plane(np.array([s.lat_deg for s in stops]), np.array([s.lon_deg for s in stops]))
    along = shapely.union_all(shapely.buffer(shapely.points(at), AROUND_STOP_M, quad_segs=3))
    hills = hill_ground()
    rest = [(t.name, outline(t, rng)) for t in towns if t.istat != TORINO]
    belt = shapely.union_all([along.difference(hills), *(shape for _, shape in rest)])
    return [
        ("Torino", city),
        *((name, shape.difference(city)) for name, shape in rest),
        ("", belt.difference(city)),
    ]


def fill(
    built: list[tuple[str, shapely.Geometry]],
    arteries: list[Strand],
    flows: list[River],
    rng: Generator,
) -> list[Strand]:
    """Fill the built ground with blocks, the parks with paths, the hills with lanes."""
    bed = water(flows).buffer(BANK_M)
    parks = shapely.union_all([shape for _, shape in areas("park")])
    ztl = shapely.union_all([shape for _, shape in areas("ztl")])
    shapely.prepare(ztl)
    city, belt = built[0][1], built[-1][1]
    barriers = [*lines(arteries), *(r.line for r in flows)]
    found = grid(city.difference(bed).difference(parks), barriers, CITY, rng)
    found += grid(belt.difference(bed).difference(parks), barriers, TOWN, rng)
    found = [s._replace(highway="living_street") if ztl.contains(s.line) else s for s in found]
    paths = grid(parks.difference(bed), lines(arteries), PARK, rng)
    found += [s._replace(highway="footway") for s in paths]
    found += [Strand(edge, "footway", "", GENERATED) for edge in park_edges(parks, bed)]
    lanes = hill_lanes(hill_ground().difference(bed).difference(belt), rng)
    found += lanes + riversides(flows, city.buffer(RIVERSIDE_M))
    return found


def grid(
    ground: shapely.Geometry, barriers: list[shapely.LineString], grain: Grain, rng: Generator
) -> list[Strand]:
    """Cut the ground that the barriers leave open into blocks."""
    return [
        Strand(line, "residential", "", GENERATED)
        for face in open_faces(ground, barriers)
        for line in cuts(face, grain, rng)
    ]


def park_edges(parks: shapely.Geometry, bed: shapely.Geometry) -> list[shapely.LineString]:
    return lines_of(shapely.boundary(parks.difference(bed)))


def riversides(flows: list[River], near: shapely.Geometry) -> list[Strand]:
    """Draw cycle paths on both banks of the rivers inside the city."""
    beds = water(flows).buffer(RIVERSIDE_M / 3)
    found: list[Strand] = []
    for river in flows:
        if river.name not in RIVERSIDE:
            continue
        for side in (1, -1):
            away_m = side * (river.width_m / 2 + RIVERSIDE_M)
            bank = shapely.offset_curve(river.line, away_m).intersection(near).difference(beds)
            found += [
                Strand(line.simplify(5), "cycleway", f"ciclabile {river.name}", GENERATED)
                for line in lines_of(bank)
                if line.length > RIVERSIDE_M
            ]
    return found
