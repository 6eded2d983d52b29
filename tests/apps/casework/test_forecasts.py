"""When a case will end: told from the cases that were seen, or said to be unknown."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from apps.casework.conftest import CHIERI
from metropoli.apps.casework import services
from metropoli.apps.casework.models import Case

pytestmark = pytest.mark.database


@pytest.fixture
def history(cast, time):
    """Write down cases that began a day apart, of which some end after so many days."""

    def history(n_cases: int, lasted_days, comune: str = CHIERI) -> None:
        for row in range(n_cases):
            began = time.now - timedelta(days=n_cases - row)
            ended = began + timedelta(days=lasted_days(row))
            Case.objects.create(
                number=f"{comune}-{row}",
                procedure="bar",
                version="2026-01",
                comune_id=comune,
                opened_by=cast["nina"],
                opened_at=began,
                closed_at=ended if ended < time.now else None,
                phase="checks",
                n_events=1,
                head="",
            )

    return history


def test_without_cases_nothing_is_known(cast):
    found = services.foresee_request(procedure="bar", comune=CHIERI)
    assert (found.days, found.is_known, found.n_cases) == ((None, None, None), False, 0)


def test_half_end_by_the_first_day_and_nearly_all_by_the_last(history, time):
    history(200, lambda row: 10 + row % 20)
    found = services.foresee_request(procedure="bar", comune=CHIERI)
    assert found.n_cases == 200
    half, most, nearly_all = (one - date(2026, 3, 2) for one in found.days)
    assert half.days in {19, 20}
    assert most.days in {25, 26}
    assert nearly_all.days in {28, 29}


def test_cases_that_are_still_open_count(history):
    """Every other case never ends: the usual percentile would say twenty days, we say unknown."""
    history(200, lambda row: 20 if row % 2 else 1_000)
    assert services.foresee_request(procedure="bar", comune=CHIERI).days[1:] == (None, None)


def test_a_case_that_has_lasted_long_is_told_from_then_on(history, cast, bar, time):
    history(200, lambda row: 10 + row % 20)
    time.at(2026, 3, 20)
    case = services.read_case(by=cast["elisa"], number=bar)
    found = services.foresee_case(case=case)
    assert found.days[0] > date(2026, 3, 20)
    time.at(2026, 8, 1)
    assert services.foresee_case(case=services.read_case(by=cast["elisa"], number=bar)) is None
