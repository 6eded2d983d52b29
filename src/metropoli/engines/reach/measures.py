"""
What many minutes amount to: access by place, and how unequally it is shared.

All are reductions over minutes (origins, targets), NEVER_MIN out of reach, as `matrix` yields them
at one percentile; so they may be taken chunk by chunk of origins.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from metropoli.engines.reach.types import NEVER_MIN, Flags, Floats, Minutes


def cumulative_opportunities(minutes: Minutes, weight: Floats, *, within_min: int) -> Floats:
    """
    Return, by origin, the opportunities within so many minutes.

    Source: Wachs and Kumagai, "Physical accessibility as a social indicator", Socio-Economic
    Planning Sciences 7 (1973), 437-456.
    """
    near = (minutes <= within_min) & (minutes != NEVER_MIN)
    counted: Floats = near @ np.asarray(weight, np.float64)
    return counted


def gravity(minutes: Minutes, weight: Floats, *, decay: Floats) -> Floats:
    """
    Return, by origin, the opportunities, each counted for less the farther it is.

    `decay` is the share that counts by whole minute, 0 to 254: see `exponential_decay` and
    `logistic_decay`. Source: Hansen, "How accessibility shapes land use", Journal of the American
    Institute of Planners 25 (1959), 73-76.
    """
    counted: Floats = shares(minutes, decay) @ np.asarray(weight, np.float64)
    return counted


def exponential_decay(*, half_min: float) -> Floats:
    """Return shares by minute that halve every so many minutes (Hansen 1959, with exp(-b t))."""
    decay: Floats = np.exp2(-np.arange(NEVER_MIN) / half_min)
    return decay


def logistic_decay(*, middle_min: float, spread_min: float) -> Floats:
    """
    Return shares by minute that are a half at the middle and fall around it.

    1 / (1 + exp(pi / sqrt(3) (t - middle) / spread)), `spread_min` being the standard deviation of
    the tolerated time. Source: the logistic decay of Conveyal R5 (LogisticDecayFunction, 2020).
    """
    slope = np.pi / (np.sqrt(3.0) * spread_min)
    decay: Floats = 1.0 / (1.0 + np.exp(slope * (np.arange(NEVER_MIN) - middle_min)))
    return decay


def shares(minutes: Minutes, decay: Floats) -> Floats:
    """Return what counts of each target for each origin; nothing of what is out of reach."""
    table = np.zeros(NEVER_MIN + 1)
    table[: len(decay)] = decay
    return table[minutes]


def three_step_floating_catchment(
    minutes: Minutes, demand: Floats, supply: Floats, *, decay: Floats
) -> Floats:
    """
    Return, by origin, the supply per person that competes for it: the balanced catchment.

    A person's demand is first divided among the sites in reach by their decay (selection weights),
    so that nobody is counted in full at every site; each site's supply is then divided by the
    demand that it meets; last, each origin adds up what the sites offer, by the same weights and
    the decay. Source: Wan, Zou and Sternberg, "A three-step floating catchment area method for
    analyzing spatial access to health services", International Journal of Geographical Information
    Science 26 (2012), 1073-1089.
    """
    weight = shares(minutes, decay)
    total = weight.sum(axis=1, keepdims=True)
    chosen = np.divide(weight, total, out=np.zeros_like(weight), where=total > 0)
    met = np.asarray(demand, np.float64) @ (chosen * weight)
    offered = np.divide(supply, met, out=np.zeros(len(met)), where=met > 0)
    per_person: Floats = (chosen * weight) @ offered
    return per_person


def fifteen_minutes(by_kind: NDArray[np.uint8], *, within_min: int = 15) -> Floats:
    """
    Return, by origin, the share of the kinds of service that are within a quarter of an hour.

    `by_kind` holds the minutes on foot or by bike to the nearest of each kind (origins, kinds).
    Source: Moreno, Allam, Chabaud, Gall and Pratlong, "Introducing the 15-Minute City", Smart
    Cities 4 (2021), 93-111.
    """
    near = (by_kind <= within_min) & (by_kind != NEVER_MIN)
    found: Floats = near.mean(axis=1)
    return found


def nearest(minutes: Minutes) -> NDArray[np.uint8]:
    """Return, by origin, the minutes to the nearest of the targets; NEVER_MIN where none is in reach."""
    soonest: Minutes = minutes.min(axis=1, initial=NEVER_MIN)
    return soonest


def three_thirty_three_hundred(
    n_trees_seen: NDArray[np.int32],
    canopy_share: Floats,
    to_green_m: Floats,
    *,
    least_trees: int = 3,
    least_canopy_share: float = 0.30,
    farthest_m: float = 300.0,
) -> Flags:
    """
    Return (origins, 3) which parts of the rule a home keeps: 3 trees, 30 % canopy, 300 m to green.

    Trees in sight and the canopy of the neighbourhood are observations of others; the metres are
    those of the streets, to a green space of a hectare at least. Source: Konijnendijk,
    "Evidence-based guidelines for greener, healthier, more resilient neighbourhoods: Introducing
    the 3-30-300 rule", Journal of Forestry Research 34 (2023), 821-830.
    """
    return np.stack(
        (
            n_trees_seen >= least_trees,
            canopy_share >= least_canopy_share,
            to_green_m <= farthest_m,
        ),
        axis=1,
    )
