"""From what we hold to GeoJSON, as maps and programs read it."""

from __future__ import annotations

import json
from typing import Any

import shapely

from metropoli.apps.territory.types import ComuneInfo, PlaceInfo

# About 20 m: nobody sees less on the map of a whole Comune.
TOLERANCE_DEG = 0.0002


def comune_drawing(comune: ComuneInfo, boundary_wkb: bytes | None) -> dict[str, Any]:
    """Return the centre of a Comune and its boundary, where it is known, for the map."""
    centre = _feature(_point(comune.lat_deg, comune.lon_deg), kind="place", name=comune.name_it)
    features = [centre]
    if boundary_wkb is not None:
        outline = shapely.simplify(shapely.from_wkb(boundary_wkb), TOLERANCE_DEG)
        geometry = json.loads(shapely.to_geojson(outline))
        features.insert(0, _feature(geometry, kind="area", name=comune.name_it))
    return {"type": "FeatureCollection", "features": features}


def places_drawing(places: list[PlaceInfo]) -> dict[str, Any]:
    """Return places as GeoJSON points."""
    features = [
        _feature(
            _point(place.lat_deg, place.lon_deg),
            kind=place.kind,
            key=place.key,
            name=place.name_it,
            name_en=place.name_en,
            comune=place.comune,
        )
        for place in places
    ]
    return {"type": "FeatureCollection", "features": features}


def _point(lat_deg: float, lon_deg: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [lon_deg, lat_deg]}


def _feature(geometry: dict[str, Any], **properties: object) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}
