"""Whatever is typed, pasted or sent, the answer is a list: perhaps empty, never an error."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from metropoli.apps.words import queries, rules

pytestmark = pytest.mark.django_db
SYNTAX = "\"'()[]{}+-:;^~*?\\/<>=&|!.,°′″’ AND OR NOT TO IN"
QUIET = settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
ODD = [
    "",
    " ",
    "\0",
    "a\0b",
    "a" * 10_000,
    "a " * 10_000,
    "via " * 3 + "x" * 70_000,
    "*",
    "name:*",
    '"unclosed',
    "a AND (b OR",
    "words:[a TO z]",
    "/a.*/",
    "~2^5",
    "\ud800",
    "İstanbul ﬁ ẞ",
    "ｖｉａ ｐｏ",
    "٤٥.٠٧, ٧.٦٨",
    "𝕍𝕚𝕒 ℙ𝕠",
    "\u202eoiv",
    "via\u00a0po",
    "1e308, 1e308",
    "999999999999999999999.5, 7.6",
    "45°99'99\"N 7°1'1\"E",
    "-",
    "'",
    "’’’",
    "s.",
    "...",
]


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_odd_text_is_only_a_question_without_answer(torino, text):
    assert isinstance(queries.find(text, "it"), tuple)


@given(text=st.text(max_size=200))
@QUIET
def test_no_text_breaks_the_search(torino, text):
    assert isinstance(queries.find(text, "en", limit=3), tuple)


@given(text=st.text(alphabet=SYNTAX + "viapo4571680", max_size=60))
@QUIET
def test_no_query_syntax_breaks_the_search(torino, text):
    assert isinstance(queries.find(text, "it", limit=3), tuple)


@given(text=st.text(max_size=100))
@QUIET
def test_words_are_folded_once_and_for_all(text):
    for word in rules.words(text):
        assert rules.words(word) == [word] or word in rules.SHORT_FORMS or "." in word


@pytest.mark.parametrize("text", [t for t in ODD if t != "\ud800"])
def test_neither_page_nor_api_breaks(client, torino, text):
    assert client.get("/search/", {"q": text}).status_code == 200
    assert client.get("/api/v1/search", {"q": text}).status_code == 200


@pytest.mark.parametrize(
    ("ask", "status"),
    [
        ({"limit": 0}, 422),
        ({"limit": 10_000}, 422),
        ({"limit": "x"}, 422),
        ({"near": "here"}, 422),
        ({"near": "45.07,7.68"}, 200),
        ({"kinds": "\0,*,stop" + ",x" * 5000}, 200),
        ({"kinds": ",,,"}, 200),
        ({}, 200),
    ],
)
def test_the_api_says_what_it_cannot_read(client, torino, ask, status):
    assert client.get("/api/v1/search", {"q": "po"} | ask).status_code == status
