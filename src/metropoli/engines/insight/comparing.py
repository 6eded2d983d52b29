"""
One office beside another, fairly: the same procedure, and as if both had the same mix of cases.

Direct standardisation: each office's share is taken stratum by stratum (kind of case) and weighted
by the mix of all offices together. The share is the one that has ended within so many days, with
open cases counted (Kaplan–Meier), its interval from Greenwood's variance, drawn on the log-log
scale as that of a single curve.
"""

from __future__ import annotations

import numpy as np

from metropoli.engines.insight.survival import Z_95, still_open
from metropoli.engines.insight.types import Compared, Int32s, Lives

FEWEST = 5  # cases that an office needs in a stratum to be compared by it


def ended_within(
    told: Lives, office: Int32s, stratum: Int32s, days: float, n_offices: int
) -> Compared:
    """
    Return by office the share ended within these days, had it the mix of all offices.

    NaN, not known yet, where an office has fewer than FEWEST cases in a stratum that some office
    has, or none of these was watched for so many days.
    """
    strata, size = np.unique(stratum, return_counts=True)
    mix = size / max(size.sum(), 1)
    value, low, high = (np.full(n_offices, np.nan) for _ in range(3))
    for one in range(n_offices):
        open_share = variance = 0.0
        for kind, part in zip(strata, mix, strict=True):
            share, its_variance = _open_after(told, (office == one) & (stratum == kind), days)
            open_share += part * share
            variance += part**2 * its_variance
        value[one], low[one], high[one] = _interval(open_share, variance)
    n_cases = np.bincount(office, minlength=n_offices).astype(np.int64)
    value[n_cases == 0] = np.nan
    return Compared(value, low, high, n_cases)


def _open_after(told: Lives, rows: np.ndarray, days: float) -> tuple[float, float]:
    """Return the share still open after these days and its variance; NaN where not known yet."""
    mine = Lives(told.entered[rows], told.left[rows], told.outcome[rows], told.weight[rows])
    watched = len(mine.left) >= FEWEST and (
        mine.left.max() >= days or bool((mine.outcome >= 0).all())
    )
    if not watched:
        return np.nan, np.nan
    curve = still_open(mine)
    upto = int(np.searchsorted(curve.after, days, side="right"))
    if not upto:
        return 1.0, 0.0
    share = float(curve.open_share[upto - 1])
    before = np.concatenate(([1.0], curve.open_share[:-1]))
    ended = curve.at_risk * (1 - curve.open_share / np.maximum(before, 1e-300))
    survivors = np.maximum(curve.at_risk - ended, 1e-300)
    greenwood = float((ended / (curve.at_risk * survivors))[:upto].sum())
    return share, share**2 * greenwood if share > 0 else 0.0


def _interval(open_share: float, variance: float) -> tuple[float, float, float]:
    """Return the share that has ended, and its interval by the log-log of the open share."""
    if np.isnan(open_share) or not 0 < open_share < 1:
        return 1 - open_share, 1 - open_share, 1 - open_share
    width = Z_95 * np.sqrt(variance) / (open_share * abs(np.log(open_share)))
    high, low = 1 - open_share ** np.exp(width), 1 - open_share ** np.exp(-width)
    return 1 - open_share, float(low), float(high)
