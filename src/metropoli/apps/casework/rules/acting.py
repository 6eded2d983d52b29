"""Who may take which step now, what a step writes into the log, and what happens by itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from metropoli.apps.casework.rules import answers, terms
from metropoli.apps.casework.rules.folding import BODIES, MIGRATED, MOVED, OPENED
from metropoli.apps.casework.rules.terms import IsClosed
from metropoli.apps.casework.types import (
    LAW,
    THIRD_BODY,
    Actor,
    CaseState,
    Command,
    Deadline,
    Event,
    Filed,
    Move,
    Procedure,
)
from metropoli.base.errors import Conflict, Invalid, Refused


def open_case(procedure: Procedure, command: Command, at: datetime) -> Event:
    """
    Return the first event of a case.

    :raises Conflict: this version is not in force on that day
    :raises Invalid: answers or documents are missing or wrong
    """
    day = terms.day_of(at)
    if not procedure.is_in_force(day):
        raise Conflict("procedure_not_in_force", procedure=procedure.key, day=day)
    body = _body(procedure, procedure.opening, command) | {"procedure": procedure.key}
    return Event(1, at, OPENED, command.move, command.actor, body)


def possible(
    procedure: Procedure, state: CaseState, actor: Actor, today: date, is_closed: IsClosed
) -> tuple[Move, ...]:
    """Return the moves that this actor may take now, in the order of the procedure."""
    if state.is_over:
        return ()
    return tuple(
        move
        for move in procedure.moves.values()
        if _reason_against(procedure, state, move, actor, (today, is_closed)) is None
    )


def act(
    procedure: Procedure, state: CaseState, command: Command, at: datetime, is_closed: IsClosed
) -> Event:
    """
    Return the event of a move that somebody takes.

    :raises Invalid: there is no such move, or answers or documents are missing or wrong
    :raises Refused: it is not for this role
    :raises Conflict: not in this phase, too often, too late, or somebody has not answered yet
    """
    move = procedure.moves.get(command.move)
    if move is None or not move.from_phases:
        raise Invalid("no_such_move", move=command.move)
    if move.by != command.actor.role or move.by == LAW:
        raise Refused("not_your_move", move=move.code, role=command.actor.role)
    reason = _reason_against(procedure, state, move, command.actor, (terms.day_of(at), is_closed))
    if reason is not None:
        raise Conflict("move_not_now", move=move.code, phase=state.phase, reason=reason)
    body = _body(procedure, move, command)
    return Event(state.n_events + 1, at, MOVED, move.code, command.actor, body)


def migrate(
    state: CaseState, procedure: Procedure, phases: Mapping[str, str], actor: Actor, at: datetime
) -> Event:
    """
    Return the event with which a case goes on under another version of its procedure.

    :raises Conflict: that version lacks the phase, a running term or an open task of the case
    """
    clocks = (clock.term for clock in state.clocks.values() if clock.ended_on is None)
    tasks = (task.task for task in state.tasks.values() if task.answered_at is None)
    phase = phases.get(state.phase, state.phase)
    lacks = [phase] * (phase not in procedure.phases)
    lacks += [code for code in clocks if code not in procedure.terms]
    lacks += [code for code in tasks if code not in procedure.tasks]
    if state.is_over or lacks:
        missing = ", ".join(lacks) or state.outcome
        raise Conflict("version_does_not_fit", version=procedure.version, missing=missing)
    body = {"procedure": procedure.key, "phases": dict(phases)}
    return Event(state.n_events + 1, at, MIGRATED, "", actor, body)


def by_law(
    procedure: Procedure, state: CaseState, now: datetime, is_closed: IsClosed
) -> Event | None:
    """Return what the law did first with a case that was left alone until now, if anything."""
    if state.is_over:
        return None
    for deadline in terms.deadlines(procedure, state.clocks, is_closed):
        if deadline.last_day is None or terms.over_at(deadline.last_day) > now:
            return None
        if deadline.when_over and state.phase in procedure.moves[deadline.when_over].from_phases:
            return _event_by_law(state, deadline, deadline.last_day)
    return None


def due_by_law_at(procedure: Procedure, state: CaseState, is_closed: IsClosed) -> datetime | None:
    """Return when the law will act by itself if nobody does anything, or None."""
    if state.is_over:
        return None
    instants = (
        terms.over_at(deadline.last_day)
        for deadline in terms.deadlines(procedure, state.clocks, is_closed)
        if deadline.last_day is not None
        and deadline.when_over
        and state.phase in procedure.moves[deadline.when_over].from_phases
    )
    return min(instants, default=None)


def _event_by_law(state: CaseState, deadline: Deadline, last_day: date) -> Event:
    actor = Actor(LAW, organisation=deadline.organisation)
    body = {"term": deadline.term, "last_day": last_day.isoformat()}
    at = terms.over_at(last_day)
    return Event(state.n_events + 1, at, MOVED, deadline.when_over, actor, body)


def _reason_against(
    procedure: Procedure,
    state: CaseState,
    move: Move,
    actor: Actor,
    when: tuple[date, IsClosed],
) -> str | None:
    """Return why a move cannot be taken now, as a word, or None if it can."""
    if move.by != actor.role or move.by == LAW:
        return "role"
    if state.phase not in move.from_phases:
        return "phase"
    if move.at_most and state.times_moved.get(move.code, 0) >= move.at_most:
        return "times"
    if any(code not in state.times_moved for code in move.after_moves):
        return "before"
    if move.while_running and not _is_running(procedure, state, move.while_running, when):
        return "late"
    return _task_against(state, move, actor)


def _task_against(state: CaseState, move: Move, actor: Actor) -> str | None:
    waiting = {task.organisation for task in state.tasks.values() if task.answered_at is None}
    if move.after_tasks and waiting:
        return "waiting"
    if move.by == THIRD_BODY and actor.organisation not in waiting:
        return "not_asked"
    return None


def _is_running(
    procedure: Procedure, state: CaseState, term: str, when: tuple[date, IsClosed]
) -> bool:
    today, is_closed = when
    clock = state.clocks.get((term, ""))
    if clock is None or clock.ended_on is not None:
        return False
    last = terms.last_day(clock, procedure.terms[term], is_closed)
    return last is None or today <= last


def _body(procedure: Procedure, move: Move, command: Command) -> dict[str, Any]:
    form = procedure.forms.get(move.form)
    data = answers.checked(form, command.data)
    _check_documents(move, command.documents)
    body: dict[str, Any] = {"data": data} if data else {}
    if command.documents:
        body["documents"] = [as_record(one) for one in command.documents]
    if move.opens_task and not data.get(BODIES):
        raise Invalid("nobody_asked", move=move.code)
    return body


def _check_documents(move: Move, filed: tuple[Filed, ...]) -> None:
    known = {one.code for one in move.documents}
    given = {one.code for one in filed}
    missing = [one.code for one in move.documents if one.required and one.code not in given]
    if missing:
        raise Invalid("documents_missing", documents=", ".join(missing))
    if given - known:
        raise Invalid("documents_not_asked", documents=", ".join(sorted(given - known)))


def as_record(filed: Filed) -> Mapping[str, str]:
    """Return a document as the log writes it."""
    return {"code": filed.code, "name": filed.name, "digest": filed.digest}
