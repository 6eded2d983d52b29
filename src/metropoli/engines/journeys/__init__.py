"""
Journeys on timetables: exact, by departure, arrival and number of rides.

Open a day once (`open_day`), then ask it for journeys (`plan`), departure boards (`departures`),
the stops of a vehicle (`trip_calls`) and the timetable of a line (`line_patterns`, `line_times`).
Rows and seconds in, rows and seconds out: names live in `Labels`.
"""

from metropoli.engines.journeys.boards import departures, trip_calls
from metropoli.engines.journeys.day import Day, open_day
from metropoli.engines.journeys.lines import line_patterns, line_times
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
    "Journey",
    "Labels",
    "Line",
    "LinePattern",
    "LineTimes",
    "Query",
    "Ride",
    "Shapes",
    "StopLabel",
    "Timetable",
    "Walk",
    "Walks",
    "departures",
    "line_patterns",
    "line_times",
    "open_day",
    "plan",
    "trip_calls",
]
