"""What is wrong with a feed: where, how much of it, and what was done about it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

Value = str | int | float

SHOWN = 20  # problems of one code in one file that are told one by one; the rest are counted
ERROR, WARNING, INFO = "error", "warning", "info"
SEVERITIES = (ERROR, WARNING, INFO)
LANGUAGES = ("it", "en")
LONGEST_VALUE = 60  # characters of a feed's text that are repeated in a sentence


@dataclass(frozen=True, slots=True)
class Problem:
    """
    Something wrong with a feed. The sentence of `code` is in problems.toml; `values` fill it.

    `count` is the number of rows it stands for: the last problem of a code in a file stands for
    all that were not told one by one, and tells the first of them.
    """

    severity: str  # error, warning or info
    code: str
    file: str = ""
    line: int | None = None
    values: Mapping[str, Value] = field(default_factory=dict)
    count: int = 1


@cache
def sentences() -> Mapping[str, Mapping[str, str]]:
    """Return, by code: severity, and `it`, `en`, `action_it`, `action_en` with %(name)s values."""
    text = files(__package__).joinpath("problems.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def explain(problem: Problem, language: str) -> tuple[str, str]:
    """Say in Italian ("it") or English ("en") what is wrong, and what was done about it."""
    said = sentences()[problem.code]
    language = language if language in LANGUAGES else "en"
    return said[language] % problem.values, said[f"action_{language}"] % problem.values


Found = tuple[int | None, Mapping[str, Value]]


class Notebook:
    """Collect problems while a feed is read. Many of one kind are counted, not repeated."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], list[Found]] = {}
        self._count: dict[tuple[str, str], int] = {}

    def note(self, code: str, file: str = "", line: int | None = None, **values: Value) -> None:
        """Write one problem down."""
        self.note_many(code, file, [(line, values)], 1)

    def note_many(self, code: str, file: str, found: Iterable[Found], count: int) -> None:
        """Write `count` problems down, of which the first few are told."""
        if count:
            kept = self._found.setdefault((code, file), [])
            kept.extend((line, _cut(values)) for line, values in found)
            kept.sort(key=lambda one: one[0] or 0)
            del kept[SHOWN:]
            self._count[code, file] = self._count.get((code, file), 0) + count

    def has_errors(self) -> bool:
        return any(sentences()[code]["severity"] == ERROR for code, _ in self._found)

    def problems(self) -> tuple[Problem, ...]:
        """Return all problems: the worst first, then by file, kind and line."""
        told = [
            Problem(sentences()[code]["severity"], code, file, line, values, count)
            for (code, file), found in self._found.items()
            for (line, values), count in zip(
                found, self._counts(code, file, len(found)), strict=True
            )
        ]
        return tuple(sorted(told, key=lambda p: (SEVERITIES.index(p.severity), p.file, p.code)))

    def _counts(self, code: str, file: str, n_told: int) -> list[int]:
        return [1] * (n_told - 1) + [self._count[code, file] - n_told + 1]


def _cut(values: Mapping[str, Value]) -> dict[str, Value]:
    return {
        name: value[:LONGEST_VALUE] + "…"
        if isinstance(value, str) and len(value) > LONGEST_VALUE
        else value
        for name, value in values.items()
    }
