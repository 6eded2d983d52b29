"""The pages of this room."""

from metropoli.apps.mobility.views.around import around
from metropoli.apps.mobility.views.calendar import calendar
from metropoli.apps.mobility.views.developers import developers
from metropoli.apps.mobility.views.following import follow
from metropoli.apps.mobility.views.reach import reach
from metropoli.apps.mobility.views.saved import saved
from metropoli.apps.mobility.views.screens import compose, screen
from metropoli.apps.mobility.views.served import served, served_table
from metropoli.apps.mobility.views.trips import line, lines, planner, stop

__all__ = [
    "around",
    "calendar",
    "compose",
    "developers",
    "follow",
    "line",
    "lines",
    "planner",
    "reach",
    "saved",
    "screen",
    "served",
    "served_table",
    "stop",
]
