"""The procedures that are in force, read once from the facts beside this app."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from metropoli.apps.casework.rules import reading
from metropoli.apps.casework.types import Procedure
from metropoli.base.errors import NotFound

SHORTEST = 3  # letters of a word that says something
FACTS = Path(__file__).parents[1] / "facts"


@cache
def versions() -> Mapping[str, Procedure]:
    """Return every version of every procedure that we know, by `code@version`."""
    bases = {path.stem: path.read_text("utf-8") for path in (FACTS / "bases").glob("*.toml")}
    read = (
        reading.read(path.read_text("utf-8"), name=path.name, bases=bases)
        for path in sorted((FACTS / "procedures").glob("*.toml"))
    )
    return {procedure.key: procedure for procedure in read}


def in_force(today: date) -> tuple[Procedure, ...]:
    """Return the procedures that one can begin today, by title."""
    found = (one for one in versions().values() if one.is_in_force(today))
    return tuple(sorted(found, key=lambda one: one.title.it))


def find(text: str, today: date) -> tuple[Procedure, ...]:
    """
    Return the procedures that answer to what somebody wants to do, the likeliest first.

    Words count by their beginnings, without accents; without words every procedure answers.
    """
    asked = _words(text)
    if not asked:
        return in_force(today)
    scored = [(_score(asked, one), one) for one in in_force(today)]
    best = sorted((one for one in scored if one[0]), key=lambda one: -one[0])
    return tuple(procedure for _, procedure in best)


def _score(asked: frozenset[str], procedure: Procedure) -> float:
    title = _words(f"{procedure.title.it} {procedure.title.en} {' '.join(procedure.words)}")
    aim = _words(f"{procedure.aim.it} {procedure.aim.en}")
    return sum(2.0 * _meets(word, title) + 0.5 * _meets(word, aim) for word in asked)


def _meets(word: str, words: frozenset[str]) -> bool:
    stem = word[: max(4, len(word) - 2)]
    return any(other.startswith(stem) for other in words)


def _words(text: str) -> frozenset[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return frozenset(word for word in letters.split() if len(word) >= SHORTEST)


def procedure_of(code: str, today: date) -> Procedure:
    """
    Return the version of a procedure that is in force today.

    :raises NotFound: no_such_procedure
    """
    found = [one for one in in_force(today) if one.code == code]
    if not found:
        raise NotFound("no_such_procedure", procedure=code)
    return max(found, key=lambda one: one.from_day)
