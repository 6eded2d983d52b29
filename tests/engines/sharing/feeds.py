"""A small fleet in both versions of GBFS, written by hand."""

from __future__ import annotations

import json
from typing import Any

SEEN_S = 1_767_600_000  # 5 January 2026, 8:00 UTC

PLANS = [
    {
        "plan_id": "bike",
        "name": "Bikes",
        "currency": "EUR",
        "price": 1,
        "is_taxable": False,
        "description": "1 euro, then 10 cents a minute after half an hour",
        "per_min_pricing": [{"start": 30, "rate": 0.1, "interval": 1}],
    }
]
TYPES = [
    {
        "vehicle_type_id": "bike",
        "form_factor": "bicycle",
        "propulsion_type": "human",
        "name": "Bike",
        "default_pricing_plan_id": "bike",
    },
    {
        "vehicle_type_id": "scooter",
        "form_factor": "scooter_standing",
        "propulsion_type": "electric",
        "max_range_meters": 30_000,
        "name": "Scooter",
        "default_pricing_plan_id": "bike",
    },
]
SQUARE = [[[[7.60, 45.00], [7.62, 45.00], [7.62, 45.02], [7.60, 45.02], [7.60, 45.00]]]]


def packed(data: object, version: str) -> bytes:
    at: object = SEEN_S if version[0] == "2" else "2026-01-05T08:00:00Z"
    return json.dumps({"last_updated": at, "ttl": 60, "version": version, "data": data}).encode()


def feed_2_3(**changed: Any) -> dict[str, bytes]:
    """Return a feed in GBFS 2.3; a file given as None is left out."""
    data: dict[str, Any] = {
        "system_information": {
            "system_id": "tobi",
            "language": "it",
            "name": "Tobi",
            "timezone": "Europe/Rome",
        },
        "vehicle_types": {"vehicle_types": TYPES},
        "station_information": {
            "stations": [
                {"station_id": "A", "name": "Alfa", "lat": 45.01, "lon": 7.61, "capacity": 10},
                {"station_id": "B", "name": "Beta", "lat": 45.05, "lon": 7.65},
            ]
        },
        "station_status": {
            "stations": [
                {
                    "station_id": "A",
                    "is_installed": True,
                    "is_renting": True,
                    "is_returning": True,
                    "last_reported": SEEN_S - 30,
                    "num_bikes_available": 3,
                    "num_docks_available": 7,
                    "vehicle_types_available": [{"vehicle_type_id": "bike", "count": 3}],
                }
            ]
        },
        "free_bike_status": {
            "bikes": [
                {
                    "bike_id": "s1",
                    "lat": 45.011,
                    "lon": 7.611,
                    "is_reserved": False,
                    "is_disabled": False,
                    "vehicle_type_id": "scooter",
                    "current_range_meters": 12_000,
                    "rental_uris": {"web": "https://tobi.example/s1", "ios": "tobi://s1"},
                }
            ]
        },
        "system_pricing_plans": {"plans": PLANS},
        "geofencing_zones": {
            "geofencing_zones": {
                "type": "FeatureCollection",
                "features": [
                    {
                        "type": "Feature",
                        "geometry": {"type": "MultiPolygon", "coordinates": SQUARE},
                        "properties": {
                            "name": "Park",
                            "rules": [
                                {
                                    "vehicle_type_id": ["scooter"],
                                    "ride_allowed": False,
                                    "ride_through_allowed": True,
                                }
                            ],
                        },
                    }
                ],
            }
        },
        "system_alerts": {
            "alerts": [
                {
                    "alert_id": "1",
                    "type": "STATION_CLOSURE",
                    "summary": "Closed",
                    "station_ids": ["B"],
                    "times": [{"start": SEEN_S}],
                }
            ]
        },
    }
    data |= changed
    return {f"{name}.json": packed(one, "2.3") for name, one in data.items() if one is not None}
