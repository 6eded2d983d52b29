from __future__ import annotations

from django import forms

MOST_LETTERS = 100


class ComuniForm(forms.Form):
    """Which Comuni to list. What cannot be read is left out: the list is never wrong."""

    q = forms.CharField(required=False, max_length=MOST_LETTERS)
    perimeter = forms.SlugField(required=False, max_length=64)

    def text(self) -> str:
        return str(self.cleaned_data.get("q", ""))

    def code(self) -> str:
        return str(self.cleaned_data.get("perimeter", ""))
