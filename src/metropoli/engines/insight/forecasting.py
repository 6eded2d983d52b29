"""
When a case will end, told on a given day from what had happened by then, never from later.

What was seen in one last stretch of time counts, whatever the age of the case: a case begun long
ago tells how long ones end now, and those begun lately tell about the first days (a period life
table). What other offices saw is added with the weight of a few cases, so that it decides only
where the office itself has seen little. How many cases never end differs between offices too much
for that: the last dates, and those of cases that have been open for long, are told from the
office's own cases, or not at all.
"""

from __future__ import annotations

import numpy as np

from metropoli.engines.insight.survival import (
    SINCE_BEGUN,
    STILL_OPEN,
    days_until,
    nearest_rank,
    still_open,
)
from metropoli.engines.insight.types import Curve, Dossiers, Flags, Floats, Lives

WINDOW_DAYS = 365.0
BORROWED_UNTIL = 0.9  # of the share that has ended
BORROWED_DAYS = 30.0  # that a case has been open
FEWEST = 10.0  # cases, by weight, that are watched when the forecast begins
BORROWED = 100.0  # cases that all other offices together weigh


def begun_within(told: Dossiers, office: int, today: float, days: float) -> Lives:
    """Return the cases of an office begun in the last days, as known today."""
    mine = (told.office == office) & (told.began >= today - days) & (told.began < today)
    return _known(told, mine, today, np.full(int(mine.sum()), SINCE_BEGUN))


def seen_within(told: Dossiers, today: float, days: float = WINDOW_DAYS) -> tuple[Lives, Flags]:
    """Return the cases of all offices that were open in the last days, and which rows they are."""
    start = today - days
    seen = (told.began < today) & ~(told.ended < start)
    late = start - told.began[seen]
    return _known(told, seen, today, np.where(late > 0, late, SINCE_BEGUN)), seen


def outlook(
    told: Dossiers,
    office: int,
    today: float,
    *,
    window_days: float = WINDOW_DAYS,
    borrowed: float = BORROWED,
) -> Curve:
    """Return how long cases of the office stay open, by what was seen in the last `window_days`."""
    known, seen = seen_within(told, today, window_days)
    mine = told.office[seen] == office
    others = max(int((~mine).sum()), 1)
    weight = np.where(mine, 1.0, min(borrowed / others, 1.0))
    kept = weight > 0
    return still_open(
        Lives(known.entered[kept], known.left[kept], known.outcome[kept], weight[kept])
    )


def announced_days(
    told: Dossiers, office: int, today: float, shares: tuple[float, ...], open_for: float = 0
) -> tuple[float | None, ...]:
    """
    Return within how many days from its beginning a case will have ended, with each of these odds.

    `open_for` tells that it is still open after so many days. Odds are in rising order; None where
    it is not known yet.
    """
    pooled, own = outlook(told, office, today), outlook(told, office, today, borrowed=0)
    lately = open_for <= BORROWED_DAYS
    curves = [pooled if lately and share <= BORROWED_UNTIL else own for share in shares]
    found = [
        days_until(one, share, open_for) if _watched_after(one, open_for) >= FEWEST else None
        for one, share in zip(curves, shares, strict=True)
    ]
    # The two curves may cross, the dates must not.
    latest = np.maximum.accumulate([np.nan if days is None else days for days in found])
    return tuple(
        None if days is None or np.isnan(late) else float(late)
        for days, late in zip(found, latest, strict=True)
    )


def _watched_after(curve: Curve, days: float) -> float:
    following = np.searchsorted(curve.after, days, side="right")
    return float(curve.at_risk[following]) if following < len(curve.after) else 0.0


def closed_within(told: Dossiers, office: int, today: float, days: float, share: float) -> float:
    """Return what many portals announce: this share of the cases closed lately took no longer."""
    mine = (told.office == office) & (told.ended >= today - days) & (told.ended < today)
    found = nearest_rank((told.ended - told.began)[mine], share)
    return np.nan if found is None else found


def _known(told: Dossiers, rows: Flags, today: float, entered: Floats) -> Lives:
    began, ended = told.began[rows], told.ended[rows]
    has_ended = ended < today
    left = np.maximum(np.where(has_ended, ended, today) - began, 0)
    outcome = np.where(has_ended, 0, STILL_OPEN).astype(np.int32)
    return Lives(entered, left, outcome, np.ones(len(left)))
