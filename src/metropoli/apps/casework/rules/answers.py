"""The answers to a form: checked, and described as JSON Schema for programs."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from metropoli.apps.casework.types import Field, Form
from metropoli.base.errors import Invalid

DRAFT = "https://json-schema.org/draft/2020-12/schema"
LONGEST = {"text": 300, "long_text": 5_000, "email": 254}
# The form of the codes (DPR 605/1973; DPR 633/1972, art. 35); their check letters are not looked at.
PATTERNS = {
    "email": r"^[^@\s]+@[^@\s]+\.[^@\s]+$",
    "tax_code": r"^([A-Z]{6}[0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]|[0-9]{11})$",
    "vat_number": r"^[0-9]{11}$",
}


def checked(form: Form | None, data: Mapping[str, Any]) -> dict[str, Any]:
    """
    Return the answers to a form as the log keeps them, without empty ones.

    :raises Invalid: answers_wrong, with the fields and what is wrong with each (`missing`,
        `unknown`, `kind`, `between`, `choice`, `length`, `pattern`)
    """
    fields = {one.code: one for one in form.fields} if form else {}
    given = {code: value for code, value in data.items() if value not in (None, "", [])}
    wrong = {code: "unknown" for code in given if code not in fields}
    for code, one in fields.items():
        problem = _problem(one, given[code]) if code in given else "missing" * one.required
        if problem:
            wrong[code] = problem
    if wrong:
        told = ", ".join(f"{code} ({problem})" for code, problem in sorted(wrong.items()))
        raise Invalid("answers_wrong", answers=told, fields=dict(wrong))
    return given


def schema(form: Form, language: str) -> dict[str, Any]:
    """Return a form as JSON Schema (2020-12), with its questions in a language."""
    return {
        "$schema": DRAFT,
        "type": "object",
        "additionalProperties": False,
        "required": [one.code for one in form.fields if one.required],
        "properties": {one.code: _schema_of(one, language) for one in form.fields},
    }


def _schema_of(one: Field, language: str) -> dict[str, Any]:
    told: dict[str, Any] = {"title": one.asks.said_in(language)}
    if one.hint.it:
        told["description"] = one.hint.said_in(language)
    return told | _SCHEMAS[one.kind](one)


def _between(one: Field) -> dict[str, Any]:
    if one.between is None:
        return {}
    return {"minimum": one.between[0], "maximum": one.between[1]}


def _string(one: Field) -> dict[str, Any]:
    told: dict[str, Any] = {"type": "string", "minLength": 1}
    if one.kind in LONGEST:
        told["maxLength"] = LONGEST[one.kind]
    if one.kind in PATTERNS:
        told["pattern"] = PATTERNS[one.kind]
    return told


_SCHEMAS: Mapping[str, Callable[[Field], dict[str, Any]]] = {
    "text": _string,
    "long_text": _string,
    "email": _string,
    "tax_code": _string,
    "vat_number": _string,
    "integer": lambda one: {"type": "integer"} | _between(one),
    "number": lambda one: {"type": "number"} | _between(one),
    "date": lambda _one: {"type": "string", "format": "date"},
    "choice": lambda one: {"enum": list(one.choices)},
    "yes": lambda one: {"const": True} if one.required else {"type": "boolean"},
    "bodies": lambda _one: {
        "type": "array",
        "items": {"type": "string", "minLength": 1},
        "minItems": 1,
        "uniqueItems": True,
    },
}


def _problem(one: Field, value: Any) -> str:
    """Return what is wrong with an answer, as a word, or nothing."""
    return _CHECKS[one.kind](one, value)


def _check_text(one: Field, value: Any) -> str:
    if not isinstance(value, str):
        return "kind"
    if len(value) > LONGEST.get(one.kind, len(value)):
        return "length"
    if one.kind in PATTERNS and not re.fullmatch(PATTERNS[one.kind], value):
        return "pattern"
    return ""


def _check_number(one: Field, value: Any) -> str:
    kinds = (int,) if one.kind == "integer" else (int, float)
    if isinstance(value, bool) or not isinstance(value, kinds):
        return "kind"
    low, high = one.between or (-math.inf, math.inf)
    return "" if math.isfinite(value) and low <= value <= high else "between"


def _check_date(_one: Field, value: Any) -> str:
    if not isinstance(value, str):
        return "kind"
    try:
        date.fromisoformat(value)
    except ValueError:
        return "kind"
    return "" if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) else "kind"


def _check_choice(one: Field, value: Any) -> str:
    return "" if isinstance(value, str) and value in one.choices else "choice"


def _check_yes(one: Field, value: Any) -> str:
    if not isinstance(value, bool):
        return "kind"
    return "choice" if one.required and not value else ""


def _check_bodies(_one: Field, value: Any) -> str:
    if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
        return "kind"
    return "" if len(set(value)) == len(value) else "choice"


_CHECKS: Mapping[str, Callable[[Field, Any], str]] = {
    "text": _check_text,
    "long_text": _check_text,
    "email": _check_text,
    "tax_code": _check_text,
    "vat_number": _check_text,
    "integer": _check_number,
    "number": _check_number,
    "date": _check_date,
    "choice": _check_choice,
    "yes": _check_yes,
    "bodies": _check_bodies,
}
