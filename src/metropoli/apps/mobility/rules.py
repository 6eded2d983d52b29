"""How alternatives are weighed by what matters to who travels. `wishes.js` does the same sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple
from datetime import datetime

from metropoli.apps.mobility.types import Amounts, Wishes
from metropoli.apps.travel.types import Trip, TripRequest

# What each unit weighs: ten minutes as much as one euro, 600 g of CO2, one change, 600 m on foot, or
# one chance in ten of being late. Whole numbers, so that every machine finds the same order.
POINTS = Amounts(time_s=1, money_cents=6, co2_g=1, n_changes=600, walk_m=1, late_permille=6)
WAITING_PARTS = 2  # a second waited before leaving, or spared at the end, counts half


def amounts_of(trip: Trip, request: TripRequest) -> Amounts:
    """Return what a trip asks of who takes it."""
    return Amounts(
        time_s=trip.duration_s + _idle_s(trip, request) // WAITING_PARTS,
        money_cents=trip.costs.fare_cents,
        co2_g=trip.costs.co2_g,
        n_changes=trip.n_changes,
        walk_m=trip.walk_m,
        late_permille=None if trip.odds_share is None else round(1000 * (1 - trip.odds_share)),
    )


def burdens(asked: Sequence[Amounts], wishes: Wishes) -> tuple[int, ...]:
    """
    Return how heavy each alternative is for who has these wishes.

    A figure that is not known counts as the worst of those that are; if none is, it does not count.
    """
    columns = list(zip(*map(astuple, asked), strict=True))
    worst = [max((x for x in column if x is not None), default=0) for column in columns]
    scales = [wish * points for wish, points in zip(astuple(wishes), astuple(POINTS), strict=True)]
    return tuple(
        sum(
            scale * (worst_one if amount is None else amount)
            for scale, amount, worst_one in zip(scales, astuple(one), worst, strict=True)
        )
        for one in asked
    )


def best_first(asked: Sequence[Amounts], wishes: Wishes) -> tuple[int, ...]:
    """Return the places of the alternatives from the lightest to the heaviest; equals stay as they are."""
    weights = burdens(asked, wishes)
    return tuple(sorted(range(len(asked)), key=weights.__getitem__))


def _idle_s(trip: Trip, request: TripRequest) -> int:
    """Return how long one waits for a trip to begin, or is there before one has to be."""
    if request.arrive_by:
        return max(0, _seconds(request.at, trip.arrives_at))
    return max(0, _seconds(trip.departs_at, request.at))


def _seconds(later: datetime, earlier: datetime) -> int:
    return int((later - earlier).total_seconds())
