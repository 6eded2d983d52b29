"""Read GTFS: from the bytes of a feed to rows and seconds, with everything that is wrong with it."""

from metropoli.engines.journeys.gtfs.building import build_timetable
from metropoli.engines.journeys.gtfs.changes import fold_transfers
from metropoli.engines.journeys.gtfs.feeds import Feed, Links, Report
from metropoli.engines.journeys.gtfs.problems import Problem, explain
from metropoli.engines.journeys.gtfs.reader import check_feed, read_feed

__all__ = [
    "Feed",
    "Links",
    "Problem",
    "Report",
    "build_timetable",
    "check_feed",
    "explain",
    "fold_transfers",
    "read_feed",
]
