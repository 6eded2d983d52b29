"""A card may not lie: everything it names must exist."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import reverse

from metropoli.plan import Text, areas, card, cards
from metropoli.plan.registry import DOORS

ROOT = Path(__file__).parents[2]
CODES = [f"A{n}" for n in range(1, 9)] + [f"B{n}" for n in range(1, 22)]
MIN_PROMISES = 4

each_card = pytest.mark.parametrize("card", cards(), ids=lambda one: one.code)


def texts_of(one) -> list[Text]:
    said = [promise.says for promise in one.promises]
    missing = [promise.missing for promise in one.promises if promise.missing]
    return [one.title, one.aim, *said, *missing]


@cache
def collected_from(file: str) -> set[str]:
    """Return the names of the tests that pytest collects from a file, classes included."""
    path = ROOT / file
    if not path.is_file() or not path.name.startswith("test_"):
        return set()
    found = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            found.add(node.name)
        if isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            methods = [one for one in node.body if isinstance(one, ast.FunctionDef)]
            found |= {f"{node.name}::{one.name}" for one in methods if one.name.startswith("test_")}
    return found


def test_the_29_projects_are_there_in_their_order():
    assert [one.code for one in cards()] == CODES


def test_a_card_is_found_by_its_code_however_it_is_typed():
    assert card("b18") is card("B18") is not None
    assert card("Z9") is None


def test_every_area_has_a_project():
    assert {one.area for one in cards()} == set(areas())


@each_card
def test_a_card_names_a_door_that_exists(card):
    assert card.door in DOORS


@each_card
def test_a_card_speaks_both_languages(card):
    for text in texts_of(card):
        assert text.it.strip()
        assert text.en.strip()
        assert text.it != text.en or text is card.title


@each_card
def test_a_card_promises_something_concrete(card):
    assert len(card.promises) >= MIN_PROMISES
    said = [promise.says.en for promise in card.promises]
    assert len(set(said)) == len(said)


@each_card
def test_every_promise_has_a_proof_or_says_what_is_missing(card):
    for promise in card.promises:
        assert bool(promise.proof) != bool(promise.missing), promise.says.en


@each_card
def test_every_proof_is_a_test_that_exists(card):
    for promise in card.promises:
        for proof in promise.proof:
            file, _, name = proof.partition("::")
            assert name in collected_from(file), f"{proof} does not exist"


@each_card
def test_the_app_is_installed_and_the_pages_open(card):
    if card.app:
        assert apps.is_installed(f"metropoli.apps.{card.app}")
    for page in card.pages:
        reverse(page)
