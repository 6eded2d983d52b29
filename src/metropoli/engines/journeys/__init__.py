"""
Journeys on timetables: exact, by departure, arrival and number of rides.

Open a day once (`open_day`), then ask it for journeys (`plan`), departure boards (`departures`),
the stops of a vehicle (`trip_calls`), what is on its way (`moving`) and the timetable of a line
(`line_patterns`, `line_times`).
Rows and seconds in, rows and seconds out: names live in `Labels`.

Timetables come from GTFS: `read_feed` each feed (or `check_feed` it, to be told what is wrong with
it), then `build_timetable` of them all; `fold_transfers` again when the streets have changed.
"""

from metropoli.engines.journeys.along import measure_patterns
from metropoli.engines.journeys.boards import departures, trip_calls
from metropoli.engines.journeys.day import Day, open_day
from metropoli.engines.journeys.fares import Products, RideClasses, Tariff
from metropoli.engines.journeys.flex import (
    BookingRule,
    Flex,
    FlexLabels,
    areas_at,
    join_flex,
    no_flex,
    rides_on,
    stops_of_areas,
)
from metropoli.engines.journeys.gtfs import (
    Feed,
    Links,
    Problem,
    Report,
    build_timetable,
    check_feed,
    explain,
    fold_transfers,
    read_feed,
)
from metropoli.engines.journeys.lines import line_patterns, line_times
from metropoli.engines.journeys.moving import Moving, moving
from metropoli.engines.journeys.plan import plan
from metropoli.engines.journeys.types import (
    ANYWHERE,
    NEVER,
    NO,
    UNKNOWN,
    YES,
    Calls,
    Departure,
    Journey,
    Labels,
    Line,
    LinePattern,
    LineTimes,
    Query,
    Ride,
    Shapes,
    StopLabel,
    StopWalks,
    Timetable,
    Walk,
    Walks,
)

__all__ = [
    "ANYWHERE",
    "NEVER",
    "NO",
    "UNKNOWN",
    "YES",
    "Calls",
    "Day",
    "Departure",
    "Feed",
    "Journey",
    "Labels",
    "Line",
    "LinePattern",
    "LineTimes",
    "Links",
    "Moving",
    "Problem",
    "Products",
    "Query",
    "Report",
    "Ride",
    "RideClasses",
    "Shapes",
    "StopLabel",
    "StopWalks",
    "Tariff",
    "Timetable",
    "Walk",
    "Walks",
    "BookingRule",
    "Flex",
    "FlexLabels",
    "areas_at",
    "join_flex",
    "no_flex",
    "rides_on",
    "stops_of_areas",
    "build_timetable",
    "check_feed",
    "departures",
    "explain",
    "fold_transfers",
    "line_patterns",
    "line_times",
    "measure_patterns",
    "moving",
    "open_day",
    "plan",
    "read_feed",
    "trip_calls",
]
