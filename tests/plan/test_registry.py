from __future__ import annotations

from metropoli.plan import Area, Card, Promise, Text

HELLO = Text("ciao", "hello")


def card(*promises: Promise) -> Card:
    return Card("A1", Area("x", HELLO), "plan", HELLO, HELLO, promises)


def proven() -> Promise:
    return Promise(HELLO, proof=("tests/test_x.py::test_y",))


def waiting() -> Promise:
    return Promise(HELLO, missing=HELLO)


def test_a_share_is_never_better_than_the_truth():
    assert card(proven(), proven(), waiting()).percent == 66
    assert card(*[proven()] * 199, waiting()).percent == 99


def test_a_card_works_as_soon_as_one_promise_is_proven():
    assert not card(waiting(), waiting()).works
    assert card(waiting(), proven()).works


def test_words_are_said_in_the_language_asked_for():
    assert HELLO.said_in("en-gb") == "hello"
    assert HELLO.said_in("it") == "ciao"
    assert HELLO.said_in("fr") == "ciao"
