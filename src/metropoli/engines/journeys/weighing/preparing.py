"""Make a day ready to be weighed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from metropoli.engines.journeys.day import Day
from metropoli.engines.journeys.fares.rides import minute_frames, ride_classes
from metropoli.engines.journeys.fares.types import Tariff
from metropoli.engines.journeys.weighing.answering import Weighing
from metropoli.engines.journeys.weighing.automaton import compile_tariff, no_tariff
from metropoli.engines.journeys.weighing.scales import lay_scales, no_classes, route_trips
from metropoli.engines.journeys.weighing.types import Automaton, DelayTable, Impacts


@dataclass(frozen=True, slots=True, eq=False)
class Fares:
    """A tariff and what the search wants to know of it. Made once a network by `study_tariff`."""

    tariff: Tariff | None
    automaton: Automaton


def study_tariff(tariff: Tariff | None) -> Fares:
    """Return a tariff ready for every day; of none, no fare is known. Takes up to seconds."""
    return Fares(tariff, no_tariff() if tariff is None else compile_tariff(tariff))


def prepare_weighing(day: Day, fares: Fares, impacts: Impacts, delays: DelayTable) -> Weighing:
    """Return the day with everything that `weigh` weighs: once a day, for every question of it."""
    tariff = fares.tariff
    if tariff is None:
        told = no_classes(day), np.zeros(1, np.int32)
    else:
        told = (
            ride_classes(tariff, day.timetable, route_trips(day)),
            minute_frames(tariff, day.day),
        )
    return Weighing(day, lay_scales(day, fares.automaton, told, impacts, delays))
