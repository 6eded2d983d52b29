"""The search that weighs fares says of each journey the very price that is told of its rides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from engines.journeys.fares.cities import MONDAY, City, Tables, new_fares, old_fares
from metropoli.engines import journeys
from metropoli.engines.journeys import weighing

CITIES = 150
MINUTE_S = 60
LIMITS = ("transfer_duration", "duration_limit")


def in_minutes(tables: Tables) -> Tables:
    """Return the feed with limits in minutes instead of seconds: vehicles are minutes apart."""

    def longer(row: Mapping[str, Any]) -> dict[str, Any]:
        return {
            name: value * MINUTE_S if name in LIMITS and value != "" else value
            for name, value in row.items()
        }

    return {name: [longer(row) for row in rows] for name, rows in tables.items()}


@pytest.mark.parametrize("fares", [old_fares, new_fares])
def test_the_price_that_is_weighed_is_the_price_that_is_told(fares):
    known = several = 0
    for number in range(CITIES):
        rng = np.random.default_rng(number)
        city = City(in_minutes(fares(rng)))
        day = journeys.open_day(city.timetable, city.day + MONDAY)
        for one in weighed(city, day, rng):
            rides = journeys.fare_rides(city.tariff, day, one.journey)
            price = journeys.price_rides(city.tariff, rides)
            assert one.fare_cents == (price and price.cents), number
            known += price is not None
            several += price is not None and len(rides) > 1
    assert known > CITIES / 2
    assert several > CITIES / 30


def weighed(
    city: City, day: journeys.Day, rng: np.random.Generator
) -> tuple[weighing.Weighed, ...]:
    """Return what is found between two places with many stops around, for money and time alone."""
    n_lines = len(city.labels.lines)
    nothing = np.zeros(n_lines, np.int32)
    table = weighing.modelled_delays(city.labels.lines)
    ready = weighing.prepare_weighing(
        day,
        weighing.study_tariff(city.tariff),
        weighing.Impacts(nothing, nothing),
        table,
    )
    stops = rng.permutation(len(city.labels.stops)).astype(np.int32)
    none = np.zeros(2, np.int32)
    question = weighing.Question(
        access=weighing.Approaches.on_foot(stops[:2], none),
        egress=weighing.Approaches.on_foot(stops[-2:], none),
        earliest_s=7 * 3_600,
        criteria=frozenset({weighing.FARE}),
        slack_s=None,
    )
    return weighing.weigh(ready, question)
