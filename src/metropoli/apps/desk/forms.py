"""Forms that procedures describe, as pages show them; and what somebody wants to do, and where."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from metropoli.apps.casework.types import Document, Field, Form, Known, Move, Upload
from metropoli.apps.people.types import OrganisationCard

Common = dict[str, Any]
Bodies = Callable[[], Sequence[OrganisationCard]]  # asked only by a form that asks for them

MOST_LETTERS = 200
DOCUMENT = "document-"


class AskForm(forms.Form):
    """What somebody wants to do, and in which Comune. What cannot be read is left out."""

    what = forms.CharField(required=False, max_length=MOST_LETTERS)
    comune = forms.CharField(required=False, max_length=6)

    def value(self, name: str) -> str:
        return str(self.cleaned_data.get(name, "") or "")


class MoveForm(forms.Form):
    """The questions and documents of one move, asked in the language of the reader."""

    key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        move: Move,
        form: Form | None,
        language: str,
        bodies: Bodies,
        known: Mapping[str, Known] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.known = {}
        self.fields["key"].initial = secrets.token_urlsafe(16)
        for one in form.fields if form else ():
            self.fields[one.code] = field_of(one, language, bodies)
            if known and one.fact in known:
                self.fields[one.code].initial = known[one.fact].value
                self.known[one.code] = known[one.fact]
        for document in move.documents:
            self.fields[f"{DOCUMENT}{document.code}"] = _file(document, language)

    @property
    def answers(self) -> dict[str, Any]:
        """Return the answers as the case keeps them."""
        return {
            name: _plain(value)
            for name, value in self.cleaned_data.items()
            if name != "key" and not name.startswith(DOCUMENT) and value not in (None, "", [])
        }

    @property
    def uploads(self) -> tuple[Upload, ...]:
        """Return the documents that were handed in."""
        return tuple(
            Upload(name.removeprefix(DOCUMENT), value.name, value.read())
            for name, value in self.cleaned_data.items()
            if name.startswith(DOCUMENT) and value
        )

    @property
    def n_new(self) -> int:
        """Return how many questions have no answer from before."""
        asked = [name for name in self.fields if name != "key" and not name.startswith(DOCUMENT)]
        return len(asked) - len(self.known)


def field_of(one: Field, language: str, bodies: Bodies) -> forms.Field:
    """Return the form field of a question."""
    common: Common = {
        "label": one.asks.said_in(language),
        "required": one.required,
        "help_text": one.hint.said_in(language),
    }
    if one.kind == "bodies":
        english = language.startswith("en")
        names = [(body.code, body.name_en if english else body.name_it) for body in bodies()]
        return forms.MultipleChoiceField(
            choices=names, widget=forms.CheckboxSelectMultiple, **common
        )
    return _FIELDS[one.kind](one, language, common)


def _text(one: Field, _language: str, common: Common) -> forms.Field:
    widget = forms.Textarea(attrs={"rows": 4}) if one.kind == "long_text" else forms.TextInput
    most = {"text": 300, "long_text": 5_000}.get(one.kind, 20)
    return forms.CharField(max_length=most, widget=widget, **common)


def _number(one: Field, _language: str, common: Common) -> forms.Field:
    low, high = one.between or (None, None)
    if one.kind == "integer":
        return forms.IntegerField(min_value=_whole(low), max_value=_whole(high), **common)
    return forms.FloatField(min_value=low, max_value=high, **common)


def _whole(bound: float | None) -> int | None:
    return None if bound is None else int(bound)


def _date(_one: Field, _language: str, common: Common) -> forms.Field:
    return forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **common
    )


def _choice(one: Field, language: str, common: Common) -> forms.Field:
    choices = [(code, text.said_in(language)) for code, text in one.choices.items()]
    return forms.ChoiceField(choices=[("", _("Choose")), *choices], **common)


def _yes(_one: Field, _language: str, common: Common) -> forms.Field:
    return forms.BooleanField(**common)


def _email(_one: Field, _language: str, common: Common) -> forms.Field:
    return forms.EmailField(**common)


_FIELDS: Mapping[str, Callable[[Field, str, Common], forms.Field]] = {
    "text": _text,
    "long_text": _text,
    "tax_code": _text,
    "vat_number": _text,
    "integer": _number,
    "number": _number,
    "date": _date,
    "choice": _choice,
    "yes": _yes,
    "email": _email,
}


def _file(document: Document, language: str) -> forms.Field:
    return forms.FileField(
        label=document.says.said_in(language),
        required=document.required,
        help_text=_("PDF, JPEG or PNG, 10 MB at most."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )


def _plain(value: Any) -> Any:
    """Return a value as JSON knows it."""
    return value.isoformat() if hasattr(value, "isoformat") else value
