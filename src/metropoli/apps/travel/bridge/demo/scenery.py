"""What the map shows behind the streets: water, parks, built ground, railways, places."""

from __future__ import annotations

import numpy as np
import shapely

from metropoli.apps.travel.bridge.demo import facts
from metropoli.apps.travel.bridge.demo.ground import Ground
from metropoli.apps.travel.bridge.demo.osm import Writer
from metropoli.apps.travel.bridge.demo.plane import Floats, faces_of, point
from metropoli.apps.travel.bridge.demo.strands import GENERATED, Tags
from metropoli.apps.travel.bridge.demo.waters import areas

CITY_PEOPLE, TOWN_PEOPLE = 100_000, 10_000
SMOOTH_M = 15.0
SQUARE_M = 45.0
UNDER_AND_UP: tuple[tuple[str, Tags], ...] = (
    ("M1", (("railway", "subway"), ("tunnel", "yes"), ("layer", "-1"), ("name", "Metro M1"))),
    ("79", (("railway", "funicular"), ("name", "Sassi–Superga"))),
)


def draw_scenery(osm: Writer, ground: Ground) -> None:
    """Draw everything that is no street."""
    for _, hills in areas("hills"):
        draw_area(osm, hills, (("natural", "wood"),))
    draw_areas(osm, ground)
    draw_water(osm, ground)
    draw_squares(osm)
    draw_railways(osm)
    draw_places(osm, ground)


def draw_water(osm: Writer, ground: Ground) -> None:
    for river in ground.rivers:
        osm.line(corners(river.line), (("waterway", "river"), ("name", river.name)))
        bed = river.line.buffer(river.width_m / 2, cap_style="flat")
        draw_area(osm, bed, (("natural", "water"), ("water", "river"), ("name", river.name)))
    for name, lake in areas("lake"):
        draw_area(osm, lake, (("natural", "water"), ("water", "lake"), ("name", name)))


def draw_areas(osm: Writer, ground: Ground) -> None:
    for name, park in areas("park"):
        draw_area(osm, park, (("leisure", "park"), ("name", name)))
    for name, shape in ground.built:
        named: Tags = (("name", name),) if name else ()
        draw_area(osm, shape, (("landuse", "residential"), *named, *GENERATED))


def draw_squares(osm: Writer) -> None:
    """Draw the squares as open ground; their names stand in the search."""
    for row in facts.rows("places.csv"):
        if row["kind"] == "square":
            middle = shapely.Point(point(float(row["lat"]), float(row["lon"])))
            draw_area(osm, middle.buffer(SQUARE_M, quad_segs=2), (("place", "square"), *GENERATED))


def draw_area(osm: Writer, shape: shapely.Geometry, tags: Tags) -> None:
    """Draw the outer borders of a shape."""
    for face in faces_of(shape.simplify(SMOOTH_M)):
        osm.line(corners(face.exterior), tags)


def draw_railways(osm: Writer) -> None:
    stops = facts.stops()
    for row in facts.rows("railways.csv"):
        track = [track_point(word, stops) for word in row["stations"].split()]
        osm.line(np.array(track), (("railway", "rail"), ("name", row["name"])))
    for line, tags in UNDER_AND_UP:
        pattern = next(p for p in facts.patterns() if p.line == line)
        osm.line(np.array([track_point(stop, stops) for stop in pattern.stops]), tags)


def track_point(word: str, stops: dict[str, facts.StopFact]) -> tuple[float, float]:
    """Read a station's key, or "lat/lon"."""
    if word in stops:
        return point(stops[word].lat_deg, stops[word].lon_deg)
    lat, lon = word.split("/")
    return point(float(lat), float(lon))


def draw_places(osm: Writer, ground: Ground) -> None:
    for town in ground.towns:
        kind = place_kind(town.people)
        tags: Tags = (("place", kind), ("name", town.name), ("population", str(town.people)))
        code: Tags = (("ref:ISTAT", town.istat),) if town.istat else ()
        osm.nodes(np.array([town.center_m]), [(*tags, *code)])
    for row in facts.rows("quarters.csv"):
        at = np.array([point(float(row["lat"]), float(row["lon"]))])
        osm.nodes(at, [(("place", "suburb"), ("name", row["name"]))])
    for stop in facts.stops().values():
        if stop.key.startswith("T"):
            at = np.array([point(stop.lat_deg, stop.lon_deg)])
            osm.nodes(at, [(("railway", "station"), ("name", stop.name))])


def place_kind(people: int) -> str:
    return "city" if people > CITY_PEOPLE else "town" if people > TOWN_PEOPLE else "village"


def corners(shape: shapely.Geometry) -> Floats:
    found: Floats = shapely.get_coordinates(shape)
    return found
