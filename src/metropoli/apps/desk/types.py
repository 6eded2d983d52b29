"""The words of the desk."""

from __future__ import annotations

from dataclasses import dataclass

from metropoli.apps.casework.types import CaseLine
from metropoli.apps.people.types import OrganisationCard


@dataclass(frozen=True, slots=True)
class Office:
    """A Comune where one may ask, and whether its office answers on this platform."""

    istat: str
    name: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """What waits for a person, in each of their parts."""

    mine: tuple[CaseLine, ...]
    office: tuple[CaseLine, ...]
    asked: tuple[CaseLine, ...]
    works_for: tuple[OrganisationCard, ...]
