"""Write down what is odd in a feed: many of one kind are counted, the first is told."""

from __future__ import annotations

from metropoli.engines.journeys.realtime.types import Trouble

LONGEST = 60  # characters of a feed's text that are repeated in a sentence


class Notes:
    """Collect what is odd."""

    def __init__(self) -> None:
        self._first: dict[str, dict[str, str | int]] = {}
        self._count: dict[str, int] = {}

    def note(self, code: str, **values: str | int) -> None:
        """Write one thing down."""
        self._count[code] = self._count.get(code, 0) + 1
        if code not in self._first:
            self._first[code] = {
                name: value[:LONGEST] if isinstance(value, str) else value
                for name, value in values.items()
            }

    def add(self, others: Notes) -> None:
        """Take over what was noted elsewhere."""
        for code, count in others._count.items():
            self._count[code] = self._count.get(code, 0) + count
            self._first.setdefault(code, others._first[code])

    def count(self, *codes: str) -> int:
        """Return how often some things were noted."""
        return sum(self._count.get(code, 0) for code in codes)

    def troubles(self) -> tuple[Trouble, ...]:
        """Return all of them, the most frequent first."""
        ranked = sorted(self._count.items(), key=lambda one: (-one[1], one[0]))
        return tuple(Trouble(code, count, self._first[code]) for code, count in ranked)
