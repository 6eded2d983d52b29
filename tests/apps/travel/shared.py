"""
What is shared and parked in the miniature city, written by hand.

Bikes of Tobi: stations Home (x 300, 3 bikes), Alfa (x 40, empty, 5 docks), Delta (x 5,950, 4 docks),
Full (x 3,950, no dock), Unknown (x 2,050, nothing is known of it). Scooters of Monop stand in the
street at x 250 and x 5,000; they may not be left between x 3,500 and x 4,500. Car parks: Beta (x 2,050,
12 places free, park and ride), Crowded (x 4,050, full).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from apps.travel.miniature import MONDAY, when
from engines.streets.maps import at
from metropoli.apps.travel.types import SourceCard

EIGHT = when(MONDAY, "07:50")
STATIONS = {
    "home": (300, 3, 2),
    "alfa": (40, 0, 5),
    "beta": (2_050, None, None),
    "full": (3_950, 4, 0),
    "delta": (5_950, 1, 4),
}
BIKE_PLAN = {
    "plan_id": "bike",
    "name": "Bici",
    "currency": "EUR",
    "price": 0.5,
    "is_taxable": False,
    "description": "50 centesimi, poi 10 al minuto dopo mezz’ora",
    "per_min_pricing": [{"start": 30, "rate": 0.1, "interval": 1}],
}
SCOOTER_PLAN = {
    "plan_id": "scooter",
    "name": "Monopattino",
    "currency": "EUR",
    "price": 1,
    "is_taxable": False,
    "description": "1 euro, poi 20 centesimi al minuto",
    "per_min_pricing": [{"start": 0, "rate": 0.2, "interval": 1}],
}
PARKS = [("P1", "Beta", 2_050, 12, "yes", 150), ("P2", "Crowded", 4_050, 0, "yes", 150)]
OPEN_CARD = SourceCard(
    title_it="Tobi", title_en="Tobi", licence="CC0-1.0", attribution="Tobi S.p.A."
)


def _file(data: Any, seen: datetime) -> bytes:
    top = {"last_updated": int(seen.timestamp()), "ttl": 60, "version": "2.3", "data": data}
    return json.dumps(top).encode()


def _system(name: str, seen: datetime) -> bytes:
    told = {"system_id": name.lower(), "language": "it", "name": name, "timezone": "Europe/Rome"}
    return _file(told, seen)


def bikes(
    seen: datetime = EIGHT, **changed: tuple[int, int | None, int | None]
) -> dict[str, bytes]:
    """Return the feed of Tobi: stations by name, with their x, bikes and docks."""
    stations = STATIONS | changed
    places = []
    for name, (x_m, _, _) in stations.items():
        lat, lon = at(x_m, 0)
        places.append({"station_id": name, "name": name.title(), "lat": lat, "lon": lon})
    status = [
        {
            "station_id": name,
            "is_installed": True,
            "is_renting": True,
            "is_returning": True,
            "last_reported": int(seen.timestamp()),
            "num_bikes_available": n_bikes,
            "num_docks_available": n_docks,
            "vehicle_types_available": [{"vehicle_type_id": "bike", "count": n_bikes}],
        }
        for name, (_, n_bikes, n_docks) in stations.items()
        if n_bikes is not None
    ]
    kind = {
        "vehicle_type_id": "bike",
        "form_factor": "bicycle",
        "propulsion_type": "human",
        "default_pricing_plan_id": "bike",
    }
    return {
        "system_information.json": _system("Tobi", seen),
        "vehicle_types.json": _file({"vehicle_types": [kind]}, seen),
        "station_information.json": _file({"stations": places}, seen),
        "station_status.json": _file({"stations": status}, seen),
        "system_pricing_plans.json": _file({"plans": [BIKE_PLAN]}, seen),
    }


def _rectangle(west_m: float, east_m: float) -> list[list[list[list[float]]]]:
    corners = [(west_m, -200), (east_m, -200), (east_m, 200), (west_m, 200), (west_m, -200)]
    return [[[[*reversed(at(x, y))] for x, y in corners]]]


def scooters(
    seen: datetime = EIGHT, forbidden: tuple[float, float] = (3_500, 4_500)
) -> dict[str, bytes]:
    """Return the feed of Monop: two scooters in the street, and where they may not be left."""
    standing = []
    for name, x_m in (("near", 250), ("far", 5_000)):
        lat, lon = at(x_m, 0)
        standing.append(
            {
                "bike_id": name,
                "lat": lat,
                "lon": lon,
                "is_reserved": False,
                "is_disabled": False,
                "vehicle_type_id": "scooter",
                "current_range_meters": 20_000,
                "rental_uris": {"web": f"https://monop.example/{name}"},
            }
        )
    kind = {
        "vehicle_type_id": "scooter",
        "form_factor": "scooter_standing",
        "propulsion_type": "electric",
        "max_range_meters": 30_000,
        "default_pricing_plan_id": "scooter",
    }
    zone = {
        "type": "Feature",
        "geometry": {"type": "MultiPolygon", "coordinates": _rectangle(*forbidden)},
        "properties": {"rules": [{"ride_allowed": False, "ride_through_allowed": True}]},
    }
    zones = {"type": "FeatureCollection", "features": [zone]}
    return {
        "system_information.json": _system("Monop", seen),
        "vehicle_types.json": _file({"vehicle_types": [kind]}, seen),
        "free_bike_status.json": _file({"bikes": standing}, seen),
        "system_pricing_plans.json": _file({"plans": [SCOOTER_PLAN]}, seen),
        "geofencing_zones.json": _file({"geofencing_zones": zones}, seen),
    }


def parks(
    rows: list[tuple[str, str, float, int, str, int]] = PARKS, seen: datetime = EIGHT
) -> bytes:
    """Return the car parks as a CSV list."""
    head = "id,name,lat,lng,total,free,park_ride,day_cents,seen_at"
    lines = [head]
    for park_id, name, x_m, free, park_ride, cents in rows:
        lat, lon = at(x_m, 0)
        lines.append(
            f"{park_id},{name},{lat},{lon},100,{free},{park_ride},{cents},{seen.isoformat()}"
        )
    return "\n".join(lines).encode()


def write(files: dict[str, bytes], folder: Path) -> str:
    """Write a feed into a folder, and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return str(folder)


Load = Callable[..., None]
