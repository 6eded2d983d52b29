from __future__ import annotations

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db
RIGHT = {"username": "Ada@ente.it", "password": "a long password"}
WRONG = RIGHT | {"password": "another password"}


def test_one_logs_in_sees_ones_roles_and_logs_out(client, ada):
    page = client.post(reverse("people:login"), RIGHT, follow=True).content.decode()
    assert "ada@ente.it" in page
    assert "Ente" in page
    assert client.get(reverse("people:logout")).status_code == 405
    assert client.post(reverse("people:logout")).status_code == 302
    assert client.get(reverse("people:account")).status_code == 302


def test_a_wrong_password_says_nothing_about_the_account(client, ada):
    known = client.post(reverse("people:login"), WRONG)
    unknown = client.post(reverse("people:login"), WRONG | {"username": "nobody@ente.it"})
    assert (known.status_code, unknown.status_code) == (422, 422)
    errors = [r.context["form"].non_field_errors() for r in (known, unknown)]
    assert errors[0] == errors[1]


@pytest.mark.parametrize("door", ["people:login", "admin:login"])
def test_after_five_wrong_passwords_even_the_right_one_waits(client, ada, door):
    ada.is_staff = True
    ada.save()
    for _ in range(5):
        client.post(reverse(door), WRONG)
    shut = client.post(reverse(door), RIGHT)
    assert shut.status_code in {200, 429}
    assert "_auth_user_id" not in client.session
    elsewhere = client.post(reverse(door), RIGHT, REMOTE_ADDR="192.0.2.9")
    assert elsewhere.status_code == 302


def test_getting_in_clears_the_count(client, ada):
    for _ in range(4):
        client.post(reverse("people:login"), WRONG)
    assert client.post(reverse("people:login"), RIGHT).status_code == 302
    client.post(reverse("people:logout"))
    assert client.post(reverse("people:login"), WRONG).status_code == 422


def test_the_way_back_after_login_stays_in_the_house(client, ada):
    answer = client.post(reverse("people:login"), RIGHT | {"next": "https://evil.example/"})
    assert answer["Location"] == reverse("people:account")
    client.post(reverse("people:logout"))
    answer = client.post(reverse("people:login"), RIGHT | {"next": "/data/"})
    assert answer["Location"] == "/data/"


def test_only_staff_enters_the_administration(client, bruno):
    answer = client.post(reverse("admin:login"), RIGHT | {"username": "bruno@ente.it"})
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_short_password_is_not_accepted(client, ada):
    client.force_login(ada)
    new = {"old_password": "a long password", "new_password1": "short", "new_password2": "short"}
    assert client.post(reverse("people:password"), new).status_code == 200
    ada.refresh_from_db()
    assert ada.check_password("a long password")
    new |= {"new_password1": "kq7 violets sing", "new_password2": "kq7 violets sing"}
    assert client.post(reverse("people:password"), new).status_code == 302
    ada.refresh_from_db()
    assert ada.check_password("kq7 violets sing")


def test_the_administration_shows_accounts_and_roles(admin_client, ada):
    for model in ("user", "organisation"):
        assert admin_client.get(reverse(f"admin:people_{model}_changelist")).status_code == 200
    assert admin_client.get(reverse("admin:people_user_add")).status_code == 200
    assert admin_client.get(reverse("admin:people_user_change", args=[ada.pk])).status_code == 200
    form = {
        "email": "New@Ente.it",
        "full_name": "New",
        "usable_password": "false",
        "memberships-TOTAL_FORMS": 0,
        "memberships-INITIAL_FORMS": 0,
    }
    answer = admin_client.post(reverse("admin:people_user_add"), form)
    assert answer.status_code == 302
    assert type(ada).objects.filter(email="new@ente.it").exists()
    again = admin_client.post(reverse("admin:people_user_add"), form | {"email": "ADA@ente.it"})
    assert again.status_code == 200


def test_the_account_page_speaks_both_languages(client, ada):
    client.force_login(ada)
    assert "administrator" in client.get("/en/account/").content.decode()
    assert client.get("/account/").status_code == 200
