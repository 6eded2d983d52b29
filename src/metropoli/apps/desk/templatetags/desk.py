"""The words of cases, for templates."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import template
from django.utils.formats import date_format, number_format

from metropoli.apps.casework.types import Actor, CaseFile, Event, Field, Filed, Procedure
from metropoli.apps.desk.messages import HOLDERS, NEW_VERSION, NO, OUTCOME_NAMES, YES
from metropoli.web.templatetags.web import said

register = template.Library()


@register.filter
def phase_name(procedure: Procedure, code: str) -> str:
    """Name a phase of a procedure."""
    return said(procedure.phases[code].says)


@register.filter
def holder(procedure: Procedure, code: str) -> str:
    """Say who is expected to act in a phase."""
    return str(HOLDERS[procedure.phases[code].holder])


@register.filter
def term_name(procedure: Procedure, code: str) -> str:
    """Name a term of a procedure."""
    return said(procedure.terms[code].says)


@register.filter
def term_law(procedure: Procedure, code: str) -> str:
    """Name the law of a term."""
    return procedure.terms[code].law


@register.filter
def move_name(procedure: Procedure, code: str) -> str:
    """Name a move of a procedure; a case goes from one version to another by none."""
    return said(procedure.moves[code].says) if code in procedure.moves else str(NEW_VERSION)


@register.filter
def bound_name(role: str) -> str:
    """Say who must act before a term is over."""
    return str(HOLDERS[role])


@register.filter
def actor_name(actor: Actor) -> str:
    """Say who acted: the role, and the body where it is one of many."""
    name = str(HOLDERS[actor.role])
    return f"{name} ({actor.organisation})" if actor.role == "third_body" else name


@register.filter
def outcome_name(code: str) -> str:
    """Say how a case ended."""
    return str(OUTCOME_NAMES.get(code, code))


@register.filter
def documents(event: Event) -> list[Filed]:
    """Return the documents that came with an event."""
    return [Filed(**one) for one in event.body.get("documents", ())]


@register.simple_tag
def answers(case: CaseFile, event: Event) -> list[tuple[str, str]]:
    """Return what was answered with an event, each beside its question."""
    move = case.procedure.moves.get(event.move)
    form = case.procedure.forms.get(move.form) if move else None
    data = event.body.get("data", {})
    found = []
    for one in form.fields if form else ():
        value = data.get(one.code)
        if value is not None:
            found.append((said(one.asks), _told(one, value)))
    return found


def _told(one: Field, value: Any) -> str:
    """Say an answer as people read it."""
    if one.choices:
        return said(one.choices[value])
    if one.kind == "date":
        return date_format(date.fromisoformat(value), "SHORT_DATE_FORMAT")
    if one.kind == "yes":
        return str(YES if value else NO)
    if one.kind == "bodies":
        return ", ".join(value)
    if isinstance(value, float):
        return str(number_format(int(value) if value.is_integer() else value))
    return str(value)


@register.filter
def the_day_before(moment: Any) -> Any:
    """Return the last day of a term that is over at an instant."""
    return moment - timedelta(seconds=1)
