"""A trip that was found once, found again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from metropoli.apps.mobility import rules
from metropoli.apps.mobility.services.trips import plan_trip
from metropoli.apps.mobility.types import PlannedTrip, TripQuestion
from metropoli.apps.travel import services as travel
from metropoli.apps.travel.types import Trip, TripAnswer
from metropoli.base.errors import NotFound


def find_trip(
    *, question: TripQuestion, fingerprint: str, language: str, now: datetime
) -> tuple[PlannedTrip, Trip]:
    """
    Ask a question again, and return the answer with the one trip in it that is meant.

    A vehicle that is late by now, or cancelled, is looked for in the timetable too.

    :raises NotFound: the trip is among the answers no more
    """
    planned = plan_trip(question=question, language=language, now=now)
    trip = _among(planned.answer, fingerprint)
    if trip is None:
        request = replace(planned.answer.request, live=False)
        planned = replace(planned, answer=travel.plan_trip(request=request))
        trip = _among(planned.answer, fingerprint)
    if trip is None:
        raise NotFound("trip_is_gone")
    return planned, trip


def _among(answer: TripAnswer, fingerprint: str) -> Trip | None:
    return next((one for one in answer.trips if rules.fingerprint(one) == fingerprint), None)
