"""What changes accounts, organisations and roles."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import asdict
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from metropoli.apps.people import queries, rules
from metropoli.apps.people.models import FailedLogin, Membership, Organisation, User
from metropoli.apps.people.types import APPOINT, ROLES, Grant, OrganisationCard
from metropoli.apps.territory.models import Perimeter
from metropoli.base import clock
from metropoli.base.errors import Conflict, Invalid, NotFound, Refused


@transaction.atomic
def open_account(
    *,
    email: str,
    full_name: str = "",
    language: str = "it",
    password: str | None = None,
    is_superuser: bool = False,
) -> User:
    """
    Open an account. Without a password nobody can log in until one is set.

    A superuser may do everything everywhere, and enters the administration pages.

    :raises Invalid: there is no email
    :raises Conflict: the email has an account already, however it is written
    """
    address = User.objects.normalize_email(email)
    if not address:
        raise Invalid("no_email")
    if User.objects.filter(email=address).exists():
        raise Conflict("account_exists", email=address)
    make = User.objects.create_superuser if is_superuser else User.objects.create_user
    return make(address, password, full_name=full_name, language=language)


@transaction.atomic
def invent_person(*, email: str, full_name: str) -> User:
    """
    Make somebody up for the demonstration, or find them: whoever comes may enter as them.

    :raises Conflict: the email is that of a real account
    """
    address = User.objects.normalize_email(email)
    found, _ = User.objects.get_or_create(
        email=address, defaults={"full_name": full_name, "is_simulated": True}
    )
    if not found.is_simulated:
        raise Conflict("account_exists", email=address)
    return found


def find_simulated(*, key: str) -> User:
    """
    Return somebody who was made up, by their id; never who administers the platform.

    :raises NotFound: nobody was made up with this id
    """
    try:
        found = User.objects.filter(pk=key, is_simulated=True, is_active=True).first()
    except ValidationError:  # not even an id
        found = None
    if found is None or found.is_staff or found.is_superuser:
        raise NotFound("nobody_simulated")
    return found


@transaction.atomic
def appoint_simulated(*, user: User, organisation: Organisation, grant: Grant) -> Membership:
    """
    Give a role to somebody who was made up, without anybody who appoints them.

    :raises Refused: the person is real
    """
    if not user.is_simulated:
        raise Refused("may_not_appoint", role=grant.role, perimeter=grant.perimeter)
    membership, _ = Membership.objects.get_or_create(
        user=user,
        organisation=organisation,
        role=grant.role,
        perimeter=Perimeter.objects.get(code=grant.perimeter),
        from_day=grant.from_day,
    )
    return membership


@transaction.atomic
def register_organisation(*, card: OrganisationCard) -> Organisation:
    """Write down an organisation, or correct what was written of it."""
    values = asdict(card)
    found, _ = Organisation.objects.update_or_create(code=values.pop("code"), defaults=values)
    return found


@transaction.atomic
def appoint(*, by: User, user: User, organisation: Organisation, grant: Grant) -> Membership:
    """
    Give a person a role in an organisation, held in a perimeter.

    :raises NotFound: no perimeter has this code
    :raises Refused: whoever appoints is no administrator of that organisation in that perimeter
    :raises Invalid: the role does not exist, or ends before it starts
    """
    if grant.role not in ROLES:
        raise Invalid("unknown_role", role=grant.role)
    _check_days(grant.from_day, grant.until_day)
    _check_may_appoint(by, organisation, grant.role, grant.perimeter)
    membership, _ = Membership.objects.update_or_create(
        user=user,
        organisation=organisation,
        role=grant.role,
        perimeter=Perimeter.objects.get(code=grant.perimeter),
        from_day=grant.from_day,
        defaults={"until_day": grant.until_day},
    )
    return membership


@transaction.atomic
def end_role(*, by: User, membership: Membership, until_day: date) -> Membership:
    """
    Let a role end on a day.

    :raises Refused: whoever ends it could not have given it
    :raises Invalid: it would end before it starts
    """
    code = membership.perimeter.code
    _check_days(membership.from_day, until_day)
    _check_may_appoint(by, membership.organisation, membership.role, code)
    membership.until_day = until_day
    membership.save(update_fields=["until_day"])
    return membership


def is_login_shut(*, email: str, address: str) -> bool:
    """Tell whether this person, or this address, has to wait before trying a password again."""
    return queries.is_shut(_key(email), _key(address), now=clock.now())


@transaction.atomic
def note_failed_login(*, email: str, address: str) -> None:
    """Remember a wrong password for a while, and forget the old ones."""
    now = clock.now()
    FailedLogin.objects.filter(at__lt=now - rules.KEPT_FOR).delete()
    FailedLogin.objects.create(email_key=_key(email), address_key=_key(address), at=now)


def forget_failed_logins(*, email: str, address: str) -> None:
    """Forget the wrong passwords of a person who got in after all, at this address."""
    FailedLogin.objects.filter(email_key=_key(email), address_key=_key(address)).delete()


def _check_days(from_day: date, until_day: date | None) -> None:
    if until_day is not None and until_day < from_day:
        raise Invalid("ends_before_it_starts", from_day=from_day, until_day=until_day)


def _check_may_appoint(by: User, organisation: Organisation, role: str, perimeter: str) -> None:
    today = clock.today(settings.TIME_ZONE)
    may = queries.user_may(by, APPOINT, perimeter, today=today, organisation=organisation.code)
    if not may:
        raise Refused("may_not_appoint", role=role, perimeter=perimeter)


def _key(text: str) -> str:
    folded = User.objects.normalize_email(text).encode()
    return hmac.new(settings.SECRET_KEY.encode(), folded, hashlib.sha256).hexdigest()
