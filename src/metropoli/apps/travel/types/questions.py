"""The question: from here to there, when, how, and what matters to who asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from metropoli.apps.travel.types.names import Point

TRANSIT, WALK, BIKE, CAR = "transit", "walk", "bike", "car"
SHARED_BIKE, SHARED_SCOOTER, SHARED_CAR = "shared_bike", "shared_scooter", "shared_car"
# Ways to reach the first stop otherwise than on foot: leaving the car or the bike, being driven.
PARK_RIDE, BIKE_RIDE, KISS_RIDE = "park_ride", "bike_ride", "kiss_ride"
ON_DEMAND = "on_demand"  # a bus that one books: it comes to the door, inside its area
MODES = (TRANSIT, WALK, BIKE, CAR)
OTHER_MODES = (
    SHARED_BIKE,
    SHARED_SCOOTER,
    SHARED_CAR,
    PARK_RIDE,
    BIKE_RIDE,
    KISS_RIDE,
    ON_DEMAND,
)

MINUTE_S = 60
STAY = "stay"  # what a leg is called on which one goes nowhere


@dataclass(frozen=True, slots=True)
class Manner:
    """How somebody moves: what differs between a commuter, a pram and a bad knee."""

    step_free: bool = False
    walk_kmh: float = 5.0
    longest_walk_s: int = 30 * MINUTE_S  # to the first stop, and from the last one
    spare_s: int = 0  # at each change, over what the timetable allows
    bike_aboard: bool = False  # one's own bike comes along on the vehicles
    vehicles: frozenset[str] = frozenset()  # only these (metro, tram, …); all if empty


@dataclass(frozen=True, slots=True)
class Via:
    """A place on the way, and how long one stays there at least; with 0 one may be carried through."""

    point: Point
    stay_s: int = 0


@dataclass(frozen=True, slots=True)
class TripRequest:
    """From here to there, leaving after or arriving before an instant."""

    start: Point
    end: Point
    at: datetime
    arrive_by: bool = False
    modes: frozenset[str] = frozenset(MODES)
    max_rides: int = 6
    manner: Manner = field(default_factory=Manner)
    owned: frozenset[str] = frozenset()  # keys of the passes that one holds already
    live: bool = True  # as things are now, not only as the timetable promises
    vias: tuple[Via, ...] = ()  # in this order

    @property
    def step_free(self) -> bool:
        return self.manner.step_free
