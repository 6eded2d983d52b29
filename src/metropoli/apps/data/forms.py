from __future__ import annotations

from django import forms

from metropoli.apps.data.types import Freshness


class DatasetsForm(forms.Form):
    """Which datasets to list. What cannot be read is left out: the list is never wrong."""

    q = forms.CharField(required=False, max_length=100)
    licence = forms.CharField(required=False, max_length=64)
    freshness = forms.ChoiceField(required=False, choices=[("", ""), *((f, f) for f in Freshness)])

    def value(self, name: str) -> str:
        return str(self.cleaned_data.get(name, ""))
