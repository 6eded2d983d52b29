"""Who may do what where, and when a door stays shut. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from metropoli.apps.people.types import (
    ADMINISTRATOR,
    APPOINT,
    DECIDE,
    MANAGER,
    OPERATOR,
    READER,
    SEE,
    WORK,
    HeldRole,
)

ROLES_THAT_MAY: Mapping[str, frozenset[str]] = {
    SEE: frozenset({READER, OPERATOR, MANAGER, ADMINISTRATOR}),
    WORK: frozenset({OPERATOR, MANAGER, ADMINISTRATOR}),
    DECIDE: frozenset({MANAGER, ADMINISTRATOR}),
    APPOINT: frozenset({ADMINISTRATOR}),
}

# Wrong passwords in the last quarter of an hour. One person at one machine forgets; one machine
# behind which an office sits forgets more; against one account from many machines, somebody tries.
WINDOW = timedelta(minutes=15)
MOST_BY_PERSON_AND_ADDRESS = 5
MOST_BY_ADDRESS = 100
MOST_BY_PERSON = 50
KEPT_FOR = timedelta(days=1)


def may(
    roles: Iterable[HeldRole],
    action: str,
    comuni: frozenset[str],
    *,
    today: date,
    organisation: str | None = None,
) -> bool:
    """
    Tell whether one of the roles allows an action on all of these Comuni today.

    A role in a perimeter covers every perimeter nested in it; two roles are never added up, so
    that nobody decides on a whole of which they hold only the parts. No Comune, no permission.
    """
    return bool(comuni) and any(
        role.role in ROLES_THAT_MAY.get(action, frozenset())
        and comuni <= role.comuni
        and is_in_force(role, today)
        and organisation in (None, role.organisation)
        for role in roles
    )


def is_in_force(role: HeldRole, today: date) -> bool:
    """Tell whether a role is held on a day; its first and its last day count."""
    return role.from_day <= today and (role.until_day is None or today <= role.until_day)


def is_shut(*, by_person_and_address: int, by_address: int, by_person: int) -> bool:
    """Tell whether so many wrong passwords shut the door for a while."""
    return (
        by_person_and_address >= MOST_BY_PERSON_AND_ADDRESS
        or by_address >= MOST_BY_ADDRESS
        or by_person >= MOST_BY_PERSON
    )
