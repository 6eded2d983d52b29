"""Trip updates and trip modifications, message by message."""

from __future__ import annotations

from typing import Any

from metropoli.engines.journeys.realtime.noting import Notes
from metropoli.engines.journeys.realtime.types import (
    Bend,
    CallNews,
    Detour,
    TripName,
    TripNews,
)
from metropoli.engines.journeys.realtime.values import instant, service_day, text, time_s

MOST_CALLS = 1_000  # of one trip
MOST_DAYS = 400
NONE_HERE = 1  # DropOffPickupType
UNTOLD = None, None


def read_name(trip: Any) -> TripName:
    """Return which trip a descriptor speaks of."""
    return TripName(
        trip_id=text(trip.trip_id),
        route_id=text(trip.route_id),
        direction=int(trip.direction_id) if trip.HasField("direction_id") else -1,
        day=service_day(trip.start_date),
        start_s=time_s(trip.start_time),
    )


def read_trip(_id: str, update: Any, notes: Notes) -> TripNews | None:
    """Read a TripUpdate; one that names no trip is passed over."""
    trip = update.trip
    name = read_name(trip)
    detour_id = ""
    if trip.HasField("modified_trip"):
        detour_id = text(trip.modified_trip.modifications_id)
        name = _of_modified(trip.modified_trip, name)
    if not name.trip_id and not name.route_id:
        notes.note("realtime_trip_nameless")
        return None
    if len(update.stop_time_update) > MOST_CALLS:
        notes.note("realtime_calls_too_many", trip=name.trip_id, most=MOST_CALLS)
        return None
    own = update.trip_properties
    return TripNews(
        trip=name,
        relation=int(trip.schedule_relationship),
        calls=tuple(_call(one) for one in update.stop_time_update),
        delay_s=int(update.delay) if update.HasField("delay") else None,
        seen_at=instant(update.timestamp),
        copy=TripName(
            text(own.trip_id), day=service_day(own.start_date), start_s=time_s(own.start_time)
        ),
        headsign=text(own.trip_headsign),
        detour_id=detour_id,
    )


def _of_modified(modified: Any, name: TripName) -> TripName:
    return TripName(
        trip_id=text(modified.affected_trip_id) or name.trip_id,
        route_id=name.route_id,
        direction=name.direction,
        day=service_day(modified.start_date) or name.day,
        start_s=time_s(modified.start_time),
    )


def _call(told: Any) -> CallNews:
    has = told.HasField
    arrives_at, arrival_s = _event(told.arrival) if has("arrival") else UNTOLD
    departs_at, departure_s = _event(told.departure) if has("departure") else UNTOLD
    news = CallNews(
        sequence=told.stop_sequence if has("stop_sequence") else -1,
        stop_id=text(told.stop_id) if has("stop_id") else "",
        relation=told.schedule_relationship,
        arrives_at=arrives_at,
        arrival_delay_s=arrival_s,
        departs_at=departs_at,
        departure_delay_s=departure_s,
    )
    if not has("stop_time_properties"):
        return news
    own = told.stop_time_properties
    return news._replace(
        assigned_stop_id=text(own.assigned_stop_id),
        boards=own.pickup_type != NONE_HERE,
        alights=own.drop_off_type != NONE_HERE,
    )


def _event(event: Any) -> tuple[int | None, int | None]:
    return instant(event.time) or None, event.delay if event.HasField("delay") else None


def read_detour(id_: str, told: Any, notes: Notes) -> Detour | None:
    """Read a TripModifications; stretches that do not say where they begin are passed over."""
    days = tuple(day for day in map(service_day, told.service_dates[:MOST_DAYS]) if day)
    trip_ids = tuple(text(one) for some in told.selected_trips for one in some.trip_ids)
    if not days or not trip_ids:
        notes.note("realtime_detour_unclear", id=id_)
        return None
    bends = tuple(_bend(one) for one in told.modifications if one.HasField("start_stop_selector"))
    return Detour(
        id=id_,
        trip_ids=trip_ids,
        days=days,
        starts_s=tuple(at_s for at_s in map(time_s, told.start_times) if at_s >= 0),
        bends=bends,
    )


def _bend(told: Any) -> Bend:
    start, end = told.start_stop_selector, told.end_stop_selector
    stops = [
        (text(one.stop_id), int(one.travel_time_to_stop))
        for one in told.replacement_stops[:MOST_CALLS]
    ]
    return Bend(
        from_sequence=int(start.stop_sequence) if start.HasField("stop_sequence") else -1,
        from_stop_id=text(start.stop_id),
        to_sequence=_end_sequence(told),
        to_stop_id=text(end.stop_id),
        stops=tuple(stops),
        delay_s=int(told.propagated_modification_delay),
        alert_id=text(told.service_alert_id),
    )


def _end_sequence(told: Any) -> int | None:
    if not told.HasField("end_stop_selector"):
        return None
    end = told.end_stop_selector
    return int(end.stop_sequence) if end.HasField("stop_sequence") else -1
