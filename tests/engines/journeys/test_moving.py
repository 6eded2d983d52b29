"""Vehicles on their way: the twin looks at every stretch of every vehicle."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from engines.journeys import naive
from engines.journeys.cities import DAY_S, FIRST_DAY, N_DAYS, random_city
from metropoli.engines.journeys import moving, open_day, trip_calls


def test_every_vehicle_on_its_way_is_told_once():
    told_at_all = 0
    for seed in range(200):
        rng = np.random.default_rng(seed)
        timetable = random_city(rng)
        ordinal = FIRST_DAY + int(rng.integers(0, N_DAYS))
        day, running = open_day(timetable, ordinal), naive.vehicles(timetable, ordinal)
        from_s = int(rng.integers(-5, 60))
        until_s = from_s + int(rng.integers(0, 20))
        expected = sorted(
            (one.trip, position, before.stop, after.stop, before.departs_s, after.arrives_s)
            for one in running
            for position, (before, after) in enumerate(pairwise(one.calls))
            if before.departs_s <= until_s and after.arrives_s >= from_s
        )
        found = moving(day, from_s=from_s, until_s=until_s)
        trips = day.vehicles.trip[found.vehicle]
        told = zip(trips.tolist(), *(column.tolist() for column in found[1:]), strict=True)
        assert sorted(told) == expected
        told_at_all += len(expected)
    assert told_at_all > 1000


def test_a_stretch_names_the_vehicle_that_travels_it():
    day = open_day(random_city(np.random.default_rng(7)), FIRST_DAY)
    found = moving(day, from_s=-DAY_S, until_s=2 * DAY_S)
    assert len(found.vehicle)
    for row, vehicle in enumerate(found.vehicle.tolist()):
        calls = trip_calls(day, vehicle)
        at = int(found.position[row])
        assert (calls.stop[at], calls.stop[at + 1]) == (found.start[row], found.end[row])
        assert calls.departs_s[at] == found.departs_s[row]
