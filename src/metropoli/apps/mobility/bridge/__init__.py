"""Answers in the words of others: drawings for the map, appointments for the calendar."""

from metropoli.apps.mobility.bridge.calendar import calendar_of
from metropoli.apps.mobility.bridge.drawings import (
    followed_drawing,
    line_drawing,
    reach_drawing,
    stop_drawing,
    trip_drawing,
)

__all__ = [
    "calendar_of",
    "followed_drawing",
    "line_drawing",
    "reach_drawing",
    "stop_drawing",
    "trip_drawing",
]
