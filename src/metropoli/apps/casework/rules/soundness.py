"""Whether a procedure holds together: every name that it uses is there, and every case can end."""

from __future__ import annotations

from collections.abc import Iterable

from metropoli.apps.casework.types import (
    FIELD_KINDS,
    LAW,
    OUTCOMES,
    ROLES,
    THIRD_BODY,
    Move,
    Procedure,
)


def problems_of(procedure: Procedure) -> list[str]:
    """Return what is wrong with a procedure, in words for who writes it; nothing if it is sound."""
    found = [*_beginnings(procedure), *_fields(procedure), *_terms(procedure)]
    for move in procedure.moves.values():
        found += [f"move {move.code}: {problem}" for problem in _move(procedure, move)]
    return found or [*_dead_ends(procedure)]


def _beginnings(procedure: Procedure) -> Iterable[str]:
    openings = [move.code for move in procedure.moves.values() if not move.from_phases]
    if len(openings) != 1:
        yield f"one move must come from no phase, not {len(openings)}"
    for phase in procedure.phases.values():
        if phase.holder not in ROLES:
            yield f"phase {phase.code}: nobody is called {phase.holder}"


def _fields(procedure: Procedure) -> Iterable[str]:
    for form in procedure.forms.values():
        for one in form.fields:
            if one.kind not in FIELD_KINDS:
                yield f"form {form.code}: {one.code} has no kind {one.kind}"
            if (one.kind == "choice") != bool(one.choices):
                yield f"form {form.code}: {one.code} and its choices do not fit"


def _terms(procedure: Procedure) -> Iterable[str]:
    for term in procedure.terms.values():
        if term.bound not in ROLES:
            yield f"term {term.code}: nobody is called {term.bound}"
        if not term.lasts_days:
            yield f"term {term.code} lasts no day"
        move = procedure.moves.get(term.when_over)
        if term.when_over and (move is None or move.by not in {LAW, THIRD_BODY}):
            yield f"term {term.code}: the law knows no move {term.when_over}"
    for task in procedure.tasks.values():
        if task.term not in procedure.terms:
            yield f"task {task.code}: there is no term {task.term}"


def _move(procedure: Procedure, move: Move) -> Iterable[str]:
    named = (
        ("phase", [*move.from_phases, *_given(move.to_phase)], procedure.phases),
        ("form", _given(move.form), procedure.forms),
        ("task", _given(move.opens_task, move.closes_task), procedure.tasks),
        ("term", _terms_of(move), procedure.terms),
        ("move", move.after_moves, procedure.moves),
        ("outcome", _given(move.outcome), OUTCOMES),
        ("role", [move.by], ROLES),
    )
    for what, codes, known in named:
        yield from (f"there is no {what} {code}" for code in codes if code not in known)
    if move.opens_task and not _asks_for_bodies(procedure, move):
        yield "it opens a task, but its form does not ask which bodies"


def _given(*codes: str) -> list[str]:
    return [code for code in codes if code]


def _terms_of(move: Move) -> list[str]:
    named = [*move.starts, *move.stops, *move.restarts, *move.resets, *move.ends]
    return named + _given(move.while_running)


def _asks_for_bodies(procedure: Procedure, move: Move) -> bool:
    form = procedure.forms.get(move.form)
    return form is not None and any(one.kind == "bodies" for one in form.fields)


def _dead_ends(procedure: Procedure) -> Iterable[str]:
    """Find phases that cannot be reached, and phases from which no end can be reached."""
    ends = {
        phase for move in procedure.moves.values() if move.outcome for phase in move.from_phases
    }
    arcs = [
        (phase, move.to_phase)
        for move in procedure.moves.values()
        if move.to_phase
        for phase in move.from_phases
    ]
    reached = _closure({procedure.first_phase}, arcs)
    ending = _closure(ends, [(to_phase, phase) for phase, to_phase in arcs])
    final = {move.to_phase for move in procedure.moves.values() if move.outcome}
    for code in procedure.phases:
        if code not in reached:
            yield f"phase {code} is never reached"
        if code not in ending | final:
            yield f"phase {code} has no way to an end"


def _closure(start: set[str], arcs: list[tuple[str, str]]) -> set[str]:
    found = set(start)
    while more := {to for origin, to in arcs if origin in found} - found:
        found |= more
    return found
