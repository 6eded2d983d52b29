"""Answers are taken exactly when the published JSON Schema takes them."""

from __future__ import annotations

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.casework.conftest import ANSWERS
from metropoli.apps.casework.queries import versions
from metropoli.apps.casework.rules import answers
from metropoli.apps.casework.types import FIELD_KINDS, Field, Form, Text
from metropoli.base.errors import Invalid

SAYS = Text("Domanda", "Question")
CHECKER = jsonschema.Draft202012Validator.FORMAT_CHECKER
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=8),
    st.sampled_from(
        ["2026-02-29", "2026-03-05", "20260305", "a@b.it", "a b@c.it", "left", "x" * 301]
    ),
    st.sampled_from(
        ["12345678901", "1234567890", "RSSMRA80A01L219X", "RSSMRA80A01L219", "٠١٢٣٤٥٦٧٨٩٠"]
    ),
    st.lists(st.sampled_from(["a", "b", "", 3]), max_size=3),
    st.dictionaries(st.text(max_size=2), st.integers(), max_size=1),
)


def form(kind: str, *, required: bool) -> Form:
    choices = {"left": SAYS, "right": SAYS} if kind == "choice" else {}
    between = (-2.0, 9.0) if kind in {"integer", "number"} else None
    return Form("f", (Field("q", kind, SAYS, required, between, choices),))


def takes(one: Form, data: dict) -> bool:
    try:
        answers.checked(one, data)
    except Invalid:
        return False
    return True


@pytest.mark.parametrize("kind", FIELD_KINDS)
@pytest.mark.parametrize("required", [True, False])
def test_we_take_what_the_schema_takes(kind, required):
    one = form(kind, required=required)
    validator = jsonschema.Draft202012Validator(answers.schema(one, "it"), format_checker=CHECKER)

    @given(VALUES)
    def agree(value):
        # What is empty was not answered; JSON Schema would call 3.0 an integer, and we keep 3.
        if isinstance(value, float) and kind == "integer":
            return
        data = {} if value in (None, "", []) else {"q": value}
        assert takes(one, {"q": value}) == validator.is_valid(data)

    agree()


def test_the_schema_is_a_schema_with_questions_in_both_languages():
    for procedure in versions().values():
        for one in procedure.forms.values():
            for language in ("it", "en"):
                jsonschema.Draft202012Validator.check_schema(answers.schema(one, language))


def test_every_wrong_answer_is_named_with_what_is_wrong():
    bar = versions()["bar@2026-01"].forms["request"]
    assert answers.checked(bar, ANSWERS) == ANSWERS
    wrong = {**ANSWERS, "surface_m2": "big", "sign": "", "colour": "red", "vat_number": "12"}
    with pytest.raises(Invalid) as refused:
        answers.checked(bar, wrong)
    assert refused.value.values["fields"] == {
        "surface_m2": "kind",
        "sign": "missing",
        "colour": "unknown",
        "vat_number": "pattern",
    }
