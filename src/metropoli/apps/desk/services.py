"""What the desk shows: what one can ask for, where, and what waits for whom."""

from __future__ import annotations

from datetime import date

from metropoli.apps.casework import queries as casework
from metropoli.apps.casework import services as cases
from metropoli.apps.casework.types import Procedure
from metropoli.apps.desk.types import Desk, Office
from metropoli.apps.people import queries as people
from metropoli.apps.people.models import User
from metropoli.apps.people.types import OrganisationCard
from metropoli.apps.territory import queries as territory
from metropoli.base.errors import NotFound

BODY_KINDS = ("health-authority", "fire-brigade", "environment-agency", "public-body")


def read_desk(*, user: User, today: date) -> Desk:
    """Return what is on the desk of a person, after what the law did by itself."""
    cases.settle_due()
    return Desk(
        mine=casework.of_applicant(user, today=today),
        office=casework.of_office(user, today=today),
        asked=casework.of_body(user, today=today),
        works_for=tuple(people.works_for(user, today=today)),
    )


def list_comuni() -> tuple[Office, ...]:
    """Return the Comuni by name, each with whether its office works here."""
    offices = {one.code for one in people.organisations("comune")}
    return tuple(
        Office(one.istat, one.name_it, casework.office_of(one.istat) in offices)
        for one in territory.comuni()
    )


def find_office(*, istat: str) -> Office | None:
    """Return the office of a Comune, or None where no Comune has this code."""
    try:
        one = territory.comune(istat)
    except NotFound:
        return None
    offices = {card.code for card in people.organisations("comune")}
    return Office(one.istat, one.name_it, casework.office_of(one.istat) in offices)


def list_bodies() -> tuple[OrganisationCard, ...]:
    """Return the bodies that an office may ask."""
    return tuple(people.organisations(*BODY_KINDS))


def list_applicants(
    *, user: User, procedure: Procedure, today: date
) -> tuple[OrganisationCard, ...]:
    """Return the organisations for which a person may begin a procedure."""
    working = people.works_for(user, today=today)
    return tuple(one for one in working if one.kind in procedure.applicants)
