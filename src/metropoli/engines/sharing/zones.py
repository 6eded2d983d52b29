"""Parts of the city where a fleet has rules of its own."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from metropoli.engines.sharing.rows import Row
from metropoli.engines.sharing.types import Fleet, Polygon, Ring, Rule, Zone

Flags = NDArray[np.bool_]
Degrees = NDArray[np.float64]

MOST_POINTS = 200_000  # of one area
LEAST_POINTS = 3
ALLOWED = Rule()


def rule_at(fleet: Fleet, vehicle_type: str, lat_deg: float, lon_deg: float, at_s: int) -> Rule:
    """
    Return the rule that binds a vehicle type at a position and an instant (Unix time).

    The first zone of the file that has a rule for the type counts; outside all zones the rules of
    the whole system; where nothing is said everything is allowed.
    """
    for zone in fleet.zones:
        if _is_in_force(zone, at_s) and contains(zone.area, lat_deg, lon_deg):
            rule = _rule_for(zone.rules, vehicle_type)
            if rule is not None:
                return rule
    return _rule_for(fleet.rules, vehicle_type) or ALLOWED


def may_end(
    fleet: Fleet, vehicle_type: str, lat_deg: Degrees, lon_deg: Degrees, at_s: int
) -> Flags:
    """Say of many positions at once whether a ride may end there in the street (see `rule_at`)."""
    outside = _rule_for(fleet.rules, vehicle_type) or ALLOWED
    allowed = np.full(len(lat_deg), outside.end and not outside.station_only)
    open_rows = np.ones(len(lat_deg), np.bool_)
    for zone in fleet.zones:
        rule = _rule_for(zone.rules, vehicle_type)
        if rule is None or not _is_in_force(zone, at_s) or not open_rows.any():
            continue
        rows = np.flatnonzero(open_rows)
        rows = rows[_contains_many(zone.area, lat_deg[rows], lon_deg[rows])]
        allowed[rows] = rule.end and not rule.station_only
        open_rows[rows] = False
    return allowed


def _contains_many(area: Sequence[Polygon], lat_deg: Degrees, lon_deg: Degrees) -> Flags:
    inside = np.zeros(len(lat_deg), np.bool_)
    for outline, *holes in area:
        within = _in_ring_many(outline, lat_deg, lon_deg)
        for hole in holes:
            within &= ~_in_ring_many(hole, lat_deg, lon_deg)
        inside |= within
    return inside


def _in_ring_many(ring: Ring, lat_deg: Degrees, lon_deg: Degrees) -> Flags:
    lon, lat = np.array(ring).T
    inside = np.zeros(len(lat_deg), np.bool_)
    near = (lat_deg >= lat.min()) & (lat_deg <= lat.max())
    near &= (lon_deg >= lon.min()) & (lon_deg <= lon.max())
    rows = np.flatnonzero(near)
    north, east = lat_deg[rows], lon_deg[rows]
    odd = np.zeros(len(rows), np.bool_)
    for i in range(len(ring)):
        spans = (lat[i] > north) != (lat[i - 1] > north)
        if spans.any():
            slope = (lon[i - 1] - lon[i]) / (lat[i - 1] - lat[i])
            odd ^= spans & (east < lon[i] + (north - lat[i]) * slope)
    inside[rows] = odd
    return inside


def contains(area: Sequence[Polygon], lat_deg: float, lon_deg: float) -> bool:
    """Say whether a position lies in one of the polygons and in none of its holes."""
    for outline, *holes in area:
        inside = _in_ring(outline, lat_deg, lon_deg)
        if inside and not any(_in_ring(hole, lat_deg, lon_deg) for hole in holes):
            return True
    return False


def read_zones(row: Row | None, language: str) -> tuple[tuple[Zone, ...], tuple[Rule, ...]]:
    """Return the zones of geofencing_zones in their order, and the rules outside them."""
    if row is None:
        return (), ()
    collection = row.row("geofencing_zones")
    zones = []
    for feature in collection.rows("features") if collection else []:
        properties, area = feature.row("properties"), area_of(feature, "geometry")
        if properties is not None and area:
            zones.append(
                Zone(
                    name=properties.texts("name", language),
                    area=area,
                    rules=_rules(properties, "rules"),
                    from_s=properties.instant_s("start"),
                    until_s=properties.instant_s("end"),
                )
            )
    return tuple(zones), _rules(row, "global_rules")


def area_of(row: Row, field: str) -> tuple[Polygon, ...]:
    """Return a GeoJSON MultiPolygon (or Polygon); none where it is broken, and then it is written down."""
    geometry = row.row(field)
    kind = geometry.text("type") if geometry else ""
    value = geometry.fields.get("coordinates") if geometry else None
    try:
        area = _polygons([value] if kind == "Polygon" else value)
    except (TypeError, ValueError, LookupError, OverflowError):
        area = ()
    if not area:
        row.notebook.note("sharing_bad_area", row.file, row.at(field))
    return area


def _polygons(value: object) -> tuple[Polygon, ...]:
    if not isinstance(value, list):
        raise TypeError
    area = tuple(tuple(_ring(ring) for ring in polygon) for polygon in value)
    if sum(len(ring) for polygon in area for ring in polygon) > MOST_POINTS:
        raise ValueError
    if not all(area):
        raise ValueError
    return area


def _ring(value: Sequence[Sequence[float]]) -> Ring:
    ring = tuple((float(point[0]), float(point[1])) for point in value[: MOST_POINTS + 1])
    if len(ring) < LEAST_POINTS or not all(abs(x) <= 180 and abs(y) <= 90 for x, y in ring):  # noqa: PLR2004
        raise ValueError
    return ring


def _in_ring(ring: Ring, lat_deg: float, lon_deg: float) -> bool:
    """Say whether a ray to the east crosses the ring an odd number of times."""
    inside = False
    lon_before, lat_before = ring[-1]
    for lon, lat in ring:
        if (lat > lat_deg) != (lat_before > lat_deg):
            crossing = lon + (lat_deg - lat) * (lon_before - lon) / (lat_before - lat)
            inside ^= lon_deg < crossing
        lon_before, lat_before = lon, lat
    return inside


def _is_in_force(zone: Zone, at_s: int) -> bool:
    began = zone.from_s is None or zone.from_s <= at_s
    return began and (zone.until_s is None or at_s < zone.until_s)


def _rule_for(rules: Sequence[Rule], vehicle_type: str) -> Rule | None:
    for rule in rules:
        if not rule.types or vehicle_type in rule.types:
            return rule
    return None


def _rules(row: Row, field: str) -> tuple[Rule, ...]:
    """Read rules; GBFS 2 has one word, `ride_allowed`, for beginning and for ending."""
    rules = []
    for one in row.rows(field):
        rides = one.flag("ride_allowed", default=True)
        types = one.names("vehicle_type_ids") or one.names("vehicle_type_id")
        rules.append(
            Rule(
                types=types,
                start=one.flag("ride_start_allowed", default=rides),
                end=one.flag("ride_end_allowed", default=rides),
                through=one.flag("ride_through_allowed", default=True),
                max_kmh=one.number("maximum_speed_kph", 0, 1_000),
                station_only=one.flag("station_parking", default=False),
            )
        )
    return tuple(rules)
