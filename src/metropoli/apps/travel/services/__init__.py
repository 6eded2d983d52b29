"""How to get there, for every room: load streets and timetables, then ask."""

from metropoli.apps.travel.services.boards import list_lines, read_board, read_line
from metropoli.apps.travel.services.city_clock import (
    city_now,
    local_instant,
    read_city_clock,
    set_city_clock,
)
from metropoli.apps.travel.services.fleet_sources import load_fleet, refresh_fleets
from metropoli.apps.travel.services.fleets import car_parks, shared_in, shared_near
from metropoli.apps.travel.services.live import (
    keep_watching,
    list_notices,
    live_vehicles,
    read_live_state,
    record_delays,
)
from metropoli.apps.travel.services.live_feeds import (
    add_live_feed,
    fetch_live,
    forget_live_feed,
    list_live_feeds,
    settle_live_feeds,
)
from metropoli.apps.travel.services.maps import draw_tile
from metropoli.apps.travel.services.matrix import list_cells, write_matrix
from metropoli.apps.travel.services.opening import (
    list_open_gbfs,
    list_open_sources,
    open_gbfs,
    open_gtfs,
    open_realtime,
)
from metropoli.apps.travel.services.reach import draw_reach, reach_points, sort_by_reach
from metropoli.apps.travel.services.recordings import record_simulated
from metropoli.apps.travel.services.served import (
    check_green_rule,
    list_served_kinds,
    read_served,
    usual_departure,
)
from metropoli.apps.travel.services.sources import (
    check_feed,
    has_network,
    has_sources,
    load_demo,
    load_gtfs,
    load_heights,
    load_osm,
    rebuild,
)
from metropoli.apps.travel.services.trips import (
    list_modes,
    list_passes,
    list_street_times,
    plan_trip,
    read_summary,
)
from metropoli.apps.travel.services.vehicles import (
    list_moving,
    list_passages,
    list_stops_in,
    list_stops_near,
    list_stops_together,
    read_stop,
    read_vehicle,
)

__all__ = [
    "city_now",
    "local_instant",
    "read_city_clock",
    "set_city_clock",
    "record_simulated",
    "check_green_rule",
    "list_served_kinds",
    "read_served",
    "usual_departure",
    "record_delays",
    "keep_watching",
    "write_matrix",
    "list_cells",
    "add_live_feed",
    "fetch_live",
    "forget_live_feed",
    "list_live_feeds",
    "list_notices",
    "live_vehicles",
    "read_live_state",
    "settle_live_feeds",
    "shared_near",
    "shared_in",
    "refresh_fleets",
    "load_fleet",
    "car_parks",
    "check_feed",
    "draw_reach",
    "draw_tile",
    "has_network",
    "has_sources",
    "list_lines",
    "list_moving",
    "list_open_gbfs",
    "list_open_sources",
    "list_passages",
    "list_stops_in",
    "list_stops_near",
    "list_stops_together",
    "list_modes",
    "list_passes",
    "list_street_times",
    "load_demo",
    "load_gtfs",
    "load_heights",
    "load_osm",
    "open_gbfs",
    "open_gtfs",
    "open_realtime",
    "plan_trip",
    "read_board",
    "read_line",
    "read_stop",
    "read_summary",
    "read_vehicle",
    "reach_points",
    "rebuild",
    "sort_by_reach",
]
