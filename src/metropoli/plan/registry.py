"""Read the 29 cards of the plan. A card says what its project promises and what proves it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
DOORS = ("move", "desk", "enterprise", "learn", "live", "discover", "plan", "books")


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in the two languages of the platform."""

    it: str
    en: str

    def said_in(self, language: str) -> str:
        """Return the words in a language; Italian for any that we do not speak."""
        return self.en if language.startswith("en") else self.it


@dataclass(frozen=True, slots=True)
class Promise:
    """One thing that can be tried: either tests prove it, or the card says what is missing."""

    says: Text
    proof: tuple[str, ...] = ()
    missing: Text | None = None

    @property
    def is_proven(self) -> bool:
        """Say whether a test proves it."""
        return bool(self.proof)


@dataclass(frozen=True, slots=True)
class Area:
    """A group of projects, as the plan groups them."""

    key: str
    title: Text


@dataclass(frozen=True, slots=True)
class Card:
    """One project of the plan."""

    code: str
    area: Area
    door: str
    title: Text
    aim: Text
    promises: tuple[Promise, ...]
    app: str = ""
    pages: tuple[str, ...] = ()

    @property
    def n_proven(self) -> int:
        """Count the promises that a test proves."""
        return sum(promise.is_proven for promise in self.promises)

    @property
    def percent(self) -> int:
        """Return the proven promises of a hundred, rounded down: never better than the truth."""
        return 100 * self.n_proven // len(self.promises)

    @property
    def works(self) -> bool:
        """Say whether anything of it works today."""
        return self.n_proven > 0


@cache
def areas() -> tuple[Area, ...]:
    """Return the areas in the order of the plan."""
    table = tomllib.loads((HERE / "areas.toml").read_text(encoding="utf-8"))
    return tuple(Area(key, Text(**entry["title"])) for key, entry in table.items())


@cache
def cards() -> tuple[Card, ...]:
    """Return all cards in the order of the plan: A1 … A8, B1 … B21."""
    by_key = {area.key: area for area in areas()}
    read = [
        _card(tomllib.loads(path.read_text(encoding="utf-8")), by_key)
        for path in (HERE / "cards").glob("*.toml")
    ]
    return tuple(sorted(read, key=lambda card: (card.code[0], int(card.code[1:]))))


def card(code: str) -> Card | None:
    """Return the card with this code, if there is one."""
    return next((one for one in cards() if one.code == code.upper()), None)


def _card(table: Mapping[str, Any], by_key: Mapping[str, Area]) -> Card:
    return Card(
        code=table["code"],
        area=by_key[table["area"]],
        door=table["door"],
        title=Text(**table["title"]),
        aim=Text(**table["aim"]),
        promises=tuple(_promise(entry) for entry in table["promise"]),
        app=table.get("app", ""),
        pages=tuple(table.get("pages", ())),
    )


def _promise(table: Mapping[str, Any]) -> Promise:
    missing = table.get("missing")
    return Promise(
        says=Text(**table["says"]),
        proof=tuple(table.get("proof", ())),
        missing=Text(**missing) if missing else None,
    )
