"""Procedures are data: those that we ship hold together, and those that do not are told why."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metropoli.apps.casework.queries import versions
from metropoli.apps.casework.queries.catalogue import FACTS
from metropoli.apps.casework.rules import reading
from metropoli.base.errors import Invalid

BASES = {path.stem: path.read_text("utf-8") for path in (FACTS / "bases").glob("*.toml")}
BAR = (FACTS / "procedures" / "bar.toml").read_text("utf-8")


def why(text: str, bases: dict[str, str] = BASES) -> str:
    with pytest.raises(Invalid) as refused:
        reading.read(text, name="bar", bases=bases)
    assert refused.value.code == "procedure_wrong"
    return str(refused.value.values["problem"])


@pytest.mark.parametrize("key", versions())
def test_every_procedure_of_ours_can_be_read_in_both_languages(key):
    procedure = versions()[key]
    parts = [*procedure.phases.values(), *procedure.moves.values(), *procedure.terms.values()]
    texts = [procedure.title, procedure.aim, procedure.gives, *(part.says for part in parts)]
    texts += [one.asks for form in procedure.forms.values() for one in form.fields]
    assert all(text.it and text.en and text.it != text.en for text in texts)


@pytest.mark.parametrize("key", versions())
def test_every_term_and_every_step_of_an_office_names_its_law(key):
    procedure = versions()[key]
    assert all(term.law for term in procedure.terms.values())
    assert all(move.law for move in procedure.moves.values() if move.by != "applicant")


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('like = "scia"', 'like = "nothing"', "nothing is missing"),
        ('version = "2026-01"', "", "version is missing"),
        ("from_day = 2026-01-01", 'from_day = "soon"', "is not a day"),
        ('starts = ["checks"]', 'starts = ["weeks"]', "move submit: there is no term weeks"),
        ('to_phase = "checks"', 'to_phase = "heaven"', "move submit: there is no phase heaven"),
        ('form = "request"', 'form = "letter"', "move submit: there is no form letter"),
        ('by = "applicant"', 'by = "anybody"', "move submit: there is no role anybody"),
        ('kind = "date"', 'kind = "moon"', "starts_on has no kind moon"),
        ('code = "sign"', 'code = "surface_m2"', "a field is there twice"),
        ("between = [5, 5000]", 'between = ["a", 1]', "could not convert"),
        ("like", "like =", "Invalid value"),
    ],
)
def test_what_is_wrong_is_told(old, new, problem):
    changed = {name: text.replace(old, new, 1) for name, text in BASES.items()}
    assert problem in why(BAR.replace(old, new, 1), changed)


def test_a_phase_that_leads_nowhere_is_found():
    trap = """
[[phase]]
code = "trap"
holder = "office"
says = { it = "Trappola", en = "Trap" }
[[move]]
code = "fall"
by = "office"
from_phases = ["checks"]
to_phase = "trap"
says = { it = "Cadi", en = "Fall" }
"""
    assert why(BAR + trap) == "phase trap has no way to an end"
    island = trap.replace('"trap"', '"island"').replace(
        'from_phases = ["checks"]', "from_phases = []"
    )
    assert "one move must come from no phase" in why(BAR + island)


@given(st.data())
def test_whatever_is_cut_or_changed_nothing_but_a_reason_comes_out(data):
    at = data.draw(st.integers(0, len(BAR)))
    put = data.draw(st.sampled_from(["", "x", '"', "[[move]]\n", "\n\n[a]\n", "= 1\n", "\x00"]))
    cut = data.draw(st.integers(0, 60))
    with suppress(Invalid):
        reading.read(BAR[:at] + put + BAR[at + cut :], name="bar", bases=BASES)
