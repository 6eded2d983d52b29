"""Vehicle positions, message by message."""

from __future__ import annotations

import math
from typing import Any

from google.transit import gtfs_realtime_pb2

from metropoli.engines.journeys.realtime.noting import Notes
from metropoli.engines.journeys.realtime.trips import read_name
from metropoli.engines.journeys.realtime.types import Position
from metropoli.engines.journeys.realtime.values import instant, name_of, text

STOPPED_AT = 1
FASTEST_MS = 120.0
_PLACE: Any = gtfs_realtime_pb2.VehiclePosition


def read_position(id_: str, told: Any, notes: Notes) -> Position | None:
    """Read a VehiclePosition; one that is nowhere on earth is passed over."""
    place = told.position
    lat_deg, lon_deg = float(place.latitude), float(place.longitude)
    if not told.HasField("position") or not _on_earth(lat_deg, lon_deg):
        notes.note("realtime_position_bad", id=id_)
        return None
    return Position(
        id=text(told.vehicle.id) or id_,
        lat_deg=lat_deg,
        lon_deg=lon_deg,
        trip=read_name(told.trip),
        label=text(told.vehicle.label, 40),
        bearing_deg=_within(place, "bearing", 0.0, 360.0),
        speed_ms=_within(place, "speed", 0.0, FASTEST_MS),
        seen_at=instant(told.timestamp),
        sequence=int(told.current_stop_sequence) if told.HasField("current_stop_sequence") else -1,
        stop_id=text(told.stop_id),
        stands=told.current_status == STOPPED_AT,
        occupancy=name_of(_PLACE.OccupancyStatus, told.occupancy_status, ("no_data_available",))
        if told.HasField("occupancy_status")
        else "",
    )


def _on_earth(lat_deg: float, lon_deg: float) -> bool:
    known = math.isfinite(lat_deg) and math.isfinite(lon_deg)
    # Zero, zero is where lost receivers are.
    return known and abs(lat_deg) <= 90 and abs(lon_deg) <= 180 and (lat_deg, lon_deg) != (0.0, 0.0)  # noqa: PLR2004


def _within(place: Any, name: str, least: float, most: float) -> float | None:
    value = float(getattr(place, name))
    return value if place.HasField(name) and least <= value <= most else None
