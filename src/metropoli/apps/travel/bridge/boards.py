"""Departure boards and line timetables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time

import numpy as np

from metropoli.apps.travel.bridge.alerts import notices_of_line, notices_of_stops
from metropoli.apps.travel.bridge.live.facts import ADDED, facts_of
from metropoli.apps.travel.bridge.live.gone import Missing, missing_calls, planned_day
from metropoli.apps.travel.bridge.network import Network
from metropoli.apps.travel.bridge.ride_legs import ride_drawing
from metropoli.apps.travel.bridge.run_keys import run_key
from metropoli.apps.travel.bridge.wording import instant, line_name, stop_name, zone_of
from metropoli.apps.travel.types import (
    Board,
    Departure,
    LineName,
    LinePage,
    Notice,
    Pattern,
    StopPage,
)
from metropoli.base.errors import NotFound
from metropoli.engines import journeys

SHOWN = 40  # departures on a board
LOOKED_THROUGH = 10 * SHOWN  # calls, arrivals included
LOOKED_AHEAD_S = 24 * 3_600
NEIGHBOUR_DEG = 0.003  # about 300 m: stops of one name this close are shown together
ORDER = ("metro", "rail", "tram", "cable", "funicular", "ferry", "bus")


def board(network: Network, key: str, at: datetime) -> Board:
    """Return a stop and what leaves from it after an instant; see `services.read_board`."""
    row = _stop_row(network, key)
    rows = network.rows.children.get(row, (row,))
    local = at.astimezone(instant(network, 0).tzinfo)
    live = network.live
    return Board(
        page=_stop_page(network, row, rows),
        at=local,
        zone=network.about.zone,
        departures=_departures(network, rows, local),
        notices=_notices(network, (row, *rows), local),
        live_at=instant(network, live.at) if live is not None and live.at else None,
    )


def all_lines(network: Network) -> tuple[LineName, ...]:
    """Return the lines that run, in the order in which people look for them."""
    running = np.unique(network.timetable.part_line)
    return tuple(sorted((line_name(network, int(row)) for row in running), key=_line_order))


def line_page(network: Network, key: str, day: date) -> LinePage:
    """Return a line on one day; see `services.read_line`."""
    row = network.rows.lines.get(key)
    if row is None:
        raise NotFound("unknown_line", key=key)
    return LinePage(
        line=line_name(network, row),
        day=day,
        zone=network.about.zone,
        patterns=_patterns(network, row, day),
        notices=_line_notices(network, row, day),
    )


def _line_notices(network: Network, line: int, day: date) -> tuple[Notice, ...]:
    if network.live is None:
        return ()
    noon = datetime.combine(day, time(12), zone_of(network))
    return notices_of_line(network.live.alerts, line, int(noon.timestamp()), network.about.zone)


def _notices(network: Network, rows: tuple[int, ...], at: datetime) -> tuple[Notice, ...]:
    if network.live is None:
        return ()
    lines = {int(line) for stop in rows for line in _lines_of(network, stop)}
    when = (int(at.timestamp()), network.about.zone)
    return notices_of_stops(network.live.alerts, rows, lines, *when)


def _stop_row(network: Network, key: str) -> int:
    row = network.rows.stops.get(key)
    if row is None:
        raise NotFound("unknown_stop", key=key)
    return row


def _stop_page(network: Network, row: int, rows: tuple[int, ...]) -> StopPage:
    lines = {int(line) for stop in rows for line in _lines_of(network, stop)}
    said = {int(network.timetable.stop_wheelchair[stop]) for stop in rows}
    return StopPage(
        stop=stop_name(network, row),
        siblings=tuple(stop_name(network, sibling) for sibling in _siblings(network, row)),
        lines=tuple(sorted((line_name(network, line) for line in lines), key=_line_order)),
        step_free=True if said == {journeys.YES} else False if journeys.NO in said else None,
    )


def _lines_of(network: Network, stop: int) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    first = network.lines_at.first
    return network.lines_at.line[int(first[stop]) : int(first[stop + 1])]


def _siblings(network: Network, row: int) -> list[int]:
    """Return the other platforms of the station, or the stops of the same name close by."""
    timetable = network.timetable
    parent = int(timetable.stop_parent[row])
    if parent in network.rows.children:
        return [other for other in network.rows.children[parent] if other != row]
    near = np.hypot(
        timetable.stop_lat_deg - timetable.stop_lat_deg[row],
        timetable.stop_lon_deg - timetable.stop_lon_deg[row],
    )
    name = network.labels.stops[row].name
    close = np.flatnonzero(near < NEIGHBOUR_DEG).tolist()
    return [other for other in close if other != row and network.labels.stops[other].name == name]


def _departures(network: Network, rows: tuple[int, ...], at: datetime) -> tuple[Departure, ...]:
    """Look through the view of each day up to where the next one begins."""
    views = _views(network, at)
    at_s = int(at.timestamp())
    found: list[Departure] = []
    for nth, view in enumerate(views):
        last = nth == len(views) - 1
        until_s = at_s + LOOKED_AHEAD_S if last else views[nth + 1].start_s - 1
        calls = journeys.departures(
            view,
            rows,
            from_s=max(at_s, view.start_s if nth else at_s) - view.start_s,
            until_s=min(until_s, at_s + LOOKED_AHEAD_S) - view.start_s,
            limit=LOOKED_THROUGH,
        )
        # Where lines end, as many vehicles arrive for good as leave.
        found += [_departure(network, view, call) for call in calls if call.boards]
    found += _cancelled(network, rows, views, at_s)
    return tuple(sorted(found, key=lambda one: one.departs_at)[:SHOWN])


def _cancelled(
    network: Network, rows: tuple[int, ...], views: list[journeys.Day], at_s: int
) -> Iterator[Departure]:
    """Yield what was promised and does not come, so that nobody waits for it."""
    missing = Missing(network)
    live = network.live
    if live is None or not missing.any():
        return
    for nth, view in enumerate(views):
        planned = planned_day(network, view.day)
        until_s = at_s + LOOKED_AHEAD_S
        if nth + 1 < len(views):
            until_s = min(until_s, views[nth + 1].start_s - 1)
        span = (max(at_s, view.start_s if nth else at_s) - view.start_s, until_s - view.start_s)
        if planned is not None:
            for call in missing_calls(network, missing, rows, planned, span):
                told = _departure(live.planned, planned, call)
                yield replace(told, cancelled=True)


def _views(network: Network, at: datetime) -> list[journeys.Day]:
    """Return the views of the day and of the next; after the last day, that of the night before."""
    found = [_view(network, at.toordinal() + beside) for beside in (0, 1)]
    if found[0] is None:
        found.insert(0, _view(network, at.toordinal() - 1))
    return [view for view in found if view is not None]


def _view(network: Network, day: int) -> journeys.Day | None:
    try:
        return network.day(day)
    except NotFound:
        return None


def _departure(network: Network, day: journeys.Day, found: journeys.Departure) -> Departure:
    timetable = network.timetable
    part = _part_at(timetable, found.trip, found.position)
    facts = facts_of(network, day, found.vehicle)
    planned = facts.planned(found.position) if facts is not None else None
    stop = stop_name(network, found.stop)
    moved = planned is not None and planned.stop != found.stop
    return Departure(
        line=line_name(network, int(timetable.part_line[part])),
        headsign=network.labels.headsigns[int(timetable.part_headsign[part])],
        stop=stop,
        departs_at=instant(network, day.start_s + found.departs_s),
        trip_key=run_key(network, day, found.vehicle, part),
        planned_at=instant(network, day.start_s + planned.departs_s) if planned else None,
        platform=(stop.platform or stop.code) if moved else stop.platform,
        seen_at=facts.seen_at if facts is not None else None,
        added=facts is not None and facts.state == ADDED,
    )


def _part_at(timetable: journeys.Timetable, trip: int, position: int) -> int:
    first, last = int(timetable.part_first[trip]), int(timetable.part_first[trip + 1])
    starts = timetable.part_position[first:last]
    return first + int(np.searchsorted(starts, position, side="right")) - 1


def _patterns(network: Network, line: int, day: date) -> tuple[Pattern, ...]:
    view = _view(network, day.toordinal())
    if view is None:
        return ()
    told = [
        _pattern(network, view, pattern)
        for pattern in journeys.line_patterns(network.timetable, line)
    ]
    running = [pattern for pattern in told if pattern.n_trips]
    return tuple(sorted(running, key=lambda pattern: (-pattern.n_trips, pattern.headsign)))


def _pattern(network: Network, view: journeys.Day, pattern: journeys.LinePattern) -> Pattern:
    times = journeys.line_times(view, pattern)
    stops = np.asarray(pattern.stops, np.int32)
    return Pattern(
        headsign=network.labels.headsigns[pattern.headsign],
        stops=tuple(stop_name(network, int(stop)) for stop in stops),
        n_trips=len(times.vehicles),
        geometry=ride_drawing(network, pattern.shape, stops),
        runs=tuple(
            tuple(instant(network, view.start_s + int(second)) for second in run)
            for run in times.departs_s
        ),
    )


def _line_order(line: LineName) -> tuple[int, int, str]:
    kind = ORDER.index(line.vehicle) if line.vehicle in ORDER else len(ORDER)
    number = re.match(r"\d+", line.short_name)
    return kind, int(number[0]) if number else 0, line.short_name
