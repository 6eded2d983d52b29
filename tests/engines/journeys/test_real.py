"""L'Aquila, as it really ran on a Monday: the search against the twin, on a whole network."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from engines.journeys import naive
from metropoli.base import archives
from metropoli.engines.journeys import Query, Walks, build_timetable, open_day, plan, read_feed

FEED = Path(__file__).parents[3] / "../shared/data/laquila/ama-laquila-2022-09-19.gtfs.zip"
MONDAY = date(2022, 9, 19).toordinal()
HOUR_S = 3_600
FEW = 8  # questions that the twin can try everything for
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not FEED.exists(), reason="no timetable of L'Aquila here: not searched"),
]


@pytest.fixture(scope="module")
def timetable():
    feed = read_feed(archives.open_files(FEED), name="laquila")
    return build_timetable([feed])[0]


@pytest.fixture(scope="module")
def queries(timetable):
    """A few stops near each end, as from a door; leaving at an instant of the day."""
    rng = np.random.default_rng(7)
    day = open_day(timetable, MONDAY)
    lat, lon = timetable.stop_lat_deg[day.stop_row], timetable.stop_lon_deg[day.stop_row]

    def door() -> Walks:
        at = rng.integers(0, len(lat))
        metres = np.hypot((lat - lat[at]) * 111_000, (lon - lon[at]) * 82_000)
        near = np.argsort(metres, kind="stable")[:8]
        return Walks(day.stop_row[near], metres[near].astype(np.int32))

    return [
        Query(door(), door(), earliest_s=int(rng.integers(6 * HOUR_S, 20 * HOUR_S)), max_rides=4)
        for _ in range(25)
    ]


def test_the_search_finds_what_trying_everything_finds(timetable, queries):
    day, running = open_day(timetable, MONDAY), naive.vehicles(timetable, MONDAY)
    answered = 0
    for query in queries[:FEW]:
        found = {(query.earliest_s, one.arrives_s, len(one.rides)) for one in plan(day, query)}
        assert found == naive.plan(running, timetable, query)
        answered += bool(found)
    assert answered > FEW / 2


def test_whoever_must_arrive_then_may_leave_no_earlier(timetable, queries):
    day = open_day(timetable, MONDAY)
    for query in queries:
        for one in plan(day, query):
            back = Query(
                query.access,
                query.egress,
                latest_s=one.arrives_s,
                by_arrival=True,
                max_rides=len(one.rides),
            )
            latest = max(other.departs_s for other in plan(day, back))
            assert latest >= one.departs_s


def test_an_hour_holds_the_best_of_its_instants(timetable, queries):
    day = open_day(timetable, MONDAY)
    for query in queries:
        window = Query(
            query.access, query.egress, query.earliest_s, query.earliest_s + HOUR_S, max_rides=4
        )
        within = plan(day, window)
        for one in plan(day, query):
            if one.departs_s <= query.earliest_s + HOUR_S:
                assert any(
                    other.departs_s >= one.departs_s
                    and other.arrives_s <= one.arrives_s
                    and len(other.rides) <= len(one.rides)
                    for other in within
                )


def test_many_may_ask_at_once(timetable, queries):
    day = open_day(timetable, MONDAY)
    alone = [plan(day, query) for query in queries]
    with ThreadPoolExecutor(6) as threads:
        together = list(threads.map(lambda query: plan(day, query), queries * 8))
    assert together == alone * 8
