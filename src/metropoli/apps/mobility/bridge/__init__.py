"""Answers in the words of others: drawings for the map, appointments for the calendar."""

from metropoli.apps.mobility.bridge.calendar import calendar_of
from metropoli.apps.mobility.bridge.drawings import (
    areas_drawing,
    followed_drawing,
    line_drawing,
    reach_drawing,
    served_drawing,
    stop_drawing,
    trip_drawing,
)
from metropoli.apps.mobility.bridge.marks import marks_of

__all__ = [
    "areas_drawing",
    "calendar_of",
    "followed_drawing",
    "line_drawing",
    "marks_of",
    "reach_drawing",
    "served_drawing",
    "stop_drawing",
    "trip_drawing",
]
