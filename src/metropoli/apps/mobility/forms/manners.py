"""How somebody moves and what matters to them: fields of the planner that all have a default."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from metropoli.apps.mobility import services
from metropoli.apps.mobility.types import LEVELS, MIDDLE, MOST_SPARE_MIN, Wishes
from metropoli.apps.travel.types import (
    BIKE,
    BIKE_RIDE,
    CAR,
    KISS_RIDE,
    MINUTE_S,
    ON_DEMAND,
    PARK_RIDE,
    SHARED_BIKE,
    SHARED_CAR,
    SHARED_SCOOTER,
    TRANSIT,
    WALK,
    Manner,
)

MODE_NAMES = {
    TRANSIT: _("Public transport"),
    WALK: _("On foot"),
    BIKE: _("Own bike"),
    SHARED_BIKE: _("Shared bike"),
    SHARED_SCOOTER: _("E-scooter"),
    CAR: _("Own car"),
    SHARED_CAR: _("Car sharing"),
    PARK_RIDE: _("Car and public transport"),
    BIKE_RIDE: _("Bike and public transport"),
    KISS_RIDE: _("Driven to the stop"),
    ON_DEMAND: _("Bus on call"),
}
# What a page shows to who chooses nothing: more would be too much to read.
USUAL = frozenset((TRANSIT, WALK, BIKE, CAR, SHARED_BIKE, PARK_RIDE, ON_DEMAND))
PACES = {3: _("slowly"), 5: _("at a usual pace"), 6: _("briskly")}  # km/h
WALKS_MIN = (5, 10, 15, 20, 30, 45, 60)
SPARES_MIN = (0, 2, 5, 10, MOST_SPARE_MIN)
MOST_CHOSEN, LONGEST_KEY = 50, 200


class Level(forms.IntegerField):
    """A wish, from nothing to all."""

    def __init__(self, label: Any) -> None:
        low, high = LEVELS[0], LEVELS[-1]
        super().__init__(label=label, required=False, min_value=low, max_value=high, initial=MIDDLE)


class Usual(forms.TypedChoiceField):
    """One of a few whole numbers; who says nothing means the usual one."""

    def __init__(self, label: Any, choices: Iterable[tuple[int, Any]], *, usual: int) -> None:
        super().__init__(label=label, choices=list(choices), coerce=int, required=False)
        self.usual = usual

    def clean(self, value: Any) -> int:
        """Return the number that was chosen."""
        chosen = super().clean(value)
        return self.usual if chosen == "" else int(chosen)


def _minutes(lengths_min: tuple[int, ...]) -> list[tuple[int, Any]]:
    return [(n_min, format_lazy("{n} min", n=n_min)) for n_min in lengths_min]


class Keys(forms.MultipleChoiceField):
    """Keys out of a list that may have changed since the link was made: what is gone is left out."""

    def clean(self, value: list[str] | None) -> frozenset[str]:
        """Return those that are still there."""
        return frozenset(key for key in (value or [])[:MOST_CHOSEN] if self.valid_value(key))


class MannerForm(forms.Form):
    """What the planner asks besides from where, to where and when."""

    wish_minutes = Level(_("Travel time"))
    wish_money = Level(_("Money"))
    wish_environment = Level(_("Environment"))
    wish_changes = Level(_("Few changes"))
    wish_walking = Level(_("Little walking"))
    wish_certainty = Level(_("Certainty"))
    modes = Keys(label=_("By what"), required=False)
    pace = Usual(_("I walk"), PACES.items(), usual=5)
    longest_walk = Usual(_("On foot at most, to or from a stop"), _minutes(WALKS_MIN), usual=30)
    spare = Usual(_("More time at changes"), _minutes(SPARES_MIN), usual=0)
    step_free = forms.BooleanField(label=_("Without stairs"), required=False)
    bike_aboard = forms.BooleanField(label=_("With my bike on board"), required=False)
    passes = Keys(label=_("Passes that I have"), required=False)

    def __init__(
        self,
        *args: Any,
        offered: tuple[str, ...] | None = None,
        passes: tuple[tuple[str, str], ...] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        there = services.list_modes() if offered is None else offered
        self.offered = frozenset(there)
        _choose(self.fields["modes"], [(mode, MODE_NAMES[mode]) for mode in there])
        held = services.list_passes(language=get_language() or "it") if passes is None else passes
        _choose(self.fields["passes"], held)

    @property
    def wishes(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("wish_")]

    @property
    def profile(self) -> list[forms.BoundField]:
        return [self[name] for name in ("pace", "longest_walk", "spare")]

    @property
    def has_wishes(self) -> bool:
        """Say whether one thing matters to who asks more than another."""
        return any(_differs(field.value(), MIDDLE) for field in self.wishes)

    @property
    def has_manners(self) -> bool:
        """Say whether who asks moves otherwise than most."""
        names = ("modes", "passes", "bike_aboard")
        return any(self[name].value() for name in names) or any(
            isinstance(field.field, Usual) and _differs(field.value(), field.field.usual)
            for field in self.profile
        )

    def to_wishes(self) -> Wishes | None:
        """Return what matters, where something was chosen: then the ways are told by it."""
        if not self.has_wishes:
            return None
        said = {field.name: self.cleaned_data[field.name] for field in self.wishes}
        return Wishes(
            **{name.removeprefix("wish_"): MIDDLE if n is None else n for name, n in said.items()}
        )

    def to_manner(self) -> Manner:
        """Return how somebody moves."""
        asked = self.cleaned_data
        return Manner(
            step_free=asked["step_free"],
            walk_kmh=float(asked["pace"]),
            longest_walk_s=asked["longest_walk"] * MINUTE_S,
            spare_s=asked["spare"] * MINUTE_S,
            bike_aboard=asked["bike_aboard"],
        )

    def as_query(self) -> str:
        """Return how somebody moves as the end of an address."""
        kept = QueryDict(mutable=True)
        for name in ("step_free", "bike_aboard", "pace", "longest_walk", "spare"):
            if self.data.get(name):
                kept[name] = self.data[name]
        return f"&{kept.urlencode()}" if kept else ""

    def to_modes(self) -> frozenset[str]:
        """Return the chosen ways of moving; who chooses none asks for the usual ones that there are."""
        return self.cleaned_data["modes"] or self.offered & USUAL


def _choose(field: forms.Field, choices: Iterable[tuple[str, Any]]) -> None:
    if isinstance(field, forms.ChoiceField):
        field.choices = list(choices)


def _differs(value: object, usual: int) -> bool:
    return value not in (None, "", usual, str(usual))
