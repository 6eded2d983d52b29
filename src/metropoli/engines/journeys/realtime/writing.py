"""Write GTFS-Realtime: from what is known to the bytes of a feed."""

from __future__ import annotations

from datetime import date
from typing import Any

from google.transit import gtfs_realtime_pb2

from metropoli.engines.journeys.realtime.types import (
    CALLS,
    SCHEDULED,
    About,
    Alert,
    Bulletin,
    CallNews,
    Position,
    TripName,
    TripNews,
)

VERSION = "2.0"
DELAY, ARRIVAL, DEPARTURE = "delay", "arrival", "departure"
STOPPED_AT, IN_TRANSIT_TO = 1, 2
_RT: Any = gtfs_realtime_pb2


def write_bulletin(bulletin: Bulletin) -> bytes:
    """Return a whole feed (FULL_DATASET): trip updates, vehicle positions and alerts."""
    feed: Any = _RT.FeedMessage()
    feed.header.gtfs_realtime_version = VERSION
    feed.header.timestamp = bulletin.at
    for number, news in enumerate(bulletin.trips):
        _write_trip(feed.entity.add(id=f"t{number}").trip_update, news)
    for number, position in enumerate(bulletin.positions):
        _write_position(feed.entity.add(id=position.id or f"v{number}").vehicle, position)
    for number, alert in enumerate(bulletin.alerts):
        _write_alert(feed.entity.add(id=alert.id or f"a{number}").alert, alert)
    content: bytes = feed.SerializeToString()
    return content


def _write_name(told: Any, name: TripName, relation: int = SCHEDULED) -> None:
    for field, value in (("trip_id", name.trip_id), ("route_id", name.route_id)):
        if value:
            setattr(told, field, value)
    if name.direction >= 0:
        told.direction_id = name.direction
    if name.day:
        told.start_date = f"{date.fromordinal(name.day):%Y%m%d}"
    if name.start_s >= 0:
        minutes, seconds = divmod(name.start_s, 60)
        told.start_time = f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
    if relation != SCHEDULED:
        told.schedule_relationship = relation


def _write_trip(update: Any, news: TripNews) -> None:
    _write_name(update.trip, news.trip, news.relation)
    if news.seen_at:
        update.timestamp = news.seen_at
    if news.delay_s is not None:
        update.delay = news.delay_s
    for call in news.calls:
        _write_call(update.stop_time_update.add(), call)


def _write_call(told: Any, call: CallNews) -> None:
    if call.sequence >= 0:
        told.stop_sequence = call.sequence
    if call.stop_id:
        told.stop_id = call.stop_id
    if call.relation != CALLS:
        told.schedule_relationship = call.relation
    for event, at, delay_s in (
        (ARRIVAL, call.arrives_at, call.arrival_delay_s),
        (DEPARTURE, call.departs_at, call.departure_delay_s),
    ):
        if at is not None:
            getattr(told, event).time = at
        if delay_s is not None:
            getattr(told, event).delay = delay_s
    if call.assigned_stop_id:
        told.stop_time_properties.assigned_stop_id = call.assigned_stop_id


def _write_position(told: Any, position: Position) -> None:
    _write_name(told.trip, position.trip)
    told.vehicle.id = position.id
    told.vehicle.label = position.label
    told.position.latitude, told.position.longitude = position.lat_deg, position.lon_deg
    if position.bearing_deg is not None:
        told.position.bearing = position.bearing_deg
    if position.speed_ms is not None:
        told.position.speed = position.speed_ms
    if position.sequence >= 0:
        told.current_stop_sequence = position.sequence
    if position.stop_id:
        told.stop_id = position.stop_id
    told.current_status = STOPPED_AT if position.stands else IN_TRANSIT_TO
    told.timestamp = position.seen_at
    if position.occupancy:
        told.occupancy_status = _RT.VehiclePosition.OccupancyStatus.Value(
            position.occupancy.upper()
        )


def _write_alert(told: Any, alert: Alert) -> None:
    for start, end in alert.periods:
        told.active_period.add(start=start or None, end=end or None)
    for one in alert.about:
        _write_about(told.informed_entity.add(), one)
    kinds = _RT.Alert
    told.cause = kinds.Cause.Value(alert.cause.upper() or "UNKNOWN_CAUSE")
    told.effect = kinds.Effect.Value(alert.effect.upper() or "UNKNOWN_EFFECT")
    if alert.severity:
        told.severity_level = kinds.SeverityLevel.Value(alert.severity.upper())
    for field, words in (
        (told.header_text, alert.header),
        (told.description_text, alert.text),
        (told.url, alert.url),
    ):
        for language, text in words:
            field.translation.add(text=text, language=language or None)


def _write_about(whom: Any, about: About) -> None:
    for field in ("agency_id", "route_id", "stop_id"):
        if getattr(about, field):
            setattr(whom, field, getattr(about, field))
    if about.route_type >= 0:
        whom.route_type = about.route_type
    if about.direction >= 0:
        whom.direction_id = about.direction
    if about.trip != TripName():
        _write_name(whom.trip, about.trip)
