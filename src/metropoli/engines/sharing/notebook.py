"""What is wrong with a feed: in which file and field. Many of one kind are counted, not repeated."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from metropoli.engines.sharing.types import Problem

SHOWN = 10  # problems of one code in one file that are told one by one
LONGEST_VALUE = 60  # characters of a feed's text that are repeated in a sentence


@cache
def sentences() -> Mapping[str, Mapping[str, str]]:
    """Return, by code: severity, and `it`, `en`, `action_it`, `action_en` with %(name)s values."""
    return tomllib.loads(files(__package__).joinpath("problems.toml").read_text(encoding="utf-8"))


class Notebook:
    """Collect problems while a feed is read."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], list[dict[str, str]]] = {}
        self._count: dict[tuple[str, str], int] = {}

    def note(self, code: str, file: str, field: str = "", **values: object) -> None:
        """Write a problem down; what a feed says is shortened and made printable."""
        key = (code, file)
        found = self._found.setdefault(key, [])
        self._count[key] = self._count.get(key, 0) + 1
        if len(found) < SHOWN:
            found.append({"field": field} | {name: printable(v) for name, v in values.items()})

    def problems(self) -> tuple[Problem, ...]:
        """Return what was found; the last one of a kind stands for all that were only counted."""
        told = []
        for (code, file), found in self._found.items():
            severity = sentences()[code]["severity"]
            beyond = self._count[code, file] - len(found)
            for i, values in enumerate(found):
                count = 1 + (beyond if i == len(found) - 1 else 0)
                told.append(Problem(severity, code, file, values, count))
        return tuple(told)


def printable(value: object) -> str:
    """Return what a feed says in at most 60 characters that can be printed."""
    if isinstance(value, list | dict):
        return "[…]" if isinstance(value, list) else "{…}"
    text = (value if isinstance(value, str) else repr(value))[: 2 * LONGEST_VALUE]
    text = "".join(c if c.isprintable() else "�" for c in text)
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"
