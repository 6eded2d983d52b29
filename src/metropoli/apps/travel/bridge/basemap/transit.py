"""Lines and stops of a timetable, as the map shows them."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from metropoli.apps.travel.bridge.basemap.drawing import (
    Drawing,
    words,
    world_lines,
    world_points,
)
from metropoli.engines.journeys import Labels, Shapes, Timetable

# GTFS route_type → our word, the zoom of the line, the zoom of the stop; the first is the heaviest.
MODES = {
    1: ("metro", 8, 12),
    2: ("rail", 8, 11),
    12: ("monorail", 9, 12),
    0: ("tram", 11, 13),
    7: ("funicular", 11, 13),
    4: ("ferry", 9, 12),
    5: ("cable", 12, 13),
    6: ("cable", 12, 13),
    11: ("trolleybus", 13, 14),
    3: ("bus", 13, 14),
}
RANK = {route_type: nth for nth, route_type in enumerate(MODES)}
OWN_LINE = {0, 1, 2, 4, 5, 6, 7, 12}  # drawn one by one, in their colours; buses are drawn together
MAIN_SHARE = 0.05  # a way that fewer of a line's vehicles take is left out
GRID_UNITS = 128  # 5 m: lines that run on one street are drawn on it once
# A bus that is said to go straight for so long was not drawn but joined from stop to stop. (Some
# 430 m at our latitude.)
LONGEST_STRETCH = 1 << 14


def from_timetable(timetable: Timetable, shapes: Shapes, labels: Labels) -> list[Drawing]:
    """Return the lines and the stops of a timetable as drawings."""
    if not len(timetable.trip_pattern):
        return []
    return [_lines(timetable, shapes, labels), _stops(timetable, labels)]


def _lines(timetable: Timetable, shapes: Shapes, labels: Labels) -> Drawing:
    line, way = _main_ways(timetable)
    mode = np.array([label.mode for label in labels.lines], np.int64)
    # A bus whose way nobody drew is left out: from stop to stop it would run through the houses.
    known = (way >= 0) | np.isin(mode[line], list(OWN_LINE))
    line, way = line[known], way[known]
    ways, way = np.unique(way, return_inverse=True)
    drawn = _drawn_ways(timetable, shapes, ways)
    # One group for each line that is drawn by itself, one for all the buses.
    own = np.isin(mode[line], list(OWN_LINE))
    group = np.where(own, line, -mode[line] - 1)
    shape, min_zoom = [], []
    columns: dict[str, list[str]] = {"mode": [], "name": [], "color": []}
    for key in np.unique(group).tolist():
        label = labels.lines[key] if key >= 0 else None
        word, line_zoom, _ = MODES.get(label.mode if label else -key - 1, MODES[3])
        merged = _once(drawn[np.unique(way[group == key])], LONGEST_STRETCH if key < 0 else None)
        shape.append(merged)
        min_zoom.append(line_zoom)
        columns["mode"].append(word)
        columns["name"].append(label.short_name or label.long_name if label else "")
        columns["color"].append(label.color.lower() if label else "")
    return Drawing(
        "transit",
        words(shape),
        np.array(min_zoom, np.int8),
        {name: words(values) for name, values in columns.items()},
    )


def _main_ways(timetable: Timetable) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return pairs of line and way: a shape, or for want of one `-1 - pattern`."""
    n_trips = len(timetable.trip_pattern)
    pattern = np.repeat(timetable.trip_pattern, np.diff(timetable.part_first)[:n_trips])
    shape = timetable.part_shape
    way = np.where(shape >= 0, shape, -1 - pattern).astype(np.int64)
    pairs, count = np.unique(np.stack((timetable.part_line, way)), axis=1, return_counts=True)
    of_line = np.bincount(pairs[0], weights=count)
    kept = count >= MAIN_SHARE * of_line[pairs[0]]
    return pairs[0][kept].astype(np.int64), pairs[1][kept]


def _drawn_ways(
    timetable: Timetable, shapes: Shapes, ways: NDArray[np.int64]
) -> NDArray[np.object_]:
    drawn = np.full(len(ways), None, object)
    shaped = ways >= 0
    all_shapes = world_lines(shapes.shape_first, shapes.lat_deg, shapes.lon_deg)
    drawn[shaped] = all_shapes[ways[shaped]]
    all_patterns = world_lines(
        timetable.pattern_first,
        timetable.stop_lat_deg[timetable.pattern_stop],
        timetable.stop_lon_deg[timetable.pattern_stop],
    )
    drawn[~shaped] = all_patterns[-1 - ways[~shaped]]
    return drawn


def _once(lines: NDArray[np.object_], longest: int | None) -> shapely.Geometry:
    """Return the lines as one geometry: stretches they share once, those that are too long never."""
    xy, owner = shapely.get_coordinates(lines[~shapely.is_missing(lines)], return_index=True)
    if not len(xy):
        return shapely.MultiLineString()
    xy = (np.rint(xy / GRID_UNITS) * GRID_UNITS).astype(np.int64)
    moves = (np.diff(owner) == 0) & (np.diff(xy, axis=0) != 0).any(axis=1)
    if longest is not None:
        moves &= np.abs(np.diff(xy, axis=0)).max(axis=1) <= longest
    start, end = xy[:-1][moves], xy[1:][moves]
    turned = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
    start[turned], end[turned] = end[turned], start[turned].copy()
    stretches = np.unique(np.hstack((start, end)), axis=0).reshape(-1, 2, 2)
    if not len(stretches):
        return shapely.MultiLineString()
    merged: shapely.Geometry = shapely.line_merge(
        shapely.multilinestrings(shapely.linestrings(stretches.astype(np.float64)))
    )
    return merged


def _stops(timetable: Timetable, labels: Labels) -> Drawing:
    n_stops = len(timetable.stop_parent)
    parent = timetable.stop_parent
    calls, heaviest = _calls(timetable, labels)
    total = np.bincount(parent, weights=calls, minlength=n_stops).astype(np.int64)
    rank = np.full(n_stops, len(MODES))
    np.minimum.at(rank, parent, heaviest)
    shown = np.flatnonzero((parent == np.arange(n_stops)) & (total > 0))
    modes = [list(MODES.values())[i] for i in rank[shown]]
    shown_labels = [labels.stops[i] for i in shown]
    xy = world_points(timetable.stop_lat_deg[shown], timetable.stop_lon_deg[shown])
    return Drawing(
        "stop",
        shapely.points(xy),
        np.array([zoom for _, _, zoom in modes], np.int8),
        {
            "mode": words([word for word, _, _ in modes]),
            "name": words([label.name for label in shown_labels]),
            "key": words([f"{label.feed}:{label.id}" for label in shown_labels]),
            "rank": total[shown].astype(object),
        },
    )


def _calls(timetable: Timetable, labels: Labels) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return for each stop how many vehicles call there in the period, and the heaviest kind."""
    n_stops, n_patterns = len(timetable.stop_parent), len(timetable.pattern_first) - 1
    rank_of_line = np.array([RANK.get(line.mode, RANK[3]) for line in labels.lines], np.int64)
    trip_rank = rank_of_line[timetable.part_line[timetable.part_first[:-1]]]
    trips = np.bincount(timetable.trip_pattern, minlength=n_patterns)
    pattern_rank = np.full(n_patterns, len(MODES) - 1)
    np.minimum.at(pattern_rank, timetable.trip_pattern, trip_rank)
    lengths = np.diff(timetable.pattern_first)
    calls = np.bincount(
        timetable.pattern_stop, weights=np.repeat(trips, lengths), minlength=n_stops
    ).astype(np.int64)
    heaviest = np.full(n_stops, len(MODES) - 1)
    np.minimum.at(heaviest, timetable.pattern_stop, np.repeat(pattern_rank, lengths))
    return calls, heaviest
