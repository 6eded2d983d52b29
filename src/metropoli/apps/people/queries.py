"""What can be asked about people and their roles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from metropoli.apps.people import rules
from metropoli.apps.people.models import FailedLogin, Membership, Organisation, User
from metropoli.apps.people.types import WORK, HeldRole, OrganisationCard, RoleInfo
from metropoli.apps.territory import queries as territory


def held_roles(user: User) -> Sequence[HeldRole]:
    """Return every role of a person, past and future too, with the Comuni that it covers."""
    rows = Membership.objects.filter(user=user).order_by("id")
    columns = ("role", "organisation__code", "perimeter__code", "from_day", "until_day")
    found = list(rows.values_list(*columns))
    comuni = {code: territory.comuni_codes(code) for code in {row[2] for row in found}}
    return [HeldRole(row[0], row[1], comuni[row[2]], row[3], row[4]) for row in found]


def roles_in_force(user: User, *, today: date) -> Sequence[RoleInfo]:
    """Return the roles that a person holds today, for the screen."""
    rows = Membership.objects.filter(user=user, from_day__lte=today).order_by("id")
    rows = rows.exclude(until_day__lt=today).select_related("organisation", "perimeter")
    return [
        RoleInfo(
            role=row.role,
            organisation_it=row.organisation.name_it,
            organisation_en=row.organisation.name_en or row.organisation.name_it,
            perimeter_it=row.perimeter.name_it,
            perimeter_en=row.perimeter.name_en or row.perimeter.name_it,
            from_day=row.from_day,
            until_day=row.until_day,
        )
        for row in rows
    ]


def simulated_people() -> Sequence[User]:
    """Return those who were made up for the demonstration, by name."""
    made_up = User.objects.filter(is_simulated=True, is_active=True)
    return list(made_up.exclude(is_staff=True).exclude(is_superuser=True).order_by("full_name"))


def works_for(user: User, *, today: date) -> Sequence[OrganisationCard]:
    """Return the organisations for which a person may work today, by name."""
    working = rules.ROLES_THAT_MAY[WORK]
    rows = Membership.objects.filter(user=user, role__in=working, from_day__lte=today)
    rows = rows.exclude(until_day__lt=today)
    found = Organisation.objects.filter(memberships__in=rows).distinct()
    return [_card(one) for one in found]


def organisations(*kinds: str) -> Sequence[OrganisationCard]:
    """Return the organisations of some kinds, by name."""
    return [_card(one) for one in Organisation.objects.filter(kind__in=kinds)]


def _card(one: Organisation) -> OrganisationCard:
    name_en = one.name_en or one.name_it
    return OrganisationCard(one.code, one.kind, one.name_it, name_en, one.ipa_code, one.vat_number)


def user_may(
    user: User, action: str, perimeter: str, *, today: date, organisation: str | None = None
) -> bool:
    """
    Tell whether a person may do something in a perimeter today.

    :raises NotFound: no perimeter has this code
    """
    comuni = territory.comuni_codes(perimeter)
    return _may(user, action, comuni, today, organisation)


def user_may_in_comune(
    user: User, action: str, istat: str, *, today: date, organisation: str | None = None
) -> bool:
    """Tell whether a person may do something in a Comune today."""
    return _may(user, action, frozenset({istat}), today, organisation)


def is_shut(email_key: str, address_key: str, *, now: datetime) -> bool:
    """Tell whether too many wrong passwords came lately for this person or from this address."""
    lately = FailedLogin.objects.filter(at__gt=now - rules.WINDOW)
    by_person = lately.filter(email_key=email_key)
    return rules.is_shut(
        by_person_and_address=by_person.filter(address_key=address_key).count(),
        by_address=lately.filter(address_key=address_key).count(),
        by_person=by_person.count(),
    )


def _may(
    user: User, action: str, comuni: frozenset[str], today: date, organisation: str | None
) -> bool:
    if not user.is_active:
        return False
    if user.is_superuser:
        return True
    return rules.may(held_roles(user), action, comuni, today=today, organisation=organisation)
