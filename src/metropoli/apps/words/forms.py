from __future__ import annotations

from django import forms

from metropoli.apps.words import rules
from metropoli.apps.words.types import Near


class SearchForm(forms.Form):
    """What the search box sends. No text is wrong: there is only nothing found."""

    q = forms.CharField(required=False, strip=True)
    near = forms.CharField(required=False)
    kind = forms.CharField(required=False)

    def clean_q(self) -> str:
        return str(self.cleaned_data["q"])[: rules.LONGEST_QUESTION]

    def point(self) -> Near | None:
        return rules.read_point(self.cleaned_data.get("near", ""))

    def kinds(self) -> list[str]:
        return [kind for kind in self.cleaned_data.get("kind", "").split(",") if kind]
