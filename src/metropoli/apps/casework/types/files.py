"""A case as its readers get it, and what they hand in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from metropoli.apps.casework.types.cases import Actor, CaseState, Deadline, Event
from metropoli.apps.casework.types.procedures import Move, Procedure


@dataclass(frozen=True, slots=True)
class Upload:
    """A document as it was handed in: what it is, its name, its bytes."""

    code: str
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asks for: a procedure, in a Comune, for an organisation or for themselves."""

    procedure: str
    comune: str  # ISTAT code
    data: Mapping[str, Any]
    organisation: str = ""
    documents: tuple[Upload, ...] = ()
    key: str = ""  # chosen by who asks; the same key again is the same request


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody does with a case, in one of their roles."""

    number: str
    move: str
    role: str
    organisation: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    documents: tuple[Upload, ...] = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """An answer that was given before, and where."""

    value: Any
    number: str
    told_at: datetime


@dataclass(frozen=True, slots=True)
class Forecast:
    """By which day a case will have ended, with each of some odds; None: not known yet."""

    odds_percent: tuple[int, ...]
    days: tuple[date | None, ...]
    n_cases: int  # of that office, ended or open

    @property
    def by_odds(self) -> tuple[tuple[int, date | None], ...]:
        """Return the odds, each with its day."""
        return tuple(zip(self.odds_percent, self.days, strict=True))

    @property
    def is_known(self) -> bool:
        """Tell whether there is any day to tell."""
        return any(self.days)


@dataclass(frozen=True, slots=True)
class Possible:
    """A move that somebody may take now, in which of their roles."""

    move: Move
    actor: Actor


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case, whole: for those who may read it."""

    number: str
    procedure: Procedure
    comune: str
    comune_name: str
    organisation: str
    organisation_name: str
    opened_at: datetime
    closed_at: datetime | None
    state: CaseState
    events: tuple[Event, ...]
    deadlines: tuple[Deadline, ...]
    possible: tuple[Possible, ...]
    read_as: str


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case as a line of a list."""

    number: str
    procedure: Procedure
    comune_name: str
    organisation_name: str
    opened_at: datetime
    closed_at: datetime | None
    phase: str
    outcome: str
    law_acts_at: datetime | None
