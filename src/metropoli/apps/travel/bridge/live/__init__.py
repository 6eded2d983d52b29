"""How things are now, beside the network as planned."""

from metropoli.apps.travel.bridge.live.city import (
    NO_FEED,
    LiveCity,
    as_planned,
    follow_city,
    live_state,
    while_fresh,
    with_news,
    with_record,
)
from metropoli.apps.travel.bridge.live.files import LiveFile, read_files, write_files
from metropoli.apps.travel.bridge.live.playing import (
    is_made_up,
    last_usual_day,
    play,
    record_made_up,
    recorded,
    told_at,
    turn_of,
)
from metropoli.apps.travel.bridge.live.recording import (
    Record,
    add_passages,
    observed_in,
    read_record,
    write_record,
)
from metropoli.apps.travel.bridge.live.reports import check_live
from metropoli.apps.travel.bridge.live.simulating import simulate
from metropoli.apps.travel.bridge.live.vehicles import vehicles_in

__all__ = [
    "with_record",
    "Record",
    "add_passages",
    "observed_in",
    "read_record",
    "write_record",
    "with_news",
    "as_planned",
    "check_live",
    "live_state",
    "play",
    "recorded",
    "is_made_up",
    "last_usual_day",
    "record_made_up",
    "told_at",
    "turn_of",
    "simulate",
    "NO_FEED",
    "while_fresh",
    "LiveCity",
    "LiveFile",
    "follow_city",
    "read_files",
    "vehicles_in",
    "write_files",
]
