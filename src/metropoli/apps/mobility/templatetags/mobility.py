"""What the pages of this room say in words."""

from __future__ import annotations

from django import template

from metropoli.apps.mobility import rules
from metropoli.apps.mobility.types import Odds
from metropoli.apps.travel.types import Trip

register = template.Library()
register.filter(rules.fingerprint)


@register.filter
def odds(share: float | None) -> Odds | None:
    """Say a chance as so many times in ten or in a hundred."""
    return rules.odds_of(share)


@register.filter
def token(trip: Trip) -> str:
    """Return the trip as the address of the page that follows it carries it."""
    return rules.token_of(trip)
