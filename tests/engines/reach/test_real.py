"""Two cities as they are: reach against the scan that is compiled, on a sample of origins."""

from __future__ import annotations

from types import ModuleType

import numpy as np
import pytest
from benchmarks.reach import run

from engines.journeys.naive import change_times
from engines.reach import scan
from metropoli.engines import reach
from metropoli.engines.reach import jobs

CITIES = {"torino": run.TORINO, "porto_alegre": run.PORTO_ALEGRE / "poa_osm.pbf"}
SAMPLE = 2
pytestmark = pytest.mark.real


def city(name: str, source: ModuleType) -> run.City:
    if not CITIES[name].exists():
        pytest.skip(f"no {name} here: not scanned")
    whole: run.City = getattr(source, name)()
    window = whole.window._replace(n_departures=20)  # the scan tries every departure by itself
    return whole._replace(window=window)


@pytest.mark.parametrize("name", CITIES)
def test_a_sample_of_the_matrix_is_what_scanning_every_vehicle_says(name, monkeypatch):
    there = city(name, run)
    monkeypatch.setattr(jobs, "MANY", 0)
    job = reach.prepare(there.day, there.origins, there.targets, there.window)
    calls = scan.calls_of(there.day.timetable, there.day.day, there.window)
    changes = change_times(there.day.timetable)
    n_stops = len(there.day.timetable.change_s)
    n_targets = len(there.targets.target_first) - 1
    reached = 0
    for row in np.random.default_rng(3).choice(there.urban, SAMPLE, replace=False).tolist():
        walks = []
        for links, n in zip(there.origins, (n_stops, n_targets), strict=True):
            mine = slice(int(links.first[row]), int(links.first[row + 1]))
            seconds = np.full(n, scan.LATE)
            np.minimum.at(seconds, links.to[mine], links.walk_s[mine])
            walks.append(seconds)
        expected = scan.minutes(calls, changes, (walks[0], walks[1]), there.targets, there.window)
        start = row // jobs.CHUNK * jobs.CHUNK
        for shortcuts in (job.shortcuts, jobs.NO_SHORTCUTS):
            found = job._replace(shortcuts=shortcuts).run(start, job.room())[row - start]
            assert np.array_equal(found, expected)
        reached += int((expected < reach.NEVER_MIN).sum())
    assert reached > 1_000
