"""Trips and lines as GeoJSON, in the words of the map component."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import dist
from typing import Any

import shapely

from metropoli.apps.mobility.rules.served import class_of, cuts_of
from metropoli.apps.mobility.types import Followed, Stretch, Within
from metropoli.apps.travel.types import (
    STAY,
    Coordinates,
    Leg,
    LinePage,
    Point,
    ReachMap,
    Served,
    StopName,
    StopPage,
    Trip,
    Via,
)

Drawing = dict[str, Any]
Rings = tuple[Coordinates, ...]
Shape = tuple[float, float] | Coordinates | Rings | tuple[Rings, ...]  # a point, a line, areas

DETOUR = "detour"
# Out of reach, then from worst to best served: told apart in grey too. As in served.css.
SERVED = ("8a8f98", "f5c26b", "c6c96a", "6fb58a", "2f8f9d", "1d4f91")
AREA_STRENGTH = 0.32  # of one area: the nearer lie upon the farther and come out darker


def trip_drawing(trip: Trip, vias: Sequence[Via] = ()) -> Drawing:
    """
    Return the legs of a trip, where they are not served now, its ends, changes and stops passed.

    :param vias: the places on the way
    """
    legs = [_leg(leg) for leg in trip.legs if leg.mode != STAY]
    closed = (feature for leg in trip.legs for feature in _closed(leg))
    return _collection([*legs, *closed, *_stops(trip), *map(_via, vias), *_ends(trip)])


def followed_drawing(followed: Followed) -> Drawing:
    """Return a trip that somebody is on as things are now; where it broke, how it goes on."""
    if followed.again and followed.again.trips:
        return trip_drawing(followed.again.trips[0])
    stretches = followed.progress.stretches
    legs = [
        _feature("LineString", _along(one), kind="leg", mode=one.leg.mode, label=one.leg.line)
        for one in stretches
        if one.leg.mode != STAY
    ]
    changes = [
        _feature("Point", _place(one.leg.start), kind="via", name=one.leg.start.name)
        for one in stretches[1:]
    ]
    ends = [_end(followed.trip.legs[0].start, "from"), _end(followed.goal, "to")]
    return _collection([*legs, *changes, *ends])


def _along(stretch: Stretch) -> Coordinates:
    """Return the way of a vehicle between the two stops, or a straight line on one's own."""
    start, end = _place(stretch.leg.start), _place(stretch.leg.end)
    way = stretch.sight.geometry if stretch.sight else ()
    first, last = (_nearest(way, end_of) for end_of in (start, end)) if way else (0, 0)
    return (start, *way[first : last + 1], end)


def _closed(leg: Leg) -> Iterator[Drawing]:
    """Return the stretches along stops that are passed by, from the stop before to the one after."""
    name = next((one.header for one in leg.notices if one.effect == DETOUR), "")
    before = 0
    for at, call in enumerate(leg.calls):
        if call.skipped:
            continue
        if at - before > 1:
            ends = [(one.stop.lon_deg, one.stop.lat_deg) for one in (leg.calls[before], call)]
            first, last = (_nearest(leg.geometry, end) for end in ends)
            way = (ends[0], *leg.geometry[first : last + 1], ends[1])
            yield _feature("LineString", way, kind="closed", name=name)
        before = at


def _nearest(way: Coordinates, place: tuple[float, float]) -> int:
    return min(range(len(way)), key=lambda at: dist(way[at], place))


def _place(point: Point) -> tuple[float, float]:
    return point.lon_deg, point.lat_deg


def line_drawing(page: LinePage) -> Drawing:
    """Return every way in which the line runs on the day, with its stops."""
    color = page.line.color
    ways = [
        _feature("LineString", pattern.geometry, kind="leg", mode=page.line.vehicle, color=color)
        for pattern in page.patterns
        if len(pattern.geometry) > 1
    ]
    stops = {stop.key: stop for pattern in page.patterns for stop in pattern.stops}
    return _collection([*ways, *(_stop(stop, "stop", color) for stop in stops.values())])


def stop_drawing(page: StopPage) -> Drawing:
    """Return a stop and the stops beside it."""
    return _collection(
        [_stop(page.stop, "place", ""), *(_stop(stop, "stop", "") for stop in page.siblings)]
    )


def reach_drawing(within: Within, n_places: int) -> Drawing:
    """Return the areas by minutes, the widest below, and the first places of the list."""
    areas = [
        _feature("Polygon", polygon, kind="area", name=f"{area.minutes} min", value=AREA_STRENGTH)
        for area in within.drawn.isochrones
        for polygon in area.polygons
    ]
    places = [
        _feature("Point", (one.place.lon_deg, one.place.lat_deg), kind="stop", name=one.place.name)
        for one in within.near[:n_places]
    ]
    return _collection([*areas, *places, _end(within.start.point, "from")])


def areas_drawing(drawn: ReachMap) -> Drawing:
    """Return isochrones alone, the widest first, with what must be said of them."""
    areas = [
        _feature("MultiPolygon", area.polygons, minutes=area.minutes, area_km2=area.area_km2)
        for area in drawn.isochrones
    ]
    said = {"generated": drawn.generated, "why_none": list(drawn.why_none)}
    return _collection(areas) | said


def served_drawing(served: Served) -> Drawing:
    """Return the ground in as many colours as there are classes, the worst served first."""
    measure = served.request.measure
    cuts = cuts_of(measure, [cell.value for cell in served.cells if cell.value is not None])
    by_class: dict[int, list[shapely.Polygon]] = {}
    for cell in served.cells:
        box = shapely.box(cell.west_deg, cell.south_deg, cell.east_deg, cell.north_deg)
        by_class.setdefault(class_of(measure, cuts, cell.value), []).append(box)
    return _collection(
        [
            _feature("Polygon", _rings(one), kind="area", color=SERVED[number], value=1)
            for number in sorted(by_class)
            for one in shapely.get_parts(shapely.union_all(by_class[number], grid_size=1e-6))
        ]
    )


def _rings(polygon: shapely.Polygon) -> Rings:
    lines = (polygon.exterior, *polygon.interiors)
    return tuple(
        tuple(map(tuple, shapely.get_coordinates(line).round(6).tolist())) for line in lines
    )


def _leg(leg: Leg) -> Drawing:
    named = {}
    if leg.line:
        named = {
            "color": leg.line.color,
            "text_color": leg.line.text_color,
            "label": leg.line.short_name,
        }
    return _feature("LineString", leg.geometry, kind="leg", mode=leg.mode, **named)


def _stops(trip: Trip) -> Iterator[Drawing]:
    for leg in trip.legs:
        color = leg.line.color if leg.line else ""
        for position, call in enumerate(leg.calls):
            passed = 0 < position < len(leg.calls) - 1
            yield _stop(call.stop, "stop" if passed else "via", color)


def _stop(stop: StopName, kind: str, color: str) -> Drawing:
    place = (stop.lon_deg, stop.lat_deg)
    return _feature("Point", place, kind=kind, name=stop.name, key=stop.key, color=color)


def _ends(trip: Trip) -> Iterator[Drawing]:
    yield _end(trip.legs[0].start, "from")
    yield _end(trip.legs[-1].end, "to")


def _via(via: Via) -> Drawing:
    return _feature("Point", _place(via.point), kind="place", name=via.point.name)


def _end(point: Point, kind: str) -> Drawing:
    return _feature("Point", _place(point), kind=kind, name=point.name)


def _feature(shape: str, coordinates: Shape, **properties: str | float) -> Drawing:
    return {
        "type": "Feature",
        "geometry": {"type": shape, "coordinates": coordinates},
        "properties": properties,
    }


def _collection(features: list[Drawing]) -> Drawing:
    return {"type": "FeatureCollection", "features": features}
