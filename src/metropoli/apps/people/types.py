"""The words that people speaks to the outside: roles, actions and who holds what where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

READER, OPERATOR, MANAGER, ADMINISTRATOR = "reader", "operator", "manager", "administrator"
ROLES = (READER, OPERATOR, MANAGER, ADMINISTRATOR)

SEE, WORK, DECIDE, APPOINT = "see", "work", "decide", "appoint"
ACTIONS = (SEE, WORK, DECIDE, APPOINT)


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role as the rules read it: where it is held, and on which days (both included)."""

    role: str
    organisation: str
    comuni: frozenset[str]
    from_day: date
    until_day: date | None


@dataclass(frozen=True, slots=True)
class Grant:
    """A role to be given, in the perimeter with this code."""

    role: str
    perimeter: str
    from_day: date
    until_day: date | None = None


@dataclass(frozen=True, slots=True)
class RoleInfo:
    """A role as its holder reads it."""

    role: str
    organisation_it: str
    organisation_en: str
    perimeter_it: str
    perimeter_en: str
    from_day: date
    until_day: date | None


@dataclass(frozen=True, slots=True)
class OrganisationCard:
    """Who acts: what is known of a Comune, a public body, a company, an association."""

    code: str
    kind: str
    name_it: str
    name_en: str = ""
    ipa_code: str = ""
    vat_number: str = ""
