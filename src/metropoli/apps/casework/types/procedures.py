"""A procedure as data: who asks whom for what, in which steps, by when, by which law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from metropoli.plan import Text

APPLICANT, OFFICE, THIRD_BODY, LAW = "applicant", "office", "third_body", "law"
ROLES = (APPLICANT, OFFICE, THIRD_BODY, LAW)

GRANTED, REFUSED, WITHDRAWN, LAPSED = "granted", "refused", "withdrawn", "lapsed"
OUTCOMES = (GRANTED, REFUSED, WITHDRAWN, LAPSED)

FIELD_KINDS = (
    "text",
    "long_text",
    "integer",
    "number",
    "date",
    "choice",
    "yes",
    "email",
    "tax_code",
    "vat_number",
    "bodies",
)


NO_WORDS = Text("", "")


@dataclass(frozen=True, slots=True)
class Field:
    """
    One question of a form.

    `fact` names what is asked (`enterprise.vat_number`), so that it need not be asked again.
    """

    code: str
    kind: str
    asks: Text
    required: bool = True
    between: tuple[float, float] | None = None  # in the unit that the question names
    choices: Mapping[str, Text] = field(default_factory=dict)
    fact: str = ""
    hint: Text = NO_WORDS


@dataclass(frozen=True, slots=True)
class Form:
    """The questions of one move."""

    code: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A kind of document that a move asks for."""

    code: str
    says: Text
    required: bool = True


@dataclass(frozen=True, slots=True)
class Fee:
    """What is paid when the case begins."""

    code: str
    says: Text
    amount_cents: int
    law: str


@dataclass(frozen=True, slots=True)
class Term:
    """
    So many calendar days, and what the law does when they are over.

    `when_over` is the move that happens by itself; without one the office is merely late.
    """

    code: str
    says: Text
    lasts_days: int
    law: str
    bound: str  # the role that must act before it is over
    when_over: str = ""
    final: bool = False  # its end is the end of the case as the law wants it
    skips_august: bool = False  # where the law lets August not count
    notice_days: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """Something asked of a third body inside a phase, each body under a term of its own."""

    code: str
    says: Text
    term: str


@dataclass(frozen=True, slots=True)
class Move:
    """A step that one role may take in some phases, and all that it does."""

    code: str
    says: Text
    by: str
    from_phases: frozenset[str]
    to_phase: str = ""  # empty: the phase stays
    form: str = ""
    documents: tuple[Document, ...] = ()
    law: str = ""
    decides: bool = False  # only for who may decide in that office
    at_most: int = 0  # times; 0: as often as one likes
    while_running: str = ""  # only before this term is over
    starts: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    restarts: tuple[str, ...] = ()
    resets: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    opens_task: str = ""
    closes_task: str = ""
    after_tasks: bool = False  # only when every body has answered
    after_moves: tuple[str, ...] = ()  # only when all of these were taken
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Phase:
    """Where a case can be, and who is expected to act there."""

    code: str
    says: Text
    holder: str


@dataclass(frozen=True, slots=True)
class Procedure:
    """A dated version of a procedure. Cases stay on the version that they began with."""

    code: str
    version: str
    title: Text
    aim: Text
    from_day: date
    until_day: date | None
    regime: str
    law: tuple[str, ...]
    applicants: tuple[str, ...]  # kinds of organisations; `person` for anybody
    activities: tuple[str, ...]  # beginnings of ATECO 2025 codes; none: any
    comuni: tuple[str, ...]  # ISTAT codes; none: all
    gives: Text
    first_phase: str
    phases: Mapping[str, Phase]
    moves: Mapping[str, Move]
    terms: Mapping[str, Term]
    tasks: Mapping[str, Task]
    forms: Mapping[str, Form]
    fees: tuple[Fee, ...]
    words: tuple[str, ...]  # what people call it when they look for it

    @property
    def key(self) -> str:
        """Return the name of this version."""
        return f"{self.code}@{self.version}"

    @property
    def opening(self) -> Move:
        """Return the move with which a case begins: the one that comes from nowhere."""
        return next(move for move in self.moves.values() if not move.from_phases)

    def is_in_force(self, day: date) -> bool:
        """Tell whether a case of this version can begin on a day."""
        return self.from_day <= day and (self.until_day is None or day <= self.until_day)
