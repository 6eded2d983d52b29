"""The log is a chain: each event carries the digest of all that came before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import UTC

from metropoli.apps.casework.types import Event


def sealed(event: Event, previous: str) -> Event:
    """Return the event with its digest (SHA-256 over the digest before it and its own words)."""
    words = asdict(event) | {"at": event.at.astimezone(UTC).isoformat(), "digest": previous}
    written = json.dumps(words, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return replace(event, digest=hashlib.sha256(written.encode()).hexdigest())


def first_broken(events: Iterable[Event]) -> int | None:
    """Return the number of the first event that is missing or was changed, or None."""
    previous = ""
    for expected, event in enumerate(events, 1):
        if event.seq != expected or sealed(event, previous).digest != event.digest:
            return expected
        previous = event.digest
    return None
