"""The index against the slow way, on small crowded cities where every name is nearly another."""

from __future__ import annotations

import numpy as np
import pytest

from apps.words.naive import met
from metropoli.apps.words import queries
from metropoli.apps.words.types import Entry

pytestmark = pytest.mark.django_db
SYLLABLES = ["ro", "ma", "to", "ri", "no", "san", "via", "po"]


def crowded_words(rng, n):
    return ["".join(rng.choice(SYLLABLES, rng.integers(1, 5))) for _ in range(n)]


def crowded_city(rng):
    vocabulary = crowded_words(rng, 12)
    return [
        Entry(
            "street",
            str(i),
            " ".join(rng.choice(vocabulary, rng.integers(1, 4))),
            context_it=str(rng.choice(vocabulary)),
        )
        for i in range(30)
    ], vocabulary


def question(rng, vocabulary):
    typed = " ".join(rng.choice(vocabulary, rng.integers(1, 4)))
    if rng.random() < 0.5:
        i = int(rng.integers(0, len(typed)))
        typed = typed[:i] + str(rng.choice(list("romatinv"))) + typed[i + rng.integers(0, 2) :]
    return typed[: max(1, int(rng.integers(1, len(typed) + 8)))]


@pytest.mark.parametrize("seed", range(25))
def test_the_index_finds_what_the_slow_way_finds(index, seed):
    rng = np.random.default_rng(seed)
    entries, vocabulary = crowded_city(rng)
    index(*entries)
    for _ in range(25):
        typed = question(rng, vocabulary)
        found = {one.key for one in queries.find(typed, "it", limit=100)}
        exact, lax = (met(typed, entries, with_typos=t) for t in (False, True))
        # Typos are looked for only where the strict reading gives too few answers; a word too
        # many is forgiven only where neither gives any.
        expected = exact if len(exact) >= queries.ENOUGH else lax
        assert found == expected or not expected, typed
