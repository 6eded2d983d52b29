"""Small, crowded random cities: few stops, few minutes, so that ties and clashes happen."""

from __future__ import annotations

import numpy as np

from metropoli.engines.journeys import NEVER, Query, Timetable, Walks

FIRST_DAY = 739_000
N_DAYS = 4
DAY_S = 86_400
BUSY_S = 40  # what happens, happens within so few seconds


def random_city(rng: np.random.Generator) -> Timetable:
    n_stops = int(rng.integers(5, 13))
    n_services = 3
    patterns = [_stops(rng, n_stops) for _ in range(rng.integers(4, 12))]
    trip_pattern, times = [], []
    for pattern, stops in enumerate(patterns):
        of_pattern = sorted(
            (_trip(rng, len(stops)) for _ in range(rng.integers(1, 7))), key=lambda t: t[1][0]
        )
        trip_pattern += [pattern] * len(of_pattern)
        times += of_pattern
    n_trips = len(times)
    lengths = [len(stops) for stops in patterns]
    first, to, walk_s = _footpaths(rng, n_stops)
    return Timetable(
        stop_lat_deg=np.zeros(n_stops),
        stop_lon_deg=np.zeros(n_stops),
        stop_parent=rng.integers(0, n_stops, n_stops).astype(np.int32),
        stop_wheelchair=rng.integers(0, 3, n_stops).astype(np.int8),
        pattern_first=np.concatenate(([0], np.cumsum(lengths))).astype(np.int32),
        pattern_stop=np.concatenate(patterns).astype(np.int32),
        pattern_board=rng.random(sum(lengths)) < 0.9,
        pattern_alight=rng.random(sum(lengths)) < 0.9,
        pattern_along_m=np.concatenate([np.arange(n) * 300 for n in lengths]).astype(np.int32),
        trip_pattern=np.array(trip_pattern, np.int32),
        trip_first=np.concatenate(
            ([0], np.cumsum([lengths[pattern] for pattern in trip_pattern]))
        ).astype(np.int64),
        trip_service=rng.integers(0, n_services, n_trips).astype(np.int32),
        trip_wheelchair=rng.integers(0, 3, n_trips).astype(np.int8),
        trip_bikes=rng.integers(0, 3, n_trips).astype(np.int8),
        departs_s=np.concatenate([departs for _, departs in times]).astype(np.int32),
        arrives_s=np.concatenate([arrives for arrives, _ in times]).astype(np.int32),
        call_sequence=np.concatenate([_sequence(lengths[p]) for p in trip_pattern]),
        part_first=np.arange(n_trips + 1, dtype=np.int32),
        part_position=np.zeros(n_trips, np.int32),
        part_line=np.zeros(n_trips, np.int32),
        part_headsign=np.zeros(n_trips, np.int32),
        part_trip=np.arange(n_trips, dtype=np.int32),
        part_shape=np.full(n_trips, -1, np.int32),
        part_direction=np.full(n_trips, -1, np.int32),
        part_last_sequence=np.array([_sequence(lengths[p])[-1] for p in trip_pattern]),
        first_day=FIRST_DAY,
        service_runs=rng.random((n_services, N_DAYS)) < 0.8,
        service_zone=rng.integers(0, 2, n_services).astype(np.int32),
        # Clocks that change and zones that differ, by a few seconds, so that times still clash.
        day_start_s=np.arange(N_DAYS + 2) * DAY_S + rng.integers(-3, 4, (2, N_DAYS + 2)),
        transfer_first=first,
        transfer_to=to,
        transfer_s=walk_s,
        change_s=np.where(rng.random(n_stops) < 0.2, NEVER, rng.integers(0, 4, n_stops)).astype(
            np.int32
        ),
    )


def _stops(rng: np.random.Generator, n_stops: int) -> np.ndarray:
    """Return a sequence of stops that may come back to a stop, never twice in a row."""
    stops = rng.integers(0, n_stops, rng.integers(3, 7))
    keep = np.concatenate(([True], stops[1:] != stops[:-1]))
    return stops[keep] if keep.sum() > 1 else np.array([0, 1])


def _trip(rng: np.random.Generator, n_calls: int) -> tuple[np.ndarray, np.ndarray]:
    """Return arrivals and departures; fast vehicles overtake slow ones, some run past midnight."""
    start_s = rng.integers(0, BUSY_S) + rng.choice([0, 0, 0, 0, DAY_S, 2 * DAY_S])
    runs_s = rng.integers(0, rng.choice([3, 8]), n_calls)
    waits_s = rng.integers(0, 5, n_calls) * (rng.random(n_calls) < 0.4)
    arrives_s = start_s + np.cumsum(runs_s) + np.cumsum(waits_s) - waits_s
    return arrives_s, arrives_s + waits_s


def _sequence(n_calls: int) -> np.ndarray:
    """Return growing numbers with holes, as feeds have them."""
    return np.cumsum(1 + np.arange(n_calls) % 3).astype(np.int32)


def _footpaths(rng: np.random.Generator, n_stops: int):
    lists = []
    for stop in range(n_stops):
        to = np.flatnonzero((rng.random(n_stops) < 0.25) & (np.arange(n_stops) != stop))
        walk_s = rng.integers(0, 7, len(to))
        order = np.argsort(walk_s, kind="stable")
        lists.append((to[order], walk_s[order]))
    first = np.concatenate(([0], np.cumsum([len(to) for to, _ in lists]))).astype(np.int32)
    to = np.concatenate([to for to, _ in lists]).astype(np.int32)
    return first, to, np.concatenate([walk_s for _, walk_s in lists]).astype(np.int32)


def random_walks(rng: np.random.Generator, n_stops: int) -> Walks:
    """Return a few stops in reach, now and then the same one by two doors."""
    n = int(rng.integers(1, 3))
    return Walks(
        rng.integers(0, n_stops, n).astype(np.int32), rng.integers(0, 6, n).astype(np.int32)
    )


def random_query(rng: np.random.Generator, n_stops: int) -> Query:
    """Return a question of any of the four kinds, in the morning or after midnight."""
    from_s = rng.integers(-4, BUSY_S // 2) + rng.choice([0, 0, 0, DAY_S])
    until_s = from_s + rng.integers(0, BUSY_S)
    by_arrival, window = rng.random(2) < 0.5
    return Query(
        access=random_walks(rng, n_stops),
        egress=random_walks(rng, n_stops),
        earliest_s=int(from_s) if window or not by_arrival else None,
        latest_s=int(until_s) if window or by_arrival else None,
        by_arrival=bool(by_arrival),
        max_rides=int(rng.choice([1, 2, 3, 8])),
        direct_s=int(rng.integers(5, 60)) if rng.random() < 0.3 else None,
    )
