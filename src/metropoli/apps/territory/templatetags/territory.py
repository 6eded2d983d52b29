"""Names in the reader's language, for templates."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

from metropoli.apps.territory.types import ComuneInfo, PerimeterInfo

register = template.Library()


@register.filter
def named(thing: ComuneInfo | PerimeterInfo) -> str:
    """Name a Comune or a perimeter."""
    return (thing.name_en if _english() else "") or thing.name_it


@register.filter
def sourced(perimeter: PerimeterInfo) -> str:
    """Say who says that these are a perimeter's Comuni."""
    return (perimeter.source_en if _english() else "") or perimeter.source


def _english() -> bool:
    return (get_language() or "it").startswith("en")
