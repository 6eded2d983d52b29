"""Journeys: exact against the slow twin, and such that a traveller can really make them."""

from __future__ import annotations

import numpy as np
import pytest

from engines.journeys import naive
from engines.journeys.cities import FIRST_DAY, N_DAYS, random_city, random_query
from metropoli.base.errors import Invalid, NotFound
from metropoli.engines.journeys import (
    ANYWHERE,
    NEVER,
    Query,
    Ride,
    Walk,
    open_day,
    plan,
    trip_calls,
)

CITIES = 500
QUERIES = 6


def fitting(rng: np.random.Generator) -> dict[str, bool]:
    """Return how a day is opened: mostly for everybody, at times for few."""
    if rng.random() < 0.7:
        return {}
    step_free, bikes, unknown_fits = (bool(one) for one in rng.random(3) < 0.5)
    return {"step_free": step_free, "bikes": bikes, "unknown_fits": unknown_fits}


def scenes(seed: int):
    """Return a city, a day of it and its vehicles, told by the twin."""
    rng = np.random.default_rng(seed)
    timetable = random_city(rng)
    day, who = FIRST_DAY + int(rng.integers(0, N_DAYS)), fitting(rng)
    return rng, timetable, open_day(timetable, day, **who), naive.vehicles(timetable, day, **who)


@pytest.mark.parametrize("batch", range(10))
def test_the_search_finds_what_trying_everything_finds(batch):
    for seed in range(batch, CITIES, 10):
        rng, timetable, day, running = scenes(seed)
        for _ in range(QUERIES):
            query = random_query(rng, len(timetable.change_s))
            expected = naive.plan(running, timetable, query)
            found = [(one.departs_s, one.arrives_s, len(one.rides)) for one in plan(day, query)]
            assert sorted(as_asked(found, query)) == sorted(expected), (seed, query)


def as_asked(found, query):
    """Return the answers in the criteria of the question: an instant is the same for all."""
    if query.by_arrival and query.earliest_s is None:
        assert all(arrives <= query.latest_s for _, arrives, _ in found)
        return [(leaves, query.latest_s, rides) for leaves, _, rides in found]
    if not query.by_arrival and query.latest_s is None:
        assert all(leaves >= query.earliest_s for leaves, _, _ in found)
        return [(query.earliest_s, arrives, rides) for _, arrives, rides in found]
    return found


@pytest.mark.parametrize("batch", range(5))
def test_every_journey_can_be_made(batch):
    made = 0
    for seed in range(1000 + batch, 1000 + CITIES, 5):
        rng, timetable, day, running = scenes(seed)
        by_trip = {(one.trip, one.calls[0].departs_s): one for one in running}
        changes = naive.change_times(timetable)
        for _ in range(QUERIES):
            query = random_query(rng, len(timetable.change_s))
            for journey in plan(day, query):
                follow(journey, query, by_trip, changes, day)
                made += 1
    assert made > 100


def follow(journey, query, by_trip, changes, day):
    """Make the journey leg by leg with the twin's vehicles and changes."""
    first, *between, last = journey.legs
    assert isinstance(first, Walk)
    assert isinstance(last, Walk)
    assert (first.from_stop, last.to_stop) == (ANYWHERE, ANYWHERE)
    assert (first.departs_s, last.arrives_s) == (journey.departs_s, journey.arrives_s)
    assert first.arrives_s - first.departs_s == naive.shortest(query.access)[first.to_stop]
    assert last.arrives_s - last.departs_s == naive.shortest(query.egress)[last.from_stop]
    stop, at_s, change_from = first.to_stop, first.arrives_s, None
    for leg in between:
        if isinstance(leg, Walk):
            assert (leg.from_stop, leg.departs_s) == (stop, at_s)
            assert leg.arrives_s - leg.departs_s == changes[leg.from_stop, leg.to_stop]
            stop, at_s, change_from = leg.to_stop, leg.arrives_s, None
            continue
        ready_s = at_s if change_from is None else at_s + changes[stop, stop]
        stop, at_s = ride(leg, stop, ready_s, by_trip, day)
        change_from = stop
    assert (last.from_stop, last.departs_s) == (stop, at_s)


def ride(leg: Ride, stop: int, ready_s: int, by_trip, day):
    assert day.vehicles.trip[leg.vehicle] == leg.trip
    start_s = int(
        day.timetable.departs_s[day.timetable.trip_first[leg.trip]]
        + day.vehicles.shift_s[leg.vehicle]
    )
    calls = by_trip[leg.trip, start_s].calls
    on, off = calls[leg.board_position], calls[leg.alight_position]
    assert leg.board_position < leg.alight_position
    assert on.board
    assert off.alight
    assert (on.stop, off.stop) == (leg.board_stop, leg.alight_stop)
    assert (on.departs_s, off.arrives_s) == (leg.departs_s, leg.arrives_s)
    assert on.stop == stop
    assert ready_s <= on.departs_s
    return off.stop, off.arrives_s


@pytest.mark.parametrize("batch", range(5))
def test_nobody_walks_more_than_the_vehicles_ask_for(batch):
    compared = 0
    for seed in range(3000 + batch, 3000 + CITIES, 5):
        rng, timetable, day, _ = scenes(seed)
        changes = naive.change_times(timetable)
        for _ in range(QUERIES):
            query = random_query(rng, len(timetable.change_s))
            for journey in plan(day, query):
                calls = [trip_calls(day, ride.vehicle) for ride in journey.rides]
                ways = [
                    (arrives_s - leaves_s, walk_s)
                    for leaves_s, arrives_s, walk_s in naive.ways(calls, changes, query)
                    if leaves_s >= journey.departs_s
                    and arrives_s <= journey.arrives_s
                    and (is_instant(query) or arrives_s - leaves_s == lasts_s(journey))
                ]
                assert (lasts_s(journey), journey.walk_s) == min(ways)
                compared += len(set(ways)) > 1
    assert compared > 10


def is_instant(query: Query) -> bool:
    return query.earliest_s is None or query.latest_s is None


def lasts_s(journey) -> int:
    return journey.arrives_s - journey.departs_s


def test_the_same_question_has_the_same_answer():
    for seed in range(2000, 2040):
        rng, timetable, day, _ = scenes(seed)
        query = random_query(rng, len(timetable.change_s))
        assert plan(day, query) == plan(day, query)


def test_a_day_outside_the_timetable_is_not_found():
    timetable = random_city(np.random.default_rng(1))
    for day in (FIRST_DAY - 1, FIRST_DAY + N_DAYS):
        with pytest.raises(NotFound, match="day_outside_timetable"):
            open_day(timetable, day)


def test_a_question_without_sense_is_refused():
    rng = np.random.default_rng(1)
    timetable = random_city(rng)
    day = open_day(timetable, FIRST_DAY)
    query = random_query(rng, len(timetable.change_s))
    ends = {"access": query.access, "egress": query.egress}
    with pytest.raises(Invalid, match="window_not_given"):
        plan(day, Query(**ends))
    with pytest.raises(Invalid, match="window_not_given"):
        plan(day, Query(**ends, earliest_s=0, by_arrival=True))
    with pytest.raises(Invalid, match="window_ends_before_it_starts"):
        plan(day, Query(**ends, earliest_s=9, latest_s=8))
    with pytest.raises(Invalid, match="rides_out_of_range"):
        plan(day, Query(**ends, earliest_s=9, max_rides=0))


def test_a_city_without_vehicles_has_no_journeys():
    rng = np.random.default_rng(3)
    timetable = random_city(rng)
    still = timetable._replace(service_runs=np.zeros_like(timetable.service_runs))
    day = open_day(still, FIRST_DAY)
    for _ in range(20):
        assert plan(day, random_query(rng, len(timetable.change_s))) == ()


def test_a_forbidden_change_stays_forbidden():
    assert NEVER > 30 * 86_400
