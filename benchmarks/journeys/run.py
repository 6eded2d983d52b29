"""
Ask our engine for the journeys of a file of stop pairs, and write down what each took.

    python benchmarks/journeys/run.py --feed gtfs.zip --day 2026-09-07 --pairs pairs.csv --out a.csv

The pairs are a CSV with `from_stop_id,to_stop_id,departure` (HH:MM:SS) and, if they have names,
`pair`; without a file, 1,000 are drawn. The answers are a CSV with a row for every Pareto answer
(arrival and rides) of every pair: `pair,departure_s,arrival_s,rides,cpu_ms,wall_ms`; where nothing
goes, one row with empty arrival and rides. Beside it, `.json` has what the import took.

From a stop one may walk first to the stops that transfers.txt or nearness put in reach, and so at
the other end. The times are those of `plan`, from the question in rows to the journeys with all
their legs, one thread, after a warm-up; not of reading the names of stops.
"""

from __future__ import annotations

import argparse
import csv
import gc
import json
import platform
import resource
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np

from metropoli.base import archives
from metropoli.engines import journeys

ROOT = Path(__file__).parents[2]
TORINO = ROOT.parent / "shared/data/torino-gtfs-ricostruito/torino-gtt-RICOSTRUITO-2026.gtfs.zip"
SEED, PAIRS, WARM_UP = 42, 1_000, 50
FIRST_S, LAST_S = 6 * 3600 + 1800, 20 * 3600  # departures of drawn pairs
HOUR_S = 3_600
WALK_REACH_M, SHORTEST_WALK_S = 250.0, 60  # walks between stops, where the feed tells none; 1 m/s
EARTH_RADIUS_M = 6_371_008.8
MAX_RIDES = 8


class Pair(NamedTuple):
    name: str
    origin: int
    destination: int
    departs_s: int


class Spent(NamedTuple):
    cpu_ms: float
    wall_ms: float


class Asked(NamedTuple):
    pair: Pair
    found: tuple[journeys.Journey, ...]
    spent: Spent


def main() -> None:
    options = read_options()
    if not options.feed.exists():
        print(f"  nothing to measure: no {options.feed.name} here. Give one with --feed and --day.")
        return
    print(f"  {platform.processor() or platform.machine()}, {processor_name()}")
    timetable, labels, imported = timed(lambda: load(options.feed))
    day = journeys.open_day(timetable, options.day.toordinal())  # compiles, or reads the cache
    _, opened = timed(lambda: (journeys.open_day(timetable, options.day.toordinal()),))
    rows = {stop.id: row for row, stop in enumerate(labels.stops)}
    pairs = read_pairs(options.pairs, rows) if options.pairs else draw_pairs(day)
    ends = Ends(timetable)
    answers: list[Asked] = []
    for kind, ask in kinds(ends).items():
        measure(day, pairs[:WARM_UP], ask)
        asked = measure(day, pairs, ask)
        tell(kind, asked)
        answers = answers or asked
    write(options.out, answers)
    facts = {
        "import_wall_s": imported.wall_ms / 1e3,
        "import_cpu_s": imported.cpu_ms / 1e3,
        "open_day_cpu_ms": opened.cpu_ms,
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "arrays_mb": megabytes(timetable),
        "day_mb": megabytes(day.onward) + megabytes(day.backward) + megabytes(day.vehicles),
    }
    options.out.with_suffix(".json").write_text(json.dumps(facts) + "\n", encoding="utf-8")
    print("  " + ", ".join(f"{name} {value:.1f}" for name, value in facts.items()))


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--feed", type=Path, default=TORINO)
    parser.add_argument("--day", type=date.fromisoformat, default=date(2026, 9, 7))
    parser.add_argument("--pairs", type=Path)
    parser.add_argument("--out", type=Path, default=ROOT / "var/bench/answers-metropoli.csv")
    options = parser.parse_args()
    options.out.parent.mkdir(parents=True, exist_ok=True)
    return options


def processor_name() -> str:
    path = Path("/proc/cpuinfo")
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    models = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    return f"{models[0]} x {len(models)}" if models else platform.platform()


def timed(work: Callable[[], tuple]) -> tuple:
    """Return what the work returns, and what it took."""
    wall, cpu = time.perf_counter_ns(), time.thread_time_ns()
    done = work()
    spent = Spent((time.thread_time_ns() - cpu) / 1e6, (time.perf_counter_ns() - wall) / 1e6)
    return (*done, spent)


def load(path: Path) -> tuple[journeys.Timetable, journeys.Labels]:
    """Read the feed; where it says nothing of walks between stops, the near ones are walked."""
    feed = journeys.read_feed(archives.open_files(path), name="")
    timetable, _, labels = journeys.build_timetable([feed], change_s=0)
    if not len(timetable.transfer_to):
        timetable = timetable._replace(**near_walks(timetable))
    return timetable, labels


def near_walks(timetable: journeys.Timetable) -> dict[str, np.ndarray]:
    lat, lon = np.radians(timetable.stop_lat_deg), np.radians(timetable.stop_lon_deg)
    first, to, walk_s = [0], [], []
    for stop in range(len(lat)):
        h = np.sin((lat - lat[stop]) / 2) ** 2
        h += np.cos(lat) * np.cos(lat[stop]) * np.sin((lon - lon[stop]) / 2) ** 2
        distance_m = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(h))
        near = np.flatnonzero(distance_m <= WALK_REACH_M)
        near = near[near != stop]
        takes_s = np.maximum(np.round(distance_m[near]), SHORTEST_WALK_S).astype(np.int32)
        order = np.argsort(takes_s, kind="stable")
        to.append(near[order].astype(np.int32))
        walk_s.append(takes_s[order])
        first.append(first[-1] + len(near))
    return {
        "transfer_first": np.array(first, np.int32),
        "transfer_to": np.concatenate(to),
        "transfer_s": np.concatenate(walk_s),
    }


class Ends:
    """The stops in walking reach of each stop, itself included, both ways."""

    def __init__(self, timetable: journeys.Timetable) -> None:
        n_stops = len(timetable.stop_lat_deg)
        origin = np.repeat(np.arange(n_stops), np.diff(timetable.transfer_first))
        self.onward = self._walks(origin, timetable.transfer_to, timetable.transfer_s, n_stops)
        self.backward = self._walks(timetable.transfer_to, origin, timetable.transfer_s, n_stops)

    @staticmethod
    def _walks(
        near: np.ndarray, far: np.ndarray, walk_s: np.ndarray, n_stops: int
    ) -> list[journeys.Walks]:
        near = np.concatenate((np.arange(n_stops), near))
        far = np.concatenate((np.arange(n_stops), far))
        walk_s = np.concatenate((np.zeros(n_stops, np.int32), walk_s))
        order = np.argsort(near, kind="stable")
        cuts = np.cumsum(np.bincount(near, minlength=n_stops))[:-1]
        stops, seconds = np.split(far[order], cuts), np.split(walk_s[order], cuts)
        return [
            journeys.Walks(stop.astype(np.int32), takes.astype(np.int32))
            for stop, takes in zip(stops, seconds, strict=True)
        ]


def kinds(ends: Ends) -> dict[str, Callable[[Pair], journeys.Query]]:
    """Return the kinds of question; the answers to the first are written down."""

    def query(pair: Pair, **when: int | bool) -> journeys.Query:
        access, egress = ends.onward[pair.origin], ends.backward[pair.destination]
        return journeys.Query(access=access, egress=egress, max_rides=MAX_RIDES, **when)

    return {
        "leave at": lambda pair: query(pair, earliest_s=pair.departs_s),
        "arrive by": lambda pair: query(pair, latest_s=pair.departs_s, by_arrival=True),
        "leave within 1 h": lambda pair: query(
            pair, earliest_s=pair.departs_s, latest_s=pair.departs_s + HOUR_S
        ),
        "arrive within 1 h": lambda pair: query(
            pair, earliest_s=pair.departs_s - HOUR_S, latest_s=pair.departs_s, by_arrival=True
        ),
    }


def read_pairs(path: Path, rows: dict[str, int]) -> list[Pair]:
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Pair(
                row.get("pair") or str(number),
                rows[row["from_stop_id"]],
                rows[row["to_stop_id"]],
                seconds(row["departure"]),
            )
            for number, row in enumerate(csv.DictReader(file))
        ]


def seconds(clock: str) -> int:
    hours, minutes, rest = (
        int(part) for part in (f"{clock}:0" if clock.count(":") == 1 else clock).split(":")
    )
    return hours * 3600 + minutes * 60 + rest


def draw_pairs(day: journeys.Day) -> list[Pair]:
    """Draw pairs among the stops where something calls that day."""
    luck = np.random.default_rng(SEED)
    stops = np.sort(day.stop_row)

    def one() -> Iterator[int]:
        yield from luck.choice(stops, 2, replace=False).tolist()
        yield int(luck.integers(FIRST_S, LAST_S))

    return [Pair(str(number), *one()) for number in range(PAIRS)]


def measure(
    day: journeys.Day, pairs: list[Pair], ask: Callable[[Pair], journeys.Query]
) -> list[Asked]:
    asked = []
    gc.collect()
    gc.disable()
    for pair in pairs:
        query = ask(pair)
        wall, cpu = time.perf_counter_ns(), time.thread_time_ns()
        found = journeys.plan(day, query)
        cpu_ns, wall_ns = time.thread_time_ns() - cpu, time.perf_counter_ns() - wall
        asked.append(Asked(pair, found, Spent(cpu_ns / 1e6, wall_ns / 1e6)))
    gc.enable()
    return asked


def tell(kind: str, asked: list[Asked]) -> None:
    cpu_ms = [one.spent.cpu_ms for one in asked]
    wall_ms = [one.spent.wall_ms for one in asked]
    median, p95, slowest = np.percentile(cpu_ms, (50, 95, 100))
    wall_median, wall_p95 = np.percentile(wall_ms, (50, 95))
    answered = sum(bool(one.found) for one in asked)
    n_journeys = sum(len(one.found) for one in asked)
    print(
        f"  {kind:<18} cpu ms: median {median:6.2f}  p95 {p95:6.2f}  max {slowest:6.2f}"
        f"   wall ms: median {wall_median:6.2f}  p95 {wall_p95:6.2f}"
        f"   {answered} of {len(asked)} answered, {n_journeys} journeys"
    )


def write(path: Path, answers: list[Asked]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["pair", "departure_s", "arrival_s", "rides", "cpu_ms", "wall_ms"])
        for pair, found, spent in answers:
            told = [(one.arrives_s, len(one.rides)) for one in found] or [("", "")]
            for arrives_s, rides in sorted(told, key=lambda row: row[1]):
                times = [f"{spent.cpu_ms:.3f}", f"{spent.wall_ms:.3f}"]
                writer.writerow([pair.name, pair.departs_s, arrives_s, rides, *times])


def megabytes(bundle: tuple) -> float:
    return sum(one.nbytes for one in bundle if isinstance(one, np.ndarray)) / 1e6


if __name__ == "__main__":
    main()
