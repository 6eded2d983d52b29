"""
Torino with two Comuni around it, and three people.

Ada administers the metropolis, Bruno works in Chieri, Carla may read everything.
"""

from __future__ import annotations

from datetime import date

import pytest

from metropoli.apps.data import services as data
from metropoli.apps.data.types import DatasetCard
from metropoli.apps.people import services
from metropoli.apps.people.models import Membership
from metropoli.apps.people.types import OrganisationCard
from metropoli.apps.territory import services as territory
from metropoli.apps.territory.models import Perimeter
from metropoli.apps.territory.types import ComuneFacts, PerimeterFacts

COMUNI = {"001272": "Torino", "001078": "Chieri", "001192": "Pino Torinese"}
PERIMETERS = {
    "metropolis": frozenset(COMUNI),
    "hills": frozenset({"001078", "001192"}),
    "torino": frozenset({"001272"}),
    "chieri": frozenset({"001078"}),
}


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def perimeters(db):
    card = DatasetCard("comuni", "Comuni", "Comuni", "ISTAT", "comuni.csv", "CC-BY-4.0")
    data.declare_dataset(card=card)
    rows = [ComuneFacts(i, n, 100, 2023, 10.0, 45.0, 7.5) for i, n in COMUNI.items()]
    territory.load_comuni(rows=rows, dataset="comuni")
    for code, comuni in PERIMETERS.items():
        territory.define_perimeter(facts=PerimeterFacts(code, "plan", code, code, "us", comuni))


@pytest.fixture
def body(db):
    return services.register_organisation(card=OrganisationCard("body", "public-body", "Ente"))


@pytest.fixture
def other_body(db):
    return services.register_organisation(card=OrganisationCard("other", "public-body", "Altro"))


@pytest.fixture
def hold(perimeters):
    """Give a role directly, as an installation's first administrator gets it."""

    def hold(user, organisation, role, perimeter, from_day=date(2026, 1, 1), until_day=None):
        return Membership.objects.create(
            user=user,
            organisation=organisation,
            role=role,
            perimeter=Perimeter.objects.get(code=perimeter),
            from_day=from_day,
            until_day=until_day,
        )

    return hold


@pytest.fixture
def ada(db, body, hold):
    user = services.open_account(email="Ada@Ente.IT", full_name="Ada", password="a long password")
    hold(user, body, "administrator", "metropolis")
    return user


@pytest.fixture
def bruno(db, body, hold):
    user = services.open_account(
        email="bruno@ente.it", full_name="Bruno", password="a long password"
    )
    hold(user, body, "operator", "chieri")
    return user


@pytest.fixture
def carla(db, body, hold):
    user = services.open_account(
        email="carla@ente.it", full_name="Carla", password="a long password"
    )
    hold(user, body, "reader", "metropolis")
    return user
