from __future__ import annotations

from datetime import date, timedelta

import pytest

from metropoli.apps.people import queries, services
from metropoli.apps.people.models import FailedLogin, Membership, User
from metropoli.apps.people.types import Grant
from metropoli.base import clock
from metropoli.base.errors import Conflict, Invalid, NotFound, Refused

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


def grant(role="operator", perimeter="chieri", **more):
    return Grant(role, perimeter, date(2026, 1, 1), **more)


def test_one_person_has_one_account_however_the_email_is_written(ada):
    assert ada.email == "ada@ente.it"
    with pytest.raises(Conflict, match="account_exists"):
        services.open_account(email=" ADA@ente.it ")
    with pytest.raises(Invalid, match="no_email"):
        services.open_account(email=" ")


def test_an_account_without_a_password_cannot_log_in(db):
    user = services.open_account(email="new@ente.it")
    assert not user.has_usable_password()


@pytest.mark.usefixtures("ada", "bruno", "carla")
@pytest.mark.parametrize(
    ("who", "action", "where", "expected"),
    [
        ("ada", "appoint", "chieri", True),
        ("ada", "decide", "metropolis", True),
        ("bruno", "work", "chieri", True),
        ("bruno", "decide", "chieri", False),
        ("bruno", "work", "torino", False),
        ("bruno", "see", "hills", False),
        ("carla", "see", "hills", True),
        ("carla", "work", "hills", False),
    ],
)
def test_a_role_in_a_perimeter_covers_what_is_nested_in_it(request, who, action, where, expected):
    user = request.getfixturevalue(who)
    assert queries.user_may(user, action, where, today=TODAY) is expected


def test_a_comune_by_its_code_is_the_smallest_perimeter(bruno):
    assert queries.user_may_in_comune(bruno, "work", "001078", today=TODAY)
    assert not queries.user_may_in_comune(bruno, "work", "001272", today=TODAY)


def test_whoever_is_out_may_nothing_and_the_superuser_everything(ada, perimeters):
    root = User.objects.create_superuser("root@ente.it", "a long password")
    assert queries.user_may(root, "appoint", "metropolis", today=TODAY)
    ada.is_active = root.is_active = False
    assert not queries.user_may(ada, "see", "chieri", today=TODAY)
    assert not queries.user_may(root, "see", "chieri", today=TODAY)


def test_an_administrator_appoints_in_her_own_organisation_only(ada, bruno, body, other_body):
    given = services.appoint(by=ada, user=bruno, organisation=body, grant=grant("manager", "hills"))
    assert queries.user_may(bruno, "decide", "chieri", today=TODAY)
    again = services.appoint(by=ada, user=bruno, organisation=body, grant=grant("manager", "hills"))
    assert again.pk == given.pk
    with pytest.raises(Refused, match="may_not_appoint"):
        services.appoint(by=ada, user=bruno, organisation=other_body, grant=grant())
    with pytest.raises(Refused, match="may_not_appoint"):
        services.appoint(by=bruno, user=bruno, organisation=body, grant=grant("administrator"))


def test_a_role_that_cannot_be_is_refused(ada, bruno, body):
    with pytest.raises(Invalid, match="unknown_role"):
        services.appoint(by=ada, user=bruno, organisation=body, grant=grant("emperor"))
    bad = grant(until_day=date(2025, 12, 31))
    with pytest.raises(Invalid, match="ends_before_it_starts"):
        services.appoint(by=ada, user=bruno, organisation=body, grant=bad)
    with pytest.raises(NotFound, match="unknown_perimeter"):
        services.appoint(by=ada, user=bruno, organisation=body, grant=grant(perimeter="moon"))


def test_a_role_that_ends_is_kept_but_no_longer_allows(ada, bruno):
    membership = Membership.objects.get(user=bruno)
    services.end_role(by=ada, membership=membership, until_day=TODAY - timedelta(days=1))
    assert not queries.user_may(bruno, "see", "chieri", today=TODAY)
    assert len(queries.held_roles(bruno)) == 1
    assert not queries.roles_in_force(bruno, today=TODAY)
    with pytest.raises(Refused):
        services.end_role(by=bruno, membership=membership, until_day=TODAY)


def test_wrong_passwords_are_forgotten_after_a_while(db, monkeypatch):
    who = {"email": "ada@ente.it", "address": "192.0.2.1"}
    start = clock.now()
    for _ in range(5):
        services.note_failed_login(**who)
    assert services.is_login_shut(**who)
    assert services.is_login_shut(email=" ADA@ente.it", address="192.0.2.1")
    assert not services.is_login_shut(email="ada@ente.it", address="192.0.2.2")
    assert not services.is_login_shut(email="bruno@ente.it", address="192.0.2.1")
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(minutes=16))
    assert not services.is_login_shut(**who)
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(days=2))
    services.note_failed_login(**who)
    assert FailedLogin.objects.count() == 1


def test_the_first_account_of_an_installation_administers_everything(db):
    root = services.open_account(email="root@ente.it", password="a long one", is_superuser=True)
    assert (root.is_staff, root.is_superuser) == (True, True)
    plain = services.open_account(email="plain@ente.it", password="a long one")
    assert (plain.is_staff, plain.is_superuser) == (False, False)
