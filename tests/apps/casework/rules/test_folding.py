"""Whatever people do to a case, in whatever order: its log explains where it stands, and it ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metropoli.apps.casework.queries import versions
from metropoli.apps.casework.rules import acting, calendar, chain, folding
from metropoli.apps.casework.types import APPLICANT, OFFICE, THIRD_BODY, Actor, Command, Filed
from metropoli.base.errors import Conflict, Refused

PROCEDURES = versions()
BODIES = ("asl", "arpa", "vvf")
ACTORS = [
    Actor(APPLICANT, "elisa", "firm"),
    Actor(OFFICE, "olga", "comune"),
    *(Actor(THIRD_BODY, "aldo", body) for body in BODIES),
]
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
SAMPLES = {
    "text": "a",
    "long_text": "a",
    "integer": 1,
    "number": 1.5,
    "date": "2026-03-05",
    "yes": True,
    "email": "a@b.it",
    "tax_code": "12345678901",
    "vat_number": "12345678901",
    "bodies": list(BODIES),
}


def answers_to(procedure, move):
    form = procedure.forms.get(move.form)
    found = {}
    for one in form.fields if form else ():
        if one.kind == "choice":
            found[one.code] = next(iter(one.choices))
        elif one.between:
            found[one.code] = int(one.between[0]) + (0 if one.kind == "integer" else 0.5)
        else:
            found[one.code] = SAMPLES[one.kind]
    return found


def command(procedure, move, actor):
    filed = tuple(Filed(one.code, "a.pdf", "0" * 64) for one in move.documents)
    return Command(move.code, actor, answers_to(procedure, move), filed)


def opened(procedure):
    move = procedure.opening
    event = acting.open_case(procedure, command(procedure, move, ACTORS[0]), START)
    return [chain.sealed(event, "")]


def play(procedure, data):
    """Let people act at random, days apart, with the law between them; return the log."""
    events = opened(procedure)
    state, now = folding.fold(events, PROCEDURES), START

    def add(event):
        events.append(chain.sealed(event, events[-1].digest))
        return folding.step(state, events[-1], PROCEDURES)

    while not state.is_over:
        now += timedelta(days=data.draw(st.integers(0, 40)))
        while (event := acting.by_law(procedure, state, now, calendar.is_closed)) is not None:
            state = add(event)
        choices = [
            (move, actor)
            for actor in ACTORS
            for move in acting.possible(procedure, state, actor, now.date(), calendar.is_closed)
        ]
        if choices and not state.is_over and len(events) < 40:
            move, actor = data.draw(st.sampled_from(choices))
            done = acting.act(
                procedure, state, command(procedure, move, actor), now, calendar.is_closed
            )
            state = add(done)
    return events, state


@pytest.mark.parametrize("key", PROCEDURES)
def test_every_case_ends_and_its_log_says_how(key):
    procedure = PROCEDURES[key]

    @settings(max_examples=60, deadline=None)
    @given(st.data())
    def ends(data):
        events, state = play(procedure, data)
        assert folding.fold(events, PROCEDURES) == state
        assert chain.first_broken(events) is None
        assert [one.at for one in events] == sorted(one.at for one in events)
        assert all(clock.ended_on for clock in state.clocks.values())
        for actor in ACTORS:
            assert not acting.possible(
                procedure, state, actor, events[-1].at.date(), calendar.is_closed
            )

    ends()


@pytest.mark.parametrize("key", PROCEDURES)
def test_a_case_that_nobody_touches_ends_by_law_or_the_office_is_late(key):
    procedure = PROCEDURES[key]
    events = opened(procedure)
    state = folding.fold(events, PROCEDURES)
    far = START + timedelta(days=2_000)
    while (event := acting.by_law(procedure, state, far, calendar.is_closed)) is not None:
        state = folding.step(state, event, PROCEDURES)
    final = [term for term in procedure.terms.values() if term.final]
    assert state.by_silence == any(term.when_over for term in final)
    assert state.is_over == state.by_silence


@pytest.mark.parametrize("key", PROCEDURES)
def test_nobody_takes_a_step_of_the_law_or_of_another(key):
    procedure = PROCEDURES[key]
    state = folding.fold(opened(procedure), PROCEDURES)
    for move in procedure.moves.values():
        for actor in ACTORS:
            if move.from_phases and move.by != actor.role:
                with pytest.raises(Refused):
                    acting.act(
                        procedure,
                        state,
                        command(procedure, move, actor),
                        START,
                        calendar.is_closed,
                    )


def test_a_procedure_that_is_not_in_force_is_not_begun():
    procedure = PROCEDURES["bar@2026-01"]
    move = procedure.opening
    before = START - timedelta(days=400)
    with pytest.raises(Conflict, match="procedure_not_in_force"):
        acting.open_case(procedure, command(procedure, move, ACTORS[0]), before)


@given(st.integers(0, 2), st.sampled_from(["at", "body", "move", "seq", "kind", "actor"]))
def test_a_changed_line_of_the_log_is_found(row, field):
    procedure = PROCEDURES["bar@2026-01"]
    events = opened(procedure)
    for n in (2, 3):
        events.append(chain.sealed(replace(events[0], seq=n), events[-1].digest))
    other = {
        "at": START + timedelta(microseconds=1),
        "body": {},
        "move": "other",
        "seq": 9,
        "kind": "other",
        "actor": ACTORS[1],
    }
    events[row] = replace(events[row], **{field: other[field]})
    assert chain.first_broken(events) == row + 1
