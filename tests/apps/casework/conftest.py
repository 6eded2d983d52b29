"""
An enterprise that opens a bar in Chieri, the office there, and a health authority.

Elisa runs the enterprise, Olga works in the office and Dario decides there, Aldo answers for the
health authority, Marta looks on for the metropolitan city, Nina has nothing to do with it.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from apps.people.conftest import _quick_passwords, hold, perimeters
from metropoli.apps.casework import services
from metropoli.apps.casework.types import Request, Step, Upload
from metropoli.apps.people import services as people
from metropoli.apps.people.types import OrganisationCard
from metropoli.base import clock

__all__ = ["_quick_passwords", "hold", "perimeters"]  # fixtures

CHIERI, TORINO = "001078", "001272"
PDF = b"%PDF-1.4 a plan"
ANSWERS = {
    "business_name": "Bar Centrale srl",
    "vat_number": "12345678901",
    "email": "bar@example.it",
    "sign": "Centrale",
    "address": "Via Roma 1, Chieri",
    "surface_m2": 40,
    "starts_on": "2026-03-05",
    "requirements": "course",
    "declares": True,
}
ROLES = {
    "elisa": ("bar-centrale", "enterprise", "operator"),
    "olga": (f"comune-{CHIERI}", "comune", "operator"),
    "dario": (f"comune-{CHIERI}", "comune", "manager"),
    "aldo": ("asl-to5", "health-authority", "operator"),
    "marta": ("citta-metropolitana", "metropolitan-city", "reader"),
    "tullia": (f"comune-{TORINO}", "comune", "manager"),
}


@pytest.fixture
def time(monkeypatch):
    """Stop the clock, and let a test move it."""

    class Time:
        now = datetime(2026, 3, 2, 9, tzinfo=UTC)

        def at(self, year: int, month: int, day: int, hour: int = 9) -> None:
            self.now = datetime(year, month, day, hour, tzinfo=UTC)

    stopped = Time()
    monkeypatch.setattr(clock, "now", lambda: stopped.now)
    return stopped


@pytest.fixture
def cast(time, hold):
    """Return the people, each in their role; Nina has none."""
    found = {"nina": people.open_account(email="nina@example.it", full_name="Nina")}
    for name, (code, kind, role) in ROLES.items():
        body = people.register_organisation(card=OrganisationCard(code, kind, code))
        found[name] = people.open_account(email=f"{name}@example.it", full_name=name.title())
        perimeter = {"olga": "chieri", "dario": "chieri", "tullia": "torino"}.get(name)
        hold(found[name], body, role, perimeter or "metropolis")
    return found


@pytest.fixture
def request_of():
    """Return the request for a bar, with what a test changes."""

    def request_of(**changes) -> Request:
        plan = (Upload("plan", "pianta.pdf", PDF),)
        given = {"data": ANSWERS, "organisation": "bar-centrale", "documents": plan}
        return Request("bar", CHIERI, **{**given, **changes})

    return request_of


@pytest.fixture
def bar(cast, request_of, settings, tmp_path):
    """Return the number of a case that Elisa opened on Monday 2 March 2026."""
    settings.VAR = tmp_path
    return services.open_case(by=cast["elisa"], request=request_of())


@pytest.fixture
def act(cast, bar):
    """Let somebody of the cast take a step in the case of the bar."""
    roles = {"elisa": "applicant", "aldo": "third_body"}

    def act(who: str, move: str, **more) -> None:
        role = more.pop("role", roles.get(who, "office"))
        services.take_step(by=cast[who], step=Step(bar, move, role, **more))

    return act
