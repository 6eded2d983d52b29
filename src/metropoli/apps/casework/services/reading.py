"""A case as those whom it concerns read it, its documents, and whether its log is whole."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction

from metropoli.apps.casework.bridge import documents, log
from metropoli.apps.casework.models import Case, Reading
from metropoli.apps.casework.queries import access, catalogue
from metropoli.apps.casework.rules import acting, chain, folding, terms
from metropoli.apps.casework.services.settling import locked, settled
from metropoli.apps.casework.types import CaseFile, CaseState, Filed, Possible
from metropoli.apps.people.models import User
from metropoli.base import clock
from metropoli.base.errors import NotFound


@transaction.atomic
def read_case(*, by: User, number: str) -> CaseFile:
    """
    Return a case as this person may read it, and write down that they read it.

    :raises NotFound: there is no such case, or it is not for this person
    """
    case, now = locked(number=number), clock.now()
    today = terms.day_of(now)
    role = access.reads_as(by, case, today=today)
    if not role:
        raise NotFound("no_such_case", number=number)
    Reading.objects.create(case=case, user=by, role=role, at=now)
    state, events = settled(case=case, now=now)
    procedure = catalogue.versions()[state.procedure]
    is_closed = log.closed_in(case.comune_id)
    return CaseFile(
        number=case.number,
        procedure=procedure,
        comune=case.comune_id,
        comune_name=case.comune.name_it,
        organisation=case.applicant.code if case.applicant else "",
        organisation_name=case.applicant.name_it if case.applicant else str(case.opened_by),
        opened_at=case.opened_at,
        closed_at=case.closed_at,
        state=state,
        events=tuple(events),
        deadlines=terms.deadlines(procedure, state.clocks, is_closed),
        possible=tuple(_possible(by, case, state)),
        read_as=role,
    )


def read_document(*, by: User, number: str, digest: str) -> tuple[Filed, bytes]:
    """
    Return a document of a case that this person may read, with its bytes.

    :raises NotFound: there is no such case or document, or it is not for this person
    """
    case = read_case(by=by, number=number)
    for event in case.events:
        for filed in folding.documents_of(event):
            if filed.digest == digest:
                return filed, documents.read(digest)
    raise NotFound("no_such_document")


def check_log(*, number: str) -> int | None:
    """
    Return the number of the first event that is missing or was changed, or None: all is whole.

    :raises NotFound: there is no such case
    """
    case = _found(number)
    events = log.events_of(case)
    broken = chain.first_broken(events)
    if broken is None and (len(events) != case.n_events or events[-1].digest != case.head):
        return len(events) + 1
    return broken


def _possible(by: User, case: Case, state: CaseState) -> Iterable[Possible]:
    today = clock.today(settings.TIME_ZONE)
    procedure, is_closed = catalogue.versions()[state.procedure], log.closed_in(case.comune_id)
    decides = access.may_decide(by, case.comune_id, today=today)
    for actor in access.actors(by, case, today=today):
        for move in acting.possible(procedure, state, actor, today, is_closed):
            if decides or not move.decides:
                yield Possible(move, actor)


def _found(number: str) -> Case:
    case = Case.objects.filter(number=number).first()
    if case is None:
        raise NotFound("no_such_case", number=number)
    return case
