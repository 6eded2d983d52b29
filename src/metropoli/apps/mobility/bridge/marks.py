"""What is around as marks for the map: a place, a sign, a short label."""

from __future__ import annotations

from typing import Any

from metropoli.apps.mobility.types import PARKING, SHARING, VEHICLES, Around

Mark = dict[str, Any]
UNKNOWN = "?"


def marks_of(around: Around) -> list[Mark]:
    """Return one mark a thing; its `key` is that of its line in the list beside the map."""
    return [
        *(
            _mark(VEHICLES, one, one.line.short_name, one.line.color)
            | {"guess": one.seen_at is None}
            for one in around.vehicles
        ),
        *(_mark(SHARING, one, _count(one.n_vehicles)) for one in around.stations),
        *(_mark(SHARING, one, "") for one in around.free),
        *(_mark(PARKING, one, f"P {_count(one.n_free)}") for one in around.parks),
    ]


def _mark(kind: str, one: Any, label: str, color: str = "") -> Mark:
    place = {"lat": one.lat_deg, "lon": one.lon_deg}
    return place | {"kind": kind, "key": f"{kind}-{one.key}", "label": label, "color": color}


def _count(n: int | None) -> str:
    return UNKNOWN if n is None else str(n)
