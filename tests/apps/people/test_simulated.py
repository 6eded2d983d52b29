"""Those who were made up may be anybody's; nobody real ever is."""

from __future__ import annotations

import pytest

from metropoli.apps.people import services
from metropoli.base.errors import Conflict, NotFound, Refused

pytestmark = pytest.mark.database


def test_whoever_comes_enters_as_somebody_made_up(client, db):
    elisa = services.invent_person(email="elisa@demo.invalid", full_name="Elisa")
    assert "Elisa" in client.get("/login/").content.decode()
    answer = client.post("/login/simulated/", {"who": str(elisa.pk), "next": "/desk/cases/"})
    assert answer["Location"] == "/desk/cases/"
    assert client.session["_auth_user_id"] == str(elisa.pk)


def test_nobody_is_led_out_of_the_house(client, db):
    elisa = services.invent_person(email="elisa@demo.invalid", full_name="Elisa")
    answer = client.post("/login/simulated/", {"who": str(elisa.pk), "next": "//evil.example/"})
    assert answer["Location"] == "/account/"


@pytest.mark.parametrize("who", ["", "nobody", "00000000-0000-0000-0000-000000000000"])
def test_nobody_enters_as_nobody(client, db, who):
    assert client.post("/login/simulated/", {"who": who}).status_code == 404
    assert client.get("/login/simulated/").status_code == 405


def test_no_real_person_is_entered_as(client, ada):
    assert client.post("/login/simulated/", {"who": str(ada.pk)}).status_code == 404
    assert "Ada" not in client.get("/login/").content.decode()
    with pytest.raises(Conflict):
        services.invent_person(email="ada@ente.it", full_name="Ada")


def test_who_administers_is_never_entered_as_even_if_made_up(db):
    elisa = services.invent_person(email="elisa@demo.invalid", full_name="Elisa")
    elisa.is_superuser = True
    elisa.save()
    with pytest.raises(NotFound):
        services.find_simulated(key=str(elisa.pk))


def test_a_real_person_gets_no_role_without_somebody_who_appoints(ada, body):
    from datetime import date  # noqa: PLC0415

    from metropoli.apps.people.types import Grant  # noqa: PLC0415

    grant = Grant("manager", "metropolis", date(2026, 1, 1))
    with pytest.raises(Refused):
        services.appoint_simulated(user=ada, organisation=body, grant=grant)
