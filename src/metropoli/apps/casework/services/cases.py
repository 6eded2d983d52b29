"""A case begins, and goes on by the steps of people."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from metropoli.apps.casework.bridge import documents, log
from metropoli.apps.casework.models import Case, LogEntry
from metropoli.apps.casework.queries import access, catalogue
from metropoli.apps.casework.rules import acting, folding, terms
from metropoli.apps.casework.services.settling import locked, settled
from metropoli.apps.casework.types import (
    APPLICANT,
    OFFICE,
    Actor,
    Command,
    Move,
    Request,
    Step,
)
from metropoli.apps.people import queries as people
from metropoli.apps.people.models import Organisation, User
from metropoli.apps.people.types import WORK
from metropoli.apps.territory import queries as territory
from metropoli.base import clock
from metropoli.base.errors import Conflict, Invalid, NotFound, Refused

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that is misread over the telephone


def open_case(*, by: User, request: Request) -> str:
    """
    Begin a case, and return its number; the same key again returns the same number.

    :raises NotFound: there is no such procedure or Comune
    :raises Refused: who asks does not act for that organisation, or such may not ask
    :raises Invalid: answers or documents are missing or wrong
    :raises Conflict: the key was used for something else
    """
    key = _key(by, request.key)
    found = _already(key, request.data)
    if found is not None:
        return found.case.number
    try:
        return _open(by, request, key)
    except IntegrityError:  # somebody sent the same twice at the same moment
        found = _already(key, request.data)
        if found is None:
            raise
        return found.case.number


@transaction.atomic
def _open(by: User, request: Request, key: str) -> str:
    today = clock.today(settings.TIME_ZONE)
    procedure = catalogue.procedure_of(request.procedure, today)
    comune = territory.comune(request.comune)
    firm = _applicant(by, request, procedure.applicants)
    filed = tuple(documents.keep(one) for one in request.documents)
    move = procedure.opening
    actor = Actor(APPLICANT, str(by.pk), firm.code if firm else "")
    command = Command(move.code, actor, request.data, filed)
    event = acting.open_case(procedure, command, clock.now())
    case = Case(
        number=_number(event.at),
        procedure=procedure.code,
        version=procedure.version,
        comune_id=comune.istat,
        applicant=firm,
        opened_by=by,
        opened_at=event.at,
        phase=procedure.first_phase,
        n_events=0,
        head="",
    )
    case.save()
    event = log.write(case, event, key=key)
    log.keep_in_step(case, folding.step(None, event, catalogue.versions()), event, procedure)
    return case.number


@transaction.atomic
def take_step(*, by: User, step: Step) -> None:
    """
    Do something with a case; the same key again does nothing more.

    What the law did before is written first, so that nobody acts on a term that is over.

    :raises NotFound: there is no such case, or it is not for this person
    :raises Refused: the step is not for this person
    :raises Conflict: not in this phase, too often, too late, or somebody has not answered yet
    :raises Invalid: answers or documents are missing or wrong
    """
    key = _key(by, step.key)
    if _already(key, step.data) is not None:
        return
    case, now = locked(number=step.number), clock.now()
    actor = _actor(by, case, step)
    state, _events = settled(case=case, now=now)
    procedure = catalogue.versions()[state.procedure]
    _check_decides(by, case, procedure.moves.get(step.move))
    filed = tuple(documents.keep(one) for one in step.documents)
    command = Command(step.move, actor, step.data, filed)
    event = acting.act(procedure, state, command, now, log.closed_in(case.comune_id))
    event = log.write(case, event, key=key)
    log.keep_in_step(case, folding.step(state, event, catalogue.versions()), event, procedure)


@transaction.atomic
def move_to_version(
    *, by: User, number: str, version: str, phases: Mapping[str, str] | None = None
) -> None:
    """
    Let a running case go on under another version of its procedure; it is written in its log.

    `phases` says which phase of the new version stands for one of the old that it does not have.

    :raises NotFound: there is no such case or version, or it is not for this person
    :raises Refused: only who decides in the office may
    :raises Conflict: that version lacks something that the case is in the midst of
    """
    case, now = locked(number=number), clock.now()
    today = terms.day_of(now)
    if not access.reads_as(by, case, today=today):
        raise NotFound("no_such_case", number=number)
    if not access.may_decide(by, case.comune_id, today=today):
        raise Refused("only_who_decides", move=version)
    state, _events = settled(case=case, now=now)
    procedure = catalogue.versions().get(f"{case.procedure}@{version}")
    if procedure is None:
        raise NotFound("no_such_procedure", procedure=f"{case.procedure}@{version}")
    actor = Actor(OFFICE, str(by.pk), access.office_of(case.comune_id))
    event = log.write(case, acting.migrate(state, procedure, phases or {}, actor, now))
    case.version = version
    log.keep_in_step(case, folding.step(state, event, catalogue.versions()), event, procedure)


def _check_decides(by: User, case: Case, move: Move | None) -> None:
    today = clock.today(settings.TIME_ZONE)
    if move and move.decides and not access.may_decide(by, case.comune_id, today=today):
        raise Refused("only_who_decides", move=move.code)


def _actor(by: User, case: Case, step: Step) -> Actor:
    today = clock.today(settings.TIME_ZONE)
    if not access.reads_as(by, case, today=today):
        raise NotFound("no_such_case", number=step.number)
    for actor in access.actors(by, case, today=today):
        if actor.role == step.role and step.organisation in ("", actor.organisation):
            return actor
    raise Refused("not_your_role", role=step.role)


def _applicant(by: User, request: Request, kinds: tuple[str, ...]) -> Organisation | None:
    """Return the organisation that somebody asks for, or None if they ask for themselves."""
    if not request.organisation:
        if "person" not in kinds:
            raise Invalid("organisation_needed")
        return None
    firm = Organisation.objects.filter(code=request.organisation).first()
    today = clock.today(settings.TIME_ZONE)
    if firm is None or not people.user_may_in_comune(
        by, WORK, request.comune, today=today, organisation=firm.code
    ):
        raise Refused("not_for_that_organisation", organisation=request.organisation)
    if firm.kind not in kinds:
        raise Refused("not_for_such", kind=firm.kind)
    return firm


def _number(at: datetime) -> str:
    """Return a number that says the year and nothing of how many there are."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{at.year}-{drawn[:4]}-{drawn[4:]}"


def _key(by: User, key: str) -> str:
    return hashlib.sha256(f"{by.pk} {key}".encode()).hexdigest() if key else ""


def _already(key: str, data: Mapping[str, Any]) -> LogEntry | None:
    """Return what was written under a key before, if it was the same."""
    entry = LogEntry.objects.filter(key=key).first() if key else None
    if entry is not None:
        kept = {name: value for name, value in data.items() if value not in (None, "", [])}
        if json.loads(entry.body).get("data", {}) != kept:
            raise Conflict("key_was_used")
    return entry
