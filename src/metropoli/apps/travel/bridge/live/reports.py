"""What was odd in a live feed, in the words of the register of datasets."""

from __future__ import annotations

from metropoli.apps.travel.types import FeedReport, FoundProblem
from metropoli.engines import journeys


def check_live(content: bytes) -> FeedReport:
    """
    Read a live feed, and say what is in it and what is odd.

    :raises Invalid: these are not the bytes of one
    """
    told = journeys.read_bulletin(content)
    return FeedReport(
        usable=True,
        problems=tuple(
            FoundProblem(
                severity="warning",
                code=one.code,
                file="",
                line=0,
                values=tuple((name, str(value)) for name, value in one.values.items()),
                count=one.count,
            )
            for one in told.troubles
        ),
        counts=(
            ("trip_updates", len(told.trips)),
            ("detours", len(told.detours)),
            ("alerts", len(told.alerts)),
            ("vehicle_positions", len(told.positions)),
        ),
        first_day=None,
        last_day=None,
    )
