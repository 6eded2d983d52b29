"""Answers in the words of others: drawings for the map."""

from metropoli.apps.mobility.bridge.drawings import line_drawing, stop_drawing, trip_drawing

__all__ = ["line_drawing", "stop_drawing", "trip_drawing"]
