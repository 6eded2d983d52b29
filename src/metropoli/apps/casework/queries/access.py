"""In which roles a person meets a case, and whether they may see it at all."""

from __future__ import annotations

from datetime import date

from metropoli.apps.casework.models import Case
from metropoli.apps.casework.types import APPLICANT, OFFICE, THIRD_BODY, Actor
from metropoli.apps.people import queries as people
from metropoli.apps.people.models import User
from metropoli.apps.people.types import DECIDE, SEE, WORK

SUPERVISOR = "supervisor"
METROPOLITAN_CITY = "citta-metropolitana"


def office_of(istat: str) -> str:
    """Return the code of the office that is competent in a Comune."""
    return f"comune-{istat}"


def actors(user: User, case: Case, *, today: date) -> tuple[Actor, ...]:
    """Return every role in which a person may act on a case."""
    person, istat = str(user.pk), case.comune_id
    found = []
    if is_applicant(user, case, today=today):
        firm = case.applicant.code if case.applicant else ""
        found.append(Actor(APPLICANT, person, firm))
    if _may(user, WORK, istat, office_of(istat), today):
        found.append(Actor(OFFICE, person, office_of(istat)))
    asked = case.asked.values_list("organisation", flat=True)
    found += [
        Actor(THIRD_BODY, person, body) for body in asked if _may(user, WORK, istat, body, today)
    ]
    return tuple(found)


def is_applicant(user: User, case: Case, *, today: date) -> bool:
    """Tell whether a person opened a case, or works for the firm that did."""
    if case.applicant is None:
        return case.opened_by_id == user.pk
    return _may(user, WORK, case.comune_id, case.applicant.code, today)


def may_decide(user: User, istat: str, *, today: date) -> bool:
    """Tell whether a person decides for the office of a Comune."""
    return _may(user, DECIDE, istat, office_of(istat), today)


def reads_as(user: User, case: Case, *, today: date) -> str:
    """Return the role in which a person reads a case, or nothing if it is not for them."""
    found = actors(user, case, today=today)
    if found:
        return found[0].role
    istat = case.comune_id
    bodies = [METROPOLITAN_CITY, office_of(istat)]
    sees = any(_may(user, SEE, istat, body, today) for body in bodies)
    return SUPERVISOR if sees else ""


def _may(user: User, action: str, istat: str, organisation: str, today: date) -> bool:
    return people.user_may_in_comune(user, action, istat, today=today, organisation=organisation)
