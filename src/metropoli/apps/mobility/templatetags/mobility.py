"""What the pages of this room say in words."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils.formats import number_format

from metropoli.apps.mobility import rules
from metropoli.apps.mobility.messages import PLACE_KINDS
from metropoli.apps.mobility.types import Odds
from metropoli.apps.travel import services as travel
from metropoli.apps.travel.types import GREEN, MINUTE_S, NEAREST, QUARTER_HOUR, Trip

MANY = 100  # from which on decimals say nothing

register = template.Library()
register.filter(rules.fingerprint)


@register.filter
def odds(share: float | None) -> Odds | None:
    """Say a chance as so many times in ten or in a hundred."""
    return rules.odds_of(share)


@register.filter
def age(instant: datetime) -> str:
    """Say how long ago something was, as short as on a board."""
    ago_s = max(0, int((travel.city_now() - instant).total_seconds()))
    return f"{ago_s} s" if ago_s < 2 * MINUTE_S else f"{ago_s // MINUTE_S} min"


@register.filter
def token(trip: Trip) -> str:
    """Return the trip as the address of the page that follows it carries it."""
    return rules.token_of(trip)


@register.filter
def place_kind(kind: str) -> str:
    """Name one place of a kind; a kind that nobody named yet is shown as it is."""
    return str(PLACE_KINDS[kind][0]) if kind in PLACE_KINDS else kind


@register.filter
def place_kinds(kind: str) -> str:
    """Name the places of a kind."""
    return str(PLACE_KINDS[kind][1]) if kind in PLACE_KINDS else kind


@register.filter
def measured(value: float | None, measure: str) -> str:
    """Say a value of a measure of access, with its unit where it has one."""
    if value is None:
        return "–"
    if measure in {NEAREST, GREEN}:
        return f"{number_format(round(value))} {'min' if measure == NEAREST else 'm'}"
    if measure == QUARTER_HOUR:
        return f"{round(100 * value)} %"
    return number_format(value, decimal_pos=0 if value >= MANY else 2, force_grouping=True)
