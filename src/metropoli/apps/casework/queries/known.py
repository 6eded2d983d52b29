"""What was told once and need not be asked again: facts, with the case that told them."""

from __future__ import annotations

import json
from collections.abc import Mapping

from metropoli.apps.casework.models import LogEntry
from metropoli.apps.casework.queries import catalogue
from metropoli.apps.casework.types import APPLICANT, Form, Known
from metropoli.apps.people.models import User

LOOKED_BACK = 50  # cases: what an older one told may no longer be so


def known_facts(user: User, organisation: str) -> Mapping[str, Known]:
    """Return what an organisation (or, without one, a person) told last, by the name of the fact."""
    opened = LogEntry.objects.filter(seq=1, role=APPLICANT, organisation=organisation)
    if not organisation:
        opened = opened.filter(person=str(user.pk))
    entries = opened.select_related("case").order_by("-at")[:LOOKED_BACK]
    found: dict[str, Known] = {}
    for entry in reversed(entries):
        body = json.loads(entry.body)
        form = _form_of(body["procedure"], entry.move)
        data = body.get("data", {})
        for one in form.fields if form else ():
            if one.fact and one.code in data:
                found[one.fact] = Known(data[one.code], entry.case.number, entry.at)
    return found


def _form_of(procedure_key: str, move: str) -> Form | None:
    procedure = catalogue.versions().get(procedure_key)
    return procedure.forms.get(procedure.moves[move].form) if procedure else None
