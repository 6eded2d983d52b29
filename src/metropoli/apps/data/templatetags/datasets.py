"""The words of datasets, for templates."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

from metropoli.apps.data import messages
from metropoli.apps.data.types import DatasetCard, FreshnessReport

register = template.Library()
WORDS = {
    "freshness": messages.FRESHNESS,
    "status": messages.STATUS,
    "severity": messages.SEVERITY,
    "counts": messages.COUNTS,
    "frequency": messages.FREQUENCY,
    "privacy": messages.PRIVACY,
}
TAGS = {
    "fresh": "tag-ok",
    "ageing": "tag-wait",
    "stale": "tag-warn",
    "in_service": "tag-ok",
    "refused": "tag-warn",
    "error": "tag-warn",
    "warning": "tag-wait",
}


@register.filter
def word_for(value: str, family: str) -> str:
    """Say a stored value (a status, a severity, …) in the reader's language."""
    return str(WORDS[family].get(value, value))


@register.filter
def tag_css(value: str) -> str:
    """Return the class of the tag that shows a value."""
    return TAGS.get(value, "")


@register.filter
def reasons(report: FreshnessReport) -> list[str]:
    """Say why a dataset is as fresh as it is."""
    return [messages.reason(code, values) for code, values in report.reasons]


@register.filter
def title(card: DatasetCard) -> str:
    """Name a dataset in the reader's language."""
    return card.title_en if _english() else card.title_it


@register.filter
def description(card: DatasetCard) -> str:
    """Describe a dataset in the reader's language."""
    return card.description_en if _english() else card.description_it


def _english() -> bool:
    return (get_language() or "it").startswith("en")
