"""From cases in the table to arrays, and from days with odds back to dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import numpy as np

from metropoli.apps.casework.models import Case
from metropoli.apps.casework.rules.terms import day_of
from metropoli.apps.casework.types import Forecast
from metropoli.engines import insight

SHARES = (0.5, 0.8, 0.95)
ODDS_PERCENT = (50, 80, 95)
DAY = timedelta(days=1)

Life = tuple[str, datetime, datetime | None]


def lives_of(procedure: str) -> list[Life]:
    """Return Comune, beginning and end of all cases of a procedure, whatever their version."""
    cases = Case.objects.filter(procedure=procedure)
    return list(cases.values_list("comune_id", "opened_at", "closed_at"))


def foresee(lives: Sequence[Life], istat: str, now: datetime, began: datetime) -> Forecast:
    """
    Return the days on which a case that began then, in a Comune, will have ended, with odds.

    Open cases count; where they forbid a date it is None: not known yet.
    """
    offices = sorted({istat, *(life[0] for life in lives)})
    told = insight.Dossiers(
        office=np.array([offices.index(life[0]) for life in lives], np.int32),
        began=np.array([_days(life[1]) for life in lives], np.float64),
        ended=np.array([_days(life[2]) if life[2] else np.nan for life in lives], np.float64),
    )
    today, open_for_days = _days(now), max(0.0, (now - began) / DAY)
    days = insight.announced_days(told, offices.index(istat), today, SHARES, open_for_days)
    n_cases = sum(life[0] == istat for life in lives)
    return Forecast(ODDS_PERCENT, tuple(_date(began, one) for one in days), n_cases)


def _days(instant: datetime) -> float:
    return instant.timestamp() / DAY.total_seconds()


def _date(began: datetime, days: float | None) -> date | None:
    return None if days is None else day_of(began + days * DAY)
