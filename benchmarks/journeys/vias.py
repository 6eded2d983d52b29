"""
Ask the same questions without a place on the way, through one and through two, and compare.

    python benchmarks/journeys/vias.py --number 100 --weighed

The places are stops drawn by luck; one stays ten minutes at the first and only passes the second.
Times are CPU: laying out the layers, then a whole call of the search, its telling included.
"""

from __future__ import annotations

import argparse
import gc
import os
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import weigh

import run
from metropoli.engines import journeys

STAYS_S = (600, 0)
Search = Callable[[run.Pair, tuple[int, ...]], int]


def main() -> None:
    options = read_options()
    if not options.feed.exists():
        print(f"  nothing to measure: no {options.feed.name} here. Give one with --feed and --day.")
        return
    timetable, labels = run.load(options.feed)
    day = journeys.open_day(timetable, options.day.toordinal())
    ends, pairs = run.Ends(timetable), run.draw_pairs(day)[: options.number]
    luck = np.random.default_rng(run.SEED)
    places = [tuple(luck.choice(day.stop_row, 2, replace=False).tolist()) for _ in pairs]
    searches: dict[str, Search] = {"plan": planner(day, ends)}
    if options.weighed:
        weighing = weigh.prepare(options.feed, timetable, labels, day)
        searches["weigh"] = weigher(weighing, ends)
    for name, search in searches.items():
        usual_ms = 0.0
        for n_places in range(3):
            asked = [(pair, stops[:n_places]) for pair, stops in zip(pairs, places, strict=True)]
            for one in asked[: max(1, len(asked) // 10)]:
                search(*one)
            spent_ms = measure(search, asked)
            median, p95 = np.percentile(spent_ms, (50, 95))
            usual_ms = usual_ms or median
            print(
                f"  {name:<6} {n_places} places   cpu ms: median {median:7.1f}  p95 {p95:7.1f}"
                f"   {median / usual_ms:4.1f} times   load {os.getloadavg()[0]:.0f}"
            )


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--feed", type=Path, default=run.TORINO)
    parser.add_argument("--day", type=date.fromisoformat, default=date(2026, 9, 7))
    parser.add_argument("--number", type=int, default=100)
    parser.add_argument("--weighed", action="store_true")
    return parser.parse_args()


def planner(day: journeys.Day, ends: run.Ends) -> Search:
    def search(pair: run.Pair, stops: tuple[int, ...]) -> int:
        query = run.kinds(ends)["leave within 1 h"](pair)
        if not stops:
            return len(journeys.plan(day, query))
        return len(journeys.plan_through(through(day, ends, stops), query))

    return search


def weigher(weighing: journeys.Weighing, ends: run.Ends) -> Search:
    criteria = frozenset((journeys.FARE, journeys.CO2))

    def search(pair: run.Pair, stops: tuple[int, ...]) -> int:
        question = replace(weigh.ask(ends, pair, criteria, 0), max_rides=6)
        if not stops:
            return len(journeys.weigh(weighing, question))
        way = through(weighing.day, ends, stops)
        return len(journeys.weigh_through(way, weighing, question))

    return search


def through(day: journeys.Day, ends: run.Ends, stops: tuple[int, ...]) -> journeys.Through:
    vias = tuple(
        journeys.Via(ends.backward[stop], ends.onward[stop], stay_s, np.array([stop], np.int32))
        for stop, stay_s in zip(stops, STAYS_S, strict=False)
    )
    return journeys.go_through(day, vias, (None,) * (len(vias) + 1))


def measure(search: Search, asked: list[tuple[run.Pair, tuple[int, ...]]]) -> list[float]:
    gc.collect()
    spent_ms = []
    for one in asked:
        begun = time.thread_time_ns()
        search(*one)
        spent_ms.append((time.thread_time_ns() - begun) / 1e6)
    return spent_ms


if __name__ == "__main__":
    main()
