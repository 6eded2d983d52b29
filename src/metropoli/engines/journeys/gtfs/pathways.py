"""pathways.txt: the ways inside stations, from entrances to platforms and between platforms."""

from __future__ import annotations

from collections import defaultdict
from heapq import heappop, heappush

import numpy as np

from metropoli.engines.journeys.gtfs.columns import choices
from metropoli.engines.journeys.gtfs.feeds import Links
from metropoli.engines.journeys.gtfs.kernels.numbers import OK
from metropoli.engines.journeys.gtfs.problems import Notebook
from metropoli.engines.journeys.gtfs.stops import (
    BOARDING_AREA,
    ENTRANCE,
    PLATFORM,
    STATION,
    Stops,
)
from metropoli.engines.journeys.gtfs.tables import Table
from metropoli.engines.journeys.types import Flags, Int8s, Int32s

FILE = "pathways.txt"
COLUMNS = [
    "pathway_id",
    "from_stop_id",
    "to_stop_id",
    "pathway_mode",
    "is_bidirectional",
    "length",
    "traversal_time",
    "stair_count",
]
WALKWAY, STAIRS, MOVING, ESCALATOR, ELEVATOR, FARE_GATE, EXIT_GATE = MODES = range(1, 8)
LONGEST_S = 7_200
# Where the feed does not say: calm paces of someone who does not know the place.
PACE_M_PER_S = 1.0
S_PER_STEP = 1.0
ELEVATOR_S = 60
GATE_S = 10
DEFAULT_S = {
    WALKWAY: 30, STAIRS: 40, MOVING: 30, ESCALATOR: 40, ELEVATOR: ELEVATOR_S,
    FARE_GATE: GATE_S, EXIT_GATE: GATE_S,
}  # fmt: skip

Ways = dict[int, list[tuple[int, int]]]  # from a row of stops.txt to (another, seconds)


def read_pathways(table: Table, stops: Stops, notes: Notebook) -> Links:
    """
    Return the quickest ways between the platforms and entrances of each station.

    Where the quickest one has stairs or escalators, the quickest without is told too, if any.
    """
    if not len(table):
        return Links.none()
    mode = choices(table, "pathway_mode", MODES, notes, default=WALKWAY)
    ends = [stops.keys.find(table.column(f"{end}_stop_id")) for end in ("from", "to")]
    good = (ends[0] >= 0) & (ends[1] >= 0) & (ends[0] != ends[1])
    good[good] &= (stops.raw_kind[ends[0][good]] != STATION) & (
        stops.raw_kind[ends[1][good]] != STATION
    )
    table.tell(notes, "pathway_bad", ~good, pathway="pathway_id")
    duration_s = _durations_s(table, mode, good, notes)
    both = choices(table, "is_bidirectional", range(2), notes) == 1
    stairs = (mode == STAIRS) | (mode == ESCALATOR)
    any_way = _ways(ends, duration_s, both, good)
    level_way = _ways(ends, duration_s, both, good & ~stairs)
    _enter_platforms(any_way, stops)
    _enter_platforms(level_way, stops)
    return _links(any_way, level_way, stops)


def _durations_s(table: Table, mode: Int8s, good: Flags, notes: Notebook) -> Int32s:
    told, states = table.ints("traversal_time")
    length_m, _ = table.decimals("length")
    steps, step_states = table.ints("stair_count")
    timed = (states == OK) & (told > 0) & (told <= LONGEST_S)
    with np.errstate(invalid="ignore"):
        long = ~timed & (length_m > 0) & (length_m < LONGEST_S)
    climbs = ~timed & ~long & (step_states == OK) & (steps != 0) & (np.abs(steps) < LONGEST_S)
    guessed = good & ~timed & ~long & ~climbs
    table.tell(notes, "pathway_time_guessed", guessed, pathway="pathway_id")
    usual = np.array([DEFAULT_S[one] for one in mode.tolist()], np.int64)
    pace_s = np.ceil(np.where(long, length_m, 0) / PACE_M_PER_S)
    climb_s = np.ceil(np.abs(np.where(climbs, steps, 0)) * S_PER_STEP)
    return np.select([timed, long, climbs], [told, pace_s, climb_s], usual).astype(np.int32)


def _ways(ends: list[Int32s], duration_s: Int32s, both: Flags, good: Flags) -> Ways:
    ways: Ways = defaultdict(list)
    for row in np.flatnonzero(good).tolist():
        a, b, took_s = int(ends[0][row]), int(ends[1][row]), int(duration_s[row])
        ways[a].append((b, took_s))
        if both[row]:
            ways[b].append((a, took_s))
    return ways


def _enter_platforms(ways: Ways, stops: Stops) -> None:
    """Join each boarding area to its platform: who stands in one stands on the other."""
    for area in np.flatnonzero(stops.raw_kind == BOARDING_AREA).tolist():
        platform = int(stops.raw_parent[area])
        if platform >= 0 and area in ways:
            ways[area].append((platform, 0))
        if platform >= 0:
            ways[platform].append((area, 0))


def _links(any_way: Ways, level_way: Ways, stops: Stops) -> Links:
    found: list[tuple[int, int, int, bool]] = []
    for stop, raw in enumerate(stops.raw.tolist()):
        if stops.kind[stop] in {PLATFORM, ENTRANCE} and raw in any_way:
            level = _reached_s(level_way, raw, stops)
            for other, took_s in _reached_s(any_way, raw, stops).items():
                level_s = level.get(other)
                if level_s != took_s:
                    found.append((stop, other, took_s, False))
                if level_s is not None:
                    found.append((stop, other, level_s, True))
    rows = np.array(found, np.int32).reshape(-1, 4)
    return Links(rows[:, 0].copy(), rows[:, 1].copy(), rows[:, 2].copy(), rows[:, 3] == 1)


def _reached_s(ways: Ways, start: int, stops: Stops) -> dict[int, int]:
    """Return how long it takes to each other platform or entrance, by row of the timetable."""
    best: dict[int, int] = {start: 0}
    queue = [(0, start)]
    while queue:
        so_far_s, here = heappop(queue)
        if so_far_s > best[here] or so_far_s > LONGEST_S:
            continue
        for there, took_s in ways.get(here, ()):
            if so_far_s + took_s < best.get(there, LONGEST_S):
                best[there] = so_far_s + took_s
                heappush(queue, (so_far_s + took_s, there))
    del best[start]
    return {int(stops.row[raw]): took_s for raw, took_s in best.items() if stops.row[raw] >= 0}
