"""
Time reach: one to all, and whole matrices, on one service day of two cities.

    python benchmarks/reach/run.py [--sample 200] [--whole]

Torino: the reconstructed feed; points are the 300 m hexagons within 500 m of a stop, walked to in a
straight line times 1.3 at 5 km/h, as between stops; leaving at 120 minutes from 7:00, 90 minutes on
the way at most, 3 rides. Porto Alegre: the points, feeds and streets of the r5r package, 13 May 2019
from 14:00, walks of 1 km, 120 minutes, 3 rides. Five percentiles each. Without `--whole` a matrix
is reckoned from a sample of its origins, and says so. CPU is that of the process; wall depends on
who else is at work.
"""

from __future__ import annotations

import argparse
import csv
import os
import time
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np

from metropoli.base import archives
from metropoli.engines import journeys, reach, streets
from metropoli.engines.reach import jobs

DATA = Path(__file__).parents[3] / "shared/data"
TORINO = DATA / "torino-gtfs-ricostruito/torino-gtt-RICOSTRUITO-2026.gtfs.zip"
PORTO_ALEGRE = DATA / "porto-alegre"
HEX_M, STOP_WITHIN_M, DETOUR, WALK_M_PER_S = 300.0, 500.0, 1.3, 5 / 3.6
ON_FOOT_M, WALK_1_KM_S = 1_000.0, 720
M_PER_DEG = 111_195.0
HOUR_S, SEED = 3_600, 1
URBAN = 2_000  # of the points around the middle of the stops, the ones called urban


class City(NamedTuple):
    name: str
    day: journeys.Day
    origins: reach.Origins
    targets: reach.Targets
    window: reach.Window
    urban: np.ndarray

    @property
    def n_origins(self) -> int:
        return len(self.origins.access.first) - 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=200)
    parser.add_argument("--whole", action="store_true")
    options = parser.parse_args()
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"  {os.cpu_count()} cores, load {load}")
    for there, make in ((TORINO, torino), (PORTO_ALEGRE / "poa_osm.pbf", porto_alegre)):
        if not there.exists():
            print(f"  nothing to measure: no {there.name} here")
            continue
        measure(make(), options.sample, whole=options.whole)


def measure(city: City, n_sample: int, *, whole: bool) -> None:
    luck = np.random.default_rng(SEED)
    print(
        f"  {city.name}: {city.n_origins:,} origins, {len(city.targets.target_first) - 1:,} targets"
    )
    instants(city, luck)
    job, cpu_s, wall_s = timed(lambda: prepared(city))
    print(
        f"    finding the changes: {cpu_s:.1f} CPU s, {wall_s:.1f} s, {len(job.shortcuts.onto):,}"
    )
    for label, chosen in (("urban", city.urban), ("any", np.arange(city.n_origins))):
        rows = luck.choice(chosen, min(n_sample, len(chosen)), replace=False)
        for how, one in (
            ("searched", job._replace(shortcuts=jobs.NO_SHORTCUTS)),
            ("changes known", job),
        ):
            cpu_ms = sampled(one, rows)
            print(
                f"    {label}, {how}: {cpu_ms.mean():.2f} CPU ms an origin on average, "
                f"median {np.median(cpu_ms):.2f}, p95 {np.percentile(cpu_ms, 95):.2f}"
            )
    print(f"    whole matrix, reckoned: {cpu_s + cpu_ms.mean() * city.n_origins / 1e3:.1f} CPU s")
    if whole:
        for n_threads in sorted({1, os.cpu_count() or 1}):
            found, cpu_s, wall_s = timed(lambda n=n_threads: count(city, n))
            print(
                f"    whole matrix, {n_threads} threads: {wall_s:.1f} s, {cpu_s:.1f} CPU s, "
                f"{found:,} pairs at the median, load {os.getloadavg()[0]:.1f}"
            )


def instants(city: City, luck: np.random.Generator) -> None:
    """Time the earliest arrivals at every stop from one instant, with the way there."""
    cpu_ms = []
    for _ in range(60):
        row = int(luck.integers(city.n_origins))
        first, last = city.origins.access.first[row : row + 2]
        access = reach.Links(
            np.array([0, last - first]),
            city.origins.access.to[first:last],
            city.origins.access.walk_s[first:last],
        )
        began = time.process_time()
        reach.earliest_arrivals(
            city.day,
            access,
            leaves_s=int(luck.integers(7 * HOUR_S, 19 * HOUR_S)),
            longest_s=6 * HOUR_S,
            max_rides=8,
        )
        cpu_ms.append((time.process_time() - began) * 1e3)
    settled = cpu_ms[10:]
    print(
        f"    one to all stops from an instant, 8 rides, 6 hours: {np.median(settled):.2f} CPU ms "
        f"median, {np.percentile(settled, 95):.2f} p95"
    )


def prepared(city: City) -> reach.Job:
    jobs.MANY = 0
    return reach.prepare(city.day, city.origins, city.targets, city.window)


def sampled(job: reach.Job, rows: np.ndarray) -> np.ndarray:
    """Return the CPU time of origins one by one, in ms, after a first one that compiles."""
    room = job.room()
    jobs.CHUNK = 1
    job.run(int(rows[0]), room)
    found = []
    for row in rows.tolist():
        began = time.process_time()
        job.run(row, room)
        found.append((time.process_time() - began) * 1e3)
    jobs.CHUNK = 64
    return np.array(found)


def count(city: City, n_threads: int) -> int:
    middle = reach.PERCENTILES.index(50)
    rows = reach.matrix(city.day, city.origins, city.targets, city.window, n_threads=n_threads)
    return sum(int((minutes[:, :, middle] != reach.NEVER_MIN).sum()) for _, minutes in rows)


def timed(work):
    wall, cpu = time.perf_counter(), time.process_time()
    done = work()
    return done, time.process_time() - cpu, time.perf_counter() - wall


def torino() -> City:
    feed = journeys.read_feed(archives.open_files(TORINO), name="")
    timetable = journeys.build_timetable([feed], change_s=0)[0]
    lat, lon = timetable.stop_lat_deg, timetable.stop_lon_deg
    stops = np.stack((lon * np.cos(np.radians(np.median(lat))), lat)) * M_PER_DEG
    points = hexagons(stops)
    points = points[:, np.diff(near(points, stops, STOP_WITHIN_M).first) > 0]
    between = near(stops, stops, STOP_WITHIN_M)
    stop = np.repeat(np.arange(stops.shape[1]), np.diff(between.first))
    other = stop != between.to
    counts = np.bincount(stop[other], minlength=stops.shape[1])
    timetable = timetable._replace(
        transfer_first=np.concatenate(([0], np.cumsum(counts))).astype(np.int32),
        transfer_to=between.to[other],
        transfer_s=between.walk_s[other],
    )
    access = near(points, stops, STOP_WITHIN_M)
    point = np.repeat(np.arange(points.shape[1], dtype=np.int32), np.diff(access.first))
    sizes = {"n_stops": stops.shape[1], "n_targets": points.shape[1]}
    away = np.hypot(*(points - np.median(stops, axis=1)[:, None]))
    return City(
        "Torino, reconstructed",
        journeys.open_day(timetable, date(2026, 9, 7).toordinal()),
        reach.Origins(access, near(points, points, ON_FOOT_M)),
        reach.make_targets(access.to, point, access.walk_s, **sizes),
        reach.Window(7 * HOUR_S, 120, 90 * 60, 3),
        np.argsort(away)[:URBAN],
    )


def hexagons(stops: np.ndarray) -> np.ndarray:
    """Return the centres of the hexagons around the stops (2, n), in metres."""
    west, south = stops.min(axis=1) - STOP_WITHIN_M
    east, north = stops.max(axis=1) + STOP_WITHIN_M
    rows = np.arange(south, north, HEX_M * np.sqrt(3) / 2)
    columns = np.arange(west, east, HEX_M)
    x = columns[None, :] + (np.arange(len(rows)) % 2)[:, None] * HEX_M / 2
    return np.stack((x.ravel(), np.repeat(rows, len(columns))))


def near(origin: np.ndarray, target: np.ndarray, within_m: float) -> reach.Links:
    """Return who is near whom in a straight line, through a grid of cells that wide."""
    key = np.floor(target / within_m).astype(np.int64)
    order = np.argsort(key[0] * 10_000_019 + key[1], kind="stable")
    keys = (key[0] * 10_000_019 + key[1])[order]
    own = np.floor(origin / within_m).astype(np.int64)
    found = []
    for east in (-1, 0, 1):
        for north in (-1, 0, 1):
            cell = (own[0] + east) * 10_000_019 + own[1] + north
            first = np.searchsorted(keys, cell)
            counts = np.searchsorted(keys, cell, side="right") - first
            inside = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
            row = np.repeat(np.arange(origin.shape[1]), counts)
            found.append((row, order[np.repeat(first, counts) + inside]))
    row, to = (np.concatenate(arrays) for arrays in zip(*found, strict=True))
    away_m = np.hypot(*(origin[:, row] - target[:, to]))
    kept = np.flatnonzero(away_m <= within_m)
    kept = kept[np.lexsort((to[kept], row[kept]))]
    walk_s = np.ceil(away_m[kept] * DETOUR / WALK_M_PER_S).astype(np.int32)
    first = np.concatenate(([0], np.cumsum(np.bincount(row[kept], minlength=origin.shape[1]))))
    return reach.Links(first.astype(np.int64), to[kept].astype(np.int32), walk_s)


def porto_alegre() -> City:
    feeds = [
        journeys.read_feed(archives.open_files(PORTO_ALEGRE / name), name=name)
        for name in ("poa_eptc.zip", "poa_trensurb.zip")
    ]
    timetable = journeys.build_timetable(feeds, change_s=0)[0]
    graph = streets.build_streets(
        streets.read_osm((PORTO_ALEGRE / "poa_osm.pbf").read_bytes(), "pbf")
    )
    with (PORTO_ALEGRE / "poa_hexgrid.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    lat, lon = (np.array([float(row[name]) for row in rows]) for name in ("lat", "lon"))
    points = streets.link(graph, streets.WALK, lat, lon, radius_m=1_600.0)
    at = (timetable.stop_lat_deg, timetable.stop_lon_deg)
    stops = streets.link(graph, streets.WALK, *at, radius_m=300.0)
    walks = {"limit_s": WALK_1_KM_S}
    between = streets.pairs_within(graph, streets.WALK, stops, **walks)
    foot = journeys.StopWalks(between.first.astype(np.int32), between.to, between.duration_s)
    timetable = journeys.fold_transfers(timetable, feeds, walks=foot, change_s=0)
    to_stop = streets.who_reaches(graph, streets.WALK, points, stops, **walks)
    to_point = streets.who_reaches(graph, streets.WALK, stops, points, **walks)
    all_the_way = streets.who_reaches(graph, streets.WALK, points, points, limit_s=30 * 60)
    n_stops, n_points = len(stops.edge), len(points.edge)
    point = np.repeat(np.arange(n_points, dtype=np.int32), np.diff(to_point.first))
    return City(
        "Porto Alegre",
        journeys.open_day(timetable, date(2019, 5, 13).toordinal()),
        reach.Origins(turned(to_stop, n_points), turned(all_the_way, n_points)),
        reach.make_targets(
            to_point.to, point, to_point.duration_s, n_stops=n_stops, n_targets=n_points
        ),
        reach.Window(14 * HOUR_S, 120, 120 * 60, 3),
        np.arange(n_points),
    )


def turned(near_by: streets.Neighbours, n_starts: int) -> reach.Links:
    """Return who reaches whom by start instead of by end."""
    end = np.repeat(np.arange(len(near_by.first) - 1, dtype=np.int32), np.diff(near_by.first))
    order = np.lexsort((end, near_by.to))
    first = np.concatenate(([0], np.cumsum(np.bincount(near_by.to, minlength=n_starts))))
    return reach.Links(first.astype(np.int64), end[order], near_by.duration_s[order])


if __name__ == "__main__":
    main()
