"""What a traveller can do here. Pages and API call these, and nothing below them."""

from metropoli.apps.mobility.services.around import look_around
from metropoli.apps.mobility.services.calendar import find_trip
from metropoli.apps.mobility.services.following import follow
from metropoli.apps.mobility.services.interfaces import list_interfaces
from metropoli.apps.mobility.services.reach import bands, explore
from metropoli.apps.mobility.services.reaching import draw_areas, sort_places, sort_points
from metropoli.apps.mobility.services.screens import compose_screen, read_screen
from metropoli.apps.mobility.services.served import check_green_rule, list_kinds, show_served
from metropoli.apps.mobility.services.trips import (
    earlier_than,
    later_than,
    list_modes,
    list_passes,
    plan_trip,
    read_board,
    read_line,
)

__all__ = [
    "bands",
    "check_green_rule",
    "list_kinds",
    "show_served",
    "compose_screen",
    "draw_areas",
    "earlier_than",
    "explore",
    "find_trip",
    "follow",
    "later_than",
    "list_interfaces",
    "list_modes",
    "look_around",
    "list_passes",
    "plan_trip",
    "read_board",
    "read_line",
    "read_screen",
    "sort_places",
    "sort_points",
]
