"""The same question put to the index three times: strictly, with typos, with a word too many."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import tantivy
from tantivy import Occur, Query

from metropoli.apps.words import rules
from metropoli.apps.words.types import Near

# What a word is worth by how it was met. A whole name outweighs all that weight and nearness
# can add to a beginning; a beginning outweighs a typo by as much as weight can add.
EXACT, BEGINS, TYPO = 4.0, 2.2, 1.0
OF_CONTEXT = 0.6  # what is met in the context only is worth this share
WHOLE_NAME, FIRST_WORD = 4.0, 0.5
NEAR_CELLS = ((0.02, 1.0), (0.1, 0.8), (0.5, 0.6))  # side in degrees, worth


def cells(lat_deg: float, lon_deg: float) -> list[str]:
    """Return the squares of the map that hold a position, from small to large."""
    return [_cell(side, lat_deg, lon_deg, 0, 0) for side, _ in NEAR_CELLS]


def _cell(side_deg: float, lat_deg: float, lon_deg: float, up: int, right: int) -> str:
    row, column = math.floor(lat_deg / side_deg) + up, math.floor(lon_deg / side_deg) + right
    return f"{side_deg}_{row}_{column}"


@dataclass(frozen=True, slots=True)
class Asking:
    """A question, ready to be put to one version of the index."""

    schema: tantivy.Schema
    question: rules.Question
    near: Near | None
    kinds: tuple[str, ...]

    def from_strict_to_lax(self) -> Iterator[Query]:
        words = self.question.words
        hard = [i for i, word in enumerate(words) if not rules.is_soft(word)] or [
            *range(len(words))
        ]
        telling = [i for i in hard if words[i] not in rules.STREET_TYPES]
        yield self._asked([self._strict(i) for i in range(len(words))], hard, may_miss=0)
        lax = [self._lax(i) for i in range(len(words))]
        yield self._asked(lax, hard, may_miss=0)
        if len(hard) > 1 and telling:
            yield self._asked(lax, telling, may_miss=min(1, len(telling) - 1))

    def _asked(self, queries: list[Query], needed: list[int], *, may_miss: int) -> Query:
        parts = [(Occur.Must, _at_least([queries[i] for i in needed], len(needed) - may_miss))]
        if self.kinds:
            kinds = [self._term("kind", kind) for kind in self.kinds]
            parts.append((Occur.Must, Query.const_score_query(_any(kinds), 0.0)))
        welcome = [query for i, query in enumerate(queries) if i not in needed]
        parts += [(Occur.Should, query) for query in [*welcome, *self._extras()]]
        return Query.boolean_query(parts)

    def _extras(self) -> Iterator[Query]:
        words = [rules.canonical(word) for word in self.question.words]
        telling = [word for word in words if not rules.is_soft(word)] or words
        wholes = {" ".join(words), " ".join(telling)}
        yield _worth(_any([self._term("whole", whole) for whole in wholes]), WHOLE_NAME)
        yield _worth(self._term("first", telling[0]), FIRST_WORD)
        if self.near is None:
            return
        for side_deg, worth in NEAR_CELLS:
            around = [
                self._term("cell", _cell(side_deg, self.near.lat_deg, self.near.lon_deg, up, right))
                for up in (-1, 0, 1)
                for right in (-1, 0, 1)
            ]
            yield _worth(_any(around), worth)

    def _strict(self, i: int) -> Query:
        return Query.disjunction_max_query(self._met(i))

    def _lax(self, i: int) -> Query:
        word, is_last = self.question.words[i], i == len(self.question.words) - 1
        typos = rules.typos_allowed(word)
        ways = self._met(i)
        if typos:
            fuzzy = Query.fuzzy_term_query(self.schema, "words", word, typos, prefix=is_last)
            ways.append(_worth(fuzzy, TYPO))
        return Query.disjunction_max_query(ways)

    def _met(self, i: int) -> list[Query]:
        """Return the ways in which a word is met without any typo."""
        word, is_last = rules.canonical(self.question.words[i]), i == len(self.question.words) - 1
        ways = [
            _worth(self._term("words", word), EXACT),
            _worth(self._term("context", word), EXACT * OF_CONTEXT),
        ]
        if is_last or len(word) == 1:
            begin = self.question.typed if is_last else word
            ways += [
                _worth(self._begins("words", begin), BEGINS),
                _worth(self._begins("context", begin), BEGINS * OF_CONTEXT),
            ]
        return ways

    def _term(self, field: str, word: str) -> Query:
        return Query.term_query(self.schema, field, word, "basic")

    def _begins(self, field: str, begin: str) -> Query:
        return Query.fuzzy_term_query(self.schema, field, begin, 0, prefix=True)


def _worth(query: Query, score: float) -> Query:
    return Query.const_score_query(query, score)


def _any(queries: list[Query]) -> Query:
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def _at_least(queries: list[Query], n: int) -> Query:
    parts = [(Occur.Should, query) for query in queries]
    return Query.boolean_query(parts, minimum_number_should_match=max(1, n))
