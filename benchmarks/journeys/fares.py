"""Compile the fares of real feeds: seconds, states, options. `python -m benchmarks.journeys.fares`."""

from __future__ import annotations

import os
import time
from datetime import date
from pathlib import Path

from metropoli.apps.travel.bridge.demo.gtfs import write_gtfs
from metropoli.apps.travel.bridge.tariffs import tariff_of
from metropoli.base.archives import open_files
from metropoli.engines import journeys

DATA = Path(__file__).parents[3] / "shared/data"
FEEDS = {
    "BART, v1 by pairs of stations": DATA / "gtfs-rt-campioni/bart-rt.zip",
    "Transcollines, v2": DATA / "gtfs-fares-v2/transcollines-qc-ca-fares.gtfs.zip",
    "Tampa, v1 by lines": DATA / "gtfs-scala/hart-tampa.gtfs.zip",
    "Porto Alegre, v1": DATA / "porto-alegre/poa_eptc.zip",
    "reconstructed Torino, city's rules": DATA
    / "torino-gtfs-ricostruito/torino-gtt-RICOSTRUITO-2026.gtfs.zip",
    "demo city, city's rules": None,
}
DEMO_DAY = date(2026, 11, 23)


def main() -> None:
    print(f"load {os.getloadavg()[0]:.1f}")
    print("| Fares | Compiled in, CPU s | States | Sets of options | Classes | Options | MB |")
    for name, path in FEEDS.items():
        if path is not None and not path.exists():
            print(f"{name}: not here")
            continue
        files = open_files(path) if path else open_files(write_gtfs(DEMO_DAY, 7))
        feed = journeys.read_feed(files, name="f")
        timetable, _, labels = journeys.build_timetable([feed])
        rules = tariff_of(labels, timetable.first_day)
        started = time.process_time()
        tariff, _ = journeys.build_tariff([feed], timetable, labels, rules)
        took_s = time.process_time() - started
        size_mb = sum(one.nbytes for one in tariff if hasattr(one, "nbytes")) / 1e6
        print(
            f"| {name} | {took_s:.2f} | {tariff.n_states:,} | {tariff.n_bases:,} | "
            f"{tariff.n_classes:,} | {len(tariff.option_state):,} | {size_mb:.1f} |"
        )


if __name__ == "__main__":
    main()
