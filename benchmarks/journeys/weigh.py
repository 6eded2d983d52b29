"""
Ask for every way weighed by fare and emissions, between the stops of `run.py`, and say how long.

    python benchmarks/journeys/weigh.py --criteria fare,co2 --number 200

Times are CPU of a whole call of `weigh`: the quickest journeys, the search, the telling. Fares are
the city's ticket of 100 minutes with one ride on the metro and a ticket for the day; emissions
and energy by mode, round figures: it is the work that is measured here, not the air.
"""

from __future__ import annotations

import argparse
import gc
import os
import time
from datetime import date
from pathlib import Path

import numpy as np

import run
from metropoli.base import archives
from metropoli.engines import journeys

METRO = 1
CO2_G_PER_KM = {0: 40, 1: 30, 2: 40, 3: 100, 11: 60}
ENERGY_KJ_PER_KM = {0: 400, 1: 350, 2: 400, 3: 1100, 11: 600}


def main() -> None:
    options = read_options()
    if not options.feed.exists():
        print(f"  nothing to measure: no {options.feed.name} here. Give one with --feed and --day.")
        return
    timetable, labels = run.load(options.feed)
    day = journeys.open_day(timetable, options.day.toordinal())
    weighing = prepare(options.feed, timetable, labels, day)
    criteria = frozenset(options.criteria.split(",")) if options.criteria else frozenset()
    ends, pairs = run.Ends(timetable), run.draw_pairs(day)[: options.number]
    questions = [ask(ends, pair, criteria, options.window) for pair in pairs]
    for question in questions[: run.WARM_UP]:
        journeys.weigh(weighing, question)
    gc.collect()
    gc.disable()
    spent_ms, found = [], []
    for question in questions:
        begun = time.thread_time_ns()
        found.append(len(journeys.weigh(weighing, question)))
        spent_ms.append((time.thread_time_ns() - begun) / 1e6)
    median, p95, slowest = np.percentile(spent_ms, (50, 95, 100))
    print(
        f"  {options.criteria or 'arrival and rides':<26} cpu ms: median {median:6.1f}  p95 {p95:7.1f}"
        f"  max {slowest:7.1f}   {np.mean(found):.1f} answers   load {os.getloadavg()[0]:.0f}"
    )


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--feed", type=Path, default=run.TORINO)
    parser.add_argument("--day", type=date.fromisoformat, default=date(2026, 9, 7))
    parser.add_argument("--criteria", default="fare,co2")
    parser.add_argument("--window", type=int, default=0, help="seconds in which one may leave")
    parser.add_argument("--number", type=int, default=run.PAIRS)
    return parser.parse_args()


def prepare(
    path: Path, timetable: journeys.Timetable, labels: journeys.Labels, day: journeys.Day
) -> journeys.Weighing:
    feed = journeys.read_feed(archives.open_files(path), name="")
    tariff, _ = journeys.build_tariff([feed], timetable, labels, city_rules())
    modes = [line.mode for line in labels.lines]
    impacts = journeys.Impacts(
        np.array([CO2_G_PER_KM.get(mode, 80) * 1_000 for mode in modes], np.int32),
        np.array([ENERGY_KJ_PER_KM.get(mode, 800) * 1_000 for mode in modes], np.int32),
    )
    delays = journeys.modelled_delays(labels.lines)
    return journeys.prepare_weighing(day, journeys.study_tariff(tariff), impacts, delays)


def city_rules() -> journeys.CityRules:
    surface = journeys.CityNetwork("surface", modes=frozenset({0, 2, 3, 7, 11}))
    metro = journeys.CityNetwork("metro", modes=frozenset({METRO}))
    covers = (journeys.Cover("surface"), journeys.Cover("metro", most_rides=1))
    every = (journeys.Cover("surface"), journeys.Cover("metro"))
    single = journeys.CityTicket("single", "Single", "", 190, (), covers, lasts_s=6_000)
    daily = journeys.CityTicket("daily", "Daily", "", 400, (), every, all_day=True)
    return journeys.CityRules("city", "EUR", (surface, metro), (), (single, daily), ())


def ask(
    ends: run.Ends, pair: run.Pair, criteria: frozenset[str], window_s: int
) -> journeys.Question:
    access, egress = ends.onward[pair.origin], ends.backward[pair.destination]
    return journeys.Question(
        access=journeys.Approaches.on_foot(access.stop, access.walk_s),
        egress=journeys.Approaches.on_foot(egress.stop, egress.walk_s),
        earliest_s=pair.departs_s,
        latest_s=pair.departs_s + window_s if window_s else None,
        criteria=criteria,
        max_rides=run.MAX_RIDES,
    )


if __name__ == "__main__":
    main()
