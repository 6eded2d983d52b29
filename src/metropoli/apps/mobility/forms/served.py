"""The question of how well each place is served."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from metropoli.apps.mobility.messages import PLACE_KINDS
from metropoli.apps.mobility.types.served import SERVED_HOURS, SERVED_MINUTES, ServedQuestion
from metropoli.apps.travel.types import (
    BALANCED,
    BIKE,
    GRAVITY,
    GREEN,
    NEAREST,
    QUARTER_HOUR,
    TRANSIT,
    WALK,
    WITHIN,
)

MEASURES = [
    (NEAREST, _("minutes to the nearest")),
    (WITHIN, _("how many within the minutes")),
    (GRAVITY, _("how many, the far ones counting for less")),
    (BALANCED, _("how many for those who compete for them")),
    (QUARTER_HOUR, _("daily needs within the minutes")),
    (GREEN, _("metres on foot to green")),
]
MODES = [
    (TRANSIT, _("by public transport")),
    (WALK, _("on foot")),
    (BIKE, _("by bike")),
]
DAYS = [
    ("workday", _("on a Tuesday")),
    ("saturday", _("on a Saturday")),
    ("sunday", _("on a Sunday")),
]
HOURS = [
    (hour, format_lazy(_("from {first} to {last}"), first=hour, last=hour + 1))
    for hour in SERVED_HOURS
]


class ServedForm(forms.Form):
    """Which measure, of which places, by which means, when. Its address can be shared."""

    measure = forms.ChoiceField(label=_("Measure"), choices=MEASURES)
    kind = forms.ChoiceField(label=_("Places"), required=False)
    mode = forms.ChoiceField(label=_("Means"), choices=MODES)
    minutes = forms.TypedChoiceField(
        label=_("Within"),
        choices=[(n, format_lazy(_("{minutes} minutes"), minutes=n)) for n in SERVED_MINUTES],
        coerce=int,
    )
    day = forms.ChoiceField(label=_("Day"), choices=DAYS)
    hour = forms.TypedChoiceField(label=_("Hour"), choices=HOURS, coerce=int)

    def __init__(self, query: QueryDict, kinds: Sequence[str], **more: Any) -> None:
        usual = ServedQuestion()
        asked = query.copy()
        asked.setdefault("measure", usual.measure)
        asked.setdefault("mode", usual.mode)
        asked.setdefault("minutes", str(usual.within_min))
        asked.setdefault("day", usual.day)
        asked.setdefault("hour", str(usual.hour))
        super().__init__(asked, **more)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(kind, PLACE_KINDS.get(kind, ("", kind))[1]) for kind in kinds]

    def to_question(self) -> ServedQuestion:
        """Return the question that the form asks."""
        asked = self.cleaned_data
        return ServedQuestion(
            measure=asked["measure"],
            kind=asked["kind"],
            mode=asked["mode"],
            within_min=asked["minutes"],
            day=asked["day"],
            hour=asked["hour"],
        )
