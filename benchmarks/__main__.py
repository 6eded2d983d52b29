"""
Measure, on real data: `make bench`, or `make bench ARGS="journeys --feed my.zip --day 2026-09-07"`.

journeys   our journey engine and its peers on one service day: CSV of every answer, then a table
streets    our street engine and its peer on one extract
reach      from one to all and from all to all, on one service day of two cities
insight    event logs read and analysed, and a peer (--pm4py) on the same ones
site       whole requests of the running platform

Without a name all of them run. What needs data that is not here says so and is passed over.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from benchmarks.peers import run as peers
from benchmarks.peers.feed import draw_pairs, prepare_day

ROOT = Path(__file__).parents[1]
VAR = ROOT / "var/bench"
DATA = ROOT.parent / "shared/data"
TORINO = DATA / "torino-gtfs-ricostruito/torino-gtt-RICOSTRUITO-2026.gtfs.zip"
PAIRS, SEED = 1_000, 42


def main(arguments: list[str]) -> int:
    options = read_options(arguments)
    parts: dict[str, Callable[[argparse.Namespace], None]] = {
        "journeys": journeys,
        "streets": streets,
        "reach": lambda _: script("reach/run.py", "--whole"),
        "insight": lambda options: script("insight/run.py", "--peer", options.pm4py),
        "site": lambda _: script("site/run.py"),
    }
    VAR.mkdir(parents=True, exist_ok=True)
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"{os.cpu_count()} cores, load {load}, Python {platform.python_version()}")
    for name in [options.part] if options.part else parts:
        print(f"· {name}")
        parts[name](options)
    return 0


def read_options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="make bench", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument(
        "part", nargs="?", choices=["journeys", "streets", "reach", "insight", "site"]
    )
    parser.add_argument("--feed", type=Path, default=TORINO, help="GTFS, zipped")
    parser.add_argument("--day", type=date.fromisoformat, default=date(2026, 9, 7))
    parser.add_argument("--pairs", type=Path, help="from_stop_id,to_stop_id,departure; else drawn")
    parser.add_argument("--number", type=int, default=PAIRS, help="of pairs to draw")
    parser.add_argument("--valhalla", default="", help="a Python that has pyvalhalla, for streets")
    parser.add_argument("--pm4py", default="", help="a Python that has pm4py, for insight")
    parser.add_argument("--no-peers", action="store_true", help="our engine only")
    return parser.parse_args(arguments)


def journeys(options: argparse.Namespace) -> None:
    if not options.feed.exists():
        print(f"  nothing to measure: no {options.feed.name} here. Give one with --feed and --day.")
        return
    work = prepare(options)
    answers = {peers.OURS: VAR / "answers-metropoli.csv"}
    ours = ["--feed", work.folder / "day.zip", "--day", work.day, "--pairs", work.pairs]
    script("journeys/run.py", *map(str, ours), "--out", str(answers[peers.OURS]))
    if not options.no_peers:
        if peers.install(VAR / "peers"):
            for peer in peers.PEERS:
                print(f"  {peer.name}")
                answers[peer.name] = VAR / f"answers-{Path(peer.script).stem}.csv"
                peers.measure(peer, work, VAR / "peers", answers[peer.name])
        else:
            print("  no peers: Node or npm did not answer")
    peers.compare(answers, VAR / "journeys.csv")
    print(f"  answers and table: {VAR.relative_to(ROOT)}/*.csv")


def prepare(options: argparse.Namespace) -> peers.Work:
    """Cut the day out of the feed and draw the pairs, unless that was done before."""
    key = f"{options.feed.stem}-{options.day}-{options.feed.stat().st_size}"
    folder = VAR / key
    if not (folder / "day.zip").exists():
        print(f"  cutting {options.day} out of {options.feed.name}")
        print(f"  {prepare_day(options.feed, options.day, folder)}")
    pairs: Path | None = options.pairs
    if pairs is None:
        pairs = folder / f"pairs-{options.number}.csv"
        draw_pairs(folder, pairs, number=options.number, seed=SEED)
    return peers.Work(folder, options.day, pairs)


def streets(options: argparse.Namespace) -> None:
    peer = ["--peer", options.valhalla] if options.valhalla else []
    script("streets/compare.py", *peer, "--out", str(VAR / "streets.json"))


def script(name: str, *arguments: str) -> None:
    known = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(known)}
    command = [sys.executable, str(ROOT / "benchmarks" / name), *arguments]
    if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode:
        raise SystemExit(f"  {name} failed, see above")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
