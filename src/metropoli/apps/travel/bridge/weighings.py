"""What ways are weighed with on a day: the fares, the factors of each line, how late it runs."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeVar

import numpy as np

from metropoli.apps.travel.rules.factors import factor
from metropoli.apps.travel.rules.vehicles import vehicle_of
from metropoli.engines import journeys

KEPT = 8  # of each kind: a weighing of a day of Torino takes about 10 MB
KWH_J = 3_600_000

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True, eq=False)
class Till:
    """A tariff as one traveller meets it, with the passes that they hold, and its words."""

    tariff: journeys.Tariff
    products: journeys.Products
    owned: frozenset[str]
    fares: journeys.Fares


class Weighings:
    """Hold the newest days that are ready to be weighed, and the tariffs of who owns which passes."""

    def __init__(self) -> None:
        self._tills: OrderedDict[Hashable, Any] = OrderedDict()
        self._days: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()

    def till(
        self, tariff: journeys.Tariff, products: journeys.Products, owned: frozenset[str]
    ) -> Till:
        """Return the tariff as it is for who owns some passes."""
        known = frozenset(one.key for one in products.sold) & owned
        with self._lock:
            return _once(self._tills, known, lambda: _till(tariff, products, known))

    def at(
        self,
        day: journeys.Day,
        till: Till,
        lines: Sequence[journeys.Line],
        delays: journeys.DelayTable,
    ) -> journeys.Weighing:
        """Return a day ready to be weighed by who pays at a till."""

        def prepare() -> journeys.Weighing:
            return journeys.prepare_weighing(day, till.fares, impacts_of(lines), delays)

        with self._lock:
            key = (id(day), till.owned)
            held: journeys.Weighing | None = self._days.get(key)
            if held is not None and held.day is not day:
                del self._days[key]  # another day has come to lie where that one was
            return _once(self._days, key, prepare)


def impacts_of(lines: Sequence[journeys.Line]) -> journeys.Impacts:
    """Return what carrying one person one kilometre takes on each line, by its kind of vehicle."""
    factors = [factor(vehicle_of(line.mode)) for line in lines]
    return journeys.Impacts(
        co2_mg=np.array([round(one.co2_g * 1000) for one in factors], np.int32),
        energy_j=np.array([round(one.energy_kwh * KWH_J) for one in factors], np.int32),
    )


def _till(tariff: journeys.Tariff, products: journeys.Products, owned: frozenset[str]) -> Till:
    mine = journeys.with_passes(tariff, products, owned) if owned else tariff
    return Till(mine, products, owned, journeys.study_tariff(mine))


def _once(held: OrderedDict[Hashable, Any], key: Hashable, make: Callable[[], Made]) -> Made:
    if key not in held:
        held[key] = make()
    held.move_to_end(key)
    while len(held) > KEPT:
        held.popitem(last=False)
    made: Made = held[key]
    return made
