"""What vehicles do now: GTFS-Realtime read, put into the timetable, told."""

from metropoli.engines.journeys.realtime.directory import Directory, index_names
from metropoli.engines.journeys.realtime.following import MOST_AGE_S, Heard, doubt_of, follow
from metropoli.engines.journeys.realtime.observing import FEWEST as FEWEST_PASSAGES
from metropoli.engines.journeys.realtime.observing import (
    N_BINS,
    N_HOURS,
    observe,
    observed_delays,
)
from metropoli.engines.journeys.realtime.reading import read_bulletin
from metropoli.engines.journeys.realtime.shifting import shift_bulletin
from metropoli.engines.journeys.realtime.showing import bulletin_as_json
from metropoli.engines.journeys.realtime.types import (
    DIVERTED,
    EXTRA,
    FOLLOWED,
    About,
    Alert,
    Bend,
    Bulletin,
    CallNews,
    Detour,
    Followed,
    Position,
    TripName,
    TripNews,
    Trouble,
)
from metropoli.engines.journeys.realtime.writing import write_bulletin

__all__ = [
    "FEWEST_PASSAGES",
    "N_BINS",
    "N_HOURS",
    "observe",
    "observed_delays",
    "DIVERTED",
    "MOST_AGE_S",
    "EXTRA",
    "FOLLOWED",
    "About",
    "Alert",
    "Bend",
    "Bulletin",
    "CallNews",
    "Detour",
    "Directory",
    "Followed",
    "Heard",
    "Position",
    "TripName",
    "TripNews",
    "Trouble",
    "bulletin_as_json",
    "doubt_of",
    "follow",
    "index_names",
    "read_bulletin",
    "shift_bulletin",
    "write_bulletin",
]
