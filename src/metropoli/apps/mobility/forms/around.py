"""Which part of the map somebody looks at, and what they want to see there."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from metropoli.apps.mobility.forms.manners import Keys
from metropoli.apps.mobility.types import (
    NOTICES,
    PARKING,
    SHARING,
    VEHICLES,
    AroundQuestion,
)
from metropoli.apps.travel.types import Box

LAYER_NAMES = {
    VEHICLES: _("Vehicles on their way"),
    NOTICES: _("Notices"),
    SHARING: _("Shared vehicles"),
    PARKING: _("Car parks"),
}
USUAL_PARTS, MOST_PARTS = 9, 20
SIDES = ("south_deg", "west_deg", "north_deg", "east_deg")


class Degrees(forms.FloatField):
    """A parallel or a meridian."""

    def __init__(self, most: int) -> None:
        super().__init__(required=False, min_value=-most, max_value=most)


class Parts(forms.IntegerField):
    """Into how many parts a side of the map is cut, so that marks in it can be told apart."""

    def __init__(self) -> None:
        super().__init__(required=False, min_value=1, max_value=MOST_PARTS)


class AroundForm(forms.Form):
    """Layers and a box; what cannot be read means the middle of the city."""

    layers = Keys(choices=list(LAYER_NAMES.items()), required=False)
    south_deg, north_deg = Degrees(90), Degrees(90)
    west_deg, east_deg = Degrees(180), Degrees(180)
    across, up = Parts(), Parts()

    def to_question(self) -> AroundQuestion:
        """Return what to look for, and where."""
        self.is_valid()
        asked: dict[str, Any] = self.cleaned_data
        sides = [degrees for side in SIDES if (degrees := asked.get(side)) is not None]
        box = Box(*sides) if len(sides) == len(SIDES) else None
        if box and (box.south_deg > box.north_deg or box.west_deg > box.east_deg):
            box = None
        parts = (asked.get("across") or USUAL_PARTS, asked.get("up") or USUAL_PARTS)
        return AroundQuestion(asked.get("layers") or frozenset(), box, parts)
