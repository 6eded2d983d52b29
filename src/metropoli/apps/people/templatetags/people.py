"""The words of roles, for templates."""

from __future__ import annotations

from django import template

from metropoli.apps.people.messages import ROLE_NAMES

register = template.Library()


@register.filter
def role_name(role: str) -> str:
    """Say a role in the reader's language."""
    return str(ROLE_NAMES.get(role, role))
