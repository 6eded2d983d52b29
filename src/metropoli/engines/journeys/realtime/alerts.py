"""Alerts, message by message."""

from __future__ import annotations

from typing import Any

from google.transit import gtfs_realtime_pb2

from metropoli.engines.journeys.realtime.noting import Notes
from metropoli.engines.journeys.realtime.trips import read_name
from metropoli.engines.journeys.realtime.types import About, Alert, TripName
from metropoli.engines.journeys.realtime.values import instant, name_of, text

MOST_ABOUT = 20_000  # whom one alert concerns
MOST_PERIODS = 1_000
MOST_LANGUAGES = 50
_ALERT: Any = gtfs_realtime_pb2.Alert


def read_alert(id_: str, told: Any, notes: Notes) -> Alert | None:
    """Read an Alert; one without a word, or that concerns nobody, is passed over."""
    header, body = _texts(told.header_text), _texts(told.description_text)
    about = tuple(_about(one) for one in told.informed_entity[:MOST_ABOUT])
    about = tuple(one for one in about if one != About())
    if not header and not body:
        notes.note("realtime_alert_silent", id=id_)
        return None
    if not about:
        notes.note("realtime_alert_about_nothing", id=id_)
        return None
    return Alert(
        id=id_,
        about=about,
        periods=tuple(
            (instant(one.start), instant(one.end)) for one in told.active_period[:MOST_PERIODS]
        ),
        cause=name_of(_ALERT.Cause, told.cause, ("unknown_cause", "other_cause")),
        effect=name_of(_ALERT.Effect, told.effect, ("unknown_effect", "other_effect")),
        severity=name_of(_ALERT.SeverityLevel, told.severity_level, ("unknown_severity",)),
        header=header,
        text=body,
        url=_texts(told.url),
    )


def _texts(told: Any) -> tuple[tuple[str, str], ...]:
    found = [
        (text(one.language, 16).lower(), text(one.text))
        for one in told.translation[:MOST_LANGUAGES]
    ]
    return tuple((language, words) for language, words in found if words)


def _about(told: Any) -> About:
    return About(
        agency_id=text(told.agency_id),
        route_id=text(told.route_id),
        direction=int(told.direction_id) if told.HasField("direction_id") else -1,
        route_type=int(told.route_type) if told.HasField("route_type") else -1,
        stop_id=text(told.stop_id),
        trip=read_name(told.trip) if told.HasField("trip") else TripName(),
    )
