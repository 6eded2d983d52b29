"""A trip that one is on: what was promised, how it goes, what broke."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from metropoli.apps.travel.types import Coordinates, Point, TripAnswer


@dataclass(frozen=True, slots=True)
class FollowedLeg:
    """A stretch of the trip as it was chosen; a ride carries the keys by which it is found again."""

    mode: str
    departs_at: datetime
    arrives_at: datetime
    start: Point
    end: Point
    trip_key: str = ""
    from_stop: str = ""
    to_stop: str = ""
    line: str = ""
    headsign: str = ""
    stays_on_board: bool = False

    @property
    def is_ride(self) -> bool:
        return bool(self.trip_key)

    @property
    def duration_s(self) -> int:
        return int((self.arrives_at - self.departs_at).total_seconds())


@dataclass(frozen=True, slots=True)
class FollowedTrip:
    """The trip that somebody chose, in the order in which it is made."""

    legs: tuple[FollowedLeg, ...]


@dataclass(frozen=True, slots=True)
class Exit:
    """A stop ahead where one can get off."""

    point: Point
    at: datetime


@dataclass(frozen=True, slots=True)
class Sight:
    """How a ride goes now. `found` is False where nobody knows this vehicle any more."""

    departs_at: datetime
    arrives_at: datetime
    found: bool = True
    is_live: bool = False
    cancelled: bool = False
    boards: bool = True  # the vehicle stops where one gets on
    alights: bool = True  # and where one gets off
    exits: tuple[Exit, ...] = ()
    platform: str = ""
    seen_at: datetime | None = None
    geometry: Coordinates = ()


@dataclass(frozen=True, slots=True)
class Stretch:
    """A leg with its times as they are now."""

    leg: FollowedLeg
    departs_at: datetime
    arrives_at: datetime
    sight: Sight | None = None
    state: str = "ahead"  # done, now, ahead

    @property
    def late_min(self) -> int:
        """Return how late the vehicle is where one gets off, in whole minutes; early is negative."""
        return round((self.arrives_at - self.leg.arrives_at).total_seconds() / 60)

    @property
    def starts_late_min(self) -> int:
        return round((self.departs_at - self.leg.departs_at).total_seconds() / 60)


@dataclass(frozen=True, slots=True)
class Break:
    """Why the trip cannot be made as it was chosen."""

    code: str  # cancelled, skips_boarding, skips_alighting, change_missed, left_early
    position: int  # of the leg that cannot be taken
    line: str  # that is late, cancelled, or skips the stop
    place: str
    at: datetime
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """Where one is on the trip, and whether the rest of it can still be made."""

    stretches: tuple[Stretch, ...]
    phase: str  # before, own, waiting, aboard, arrived
    position: int  # of the stretch that one is on, or waits for
    next_at: datetime  # when the next thing happens: leaving, getting on, getting off
    broken: Break | None
    free_at: datetime  # when and where one could choose again
    free_from: Point
    next_exit: Exit | None = None

    @property
    def current(self) -> Stretch:
        return self.stretches[self.position]

    @property
    def following(self) -> Stretch | None:
        """Return the stretch after the present one."""
        rest = self.stretches[self.position + 1 :]
        return rest[0] if rest else None

    @property
    def arrives_at(self) -> datetime:
        return self.stretches[-1].arrives_at

    @property
    def is_known(self) -> bool:
        return all(one.sight is None or one.sight.found for one in self.stretches)


@dataclass(frozen=True, slots=True)
class Followed:
    """A trip as it goes, and if it broke, the ways to go on from the next place where one can choose."""

    trip: FollowedTrip
    progress: Progress
    zone: str
    checked_at: datetime
    live_at: datetime | None
    again: TripAnswer | None = None

    @property
    def goal(self) -> Point:
        return self.trip.legs[-1].end

    @property
    def minutes_left(self) -> int:
        """Return how many whole minutes there are until the next thing happens."""
        return max(0, int((self.progress.next_at - self.checked_at).total_seconds()) // 60)

    @property
    def late_min(self) -> int:
        planned_at = self.trip.legs[-1].arrives_at
        return round((self.progress.arrives_at - planned_at).total_seconds() / 60)
