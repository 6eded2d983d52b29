"""The car parks of the demo city: 5T's places, generated cars."""

from __future__ import annotations

import json
from datetime import datetime

from metropoli.apps.travel.bridge.demo.facts import rows
from metropoli.apps.travel.bridge.demo.hours import (
    fullness_share,
    luck_of,
    seen_s,
    slot_of,
    working_hours_share,
)

DAY_CENTS, HOUR_CENTS = 150, 200  # made up, as the free places are


def parks(at: datetime) -> dict[str, bytes]:
    """Return the car parks as GeoJSON, as they are at an instant."""
    features = []
    for row in rows("car_parks.csv"):
        now = luck_of("parks", row["park"], slot_of(at))
        lat_deg, lon_deg = float(row["lat"]), float(row["lon"])
        changes = row["park_ride"] == "1"
        full = (
            fullness_share(at, lat_deg, lon_deg, now)
            if not changes
            else working_hours_share(at, now)
        )
        places = int(row["places"])
        properties = {
            "id": row["park"],
            "name": row["name"],
            "total": places,
            "free": round(places * (1 - full)),
            "park_ride": "yes" if changes else "no",
        }
        properties |= {"day_cents": DAY_CENTS} if changes else {"hour_cents": HOUR_CENTS}
        point = {"type": "Point", "coordinates": [lon_deg, lat_deg]}
        features.append({"type": "Feature", "geometry": point, "properties": properties})
    top = {"type": "FeatureCollection", "seen_at": seen_s(at), "features": features}
    return {"car_parks.geojson": json.dumps(top, ensure_ascii=False).encode()}
