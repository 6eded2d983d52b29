"""Where a case stands is the fold of what happened to it, and of nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from metropoli.apps.casework.rules import terms
from metropoli.apps.casework.types import (
    LAW,
    CaseState,
    Clock,
    Event,
    Filed,
    Move,
    OpenTask,
    Procedure,
)

OPENED, MOVED, MIGRATED = "opened", "moved", "migrated"
BODIES = "bodies"  # the answer that names who is asked

Procedures = Mapping[str, Procedure]
Clocks = dict[tuple[str, str], Clock]


def fold(events: Iterable[Event], procedures: Procedures) -> CaseState:
    """Return where a case stands after all of its events; there is at least the first."""
    state: CaseState | None = None
    for event in events:
        state = step(state, event, procedures)
    assert state is not None
    return state


def step(state: CaseState | None, event: Event, procedures: Procedures) -> CaseState:
    """Return where a case stands after one more event."""
    if event.kind == OPENED or state is None:
        return _opened(event, procedures[event.body["procedure"]])
    if event.kind == MIGRATED:
        return _migrated(state, event)
    return _moved(state, event, procedures[state.procedure])


def _opened(event: Event, procedure: Procedure) -> CaseState:
    state = CaseState(procedure.key, procedure.first_phase, event.at, n_events=0)
    return _moved(state, event, procedure)


def _migrated(state: CaseState, event: Event) -> CaseState:
    phase = event.body["phases"].get(state.phase, state.phase)
    procedure = event.body["procedure"]
    return replace(state, procedure=procedure, phase=phase, n_events=state.n_events + 1)


def _moved(state: CaseState, event: Event, procedure: Procedure) -> CaseState:
    move = procedure.moves[event.move]
    on = terms.day_of(event.at)
    to_phase = move.to_phase or state.phase
    tasks = _tasks_after(state, event, move)
    clocks = _clocks_after(state, event, move, procedure, on)
    return replace(
        state,
        phase=to_phase,
        since=event.at if to_phase != state.phase else state.since,
        data=state.data if move.closes_task else {**state.data, **event.body.get("data", {})},
        documents=state.documents + documents_of(event),
        clocks={key: terms.end(one, on) for key, one in clocks.items()} if move.outcome else clocks,
        tasks=tasks,
        times_moved={**state.times_moved, move.code: state.times_moved.get(move.code, 0) + 1},
        outcome=move.outcome or state.outcome,
        by_silence=state.by_silence or bool(move.outcome and event.actor.role == LAW),
        n_events=state.n_events + 1,
    )


def documents_of(event: Event) -> tuple[Filed, ...]:
    """Return the documents that came with an event."""
    return tuple(Filed(**one) for one in event.body.get("documents", ()))


def _clocks_after(
    state: CaseState, event: Event, move: Move, procedure: Procedure, on: date
) -> Clocks:
    clocks: Clocks = dict(state.clocks)
    changes = ((move.stops, terms.stop), (move.restarts, terms.restart), (move.ends, terms.end))
    for codes, change in changes:
        for key in [(code, "") for code in codes if (code, "") in clocks]:
            clocks[key] = change(clocks[key], on)
    for code in move.resets:
        clocks[code, ""] = terms.begin(procedure.terms[code], on)
    for code in move.starts:
        clocks.setdefault((code, ""), terms.begin(procedure.terms[code], on))
    if move.opens_task:
        term = procedure.terms[procedure.tasks[move.opens_task].term]
        for body in event.body["data"][BODIES]:
            clocks.setdefault((term.code, body), terms.begin(term, on, organisation=body))
    if move.closes_task:
        key = (procedure.tasks[move.closes_task].term, event.actor.organisation)
        clocks[key] = terms.end(clocks[key], on)
    return clocks


def _tasks_after(state: CaseState, event: Event, move: Move) -> dict[tuple[str, str], OpenTask]:
    tasks = dict(state.tasks)
    if move.opens_task:
        for body in event.body["data"][BODIES]:
            tasks.setdefault((move.opens_task, body), OpenTask(move.opens_task, body, event.at))
    if move.closes_task:
        key = (move.closes_task, event.actor.organisation)
        tasks[key] = replace(
            tasks[key],
            answered_at=event.at,
            answer=event.body.get("data", {}),
            by_silence=event.actor.role == LAW,
        )
    return tasks
