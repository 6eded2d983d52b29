"""Of all that the searches found, the handful that a person can read."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from metropoli.apps.travel.types import WALK, Trip
from metropoli.engines import journeys

SHOWN = 5  # public transport alternatives on a page, by the time at which they leave
# What a way must spare beside all shown so far, to be worth a line of its own.
WORTH_CENTS, WORTH_CO2_SHARE, WORTH_WALK_S, WORTH_ODDS_SHARE = 10, 0.1, 120, 0.1
# Nobody goes so much longer, or so much further on foot, to spare something.
LONGER_SHARE, LONGER_S, FURTHER_S = 1.25, 10 * 60, 10 * 60
G_MG = 1_000


class Facts(NamedTuple):
    """What ways are compared by."""

    lasts_s: int
    fare_cents: int | None
    co2_g: float | None
    walk_s: int
    caught_share: float


def facts_of_trip(trip: Trip) -> Facts:
    """Return the facts of a way that has been told."""
    return Facts(
        trip.duration_s,
        trip.costs.fare_cents,
        trip.costs.co2_g,
        sum(leg.duration_s for leg in trip.legs if leg.mode == WALK),
        math.prod(1.0 if leg.odds_share is None else leg.odds_share for leg in trip.legs),
    )


def facts_of_journey(one: journeys.Weighed) -> Facts:
    """Return the facts of a journey as the search weighed it."""
    journey = one.journey
    lasts_s = journey.arrives_s - journey.departs_s
    return Facts(lasts_s, one.fare_cents, one.co2_mg / G_MG, one.walk_s, one.odds_share)


def the_odd_ones(
    shown: Sequence[Facts], others: Iterable[journeys.Weighed]
) -> list[journeys.Weighed]:
    """
    Return what spares money, emissions, steps or worry beside the ways that are quickest.

    Each comes in only if it is clearly better in something than everything shown already.
    """
    beside = list(shown)
    rivals = [(facts_of_journey(one), one) for one in others]
    if shown:
        longest_s = LONGER_SHARE * min(one.lasts_s for one in shown) + LONGER_S
        furthest_s = max(one.walk_s for one in shown) + FURTHER_S
        rivals = [
            (f, one) for f, one in rivals if f.lasts_s <= longest_s and f.walk_s <= furthest_s
        ]
    chosen: list[journeys.Weighed] = []
    for measure, spares in MEASURES:
        facts, best = min(rivals, default=(None, None), key=lambda rival: measure(rival[0]))
        if facts is not None and best is not None and all(spares(facts, one) for one in beside):
            beside.append(facts)
            chosen.append(best)
    return chosen


def _cheaper(one: Facts, other: Facts) -> bool:
    mine, theirs = one.fare_cents, other.fare_cents
    return mine is not None and (theirs is None or mine <= theirs - WORTH_CENTS)


def _cleaner(one: Facts, other: Facts) -> bool:
    mine, theirs = one.co2_g, other.co2_g
    return mine is not None and (theirs is None or mine <= theirs * (1 - WORTH_CO2_SHARE))


def _less_on_foot(one: Facts, other: Facts) -> bool:
    return one.walk_s <= other.walk_s - WORTH_WALK_S


def _surer(one: Facts, other: Facts) -> bool:
    return one.caught_share >= other.caught_share + WORTH_ODDS_SHARE


def _known(value: float | None) -> float:
    return math.inf if value is None else value


# Of equals in one thing, the quickest.
MEASURES: tuple[
    tuple[Callable[[Facts], tuple[float, int]], Callable[[Facts, Facts], bool]], ...
] = (
    (lambda facts: (_known(facts.fare_cents), facts.lasts_s), _cheaper),
    (lambda facts: (_known(facts.co2_g), facts.lasts_s), _cleaner),
    (lambda facts: (facts.walk_s, facts.lasts_s), _less_on_foot),
    (lambda facts: (-facts.caught_share, facts.lasts_s), _surer),
)
