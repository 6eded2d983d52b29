"""The question of what can be reached."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from metropoli.apps.mobility.forms.trips import LONGEST_NAME, CoordinatesField
from metropoli.apps.mobility.types import (
    REACH_MINUTES,
    USUAL_REACH_MIN,
    Moment,
    PlaceQuestion,
    ReachQuestion,
)
from metropoli.apps.travel.types import BIKE, CAR, MIDDLE, TRANSIT, WALK, Manner

LONGEST_KIND = 40
MODES = [
    (TRANSIT, _("by public transport")),
    (WALK, _("on foot")),
    (BIKE, _("by bike")),
    (CAR, _("by car")),
]
BUDGETS_EUR = (0, 2, 4, 6, 10)
MONEY = [
    ("", _("whatever it costs")),
    *[(100 * euro, format_lazy(_("at most {euro} €"), euro=euro)) for euro in BUDGETS_EUR],
]
# How sure one wants to be, as the share of the departures of the hour that keep the time.
CERTAINTIES = [
    (MIDDLE, _("as a rule: half of the times")),
    (95, _("to be sure: nineteen times out of twenty")),
    (5, _("at best: leaving at the right minute")),
]


class ReachForm(forms.Form):
    """From where, when, by which means, within how long and for how much. Its address can be shared."""

    USUAL = {"minutes": USUAL_REACH_MIN, "mode": TRANSIT, "certainty": MIDDLE}

    from_ = forms.CharField(label=_("From"), max_length=LONGEST_NAME)
    from_at = CoordinatesField(required=False, widget=forms.HiddenInput)
    date = forms.DateField(label=_("Day"), required=False)
    time = forms.TimeField(label=_("Time"), required=False)
    mode = forms.ChoiceField(label=_("Means"), choices=MODES)
    minutes = forms.TypedChoiceField(
        label=_("Within"),
        choices=[(n, format_lazy(_("{minutes} minutes"), minutes=n)) for n in REACH_MINUTES],
        coerce=int,
    )
    money = forms.TypedChoiceField(
        label=_("Cost"), choices=MONEY, coerce=int, empty_value=None, required=False
    )
    certainty = forms.TypedChoiceField(label=_("How sure"), choices=CERTAINTIES, coerce=int)
    step_free = forms.BooleanField(label=_("Without stairs"), required=False)
    kind = forms.CharField(max_length=LONGEST_KIND, required=False, widget=forms.HiddenInput)

    def __init__(self, query: QueryDict, **more: Any) -> None:
        asked = query.copy()
        for name, usual in self.USUAL.items():
            asked.setdefault(name, str(usual))
        super().__init__(asked, **more)
        self.is_asked = bool(query.get("from"))

    def add_prefix(self, field_name: str) -> str:
        """Call the field `from_` by its name on the page: `from` is a word of Python."""
        return super().add_prefix(field_name.rstrip("_"))

    def to_question(self) -> ReachQuestion:
        """Return the question that the form asks."""
        asked = self.cleaned_data
        at = asked["from_at"]
        return ReachQuestion(
            start=PlaceQuestion(asked["from_"], *at) if at else PlaceQuestion(asked["from_"]),
            when=Moment(asked["date"], asked["time"]),
            mode=asked["mode"],
            longest_min=asked["minutes"],
            most_cents=asked["money"],
            manner=Manner(step_free=asked["step_free"]),
            kind=asked["kind"],
            certainty=asked["certainty"],
        )
