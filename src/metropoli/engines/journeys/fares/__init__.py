"""Fares: every tariff of a network as one finite automaton."""

from metropoli.engines.journeys.fares.types import (
    ALIGHTING,
    BOARDING,
    NO_FARE,
    UNPAYABLE,
    Pass,
    Product,
    Products,
    RideClasses,
    Tariff,
)

__all__ = [
    "ALIGHTING",
    "BOARDING",
    "NO_FARE",
    "UNPAYABLE",
    "Pass",
    "Product",
    "Products",
    "RideClasses",
    "Tariff",
]
