"""What a worker has worked out of a network, and may be asked for again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import TypeVar

KEPT = 24

Made = TypeVar("Made")


class Grounds:
    """Hold what was worked out last for points and paces, for whoever asks again."""

    def __init__(self) -> None:
        self._held: OrderedDict[tuple[object, ...], object] = OrderedDict()
        self._lock = Lock()

    def once(self, key: tuple[object, ...], make: Callable[[], Made]) -> Made:
        """Return what was made for a key, making it if nobody asked before."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]  # type: ignore[return-value]
        made = make()
        with self._lock:
            self._held[key] = made
            while len(self._held) > KEPT:
                self._held.popitem(last=False)
        return made
