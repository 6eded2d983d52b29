"""Cases as lists: mine, those on the desk of my office, those in which my body was asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from metropoli.apps.casework.models import Case
from metropoli.apps.casework.queries import catalogue
from metropoli.apps.casework.queries.access import office_of
from metropoli.apps.casework.types import CaseLine
from metropoli.apps.people import queries as people
from metropoli.apps.people.models import User

MOST = 200


def of_applicant(user: User, *, today: date) -> tuple[CaseLine, ...]:
    """Return the cases of a person and of the organisations that they work for, the newest first."""
    firms = [one.code for one in people.works_for(user, today=today)]
    mine = Q(opened_by=user, applicant=None) | Q(applicant__code__in=firms)
    return _lines(Case.objects.filter(mine).order_by("-opened_at"))


def of_office(user: User, *, today: date) -> tuple[CaseLine, ...]:
    """Return the open cases of the offices in which a person works, the one due first first."""
    codes = {one.code for one in people.works_for(user, today=today)}
    comuni = [code.removeprefix(office_of("")) for code in codes if code.startswith(office_of(""))]
    cases = Case.objects.filter(comune__in=comuni, outcome="")
    return _lines(cases.order_by("law_acts_at", "opened_at"))


def of_body(user: User, *, today: date) -> tuple[CaseLine, ...]:
    """Return the cases in which a body of this person is waited for, the one due first first."""
    bodies = [one.code for one in people.works_for(user, today=today)]
    cases = Case.objects.filter(
        asked__organisation__in=bodies, asked__is_waited_for=True, outcome=""
    )
    return _lines(cases.distinct().order_by("law_acts_at", "opened_at"))


def _lines(cases: QuerySet[Case]) -> tuple[CaseLine, ...]:
    found: Iterable[Case] = cases.select_related("comune", "applicant", "opened_by")[:MOST]
    return tuple(
        CaseLine(
            number=one.number,
            procedure=catalogue.versions()[f"{one.procedure}@{one.version}"],
            comune_name=one.comune.name_it,
            organisation_name=one.applicant.name_it if one.applicant else str(one.opened_by),
            opened_at=one.opened_at,
            closed_at=one.closed_at,
            phase=one.phase,
            outcome=one.outcome,
            law_acts_at=one.law_acts_at,
        )
        for one in found
    )
