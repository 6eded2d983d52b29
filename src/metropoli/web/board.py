"""The plan as a board: which cards are shown, in which groups, and how far they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from metropoli.plan import Area, Card, areas

STATES = ("working", "waiting")


@dataclass(frozen=True, slots=True)
class Filter:
    """What a reader wants to see of the plan."""

    door: str = ""
    area: str = ""
    state: str = ""
    words: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Filter:
        """Read the address; what makes no sense is left out rather than refused."""
        state = query.get("state", "")
        return cls(
            door=query.get("door", ""),
            area=query.get("area", ""),
            state=state if state in STATES else "",
            words=query.get("q", "").strip(),
        )

    @property
    def is_empty(self) -> bool:
        """Say whether everything is shown."""
        return self == Filter()


@dataclass(frozen=True, slots=True)
class Tally:
    """How many projects and promises there are, and how many of them work."""

    n_cards: int
    n_working: int
    n_promises: int
    n_proven: int

    @property
    def percent(self) -> int:
        """Return the proven promises of a hundred, rounded down: never better than the truth."""
        return 100 * self.n_proven // self.n_promises if self.n_promises else 0


def tally(cards: Iterable[Card]) -> Tally:
    """Count projects and promises."""
    counted = list(cards)
    return Tally(
        n_cards=len(counted),
        n_working=sum(card.works for card in counted),
        n_promises=sum(len(card.promises) for card in counted),
        n_proven=sum(card.n_proven for card in counted),
    )


def chosen_cards(cards: Iterable[Card], chosen: Filter) -> list[Card]:
    """Return the cards that a filter lets through, in the order of the plan."""
    return [card for card in cards if _passes(card, chosen)]


def by_area(cards: Sequence[Card]) -> list[tuple[Area, list[Card]]]:
    """Group cards by area, both in the order of the plan."""
    order = {area.key: place for place, area in enumerate(areas())}
    ordered = sorted(cards, key=lambda card: order[card.area.key])
    return [(area, list(group)) for area, group in groupby(ordered, key=lambda card: card.area)]


def _passes(card: Card, chosen: Filter) -> bool:
    if chosen.door and card.door != chosen.door:
        return False
    if chosen.area and card.area.key != chosen.area:
        return False
    if chosen.state and card.works != (chosen.state == "working"):
        return False
    return all(word in _words_of(card) for word in chosen.words.casefold().split())


def _words_of(card: Card) -> str:
    texts = [card.title, card.aim, *(promise.says for promise in card.promises)]
    return " ".join([card.code, *(f"{text.it} {text.en}" for text in texts)]).casefold()
