"""Real cities handed on as GTFS: sound, and the same city when it is read back."""

from __future__ import annotations

import numpy as np
import pytest

from metropoli.apps.travel import bridge
from metropoli.apps.travel.bridge.network import Network
from metropoli.apps.travel.services.trips import network
from metropoli.base import archives
from metropoli.engines import journeys
from real import conftest

pytestmark = [pytest.mark.real, pytest.mark.django_db]
PAIRS, ENOUGH = 100, 50
PUBLISHER = bridge.Publisher("Prova", "https://city.example/")


def opened(city: Network, feeds: dict[str, object]) -> dict[str, bytes]:
    sources = [
        bridge.OpenSource(name, archives.open_files(path), "Gestore", "")
        for name, path in feeds.items()
    ]
    return bridge.gtfs_files(city, sources, PUBLISHER, ["© OpenStreetMap contributors"])


def read_back(files: dict[str, bytes]) -> tuple[journeys.Timetable, journeys.Labels]:
    feed = journeys.read_feed(files, name="open", turn_back=False)
    worst = [(one.code, one.count) for one in feed.report.problems if one.severity != "info"]
    assert worst == []
    timetable, _, labels = journeys.build_timetable([feed])
    return timetable, labels


def rows_by_key(city: Network, labels: journeys.Labels) -> np.ndarray:
    """Return the row that each stop of the city has in what was read back, or -1."""
    back = {stop.id: row for row, stop in enumerate(labels.stops)}
    return np.array([back.get(f"{stop.feed}:{stop.id}", -1) for stop in city.labels.stops])


def told(found: tuple[journeys.Journey, ...]) -> list[tuple[int, int, int]]:
    return sorted((one.departs_s, one.arrives_s, len(one.rides)) for one in found)


def same_answers(city: Network, files: dict[str, bytes], ordinal: int) -> int:
    """Ask both the same on a day; return how many journeys were found."""
    timetable, labels = read_back(files)
    back = rows_by_key(city, labels)
    here, there = city.day(ordinal), journeys.open_day(timetable, ordinal)
    assert len(here.vehicles.trip) == len(there.vehicles.trip)
    assert here.start_s == there.start_s
    served = np.flatnonzero((here.stop_number >= 0) & (back >= 0))
    rng = np.random.default_rng(2026)
    n_found = 0
    for _ in range(PAIRS):
        start, end = rng.choice(served, 2, replace=False).tolist()
        at_s = int(rng.integers(6 * 3_600, 20 * 3_600))
        walks = [
            [journeys.Walks(np.array([row], np.int32), np.zeros(1, np.int32)) for row in pair]
            for pair in ((start, end), (int(back[start]), int(back[end])))
        ]
        answers = [
            journeys.plan(day, journeys.Query(*ends, earliest_s=at_s, latest_s=at_s + 3_600))
            for day, ends in zip((here, there), walks, strict=True)
        ]
        assert told(answers[0]) == told(answers[1]), (start, end, at_s)
        n_found += len(answers[0])
    return n_found


def test_laquila_is_the_same_city_when_it_is_read_back(aquila):
    files = opened(aquila, {"ama": conftest.AQUILA_FEED})
    day = aquila.about.first_day + 1
    assert same_answers(aquila, files, day) > ENOUGH
    for name in ("shapes.txt", "transfers.txt", "attributions.txt"):
        assert files[name].count(b"\n") > 1, name


def test_trento_is_the_same_city_when_it_is_read_back(trento):
    city = network()
    assert same_answers(city, opened(city, {"tt": conftest.TRENTO_FEED}), _busy(city)) > ENOUGH


def test_porto_alegre_is_the_same_city_when_it_is_read_back(porto_alegre):
    city = network()
    feeds = {"metro": conftest.PORTO_ALEGRE_METRO, "bus": conftest.PORTO_ALEGRE_BUSES}
    assert same_answers(city, opened(city, feeds), _busy(city)) > ENOUGH


def _busy(city: Network) -> int:
    """Return the day on which most services run."""
    runs = city.timetable.service_runs[city.timetable.trip_service].sum(axis=0)
    return city.timetable.first_day + int(np.argmax(runs))
