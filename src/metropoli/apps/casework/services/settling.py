"""What the law does with a case by itself, written before anybody else does anything."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from metropoli.apps.casework.bridge import log
from metropoli.apps.casework.models import Case
from metropoli.apps.casework.queries import catalogue
from metropoli.apps.casework.rules import acting, folding
from metropoli.apps.casework.types import CaseState, Event
from metropoli.base import clock
from metropoli.base.errors import NotFound


def settle_due() -> int:
    """Write what the law did by itself with the cases that nobody touched, and return how many."""
    now = clock.now()
    due = Case.objects.filter(law_acts_at__lte=now).order_by("law_acts_at")
    numbers = list(due.values_list("number", flat=True))
    for number in numbers:
        with transaction.atomic():
            settled(case=locked(number=number), now=now)
    return len(numbers)


def locked(*, number: str) -> Case:
    """Return a case that nobody else can write to until this transaction ends."""
    case = Case.objects.select_for_update().filter(number=number).first()
    if case is None:
        raise NotFound("no_such_case", number=number)
    return case


def settled(*, case: Case, now: datetime) -> tuple[CaseState, list[Event]]:
    """Write what the law did until now, and return where the case stands with its whole log."""
    events = log.events_of(case)
    n_before, state = len(events), folding.fold(events, catalogue.versions())
    procedure, is_closed = catalogue.versions()[state.procedure], log.closed_in(case.comune_id)
    while (event := acting.by_law(procedure, state, now, is_closed)) is not None:
        events.append(log.write(case, event))
        case.head = events[-1].digest
        state = folding.step(state, events[-1], catalogue.versions())
    if len(events) > n_before:
        log.keep_in_step(case, state, events[-1], procedure)
    return state, events
