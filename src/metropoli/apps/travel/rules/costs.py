"""What trips cost besides time: energy and emissions by what moves and how far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from metropoli.apps.travel.rules.factors import factor, factors
from metropoli.apps.travel.types import NO_COSTS, ON_DEMAND, Basis, Costs, Leg, Trip

ELECTRIC = {"bike": "e_bike", "scooter": "e_scooter", "car": "car_electric"}


def with_costs(trip: Trip) -> Trip:
    """Return a trip whose legs say what they use and emit, and whose costs are their sums."""
    legs = tuple(leg if leg.costs != NO_COSTS else _weighed(leg) for leg in trip.legs)
    costs = Costs(
        fare_cents=trip.costs.fare_cents,
        energy_wh=_sum(leg.costs.energy_wh for leg in legs),
        co2_g=_sum(leg.costs.co2_g for leg in legs),
    )
    return replace(trip, legs=legs, costs=costs)


def what_it_rests_on(trips: Iterable[Trip]) -> tuple[Basis, ...]:
    """Return the sources of the factors that the legs of some trips were weighed with."""
    modes = dict.fromkeys(weighed_as(leg) for trip in trips for leg in trip.legs)
    return tuple(dict.fromkeys(factor(mode).basis for mode in modes if mode in factors()))


def weighed_as(leg: Leg) -> str:
    """Return what the registry of factors calls the vehicle of a leg."""
    shared = leg.rental is not None and (leg.rental.electric or leg.mode == "scooter")
    return ELECTRIC.get(leg.mode, leg.mode) if shared else leg.mode


def _weighed(leg: Leg) -> Leg:
    if leg.mode == ON_DEMAND:
        return leg  # how full a bus on call is nobody has told us
    per_km = factor(weighed_as(leg))
    costs = Costs(
        fare_cents=leg.costs.fare_cents,
        energy_wh=per_km.energy_wh_over(leg.length_m),
        co2_g=per_km.co2_g_over(leg.length_m),
    )
    return replace(leg, costs=costs)


def _sum(values: Iterable[int | None]) -> int | None:
    """Return the sum, or nothing where one of them is not known."""
    known = list(values)
    return None if None in known else sum(value or 0 for value in known)
