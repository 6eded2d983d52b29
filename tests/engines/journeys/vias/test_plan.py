"""Journeys through places on the way: exact against the slow twin, and such that one can make them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engines.journeys import naive
from engines.journeys.cities import random_query, random_walks
from engines.journeys.test_plan import as_asked, ride, scenes
from engines.journeys.vias.naive import City
from metropoli.base.errors import Invalid
from metropoli.engines.journeys import (
    ANYWHERE,
    Ride,
    Stay,
    Via,
    Walk,
    Walks,
    go_through,
    plan,
    plan_through,
)

CITIES = 400
QUERIES = 4


def random_via(rng: np.random.Generator, n_stops: int) -> Via:
    """Return a place: a stop or two of a station, or one away from every stop."""
    arrive, leave = random_walks(rng, n_stops), random_walks(rng, n_stops)
    stay_s = int(rng.choice([0, 0, 0, 3, 9]))
    if rng.random() < 0.3:
        return Via(arrive, leave, stay_s)
    calls = rng.integers(0, n_stops, rng.integers(1, 3)).astype(np.int32)
    near = [
        Walks(
            np.concatenate((calls, walks.stop)),
            np.concatenate((np.zeros(len(calls), np.int32), walks.walk_s)),
        )
        for walks in (arrive, leave)
    ]
    return Via(*near, stay_s, calls)


def random_way(rng: np.random.Generator, n_stops: int):
    """Return one to three places and the walks from place to place."""
    n = int(rng.choice([1, 1, 2, 2, 3]))
    walks = [int(rng.integers(0, 25)) if rng.random() < 0.6 else None for _ in range(n + 1)]
    return tuple(random_via(rng, n_stops) for _ in range(n)), tuple(walks)


@pytest.mark.parametrize("batch", range(8))
def test_the_search_finds_what_trying_everything_finds(batch):
    found_any = 0
    for seed in range(batch, CITIES, 8):
        rng, timetable, day, running = scenes(seed)
        n_stops = len(timetable.change_s)
        for _ in range(QUERIES):
            vias, on_foot_s = random_way(rng, n_stops)
            through = go_through(day, vias, on_foot_s)
            query = random_query(rng, n_stops)
            expected = City(running, timetable, vias, on_foot_s).plan(query)
            answers = plan_through(through, query)
            found = [(one.departs_s, one.arrives_s, len(one.rides)) for one in answers]
            assert sorted(as_asked(found, query)) == sorted(expected), (seed, query, vias)
            found_any += len(found)
    assert found_any > 50


@pytest.mark.parametrize("batch", range(4))
def test_every_journey_can_be_made_and_leads_through_its_places(batch):
    stays = passed = 0
    for seed in range(1000 + batch, 1000 + CITIES, 4):
        rng, timetable, day, running = scenes(seed)
        by_trip = {(one.trip, one.calls[0].departs_s): one for one in running}
        n_stops = len(timetable.change_s)
        for _ in range(QUERIES):
            vias, on_foot_s = random_way(rng, n_stops)
            through, query = go_through(day, vias, on_foot_s), random_query(rng, n_stops)
            for journey in plan_through(through, query):
                told = follow(journey, through, query, by_trip)
                stays += len(told)
                passed += len(vias) - len(told)
    assert stays > 20
    assert passed > 20


def follow(journey, through, query, by_trip) -> list[int]:
    """Make the journey leg by leg; return the places that are told as a stay."""
    changes = naive.change_times(through.base.timetable)
    assert journey.legs[0].departs_s == journey.departs_s
    assert journey.legs[-1].arrives_s == journey.arrives_s
    at_s, stop, told, behind = journey.departs_s, ANYWHERE, [], 0
    just_off = False
    for before, leg in zip((None, *journey.legs), journey.legs, strict=False):
        assert leg.departs_s >= at_s
        if isinstance(leg, Stay):
            assert leg.via >= behind
            pass_aboard(journey, through, leg.via, told)
            assert leg.arrives_s - leg.departs_s >= through.vias[leg.via].stay_s
            told.append(leg.via)
            behind = leg.via + 1
        elif isinstance(leg, Walk):
            assert leg.from_stop == stop
            assert leg.departs_s == at_s or isinstance(before, Stay)
            lasts_s = leg.arrives_s - leg.departs_s
            assert lasts_s == walk_between(leg, through, query, behind, changes, before)
            stop, just_off = leg.to_stop, False
        else:
            ready_s = at_s + (changes[stop, stop] if just_off else 0)
            stop, _ = ride(leg, stop, ready_s, by_trip, through.base)
            just_off = True
        at_s = leg.arrives_s
    assert stop == ANYWHERE
    pass_aboard(journey, through, len(through.vias), told)
    return told


def pass_aboard(journey, through, until: int, told: list[int]) -> None:
    """Check that the places that are not told were passed on a vehicle or where one boarded."""
    for place in range(told[-1] + 1 if told else 0, until):
        via = through.vias[place]
        assert via.stay_s == 0
        seen = set()
        for leg in journey.rides:
            calls = through.base.onward.column_stop[
                through.base.vehicles.column[leg.vehicle]
                + np.arange(leg.board_position, leg.alight_position + 1)
            ]
            seen |= set(through.base.stop_row[calls].tolist())
        assert seen & set(via.calls.tolist())


def walk_between(leg: Walk, through, query, behind: int, changes, before) -> int:
    """Return how long the walk takes by the words of the question."""
    if ANYWHERE not in (leg.from_stop, leg.to_stop):
        return changes[leg.from_stop, leg.to_stop]
    if leg.from_stop != ANYWHERE:
        ends = [naive.shortest(via.arrive).get(leg.from_stop) for via in through.vias[behind:]]
        final = naive.shortest(query.egress).get(leg.from_stop)
        lasts_s = leg.arrives_s - leg.departs_s
        assert lasts_s in [*ends, final]
        return lasts_s
    if leg.to_stop != ANYWHERE:
        walks = through.vias[behind - 1].leave if isinstance(before, Stay) else query.access
        return naive.shortest(walks)[leg.to_stop]
    return through.on_foot_s[behind]


def test_who_is_carried_through_a_place_stays_aboard():
    """One vehicle all the way: no change, no second ride."""
    carried = 0
    for seed in range(3000, 3200):
        rng, timetable, day, _ = scenes(seed)
        query = replace(random_query(rng, len(timetable.change_s)), max_rides=1)
        for journey in plan(day, query):
            (taken,) = journey.rides
            first = int(day.vehicles.column[taken.vehicle])
            if taken.alight_position - taken.board_position < 2:
                continue
            between = day.onward.column_stop[first + taken.board_position + 1]
            calls = day.stop_row[between : between + 1].astype(np.int32)
            at = Walks(calls, np.zeros(1, np.int32))
            through = go_through(day, (Via(at, at, 0, calls),), (None, None))
            same = plan_through(through, query)
            assert (journey.departs_s, journey.arrives_s) in {
                (one.departs_s, one.arrives_s) for one in same
            }
            assert all(len(one.rides) == 1 for one in same)
            carried += 1
    assert carried > 20


def test_who_stays_gets_off_and_has_the_time():
    rested = 0
    for seed in range(4000, 4200):
        rng, timetable, day, _ = scenes(seed)
        vias, on_foot_s = random_way(rng, len(timetable.change_s))
        vias = tuple(replace(via, stay_s=5) for via in vias)
        through = go_through(day, vias, on_foot_s)
        for journey in plan_through(through, random_query(rng, len(timetable.change_s))):
            stays = [leg for leg in journey.legs if isinstance(leg, Stay)]
            assert [leg.via for leg in stays] == list(range(len(vias)))
            assert all(leg.arrives_s - leg.departs_s >= 5 for leg in stays)
            rested += 1
    assert rested > 10


def test_a_way_without_sense_is_refused():
    _, _, day, _ = scenes(1)
    nowhere = Walks(np.zeros(0, np.int32), np.zeros(0, np.int32))
    via = Via(nowhere, nowhere)
    with pytest.raises(Invalid, match="too_many_vias"):
        go_through(day, (), (None,))
    with pytest.raises(Invalid, match="too_many_vias"):
        go_through(day, (via,) * 5, (None,) * 6)
    with pytest.raises(ValueError, match="1 places want 2 walks"):
        go_through(day, (via,), (None,))


def test_a_place_that_nobody_reaches_has_no_journeys():
    nowhere = Walks(np.zeros(0, np.int32), np.zeros(0, np.int32))
    for seed in range(20):
        rng, timetable, day, _ = scenes(seed)
        through = go_through(day, (Via(nowhere, nowhere),), (None, None))
        query = random_query(rng, len(timetable.change_s))
        assert plan_through(through, query) == ()
        assert all(isinstance(leg, Walk | Ride) for one in plan(day, query) for leg in one.legs)
