"""Words on one side, row numbers on the other. The only place here that knows both."""

from metropoli.apps.travel.bridge.alerts import notices_everywhere
from metropoli.apps.travel.bridge.approaches import modes_at_hand
from metropoli.apps.travel.bridge.basemap import Towns, draw_tile
from metropoli.apps.travel.bridge.boards import all_lines, board, line_page
from metropoli.apps.travel.bridge.building import Arrival, Built, build_network, towns_of
from metropoli.apps.travel.bridge.cards import (
    DEMO_FEED_CARD,
    DEMO_FLEET_CARDS,
    DEMO_LIVE_CARD,
    DEMO_STREETS_CARD,
    card_of_file,
)
from metropoli.apps.travel.bridge.demo import (
    DEMO_ADDRESS,
    DEMO_FLEETS,
    demo_fleet,
    demo_gtfs,
    demo_osm,
)
from metropoli.apps.travel.bridge.demo.places import demo_places
from metropoli.apps.travel.bridge.fleets import (
    FLEETS_FORM,
    GBFS,
    GBFS_FILES,
    PARKING,
    FleetFiles,
    Fleets,
    box_around,
    build_fleets,
    check_fleet,
    feed_addresses,
    gbfs_file,
    gbfs_manifest,
    load_fleets,
    parks_in,
    placed,
    shared_in,
    write_fleets,
)
from metropoli.apps.travel.bridge.live import NO_FEED as NO_LIVE_FEED
from metropoli.apps.travel.bridge.live import (
    LiveCity,
    LiveFile,
    as_planned,
    check_live,
    follow_city,
    live_state,
    play,
    simulate,
    vehicles_in,
    while_fresh,
    with_news,
)
from metropoli.apps.travel.bridge.live import read_files as read_live_files
from metropoli.apps.travel.bridge.live import recorded as recorded_feeds
from metropoli.apps.travel.bridge.live import write_files as write_live_files
from metropoli.apps.travel.bridge.naming import (
    line_entries,
    place_entries,
    stop_entries,
    street_entries,
)
from metropoli.apps.travel.bridge.network import FORM, Network, load
from metropoli.apps.travel.bridge.opening import (
    BULLETINS,
    OpenSource,
    Publisher,
    gtfs_files,
    realtime_bytes,
)
from metropoli.apps.travel.bridge.passages import passages, vehicle
from metropoli.apps.travel.bridge.reach import (
    grid_cells,
    prepare_matrix,
    reach_map,
    reach_places,
    work_out,
    write_parquet,
)
from metropoli.apps.travel.bridge.reports import check_gtfs, to_import_problems
from metropoli.apps.travel.bridge.street_times import street_times
from metropoli.apps.travel.bridge.trips import AtHand, answer
from metropoli.apps.travel.bridge.windows import (
    row_of,
    stop_on_map,
    stops_around,
    stops_in,
    stretches_in,
    together,
)

__all__ = [
    "BULLETINS",
    "realtime_bytes",
    "write_parquet",
    "work_out",
    "prepare_matrix",
    "grid_cells",
    "with_news",
    "as_planned",
    "DEMO_LIVE_CARD",
    "check_live",
    "live_state",
    "play",
    "recorded_feeds",
    "simulate",
    "LiveCity",
    "LiveFile",
    "NO_LIVE_FEED",
    "follow_city",
    "notices_everywhere",
    "read_live_files",
    "vehicles_in",
    "while_fresh",
    "write_live_files",
    "demo_fleet",
    "DEMO_FLEET_CARDS",
    "DEMO_FLEETS",
    "DEMO_ADDRESS",
    "write_fleets",
    "shared_in",
    "placed",
    "parks_in",
    "load_fleets",
    "feed_addresses",
    "check_fleet",
    "build_fleets",
    "box_around",
    "Fleets",
    "FleetFiles",
    "PARKING",
    "GBFS_FILES",
    "GBFS",
    "FLEETS_FORM",
    "DEMO_FEED_CARD",
    "DEMO_STREETS_CARD",
    "FORM",
    "Arrival",
    "AtHand",
    "Built",
    "Network",
    "OpenSource",
    "Publisher",
    "Towns",
    "all_lines",
    "answer",
    "board",
    "build_network",
    "card_of_file",
    "check_gtfs",
    "demo_gtfs",
    "demo_osm",
    "demo_places",
    "draw_tile",
    "gbfs_file",
    "gbfs_manifest",
    "gtfs_files",
    "line_entries",
    "line_page",
    "load",
    "modes_at_hand",
    "passages",
    "place_entries",
    "reach_map",
    "reach_places",
    "row_of",
    "stop_entries",
    "stop_on_map",
    "stops_around",
    "stops_in",
    "street_entries",
    "street_times",
    "stretches_in",
    "to_import_problems",
    "together",
    "towns_of",
    "vehicle",
]
