"""The words that the index speaks to the outside."""

from __future__ import annotations

from dataclasses import dataclass

POINT = "point"  # the kind of a pair of coordinates that somebody typed


@dataclass(frozen=True, slots=True)
class Entry:
    """
    Something that has a name.

    `weight` counts the people it concerns (residents of a Comune, departures of a stop in a day);
    only its order of magnitude matters. `context` tells namesakes apart: usually the Comune.
    """

    kind: str
    key: str
    name_it: str
    name_en: str = ""
    context_it: str = ""
    context_en: str = ""
    lat_deg: float | None = None
    lon_deg: float | None = None
    weight: int = 0
    url: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """An answer to a search, in the reader's language."""

    kind: str
    key: str
    name: str
    context: str
    lat_deg: float | None
    lon_deg: float | None
    url: str


@dataclass(frozen=True, slots=True)
class Near:
    """Where the reader is, so that what is close by comes first."""

    lat_deg: float
    lon_deg: float
