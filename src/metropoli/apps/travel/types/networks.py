"""What is in service, and where it came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from metropoli.apps.travel.types.names import Point


@dataclass(frozen=True, slots=True)
class NetworkSummary:
    """What is in service now."""

    version: str
    zone: str
    n_stops: int
    n_lines: int
    n_trips: int
    n_street_edges: int
    first_day: date | None
    last_day: date | None
    center: Point
    generated: bool
    credits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceCard:
    """Where a feed or an extract comes from, and under which licence it may be used."""

    title_it: str = ""
    title_en: str = ""
    description_it: str = ""
    description_en: str = ""
    publisher: str = ""
    source: str = ""
    licence: str = ""
    attribution: str = ""
    generated: bool = False


@dataclass(frozen=True, slots=True)
class FoundProblem:
    """Something wrong in a feed: where it is and what was done about it."""

    severity: str
    code: str
    file: str
    line: int
    values: tuple[tuple[str, str], ...]
    count: int


@dataclass(frozen=True, slots=True)
class FeedReport:
    """What a check of a feed says."""

    usable: bool
    problems: tuple[FoundProblem, ...]
    counts: tuple[tuple[str, int], ...]
    first_day: date | None
    last_day: date | None


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file that anybody may take."""

    path: Path
    etag: str  # the same as long as the file is
    version: str  # of the network it tells


@dataclass(frozen=True, slots=True)
class DataTerms:
    """Under which licence data go out, whom to thank and whom to write to."""

    licence: str
    attribution: str
    email: str


@dataclass(frozen=True, slots=True)
class OpenData:
    """A dataset in service, and whether its licence lets it be handed on."""

    code: str
    kind: str  # gtfs or gbfs
    title_it: str
    title_en: str
    licence: str
    attribution: str
    handed_on: bool
