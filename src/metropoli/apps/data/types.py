"""The words that datasets speak to the outside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class DatasetCard:
    """What is known of a dataset before anything of it was read."""

    code: str
    title_it: str
    title_en: str
    publisher: str
    source: str  # an address, or the name of a file
    licence: str  # SPDX identifier where there is one
    licence_url: str = ""
    attribution: str = ""
    description_it: str = ""
    description_en: str = ""
    frequency: str = "irregular"
    generated: bool = False
    privacy: str = "open"


@dataclass(frozen=True, slots=True)
class ImportProblem:
    """Something wrong that an import met. `values` fill the sentence of `code`."""

    severity: str  # error, warning or info
    code: str
    file: str = ""
    line: int | None = None
    values: Mapping[str, object] = field(default_factory=dict)
    count: int = 1


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a source: its bytes, what was found in them, and how long it holds."""

    sha256: str
    size_bytes: int
    software_version: str
    counts: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[ImportProblem, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None


class Freshness(StrEnum):
    FRESH = "fresh"
    AGEING = "ageing"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class FreshnessReport:
    """How fresh a version is, and every reason, as codes of `messages.REASONS` with values."""

    freshness: Freshness
    reasons: tuple[tuple[str, Mapping[str, object]], ...]


@dataclass(frozen=True, slots=True)
class VersionInfo:
    number: int
    status: str
    sha256: str
    size_bytes: int
    imported_at: datetime
    checked_at: datetime
    counts: Mapping[str, int]
    valid_from: date | None
    valid_until: date | None
    software_version: str
    n_problems: Mapping[str, int]  # by severity


@dataclass(frozen=True, slots=True)
class DatasetInfo:
    """A dataset, with its version in service and how fresh that is, if there is one."""

    card: DatasetCard
    in_service: VersionInfo | None
    freshness: FreshnessReport

    @property
    def source_is_address(self) -> bool:
        return self.card.source.startswith(("https://", "http://"))


@dataclass(frozen=True, slots=True)
class ProblemInfo:
    """A problem as a person reads it."""

    severity: str
    code: str
    sentence: str
    file: str
    line: int | None
    count: int
