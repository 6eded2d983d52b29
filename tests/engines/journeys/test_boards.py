"""Boards and calls: what the twin sees pass a stop, in the order in which it leaves."""

from __future__ import annotations

import numpy as np

from engines.journeys import naive
from engines.journeys.cities import DAY_S, FIRST_DAY, N_DAYS, random_city
from metropoli.engines.journeys import departures, open_day, trip_calls

EVERYTHING = {"from_s": -10 * DAY_S, "until_s": 10 * DAY_S, "limit": 10_000}


def scenes(first: int, n: int):
    for seed in range(first, first + n):
        rng = np.random.default_rng(seed)
        timetable = random_city(rng)
        day = FIRST_DAY + int(rng.integers(0, N_DAYS))
        yield rng, open_day(timetable, day), naive.vehicles(timetable, day)


def seen(vehicle, position):
    """Return a call as the board tells it, without the arrival of a first stop."""
    call = vehicle.calls[position]
    last = position == len(vehicle.calls) - 1
    return vehicle.trip, position, call.stop, call.departs_s, call.board and not last


def test_a_board_shows_every_vehicle_that_calls():
    shown = 0
    for rng, day, running in scenes(0, 80):
        n_stops = len(day.stop_number)
        stops = rng.choice(n_stops, 2, replace=False).tolist()
        from_s = int(rng.integers(-5, 60))
        until_s = from_s + int(rng.integers(0, 40))
        expected = sorted(
            seen(vehicle, position)
            for vehicle in running
            for position, call in enumerate(vehicle.calls)
            if call.stop in stops and from_s <= call.departs_s <= until_s
        )
        board = departures(day, stops, from_s=from_s, until_s=until_s, limit=1000)
        told = [(one.trip, one.position, one.stop, one.departs_s, one.boards) for one in board]
        assert sorted(told) == expected
        assert [one.departs_s for one in board] == sorted(one.departs_s for one in board)
        shown += len(board)
    assert shown > 200


def test_a_short_board_shows_what_leaves_first():
    for _, day, _ in scenes(100, 20):
        whole = departures(day, range(len(day.stop_number)), **EVERYTHING)
        few = departures(day, range(len(day.stop_number)), **EVERYTHING | {"limit": 5})
        assert few == whole[:5]


def test_a_vehicle_of_a_board_calls_where_the_board_says():
    for _, day, running in scenes(200, 20):
        by_start = {(one.trip, one.calls[0].departs_s): one.calls for one in running}
        for one in departures(day, range(len(day.stop_number)), **EVERYTHING):
            calls = trip_calls(day, one.vehicle)
            assert calls.departs_s[one.position] == one.departs_s
            expected = by_start[one.trip, int(calls.departs_s[0])]
            assert calls.stop.tolist() == [call.stop for call in expected]
            assert calls.arrives_s.tolist() == [call.arrives_s for call in expected]
            assert calls.departs_s.tolist() == [call.departs_s for call in expected]
            assert calls.alights.tolist() == [call.alight for call in expected]
            assert calls.boards.tolist() == [*(call.board for call in expected[:-1]), False]


def test_a_stop_where_nothing_calls_has_an_empty_board():
    timetable = random_city(np.random.default_rng(5))
    still = timetable._replace(service_runs=np.zeros_like(timetable.service_runs))
    assert departures(open_day(still, FIRST_DAY), [0, 1], **EVERYTHING) == ()
