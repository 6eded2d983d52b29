"""Events on paper: read from the table, written at its end, and the case kept in step with them."""

from __future__ import annotations

import json

from metropoli.apps.casework.models import AskedBody, Case, LogEntry
from metropoli.apps.casework.rules import acting, calendar, chain
from metropoli.apps.casework.rules.terms import IsClosed
from metropoli.apps.casework.types import Actor, CaseState, Event, Procedure

# Month and day: Saint John for Torino, Blessed Bernard for Moncalieri.
PATRONS = {"001272": (6, 24), "001156": (7, 15)}


def closed_in(istat: str) -> IsClosed:
    """Return who tells on which days the offices of a Comune are closed by law."""
    patron = PATRONS.get(istat)
    return lambda day: calendar.is_closed(day, patron)


def events_of(case: Case) -> list[Event]:
    """Return the log of a case, from its beginning."""
    return [_event(entry) for entry in LogEntry.objects.filter(case=case).order_by("seq")]


def _event(entry: LogEntry) -> Event:
    return Event(
        seq=entry.seq,
        at=entry.at,
        kind=entry.kind,
        move=entry.move,
        actor=Actor(entry.role, entry.person, entry.organisation),
        body=json.loads(entry.body),
        digest=entry.digest,
    )


def write(case: Case, event: Event, *, key: str = "") -> Event:
    """Write an event at the end of the log, and return it with its digest."""
    event = chain.sealed(event, case.head)
    LogEntry.objects.create(
        case=case,
        seq=event.seq,
        at=event.at,
        kind=event.kind,
        move=event.move,
        role=event.actor.role,
        person=event.actor.person,
        organisation=event.actor.organisation,
        body=json.dumps(event.body, sort_keys=True, ensure_ascii=False),
        digest=event.digest,
        key=key,
    )
    return event


def keep_in_step(case: Case, state: CaseState, last: Event, procedure: Procedure) -> None:
    """Write what lists need of a case, as its log says it."""
    case.phase, case.outcome, case.n_events = state.phase, state.outcome, state.n_events
    case.head = last.digest
    case.closed_at = last.at if state.is_over and case.closed_at is None else case.closed_at
    case.law_acts_at = acting.due_by_law_at(procedure, state, closed_in(case.comune_id))
    case.save()
    for task in state.tasks.values():
        AskedBody.objects.update_or_create(
            case=case,
            organisation=task.organisation,
            defaults={"is_waited_for": task.answered_at is None and not state.is_over},
        )
