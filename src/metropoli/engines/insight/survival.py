"""
How long until a case ends, when some have not ended yet: what is known of those counts too.

Kaplan and Meier (1958) with log-log intervals on Greenwood's variance (Kalbfleisch and Prentice
1980), Aalen and Johansen (1978) for several ways to end. Cases may come under observation late
(left truncation) and count by weight.
"""

from __future__ import annotations

import numpy as np

from metropoli.engines.insight.types import Curve, Ends, Floats, Int32s, Lives

STILL_OPEN = -1
Z_95 = 1.959963984540054  # the normal quantile of a two-sided interval of 95 %
ROUNDING = 1e-12
SINCE_BEGUN = -1.0  # entered before the first day, so that ending on that very day counts


def lives(left: Floats, outcome: Int32s) -> Lives:
    """Return whole lives, seen from their first day, each counting 1."""
    return Lives(np.full(len(left), SINCE_BEGUN), left, outcome, np.ones(len(left)))


def still_open(told: Lives) -> Curve:
    """Return the share still open after each day on which some case ended (Kaplan–Meier)."""
    after, at_risk, ended = _table(told)
    total = ended.sum(axis=0)
    open_share = np.cumprod(1 - total / at_risk)
    with np.errstate(all="ignore"):
        variance = np.cumsum(total / (at_risk * (at_risk - total)))
        width = Z_95 * np.sqrt(variance) / np.abs(np.log(open_share))
        low, high = open_share ** np.exp(width), open_share ** np.exp(-width)
    gone = open_share <= ROUNDING
    return Curve(after, open_share, np.where(gone, 0, low), np.where(gone, 0, high), at_risk)


def ways_to_end(told: Lives, n_outcomes: int) -> Ends:
    """Return by each day the share that ended in each way (Aalen–Johansen)."""
    after, at_risk, ended = _table(told, n_outcomes)
    open_share = np.cumprod(1 - ended.sum(axis=0) / at_risk)
    before = np.concatenate(([1.0], open_share[:-1]))
    share = np.cumsum(before * ended / at_risk, axis=1)
    return Ends(after, open_share, share)


def days_until(curve: Curve, share: float, given_open_after: float = 0) -> float | None:
    """
    Return the days after which this share has ended, of those open `given_open_after` days.

    None where it is not known yet: too many are still open to say.
    """
    start = np.searchsorted(curve.after, given_open_after, side="right")
    there = curve.open_share[start - 1] if start else 1.0
    if there <= ROUNDING:
        return None
    reached = np.flatnonzero(curve.open_share[start:] <= there * (1 - share) + ROUNDING)
    return float(curve.after[start + reached[0]]) if len(reached) else None


def share_ended(curve: Curve, days: float, given_open_after: float = 0) -> float | None:
    """Return the share that ends within these days, of those that were open till then."""
    at = np.searchsorted(curve.after, [given_open_after, days], side="right")
    there, later = np.concatenate(([1.0], curve.open_share))[at]
    return float(1 - later / there) if there > ROUNDING else None


def nearest_rank(lasted: Floats, share: float) -> float | None:
    """Return the least duration that this share of the cases keeps to; of none, None."""
    if not len(lasted):
        return None
    return float(np.percentile(lasted, 100 * share, method="inverted_cdf"))


def _table(told: Lives, n_outcomes: int = 0) -> tuple[Floats, Floats, Floats]:
    """Return the days on which cases ended, how many were at risk, and ended by way, by weight."""
    ended = told.outcome >= 0
    after, row = np.unique(told.left[ended], return_inverse=True)
    n_outcomes = max(n_outcomes, int(told.outcome.max(initial=-1)) + 1)
    counts = np.zeros((n_outcomes, len(after)))
    np.add.at(counts, (told.outcome[ended], row), told.weight[ended])
    # At risk on a day: who entered before it and left on it or later.
    at_risk = _weight_before(told.entered, told.weight, after) - _weight_before(
        told.left, told.weight, after
    )
    # Sums of weights are rounded: nobody ends who was not at risk.
    return after, np.maximum(at_risk, counts.sum(axis=0)), counts


def _weight_before(days: Floats, weight: Floats, after: Floats) -> Floats:
    order = np.argsort(days, kind="stable")
    total = np.concatenate(([0.0], np.cumsum(weight[order])))
    found: Floats = total[np.searchsorted(days[order], after, side="left")]
    return found
