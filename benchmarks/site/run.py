"""
Time whole requests of the running platform: the reconstructed Torino on its real streets.

    python benchmarks/site/run.py [--keep]

Loads timetable and streets into an installation of its own under `var/bench/site` (`--keep` takes
the one of the last run), starts `metropoli serve` with one worker, and asks the API for door-to-door
trips between random coordinates, one after the other: public transport, on foot, by bike, by car.
Also told: how long after its start a warm installation shows its first page and its first trip.
"""

from __future__ import annotations

import csv
import http.client
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import NamedTuple
from urllib.parse import urlencode

import shapely
from benchmarks.peers.compare import percentile
from benchmarks.peers.feed import Stop, read_stops
from pyproj import Transformer
from tests.real import torino_streets

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "var/bench/site"
FEED = ROOT.parent / "shared/data/torino-gtfs-ricostruito/torino-gtt-RICOSTRUITO-2026.gtfs.zip"
DAY, ZONE_OFFSET = "2026-09-07", "+02:00"
FIRST_MIN, LAST_MIN = 6 * 60 + 30, 20 * 60
SEED, QUESTIONS, WARM_UP = 42, 200, 20
STREET_WITHIN_M = 50.0  # of a stop around which doors are drawn: streets end where the city does
ASIDE_DEG = 0.001  # a door is up to about 100 m from that stop
START_WITHIN_S = 180
TRIPS = "/api/v1/mobility/trips"


class Answer(NamedTuple):
    status: int
    wall_ms: float
    cpu_ms: float
    content: bytes


class Server(NamedTuple):
    """A running platform, alone in its session of processes."""

    port: int
    session: int
    first_page_s: float  # from the start of the command

    def ask(self, path: str) -> Answer:
        spent_ms, started = self.cpu_ms(), time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("GET", path)
        response = connection.getresponse()
        content = response.read()
        connection.close()
        wall_ms = (time.perf_counter() - started) * 1e3
        return Answer(response.status, wall_ms, self.cpu_ms() - spent_ms, content)

    def cpu_ms(self) -> float:
        """Return what its threads have computed so far, as Linux tells; NaN elsewhere."""
        spent_ns = [
            int(path.read_text().split()[0])
            for process in self._processes()
            for path in Path(f"/proc/{process}/task").glob("*/schedstat")
        ]
        return sum(spent_ns) / 1e6 if spent_ns else float("nan")

    def _processes(self) -> Iterator[str]:
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                after_name = path.read_text().rpartition(")")[2].split()
            except OSError:  # it has just ended
                continue
            if int(after_name[3]) == self.session:
                yield path.parent.name


def main(arguments: list[str]) -> None:
    if not (FEED.exists() and torino_streets.is_there()):
        print("  nothing to measure: timetable and streets of Torino are not here")
        return
    facts: dict[str, float] = {}
    if "--keep" not in arguments or not (FOLDER / "var").exists():
        facts |= load()
    points = doors()
    first_trip = f"{TRIPS}?{question(points, random.Random(SEED))}"
    with served() as server:  # compiles what was never compiled here
        server.ask(first_trip)
    with served() as server:
        facts["first page of a warm installation, s"] = server.first_page_s
        first = server.ask(first_trip)
        facts["its first trip after that, ms"] = first.wall_ms
        for modes in ((), ("transit",), ("walk", "bike", "car")):
            facts |= measure(server, points, modes)
    for name, value in facts.items():
        print(f"  {name:<58}{value:>10.1f}")
    (FOLDER / "facts.json").write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")


def load() -> dict[str, float]:
    """Make an empty installation and load the city; return the seconds it took."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    streets = FOLDER / "torino.osm"
    streets.write_bytes(torino_streets.torino_osm_xml())
    steps = {
        "": ["setup"],
        "load gtfs, s": ["load", "gtfs", str(FEED)],
        "load osm, s": ["load", "osm", str(streets)],
    }
    took = {}
    for name, command in steps.items():
        started = time.perf_counter()
        subprocess.run([metropoli(), *command], env=environment(), check=True)
        took[name] = time.perf_counter() - started
    del took[""]
    return took


def metropoli() -> str:
    return str(Path(sys.executable).parent / "metropoli")


def environment() -> dict[str, str]:
    return os.environ | {"METROPOLI_VAR": str(FOLDER / "var"), "DATABASE_URL": ""}


@contextmanager
def served() -> Iterator[Server]:
    """Serve with one worker on a free port until done."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [metropoli(), "serve", "--port", str(port), "--workers", "1"]
    started = time.perf_counter()
    log = (FOLDER / "serve.log").open("ab")
    process = subprocess.Popen(
        command, env=environment(), stdout=log, stderr=log, start_new_session=True
    )
    try:
        yield Server(port, process.pid, first_page(process, port, started))
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)
        log.close()


def first_page(process: subprocess.Popen[bytes], port: int, started: float) -> float:
    server = Server(port, process.pid, 0)
    while time.perf_counter() - started < START_WITHIN_S and process.poll() is None:
        try:
            if server.ask("/").status == http.HTTPStatus.OK:
                return time.perf_counter() - started
        except OSError:
            time.sleep(0.02)
    raise SystemExit(f"the platform did not start: see {FOLDER / 'serve.log'}")


def doors() -> list[Stop]:
    """Return the stops around which doors are drawn: those where we know the streets."""
    with zipfile.ZipFile(FEED) as archive:
        stops = read_stops(archive)
    to_metres = Transformer.from_crs(
        torino_streets.OSM_CRS, torino_streets.CITY_CRS, always_xy=True
    )
    x, y = to_metres.transform([stop.lon_deg for stop in stops], [stop.lat_deg for stop in stops])
    streets = shapely.STRtree([shapely.LineString(line) for line in torino_streets.read_city()])
    near = streets.query(shapely.points(x, y), "dwithin", STREET_WITHIN_M)[0]
    return [stops[row] for row in sorted(set(near.tolist()))]


def question(points: list[Stop], luck: random.Random, modes: tuple[str, ...] = ()) -> str:
    words: list[tuple[str, object]] = []
    for end, stop in zip(("from", "to"), luck.sample(points, 2), strict=True):
        for axis, degrees in (("lat", stop.lat_deg), ("lon", stop.lon_deg)):
            aside_deg = luck.uniform(-ASIDE_DEG, ASIDE_DEG)
            words.append((f"{end}_{axis}_deg", f"{degrees + aside_deg:.6f}"))
    minute = luck.randint(FIRST_MIN, LAST_MIN)
    words.append(("at", f"{DAY}T{minute // 60:02}:{minute % 60:02}:00{ZONE_OFFSET}"))
    return urlencode([*words, *(("modes", mode) for mode in modes)])


def measure(server: Server, points: list[Stop], modes: tuple[str, ...]) -> dict[str, float]:
    luck, warm = random.Random(SEED), random.Random(SEED + 1)
    for _ in range(WARM_UP):
        server.ask(f"{TRIPS}?{question(points, warm, modes)}")
    answers = [server.ask(f"{TRIPS}?{question(points, luck, modes)}") for _ in range(QUESTIONS)]
    name = "+".join(modes) or "all"
    with (FOLDER / f"requests-{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["status", "wall_ms", "cpu_ms", "bytes"])
        writer.writerows(
            [answer.status, f"{answer.wall_ms:.2f}", f"{answer.cpu_ms:.2f}", len(answer.content)]
            for answer in answers
        )
    wall_ms = [answer.wall_ms for answer in answers]
    cpu_ms = [answer.cpu_ms for answer in answers]
    good = [json.loads(answer.content) for answer in answers if answer.status == http.HTTPStatus.OK]
    kinds = [{trip["kind"] for trip in answer["trips"]} for answer in good]
    return {
        f"{name}: wall of a request, median, ms": median(wall_ms),
        f"{name}: p95, ms": percentile(wall_ms, 0.95),
        f"{name}: cpu of a request, median, ms": median(cpu_ms),
        f"{name}: cpu p95, ms": percentile(cpu_ms, 0.95),
        f"{name}: answered, of {QUESTIONS}": len(good),
        f"{name}: of these with public transport": sum("transit" in kind for kind in kinds),
    }


if __name__ == "__main__":
    main(sys.argv[1:])
