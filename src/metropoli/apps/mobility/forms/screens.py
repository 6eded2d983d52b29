"""The address of a screen in a public place."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from metropoli.apps.mobility.types import ScreenLook, ScreenQuestion

MOST_STOPS = 8
MOST_LINES = 40
FEWEST_ROWS, MOST_ROWS, USUAL_ROWS = 3, 16, 8
LONGEST_TITLE = 60
THEMES = [
    ("dark", _("White on blue")),
    ("light", _("Blue on white")),
    ("yellow", _("Yellow on black")),
]


class ScreenForm(forms.Form):
    """How a screen is set by its address. It hangs on a wall: what cannot be read is as usual."""

    rows = forms.IntegerField(
        label=_("Departures shown"),
        min_value=FEWEST_ROWS,
        max_value=MOST_ROWS,
        initial=USUAL_ROWS,
        required=False,
    )
    theme = forms.ChoiceField(label=_("Colours"), choices=THEMES, required=False)
    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE, required=False)
    alternate = forms.BooleanField(label=_("Both languages, in turn"), required=False)

    def __init__(self, query: QueryDict) -> None:
        told = query.copy()
        told.setdefault("rows", str(USUAL_ROWS))
        told.setdefault("language", get_language() or settings.LANGUAGE_CODE)
        super().__init__(told)
        self.query = query

    def to_question(self, *stops: str) -> ScreenQuestion:
        """Return what is to be shown of these stops, and of those that the address adds."""
        keys = dict.fromkeys([*stops, *self.query.getlist("also")])
        return ScreenQuestion(
            stops=tuple(keys)[:MOST_STOPS],
            lines=frozenset(self.query.getlist("line")[:MOST_LINES]),
            rows=self._read("rows", usual=USUAL_ROWS),
        )

    def to_look(self) -> ScreenLook:
        """Return how it is to be shown."""
        return ScreenLook(
            theme=self._read("theme", usual=THEMES[0][0]),
            title=self._read("title", usual=""),
            alternate=self._read("alternate", usual=False),
        )

    def _read(self, name: str, *, usual: Any) -> Any:
        self.is_valid()
        return self.cleaned_data.get(name) or usual


class ComposeForm(ScreenForm):
    """The page on which the address of a screen is put together."""

    q = forms.CharField(label=_("Add a stop"), max_length=LONGEST_TITLE, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, required=False)

    def stops(self) -> tuple[str, ...]:
        """Return the keys of the stops chosen so far."""
        return tuple(dict.fromkeys(self.query.getlist("stop")))[:MOST_STOPS]

    def first_language(self) -> str:
        """Return the language in which the screen begins."""
        return str(self._read("language", usual=settings.LANGUAGE_CODE))

    def text(self) -> str:
        """Return the name of the stop to add."""
        return str(self._read("q", usual=""))
