"""Stops, lines, vehicles and their times, as they are in service."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from metropoli.apps.travel.bridge.joining import CHANGE_S
from metropoli.apps.travel.bridge.network import Network
from metropoli.apps.travel.bridge.opening.ids import line_id, stop_id, trip_ids
from metropoli.apps.travel.bridge.opening.originals import Originals
from metropoli.apps.travel.bridge.opening.tables import clock, csv_bytes, csv_of
from metropoli.apps.travel.bridge.wording import zone_of
from metropoli.engines import journeys

STATION, ENTRANCE = 1, 2
POSSIBLE_IN, FORBIDDEN = 2, 3  # transfer_type
WALKWAY, STAIRS = 1, 2  # pathway_mode
STOP_COLUMNS = (
    "stop_id", "stop_code", "stop_name", "tts_stop_name", "stop_desc", "stop_lat", "stop_lon",
    "zone_id", "stop_url", "location_type", "parent_station", "wheelchair_boarding",
    "platform_code",
)  # fmt: skip
ROUTE_COLUMNS = (
    "route_id", "agency_id", "route_short_name", "route_long_name", "route_type", "route_url",
    "route_color", "route_text_color", "network_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chosen:
    """What goes out: rows of the timetable whose feeds may be handed on."""

    trips: list[int]
    parts: list[int]
    stops: list[int]
    lines: list[int]
    ids: list[str]  # of trips, by row of the part


def choose(network: Network, feeds: frozenset[str]) -> Chosen:
    """Return the rows of some feeds that run on the clocks of the city."""
    timetable, labels = network.timetable, network.labels
    open_line = np.array([line.feed in feeds for line in labels.lines], np.bool_)
    zone = labels.zones.index(str(zone_of(network))) if labels.zones else 0
    first = timetable.part_first[:-1]
    here = timetable.service_zone[timetable.trip_service] == zone
    runs = np.count_nonzero(timetable.service_runs, axis=1)[timetable.trip_service] > 0
    trips = np.flatnonzero(open_line[timetable.part_line[first]] & here & runs).tolist()
    parts = [part for trip in trips for part in range(*timetable.part_first[trip : trip + 2])]
    patterns = np.unique(timetable.trip_pattern[trips])
    called = np.zeros(len(labels.stops), np.bool_)
    for pattern in patterns.tolist():
        called[timetable.pattern_stop[slice(*timetable.pattern_first[pattern : pattern + 2])]] = 1
    parents = called.copy()
    parents[timetable.stop_parent[np.flatnonzero(called)]] = True
    doors = np.array([stop.kind == ENTRANCE for stop in labels.stops], np.bool_)
    stops = np.flatnonzero(parents | (doors & parents[timetable.stop_parent])).tolist()
    lines = np.unique(timetable.part_line[parts]).tolist()
    return Chosen(trips, parts, stops, lines, trip_ids(network))


def core_files(network: Network, chosen: Chosen, originals: Originals) -> dict[str, bytes]:
    """Return the tables that stand in the arrays, as files of GTFS."""
    files = {
        "stops.txt": _stops(network, chosen, originals),
        "routes.txt": _routes(network, chosen, originals),
        "trips.txt": _trips(network, chosen),
        "stop_times.txt": csv_bytes(
            (
                "trip_id", "arrival_time", "departure_time", "stop_id", "stop_sequence",
                "pickup_type", "drop_off_type",
            ),
            _stop_times(network, chosen),
        ),
        "shapes.txt": _shapes(network, chosen),
        "transfers.txt": _transfers(network, chosen),
        "pathways.txt": _pathways(network, chosen),
    }  # fmt: skip
    return {name: content for name, content in files.items() if content.count(b"\n") > 1}


def service_id(network: Network, trip: int) -> str:
    """Return the public name of the days on which a trip runs."""
    line = int(network.timetable.part_line[int(network.timetable.part_first[trip])])
    return f"{network.labels.lines[line].feed}:s{int(network.timetable.trip_service[trip])}"


def _stops(network: Network, chosen: Chosen, originals: Originals) -> bytes:
    timetable, labels = network.timetable, network.labels
    rows = []
    for row in chosen.stops:
        label, parent = labels.stops[row], int(timetable.stop_parent[row])
        key = stop_id(network, row)
        rows.append(
            originals.stop_words.get(key, {})
            | {
                "stop_id": key,
                "stop_code": label.code,
                "stop_name": label.name,
                "stop_lat": f"{timetable.stop_lat_deg[row]:.7f}",
                "stop_lon": f"{timetable.stop_lon_deg[row]:.7f}",
                "location_type": label.kind,
                "parent_station": stop_id(network, parent) if parent != row else "",
                "wheelchair_boarding": int(timetable.stop_wheelchair[row]),
                "platform_code": label.platform,
            }
        )
    return csv_of(rows, STOP_COLUMNS)


def _routes(network: Network, chosen: Chosen, originals: Originals) -> bytes:
    rows = []
    for row in chosen.lines:
        line, key = network.labels.lines[row], line_id(network, row)
        rows.append(
            originals.route_words.get(key, {})
            | {
                "route_id": key,
                "agency_id": originals.agency_of(key, line.feed),
                "route_short_name": line.short_name,
                "route_long_name": "" if line.long_name == line.short_name else line.long_name,
                "route_type": line.mode,
                "route_color": line.color.upper(),
                "route_text_color": line.text_color.upper(),
            }
        )
    return csv_of(rows, ROUTE_COLUMNS)


def _trips(network: Network, chosen: Chosen) -> bytes:
    timetable, rows = network.timetable, []
    for trip in chosen.trips:
        parts = range(*timetable.part_first[trip : trip + 2])
        for part in parts:
            shape = int(timetable.part_shape[part])
            rows.append(
                {
                    "route_id": line_id(network, int(timetable.part_line[part])),
                    "service_id": service_id(network, trip),
                    "trip_id": chosen.ids[part],
                    "trip_headsign": network.labels.headsigns[int(timetable.part_headsign[part])],
                    "block_id": f"b{trip}" if len(parts) > 1 else "",
                    "shape_id": f"d{shape}" if shape >= 0 else "",
                    "wheelchair_accessible": int(timetable.trip_wheelchair[trip]),
                    "bikes_allowed": int(timetable.trip_bikes[trip]),
                }
            )
    return csv_of(rows, tuple(rows[0]) if rows else ("trip_id",))


def _stop_times(network: Network, chosen: Chosen) -> Iterator[tuple[object, ...]]:
    timetable = network.timetable
    names = {row: stop_id(network, row) for row in chosen.stops}
    for trip in chosen.trips:
        pattern = int(timetable.trip_pattern[trip])
        base, call = int(timetable.pattern_first[pattern]), int(timetable.trip_first[trip])
        last = int(timetable.pattern_first[pattern + 1]) - base - 1
        until = call + last + 1
        arrives = [clock(at_s) for at_s in timetable.arrives_s[call:until].tolist()]
        departs = [clock(at_s) for at_s in timetable.departs_s[call:until].tolist()]
        stops = [names[row] for row in timetable.pattern_stop[base : base + last + 1].tolist()]
        board = (~timetable.pattern_board[base : base + last + 1]).astype(int).tolist()
        alight = (~timetable.pattern_alight[base : base + last + 1]).astype(int).tolist()
        parts = list(range(*timetable.part_first[trip : trip + 2]))
        starts = timetable.part_position[parts].tolist()
        for part, start, end in zip(parts, starts, [*starts[1:], last], strict=True):
            for at in range(start, end + 1):
                # Where a vehicle goes on as another line, one gets off the one and onto the other.
                begins, ends = at == start and start > 0, at == end and end < last
                yield (
                    chosen.ids[part],
                    departs[at] if begins else arrives[at],
                    arrives[at] if ends else departs[at],
                    stops[at],
                    at - start,
                    1 if ends else board[at],
                    1 if begins else alight[at],
                )


def _shapes(network: Network, chosen: Chosen) -> bytes:
    shapes = network.shapes
    used = np.unique(network.timetable.part_shape[chosen.parts])

    def points() -> Iterator[tuple[object, ...]]:
        for shape in used[used >= 0].tolist():
            of = slice(*shapes.shape_first[shape : shape + 2])
            line = zip(shapes.lat_deg[of].tolist(), shapes.lon_deg[of].tolist(), strict=True)
            before, nth = None, 0
            for lat_deg, lon_deg in line:
                at = (f"{lat_deg:.6f}", f"{lon_deg:.6f}")
                if at != before:
                    yield (f"d{shape}", *at, nth)
                    before, nth = at, nth + 1

    return csv_bytes(("shape_id", "shape_pt_lat", "shape_pt_lon", "shape_pt_sequence"), points())


def _transfers(network: Network, chosen: Chosen) -> bytes:
    """Write how long one walks from stop to stop on real streets, and how one changes at a stop."""
    timetable, inside = network.timetable, set(chosen.stops)
    stations = {row for row in chosen.stops if network.labels.stops[row].kind == STATION}

    def rows() -> Iterator[tuple[object, ...]]:
        for row in chosen.stops:
            here = stop_id(network, row)
            change_s = int(timetable.change_s[row])
            if change_s >= journeys.NEVER:
                yield here, here, FORBIDDEN, ""
            elif change_s != CHANGE_S and row not in stations:
                yield here, here, POSSIBLE_IN, change_s
            of = slice(*timetable.transfer_first[row : row + 2])
            reached = zip(
                timetable.transfer_to[of].tolist(), timetable.transfer_s[of].tolist(), strict=True
            )
            for other, walk_s in reached:
                if other in inside and other != row and walk_s < journeys.NEVER:
                    yield here, stop_id(network, other), POSSIBLE_IN, walk_s

    return csv_bytes(("from_stop_id", "to_stop_id", "transfer_type", "min_transfer_time"), rows())


def _pathways(network: Network, chosen: Chosen) -> bytes:
    gates, inside = network.gates, set(chosen.stops)
    ways = zip(
        gates.from_stop.tolist(),
        gates.to_stop.tolist(),
        gates.duration_s.tolist(),
        gates.step_free.tolist(),
        strict=True,
    )
    rows = [
        (
            f"w{nth}",
            stop_id(network, start),
            stop_id(network, end),
            WALKWAY if flat else STAIRS,
            0,
            max(1, seconds),
        )
        for nth, (start, end, seconds, flat) in enumerate(ways)
        if start in inside and end in inside
    ]
    columns = ("pathway_id", "from_stop_id", "to_stop_id", "pathway_mode", "is_bidirectional")
    return csv_bytes((*columns, "traversal_time"), rows)
