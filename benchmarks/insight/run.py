"""
Insight: read the permits of five municipalities from XES, and say what the logs tell.

    python benchmarks/insight/run.py [--peer /a/python/that/has/pm4py]

The work, for each log: variants, durations and the share over 56 days, times between pairs of
activities that follow one another, activities done again; ours also splits the time by side, holds the log
against a procedure and against a legal term. CPU time of the process; the peer works in a process
of its own, in the same run, after ours. It reads by its own default reader.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from metropoli.engines import insight

DATA = Path(__file__).parents[3] / "shared/data"
PERMITS = DATA / "log-processi/bpic2015-permessi-edilizi"
LOGS = [PERMITS / f"BPIC15_{number}.xes.gz" for number in range(1, 6)]
DAY_MS = 86_400_000
TERM_DAYS, PIECE, REPEATS = 56, 1 << 20, 5

PEER = """
import json, sys, time, warnings
warnings.filterwarnings("ignore")
import pm4py
began = time.process_time()
logs = [pm4py.read_xes(path) for path in sys.argv[1:]]
read_s = time.process_time() - began
CASE, NAME, AT = "case:concept:name", "concept:name", "time:timestamp"
def tell(log):
    ways = pm4py.get_variants(log)
    lasts = pm4py.get_all_case_durations(log)
    late = sum(one > 56 * 86400 for one in lasts) / len(lasts)
    performance, begins, ends = pm4py.discover_performance_dfg(log)
    again = pm4py.get_rework_cases_per_activity(log)
    return len(ways), late
began = time.process_time()
told = [tell(log) for log in logs]
tell_s = time.process_time() - began
print("RESULT" + json.dumps([pm4py.__version__, read_s, tell_s, told]))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer", default="", help="a Python that has pm4py")
    options = parser.parse_args()
    if not PERMITS.exists():
        print(f"  nothing to measure: no {PERMITS.name} here")
        return
    print(f"  load {', '.join(f'{value:.1f}' for value in os.getloadavg())}")
    began = time.process_time()
    logs = [read(path) for path in LOGS]
    read_s = time.process_time() - began
    n_events = sum(len(log.at_ms) for log in logs)
    print(f"  ours: {n_events:,} events read in {read_s:.2f} CPU s")
    times_s = []
    for _ in range(REPEATS):
        began = time.process_time()
        told = [tell(log) for log in logs]
        times_s.append(time.process_time() - began)
    print(f"  ours: analysed in {times_s[0]:.3f} CPU s at first, {np.median(times_s):.3f} median")
    if options.peer:
        compare(options.peer, read_s, times_s[0], told)


def read(path: Path) -> insight.Log:
    with gzip.open(path) as file:
        return insight.read_xes(iter(lambda: file.read(PIECE), b""))


def tell(log: insight.Log) -> tuple[int, float]:
    """Say all that ours says of a log; return what the peer says too."""
    names, closed = log.activity.labels, np.zeros(len(log.cases), np.bool_)
    told = insight.spans(log, closed, 0)
    insight.waits(log)
    insight.rework(log)
    sides = (np.arange(len(names)) % 3).astype(np.int32)
    insight.time_by_side(log, told, sides, 3)
    halted = insight.suspended_ms(log, told, sides == 1, sides == 0)
    insight.late(told, halted, np.full(len(closed), TERM_DAYS * DAY_MS))
    allowed = insight.procedure(log, {names[0]}, {names[-1]}, set(zip(names, names, strict=True)))
    insight.deviations(log, allowed, closed)
    late = (told.until_ms - told.began_ms > TERM_DAYS * DAY_MS).mean()
    return len(insight.variants(log).n_cases), float(late)


def compare(peer: str, read_s: float, tell_s: float, told: list[tuple[int, float]]) -> None:
    command = [peer, "-c", PEER, *map(str, LOGS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    line = next((one for one in done.stdout.splitlines() if one.startswith("RESULT")), None)
    if line is None:
        print(done.stderr[-500:], file=sys.stderr)
        return
    version, peer_read_s, peer_tell_s, peer_told = json.loads(line.removeprefix("RESULT"))
    print(f"  pm4py {version}: read in {peer_read_s:.2f} CPU s, {peer_read_s / read_s:.1f} x ours")
    print(f"  pm4py: analysed in {peer_tell_s:.3f} CPU s, {peer_tell_s / tell_s:.1f} x ours")
    ours, its = ([ways for ways, _ in one] for one in (told, peer_told))
    print(f"  variants: ours {ours}, pm4py {its}: {'identical' if ours == its else 'DIFFERENT'}")
    same = np.allclose([late for _, late in told], [late for _, late in peer_told])
    print(f"  shares over {TERM_DAYS} days: {'identical' if same else 'DIFFERENT'}")


if __name__ == "__main__":
    main()
