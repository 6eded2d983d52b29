"""Well-known places of Torino, for the search box and for every room that lists places."""

from __future__ import annotations

from metropoli.apps.territory.types import PlaceFacts
from metropoli.apps.travel.bridge.demo.facts import rows


def demo_places() -> tuple[PlaceFacts, ...]:
    """Give the places that people ask the way to, with their names in Italian and English."""
    return tuple(
        PlaceFacts(
            kind=row["kind"],
            key=f"demo-{number}",
            name_it=row["name"],
            name_en=row["name_en"],
            lat_deg=float(row["lat"]),
            lon_deg=float(row["lon"]),
        )
        for number, row in enumerate(rows("places.csv"))
    )
