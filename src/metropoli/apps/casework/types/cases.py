"""A case: what happened to it, where it stands, and by when who must act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, in which role: a person (their id), for an organisation (its code) if for one."""

    role: str
    person: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the log of a case, never changed after it was written."""

    seq: int
    at: datetime
    kind: str  # opened, moved or migrated
    move: str
    actor: Actor
    body: Mapping[str, Any]
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Filed:
    """A document as the log knows it: what it is, and the digest of its bytes (SHA-256)."""

    code: str
    name: str
    digest: str


@dataclass(frozen=True, slots=True)
class Clock:
    """A term that began to run: when, the days it stood still, and when it ended."""

    term: str
    started_on: date
    lasts_days: int
    stopped_on: date | None = None
    resumed_on: date | None = None
    stood_days: int = 0
    ended_on: date | None = None
    organisation: str = ""  # of a task: the body that must answer

    @property
    def is_running(self) -> bool:
        """Tell whether days count now."""
        return self.ended_on is None and self.stopped_on is None

    @property
    def key(self) -> tuple[str, str]:
        """Return what tells it from the other clocks of its case."""
        return self.term, self.organisation


@dataclass(frozen=True, slots=True)
class OpenTask:
    """What a body was asked, and what it answered."""

    task: str
    organisation: str
    asked_at: datetime
    answered_at: datetime | None = None
    answer: Mapping[str, Any] = field(default_factory=dict)
    by_silence: bool = False


@dataclass(frozen=True, slots=True)
class CaseState:
    """Where a case stands: the fold of its events."""

    procedure: str  # code@version
    phase: str
    since: datetime
    data: Mapping[str, Any] = field(default_factory=dict)
    documents: tuple[Filed, ...] = ()
    clocks: Mapping[tuple[str, str], Clock] = field(default_factory=dict)
    tasks: Mapping[tuple[str, str], OpenTask] = field(default_factory=dict)
    times_moved: Mapping[str, int] = field(default_factory=dict)
    outcome: str = ""
    by_silence: bool = False
    n_events: int = 0

    @property
    def is_over(self) -> bool:
        """Tell whether nothing more will happen."""
        return bool(self.outcome)


@dataclass(frozen=True, slots=True)
class Command:
    """What somebody wants to do with a case."""

    move: str
    actor: Actor
    data: Mapping[str, Any] = field(default_factory=dict)
    documents: tuple[Filed, ...] = ()


@dataclass(frozen=True, slots=True)
class Deadline:
    """A clock as people read it: its last day, who must act, and what happens then."""

    term: str
    organisation: str
    last_day: date | None  # None: it stands still
    bound: str
    when_over: str
    lasts_days: int
    stood_days: int
