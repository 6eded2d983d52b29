"""The questions of the planner, of boards and of timetables."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from metropoli.apps.mobility.forms.manners import MannerForm
from metropoli.apps.mobility.types import (
    LONGEST_STAY_MIN,
    Moment,
    PlaceQuestion,
    TripQuestion,
    ViaQuestion,
)

LONGEST_NAME = 200
VIAS = ("via", "via2")


class CoordinatesField(forms.CharField):
    """Read "45.0703,7.6869" into a pair of degrees, or an empty text into nothing."""

    def clean(self, value: str | None) -> tuple[float, float] | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            lat_deg, lon_deg = (float(part) for part in text.split(","))
        except ValueError:
            raise forms.ValidationError(
                _("Write latitude and longitude as 45.0703,7.6869.")
            ) from None
        if not (-90 <= lat_deg <= 90 and -180 <= lon_deg <= 180):  # noqa: PLR2004 - the globe
            raise forms.ValidationError(_("These coordinates are not on the globe."))
        return lat_deg, lon_deg


class Stay(forms.IntegerField):
    """How many minutes one stays at a place on the way; who says nothing only passes."""

    def __init__(self, label: Any) -> None:
        super().__init__(label=label, required=False, min_value=0, max_value=LONGEST_STAY_MIN)


class TripForm(MannerForm):
    """The planner's form. Its parameters are the link that can be shared."""

    DEPART, ARRIVE = "depart", "arrive"

    from_ = forms.CharField(label=_("From"), max_length=LONGEST_NAME)
    from_at = CoordinatesField(required=False, widget=forms.HiddenInput)
    to = forms.CharField(label=_("To"), max_length=LONGEST_NAME)
    to_at = CoordinatesField(required=False, widget=forms.HiddenInput)
    via = forms.CharField(label=_("By way of"), max_length=LONGEST_NAME, required=False)
    via_at = CoordinatesField(required=False, widget=forms.HiddenInput)
    via_stay = Stay(_("Minutes there"))
    via2 = forms.CharField(label=_("And then"), max_length=LONGEST_NAME, required=False)
    via2_at = CoordinatesField(required=False, widget=forms.HiddenInput)
    via2_stay = Stay(_("Minutes there"))
    when = forms.ChoiceField(
        label=_("When"),
        choices=[(DEPART, _("Leave after")), (ARRIVE, _("Arrive by"))],
        required=False,
    )
    date = forms.DateField(label=_("Day"), required=False)
    time = forms.TimeField(label=_("Time"), required=False)

    def add_prefix(self, field_name: str) -> str:
        """Call the field `from_` by its name on the page: `from` is a word of Python."""
        return super().add_prefix(field_name.rstrip("_"))

    @property
    def vias(self) -> list[tuple[str, forms.BoundField, forms.BoundField, forms.BoundField]]:
        """Return the places on the way, each with its role, its position and its stay."""
        return [(name, self[name], self[f"{name}_at"], self[f"{name}_stay"]) for name in VIAS]

    @property
    def has_vias(self) -> bool:
        """Say whether a place on the way was asked for."""
        return any(self[name].value() or self[f"{name}_stay"].errors for name in VIAS)

    def to_vias(self) -> tuple[ViaQuestion, ...]:
        """Return the places on the way that were named."""
        asked = self.cleaned_data
        return tuple(
            ViaQuestion(_place(asked[name], asked[f"{name}_at"]), asked[f"{name}_stay"] or 0)
            for name in VIAS
            if asked[name]
        )

    def to_question(self) -> TripQuestion:
        """Return the question that the form asks."""
        asked = self.cleaned_data
        return TripQuestion(
            start=_place(asked["from_"], asked["from_at"]),
            end=_place(asked["to"], asked["to_at"]),
            when=Moment(asked["date"], asked["time"]),
            arrive_by=asked["when"] == self.ARRIVE,
            modes=self.to_modes(),
            manner=self.to_manner(),
            owned=asked["passes"],
            wishes=self.to_wishes(),
            vias=self.to_vias(),
        )


class BoardForm(forms.Form):
    """From when on a departure board is read; what cannot be read means now."""

    date = forms.DateField(required=False)
    time = forms.TimeField(required=False)

    def to_moment(self) -> Moment:
        """Return the day and the time asked for."""
        self.is_valid()
        return Moment(self.cleaned_data.get("date"), self.cleaned_data.get("time"))


class LineForm(forms.Form):
    """The day of a timetable; what cannot be read means today."""

    date = forms.DateField(required=False)

    def to_day(self) -> datetime.date | None:
        """Return the day asked for."""
        self.is_valid()
        return self.cleaned_data.get("date")


def _place(text: str, at: tuple[float, float] | None) -> PlaceQuestion:
    return PlaceQuestion(text, *at) if at else PlaceQuestion(text)
