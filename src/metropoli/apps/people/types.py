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
