"""The pages of this room."""

from metropoli.apps.mobility.views.trips import line, lines, planner, stop

__all__ = ["line", "lines", "planner", "stop"]
