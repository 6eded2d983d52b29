"""Join feeds into one timetable, and lay out how one changes between their stops."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from metropoli.engines.journeys.gtfs.assembly import day_starts_s
from metropoli.engines.journeys.gtfs.calendar import busiest
from metropoli.engines.journeys.gtfs.changes import fold_transfers
from metropoli.engines.journeys.gtfs.feeds import Feed
from metropoli.engines.journeys.gtfs.reader import MAX_DAYS
from metropoli.engines.journeys.types import Labels, Shapes, StopWalks, Timetable

CHANGE_S = 60  # to get off one vehicle and onto another at the same stop, where no feed says

# By which rows the values of each field count: they are shifted when feeds are laid end to end.
ROWS_OF = {
    "stop_parent": "stops",
    "pattern_first": "pattern_calls",
    "pattern_stop": "stops",
    "trip_pattern": "patterns",
    "trip_first": "calls",
    "trip_service": "services",
    "part_first": "parts",
    "part_line": "lines",
    "part_headsign": "headsigns",
    "part_trip": "trip_ids",
    "part_shape": "shapes",
}
CALENDAR = {"first_day", "service_runs", "service_zone", "day_start_s"}
CHANGES = {"transfer_first", "transfer_to", "transfer_s", "change_s"}


def build_timetable(
    feeds: Sequence[Feed],
    *,
    walks: StopWalks | None = None,
    change_s: int = CHANGE_S,
    max_days: int = MAX_DAYS,
) -> tuple[Timetable, Shapes, Labels]:
    """
    Lay feeds (one at least) end to end in one timetable: rows of the first feed first.

    :param walks: on foot between stops, by their rows in the result (that is, in the order of the
        feeds and of their stops); without, only what the feeds say is known, until `fold_transfers`
    :param change_s: least time between two vehicles at one stop, where its feed does not say
    :param max_days: the calendar is cut to so many days, those on which most services run
    """
    labels = _labels(feeds)
    joined: dict[str, Any] = {
        name: _joined(feeds, name) for name in Timetable._fields if name not in CALENDAR | CHANGES
    }
    n_stops = len(joined["stop_lat_deg"])
    nothing = np.zeros(0, np.int32)
    timetable = Timetable(
        **joined,
        **_calendar(feeds, labels.zones, max_days),
        transfer_first=np.zeros(n_stops + 1, np.int32),
        transfer_to=nothing,
        transfer_s=nothing,
        change_s=np.full(n_stops, change_s, np.int32),
    )
    timetable = fold_transfers(timetable, feeds, walks=walks, change_s=change_s)
    return timetable, _shapes(feeds), labels


def sizes(feed: Feed) -> dict[str, int]:
    """Return how many rows of each kind a feed has."""
    table, labels = feed.timetable, feed.labels
    return {
        "stops": len(labels.stops),
        "pattern_calls": len(table.pattern_stop),
        "patterns": len(table.pattern_first) - 1,
        "calls": len(table.departs_s),
        "services": len(table.service_zone),
        "parts": len(table.part_line),
        "lines": len(labels.lines),
        "headsigns": len(labels.headsigns),
        "trip_ids": len(labels.trip_ids),
        "shapes": len(feed.shapes.shape_first) - 1,
    }


def _joined(feeds: Sequence[Feed], name: str) -> np.ndarray:
    pieces, shift = [], 0
    rows = ROWS_OF.get(name)
    for number, feed in enumerate(feeds):
        piece = getattr(feed.timetable, name)
        if name.endswith("_first") and number:
            piece = piece[1:]
        if rows and shift:
            piece = np.where(piece >= 0, piece + shift, piece).astype(piece.dtype)
        pieces.append(piece)
        shift += sizes(feed)[rows] if rows else 0
    return np.concatenate(pieces)


def _labels(feeds: Sequence[Feed]) -> Labels:
    every = [feed.labels for feed in feeds]
    return Labels(
        stops=tuple(stop for labels in every for stop in labels.stops),
        lines=tuple(line for labels in every for line in labels.lines),
        headsigns=tuple(sign for labels in every for sign in labels.headsigns),
        trip_ids=tuple(trip for labels in every for trip in labels.trip_ids),
        zones=tuple(dict.fromkeys(zone for labels in every for zone in labels.zones)),
    )


def _shapes(feeds: Sequence[Feed]) -> Shapes:
    firsts, shift = [np.zeros(1, np.int64)], 0
    for feed in feeds:
        firsts.append(feed.shapes.shape_first[1:] + shift)
        shift += len(feed.shapes.lat_deg)
    return Shapes(
        np.concatenate(firsts),
        np.concatenate([feed.shapes.lat_deg for feed in feeds]),
        np.concatenate([feed.shapes.lon_deg for feed in feeds]),
    )


def _calendar(feeds: Sequence[Feed], zones: tuple[str, ...], max_days: int) -> dict[str, Any]:
    """Lay the calendars of all feeds over the days that they cover together."""
    tables = [feed.timetable for feed in feeds]
    first = min(table.first_day for table in tables)
    last = max(table.first_day + table.service_runs.shape[1] - 1 for table in tables)
    runs = np.zeros((sum(len(table.service_zone) for table in tables), last - first + 1), np.bool_)
    row = 0
    for table in tables:
        n_services, n_days = table.service_runs.shape
        column = table.first_day - first
        runs[row : row + n_services, column : column + n_days] = table.service_runs
        row += n_services
    if runs.shape[1] > max_days:
        start = busiest(runs.sum(axis=0), max_days)
        first, runs = first + start, runs[:, start : start + max_days].copy()
    zone_rows = [
        np.array([zones.index(zone) for zone in feed.labels.zones], np.int32)[
            feed.timetable.service_zone
        ]
        for feed in feeds
    ]
    return {
        "first_day": first,
        "service_runs": runs,
        "service_zone": np.concatenate(zone_rows),
        "day_start_s": day_starts_s(zones, first, runs.shape[1]),
    }
