"""Live feeds, as whoever runs an installation names them and reads how they do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from metropoli.apps.travel.types.networks import SourceCard

UNKNOWN = SourceCard()


@dataclass(frozen=True, slots=True)
class LiveSource:
    """A live feed to listen to."""

    place: str  # an address or a folder of recorded feeds; empty: made up from the timetable
    name: str = ""
    feed: str = ""  # the timetable whose names it speaks; empty: any
    every_s: int = 30
    allow_private: bool = False
    card: SourceCard = UNKNOWN


@dataclass(frozen=True, slots=True)
class CityClock:
    """How the clock of the city was set, to play a recording."""

    feed: str
    begins_at: datetime  # when the recording began, by this clock
    ahead_s: float  # of our own clock; negative in the past
    made_up: bool


@dataclass(frozen=True, slots=True)
class LiveSourceState:
    """How a live feed does."""

    name: str
    kind: str  # address, recorded or simulated
    place: str
    feed: str
    every_s: int
    heard_at: datetime | None
    trouble: str  # code of why it was of no use the last time


@dataclass(frozen=True, slots=True)
class LiveState:
    """Whether vehicles are followed."""

    heard_at: datetime | None  # when they were last heard of; none: by the timetable
    doubt: str  # code of why they are not followed
    n_followed: int = 0
    n_cancelled: int = 0
    n_vehicles: int = 0  # that say where they are
    n_notices: int = 0
    troubles: tuple[tuple[str, int], ...] = ()  # what was odd, and how often
