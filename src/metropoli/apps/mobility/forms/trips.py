"""The questions of the planner, of boards and of timetables."""

from __future__ import annotations

import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from metropoli.apps.mobility.forms.manners import MannerForm
from metropoli.apps.mobility.types import Moment, PlaceQuestion, TripQuestion

LONGEST_NAME = 200


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


class TripForm(MannerForm):
    """The planner's form. Its parameters are the link that can be shared."""

    DEPART, ARRIVE = "depart", "arrive"

    from_ = forms.CharField(label=_("From"), max_length=LONGEST_NAME)
    from_at = CoordinatesField(required=False, widget=forms.HiddenInput)
    to = forms.CharField(label=_("To"), max_length=LONGEST_NAME)
    to_at = CoordinatesField(required=False, widget=forms.HiddenInput)
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
