"""Role × action × own or other Comune, against a table written by hand."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from metropoli.apps.people import rules
from metropoli.apps.people.types import ACTIONS, ROLES, HeldRole

TODAY = date(2026, 11, 23)
HILLS = frozenset({"001078", "001192"})
MAY = {
    "reader": {"see"},
    "operator": {"see", "work"},
    "manager": {"see", "work", "decide"},
    "administrator": {"see", "work", "decide", "appoint"},
}


def held(role, comuni=HILLS, from_day=date(2026, 1, 1), until_day=None, organisation="body"):
    return HeldRole(role, organisation, frozenset(comuni), from_day, until_day)


@pytest.mark.parametrize(("role", "action"), list(product(ROLES, ACTIONS)))
@pytest.mark.parametrize(
    ("where", "inside"),
    [
        ({"001078", "001192"}, True),  # the perimeter itself
        ({"001078"}, True),  # nested in it
        ({"001272"}, False),  # another
        ({"001078", "001272"}, False),  # overlapping
        (set(), False),  # nowhere
    ],
)
def test_a_role_allows_its_actions_in_its_perimeter_and_nowhere_else(role, action, where, inside):
    expected = inside and action in MAY[role]
    assert rules.may([held(role)], action, frozenset(where), today=TODAY) is expected


def test_two_roles_are_never_added_up():
    parts = [held("manager", {"001078"}), held("manager", {"001192"})]
    assert rules.may(parts, "decide", frozenset({"001078"}), today=TODAY)
    assert not rules.may(parts, "decide", HILLS, today=TODAY)


@pytest.mark.parametrize(
    ("from_day", "until_day", "expected"),
    [
        (TODAY, None, True),
        (date(2026, 11, 24), None, False),
        (date(2026, 1, 1), TODAY, True),
        (date(2026, 1, 1), date(2026, 11, 22), False),
    ],
)
def test_the_first_and_the_last_day_of_a_role_count(from_day, until_day, expected):
    role = held("manager", from_day=from_day, until_day=until_day)
    assert rules.may([role], "decide", HILLS, today=TODAY) is expected


def test_a_role_is_held_in_one_organisation():
    assert rules.may([held("manager")], "decide", HILLS, today=TODAY, organisation="body")
    assert not rules.may([held("manager")], "decide", HILLS, today=TODAY, organisation="other")


def test_an_unknown_action_or_role_allows_nothing():
    assert not rules.may([held("administrator")], "demolish", HILLS, today=TODAY)
    assert not rules.may([held("emperor")], "see", HILLS, today=TODAY)
    assert not rules.may([], "see", HILLS, today=TODAY)


@pytest.mark.parametrize(
    ("both", "address", "person", "shut"),
    [(4, 99, 49, False), (5, 5, 5, True), (0, 100, 0, True), (0, 0, 50, True)],
)
def test_the_door_shuts_at_the_limit_and_not_before(both, address, person, shut):
    assert rules.is_shut(by_person_and_address=both, by_address=address, by_person=person) is shut
