"""What the minutes to places amount to, by cell and by Comune."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from metropoli.apps.travel.types import (
    BALANCED,
    GRAVITY,
    LESS_IS_BETTER,
    NEAREST,
    NEEDS,
    QUARTER_HOUR,
    WITHIN,
    Inequality,
    ServedRequest,
)
from metropoli.engines import reach

Floats = NDArray[np.float64]
Rows = NDArray[np.int32]

PER_PEOPLE = 10_000


class Shared(NamedTuple):
    """What the people of each Comune have, and how many of them are reached at all."""

    value: Floats  # NaN where nobody is in reach
    reached_share: Floats


def measured(
    request: ServedRequest, minutes: reach.Minutes, kinds: Sequence[str], people: Floats
) -> Floats:
    """
    Return what a measure says of each cell, NaN where it says nothing: nothing is in reach.

    :param minutes: (cells, places), NEVER_MIN out of reach
    :param kinds: of each place
    """
    if request.measure == QUARTER_HOUR:
        return _needs_met(minutes, kinds, request.within_min)
    wanted = np.flatnonzero([kind == request.kind for kind in kinds])
    near, each = minutes[:, wanted], np.ones(len(wanted))
    if request.measure == NEAREST:
        found = reach.nearest(near)
        return np.where(found == reach.NEVER_MIN, np.nan, found.astype(np.float64))
    if request.measure == WITHIN:
        return reach.cumulative_opportunities(near, each, within_min=request.within_min)
    decay = reach.exponential_decay(half_min=request.within_min)
    if request.measure == GRAVITY:
        return reach.gravity(near, each, decay=decay)
    assert request.measure == BALANCED, request.measure
    decay = reach.exponential_decay(half_min=request.within_min / 2)
    decay[request.within_min + 1 :] = 0.0  # the catchment ends
    return PER_PEOPLE * reach.three_step_floating_catchment(near, people, each, decay=decay)


def _needs_met(minutes: reach.Minutes, kinds: Sequence[str], within_min: int) -> Floats:
    """Return the share of the daily needs that are met; needs without any place do not count."""
    needs = [np.flatnonzero([kind in met_by for kind in kinds]) for met_by in NEEDS.values()]
    known = [reach.nearest(minutes[:, rows]) for rows in needs if len(rows)]
    if not known:
        return np.full(len(minutes), np.nan)
    return reach.fifteen_minutes(np.stack(known, axis=1), within_min=within_min)


def by_comune(
    request: ServedRequest, value: Floats, people: Floats, comune: Rows, n_comuni: int
) -> Shared:
    """
    Return the average of the people of each Comune (row -1 is none), and who has anything.

    Of minutes and metres it is the average of those who are in reach.
    """
    lived = np.flatnonzero(comune >= 0)
    value, people, comune = value[lived], people[lived], comune[lived]
    known = ~np.isnan(value)
    some = known if request.measure in LESS_IS_BETTER else known & (value > 0)
    reached = np.bincount(comune[some], weights=people[some], minlength=n_comuni)
    everybody = np.bincount(comune, weights=people, minlength=n_comuni)
    share = np.divide(reached, everybody, out=np.zeros(n_comuni), where=everybody > 0)
    return Shared(reach.averages(value[known], people[known], comune[known], n_comuni), share)


def how_unequal(
    request: ServedRequest, value: Floats, people: Floats, comune: Rows
) -> Inequality | None:
    """Return how unequally a good is shared; none for what is better when less, and for nobody."""
    lived = (comune >= 0) & (people > 0)
    if request.measure in LESS_IS_BETTER or not lived.any():
        return None
    value, people, comune = np.nan_to_num(value[lived]), people[lived], comune[lived]
    palma, theil = reach.palma(value, people), reach.theil(value, people, comune)
    return Inequality(
        mean=float(value @ people / people.sum()),
        gini=reach.gini(value, people),
        palma=palma if np.isfinite(palma) else None,
        theil=theil.total,
        theil_between=theil.between,
        worst_off=reach.worst_off(value, people),
    )
