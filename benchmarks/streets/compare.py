"""
Compare our streets with pyvalhalla on the same extract: times, lengths, CPU time a question.

python benchmarks/streets/compare.py [--pairs 500] [--peer PYTHON] [--out FILE.json] [EXTRACT …]
The peer is an interpreter that has pyvalhalla; without one our own figures are printed alone.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from metropoli.base.errors import NotFound
from metropoli.engines import streets

HERE = Path(__file__).parent
DATA = HERE.parents[1] / "../shared/data"
CITIES = {
    "L'Aquila": DATA / "laquila/laquila-2019-04.osm.pbf",
    "Porto Alegre": DATA / "porto-alegre/poa_osm.pbf",
    "Helsinki": DATA / "osm-campioni/helsinki-centro.osm.pbf",
}
MODES = {"pedestrian": streets.WALK, "bicycle": streets.BIKE, "auto": streets.CAR}
RADIUS_M = 500.0


def main() -> None:
    """Print one block a city, and write all figures as JSON where asked."""
    options = _options()
    rows = {}
    for name, extract in CITIES.items():
        if not extract.exists():
            print(f"{name}: no extract at {extract}, skipped")
            continue
        rows[name] = compare(name, extract, options.pairs, options.peer)
    if options.out:
        Path(options.out).write_text(json.dumps(rows, indent=1))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=500)
    parser.add_argument("--peer", default="", help="an interpreter that has pyvalhalla")
    parser.add_argument("--out", default="", help="a JSON file for all figures")
    return parser.parse_args()


def compare(name: str, extract: Path, n_pairs: int, peer: str) -> dict[str, dict[str, float]]:
    """Return the figures of one city by mode."""
    began = time.process_time()
    city = streets.build_streets(streets.read_osm(extract.read_bytes(), "pbf"))
    _warm(city)
    built = time.process_time()
    city = streets.build_streets(streets.read_osm(extract.read_bytes(), "pbf"))
    size = sum(a.nbytes for a in city if isinstance(a, np.ndarray)) / 1e6
    print(
        f"{name}: {len(city.edge_tail)} edges, read and built in {time.process_time() - built:.1f} CPU-s "
        f"({built - began:.1f} with compiling), {size:.0f} MB"
    )
    questions = {mode: _pairs(city, row, n_pairs) for mode, row in MODES.items()}
    ours = {mode: [_ask(city, MODES[mode], q) for q in asked] for mode, asked in questions.items()}
    theirs = _peer_answers(peer, extract, questions)
    return {mode: _figures(mode, ours[mode], theirs.get(mode)) for mode in MODES}


def _warm(city: streets.Streets) -> None:
    for mode, row in MODES.items():
        del mode
        for question in _pairs(city, row, 3):
            _ask(city, row, question)


def _pairs(city: streets.Streets, mode: int, n: int) -> list[list[float]]:
    """Return coordinates some metres beside streets that the mode can use."""
    rng = np.random.default_rng(7)
    usable = np.flatnonzero(city.edge_standing[mode] == 2)
    edges = rng.choice(usable, 2 * n)
    points = (city.edge_first[edges] + city.edge_first[edges + 1] - 1) // 2
    lat = city.lat_deg[points] + rng.normal(0.0, 1e-4, 2 * n)
    lon = city.lon_deg[points] + rng.normal(0.0, 1e-4, 2 * n)
    return np.column_stack((lat[:n], lon[:n], lat[n:], lon[n:])).tolist()


def _ask(city: streets.Streets, mode: int, where: list[float]) -> list[float] | None:
    began = time.process_time()
    with contextlib.suppress(NotFound):
        start = streets.snap(city, mode, where[0], where[1], radius_m=RADIUS_M)
        end = streets.snap(city, mode, where[2], where[3], radius_m=RADIUS_M)
        path = streets.route(city, mode, start, end)
        return [path.duration_s, path.length_m, 1000.0 * (time.process_time() - began)]
    return None


def _peer_answers(peer: str, extract: Path, questions: dict[str, list[list[float]]]) -> dict:
    if not peer:
        print("  no peer: give --peer an interpreter that has pyvalhalla")
        return {}
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run(
            [peer, str(HERE / "peer_valhalla.py"), str(extract.resolve()), folder],
            input=json.dumps(questions).encode(),
            capture_output=True,
            check=False,
        )
    if run.returncode:
        print("  the peer failed:", run.stderr.decode()[-500:])
        return {}
    answers = json.loads(run.stdout)
    print(f"  peer: pyvalhalla {answers['version']}, tiles in {answers['build_s']:.1f} s")
    return answers


def _figures(mode: str, ours: list, theirs: list | None) -> dict[str, float]:
    found = [o for o in ours if o]
    figures = {
        "answered": len(found) / len(ours),
        "cpu_ms": float(np.median([o[2] for o in found])),
    }
    figures["cpu_p95_ms"] = float(np.percentile([o[2] for o in found], 95))
    figures["kmh"] = float(np.median([3.6 * o[1] / max(o[0], 1) for o in found]))
    if theirs:
        figures |= _against(ours, theirs)
    print(f"  {mode:10} " + "  ".join(f"{key} {value:.3g}" for key, value in figures.items()))
    return figures


def _against(ours: list, theirs: list) -> dict[str, float]:
    both = [(o, t) for o, t in zip(ours, theirs, strict=True) if o and t and t[0] >= 60]
    times = np.array([o[0] / t[0] for o, t in both])
    lengths = np.array([o[1] / t[1] for o, t in both])
    return {
        "peer_answered": sum(t is not None for t in theirs) / len(theirs),
        "time_ratio": float(np.median(times)),
        "time_ratio_p10": float(np.percentile(times, 10)),
        "time_ratio_p90": float(np.percentile(times, 90)),
        "within_20_percent": float((np.abs(times - 1.0) <= 0.2).mean()),
        "length_ratio": float(np.median(lengths)),
        "peer_kmh": float(np.median([3.6 * t[1] / t[0] for _, t in both])),
        "peer_cpu_ms": float(np.median([t[2] for _, t in both])),
        "peer_cpu_p95_ms": float(np.percentile([t[2] for _, t in both], 95)),
    }


if __name__ == "__main__":
    sys.exit(main())
