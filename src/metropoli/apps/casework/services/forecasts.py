"""When will it end? Told from all cases that were seen, those still open too."""

from __future__ import annotations

from metropoli.apps.casework.bridge import forecasts
from metropoli.apps.casework.types import CaseFile, Forecast
from metropoli.base import clock


def foresee_request(*, procedure: str, comune: str) -> Forecast:
    """Return when a case that began now would end in a Comune."""
    now = clock.now()
    return forecasts.foresee(forecasts.lives_of(procedure), comune, now, now)


def foresee_case(*, case: CaseFile) -> Forecast | None:
    """Return when an open case will end, given that it has lasted until now; of an ended one, None."""
    if case.state.is_over:
        return None
    lives = forecasts.lives_of(case.procedure.code)
    return forecasts.foresee(lives, case.comune, clock.now(), case.opened_at)
