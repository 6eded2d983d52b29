"""
Ask other engines what we ask ours, and compare: `python -m benchmarks journeys` calls this.

Peers are installed from npm into a folder outside the repository, and run one after the other,
each alone in a process of its own, on one thread of work.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import NamedTuple

from benchmarks.peers.compare import Replies, agreement, read_replies, times

HERE = Path(__file__).parent
OURS = "metropoli"


class Peer(NamedTuple):
    name: str
    script: str
    rounding_s: float  # of its clock
    limit: int | None = None  # pairs that are enough of it


PEERS = (
    Peer("minotor 1.0.7", "minotor.mjs", 0),
    Peer("raptor-journey-planner 2.2.3", "raptor.mjs", 0, limit=300),
)


class Work(NamedTuple):
    """The folder of the prepared day, which day that is, and the pairs of stops."""

    folder: Path
    day: date
    pairs: Path


def node() -> Path | None:
    """Return the Node of this environment, or of this machine."""
    own = Path(sys.executable).parent / "node"
    found = str(own) if own.exists() else shutil.which("node")
    return Path(found) if found else None


def install(folder: Path) -> bool:
    """Install the peers, once for each list of them; False where npm does not answer."""
    program = node()
    if program is None:
        return False
    folder.mkdir(parents=True, exist_ok=True)
    for source in [*HERE.glob("*.mjs"), HERE / "package.json"]:
        shutil.copy(source, folder)
    wanted = (HERE / "package.json").read_text()
    stamp = folder / ".done"
    if stamp.exists() and stamp.read_text() == wanted:
        return True
    print("  installing the peers from npm")
    flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", "--silent"]
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    npm = shutil.which("npm", path=path)
    if npm is None:
        return False
    command = [npm, "install", *flags]
    if subprocess.run(command, cwd=folder, env=os.environ | {"PATH": path}, check=False).returncode:
        return False
    stamp.write_text(wanted)
    return True


def measure(peer: Peer, work: Work, installed: Path, out: Path) -> None:
    command = [str(node()), str(installed / peer.script), "--out", str(out)]
    command += ["--day", work.day.isoformat(), "--folder", str(work.folder)]
    command += ["--pairs", str(work.pairs)]
    command += ["--limit", str(peer.limit)] if peer.limit else []
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def compare(answers: dict[str, Path], out: Path) -> None:
    """Print how the engines agree and how long they took, and write it down as CSV."""
    replies = {name: read_replies(path) for name, path in answers.items()}
    ours = replies.get(OURS, {})
    table = [report(name, theirs, ours, answers[name]) for name, theirs in replies.items()]
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, table[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)
    for key in table[0]:
        print(f"  {key:<28}" + "".join(f"{row[key]:>30}" for row in table))


def report(name: str, theirs: Replies, ours: Replies, path: Path) -> dict[str, str]:
    """Return one column of the table. Ratios are to ours on the same pairs of the same run."""
    rounding_s = next((peer.rounding_s for peer in PEERS if peer.name == name), 0)
    shared = {pair: reply for pair, reply in ours.items() if pair in theirs}
    spent, agreed = times(theirs), agreement(ours, theirs, rounding_s=rounding_s)
    about = path.with_suffix(".json")
    facts = json.loads(about.read_text()) if about.exists() else {}
    row = {
        "engine": name,
        "pairs asked": str(len(theirs)),
        "pairs answered": str(sum(bool(reply.arrivals_s) for reply in theirs.values())),
    }
    row |= {key: f"{value:.2f}" for key, value in spent.items()}
    base = times(shared) if shared else spent
    row["cpu_median to ours"] = f"{spent['cpu_median_ms'] / base['cpu_median_ms']:.1f} x"
    row["cpu_p95 to ours"] = f"{spent['cpu_p95_ms'] / base['cpu_p95_ms']:.1f} x"
    row["same earliest arrival"] = f"{agreed.same_earliest:.1%}"
    row["same Pareto set"] = f"{agreed.same_front:.1%}"
    row["earlier / later than ours"] = f"{agreed.earlier} / {agreed.later}"
    row["only ours / only theirs"] = f"{agreed.only_ours} / {agreed.only_theirs}"
    row["pairs that differ"] = " ".join(map(str, agreed.differing[:5])) or "none"
    row["import, wall s"] = f"{facts['import_wall_s']:.1f}" if facts else ""
    row["memory, MB"] = f"{facts['memory_mb']:.0f}" if facts else ""
    return row
