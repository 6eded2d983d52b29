"""How to get there, for every room: load streets and timetables, then ask."""

from metropoli.apps.travel.services.boards import list_lines, read_board, read_line
from metropoli.apps.travel.services.maps import draw_tile
from metropoli.apps.travel.services.sources import (
    check_feed,
    has_network,
    has_sources,
    load_demo,
    load_gtfs,
    load_osm,
    rebuild,
)
from metropoli.apps.travel.services.trips import plan_trip, read_summary

__all__ = [
    "check_feed",
    "draw_tile",
    "has_network",
    "has_sources",
    "list_lines",
    "load_demo",
    "load_gtfs",
    "load_osm",
    "plan_trip",
    "read_board",
    "read_line",
    "read_summary",
    "rebuild",
]
