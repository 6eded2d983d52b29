"""The views of a day that a worker holds: cut once for everybody who moves in the same way."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from metropoli.apps.travel.rules.vehicles import vehicle_of
from metropoli.apps.travel.types import Manner
from metropoli.engines import journeys

DAYS_KEPT = 8  # one day of Torino takes about 20 MB
WALK_KMH = 5.0  # the pace at which the streets are measured
PACES_KMH = (3, 4, 5, 6)  # a view of the day is cut for each of these
SPARES_S = (0, 120, 300, 600)


class Footing(NamedTuple):
    """How somebody changes from vehicle to vehicle: whatever a view of a day depends on."""

    step_free: bool = False
    bike_aboard: bool = False
    walk_kmh: int = 5
    spare_s: int = 0  # at each change, over what the timetable allows
    vehicles: frozenset[str] = frozenset()  # only these; all if empty
    walks_far: bool = False  # between two vehicles too

    @property
    def slowness_ratio(self) -> float:
        """Return how much longer a walk takes than the streets say."""
        return WALK_KMH / self.walk_kmh

    def walk_s(self, seconds: NDArray[np.int32]) -> NDArray[np.int32]:
        """Return what walks take at this pace; what is not reached stays so."""
        slower = np.ceil(seconds * self.slowness_ratio)
        return np.where(seconds < journeys.NEVER, slower, seconds).astype(np.int32)


USUAL = Footing()


def footing_of(manner: Manner) -> Footing:
    """Return the footing nearest to a manner of moving, never a hastier one."""
    slower = [kmh for kmh in PACES_KMH if kmh <= manner.walk_kmh]
    longer = [spare_s for spare_s in SPARES_S if spare_s >= manner.spare_s]
    return Footing(
        step_free=manner.step_free,
        bike_aboard=manner.bike_aboard,
        walk_kmh=max(slower, default=PACES_KMH[0]),
        spare_s=min(longer, default=SPARES_S[-1]),
        vehicles=manner.vehicles,
        walks_far=manner.longest_walk_s > Manner().longest_walk_s and not manner.step_free,
    )


def at_pace(timetable: journeys.Timetable, footing: Footing) -> journeys.Timetable:
    """Return the timetable with its walks and changes as this footing takes them."""
    if footing.walk_kmh == USUAL.walk_kmh and not footing.spare_s:
        return timetable
    possible = timetable.change_s < journeys.NEVER
    walks_s = footing.walk_s(timetable.transfer_s)
    return timetable._replace(
        transfer_s=np.where(walks_s < journeys.NEVER, walks_s + footing.spare_s, walks_s),
        change_s=np.where(possible, timetable.change_s + footing.spare_s, timetable.change_s),
    )


def only_vehicles(
    timetable: journeys.Timetable, lines: Sequence[journeys.Line], vehicles: frozenset[str]
) -> journeys.Timetable:
    """Return the timetable without what runs, wholly or in part, as another kind of vehicle."""
    if not vehicles:
        return timetable
    fits = np.array([vehicle_of(line.mode) in vehicles for line in lines], np.bool_)
    trip = np.repeat(np.arange(len(timetable.trip_pattern)), np.diff(timetable.part_first))
    kept = np.ones(len(timetable.trip_pattern), np.bool_)
    kept[trip[~fits[timetable.part_line]]] = False
    never = len(timetable.service_zone)  # a service that runs on no day
    n_days = timetable.service_runs.shape[1]
    return timetable._replace(
        trip_service=np.where(kept, timetable.trip_service, never).astype(np.int32),
        service_runs=np.vstack((timetable.service_runs, np.zeros((1, n_days), np.bool_))),
        service_zone=np.append(timetable.service_zone, np.int32(0)).astype(np.int32),
    )


class Days:
    """Hold the newest views of a day."""

    def __init__(self) -> None:
        self._held: OrderedDict[tuple[int, Footing], journeys.Day] = OrderedDict()
        self._lock = Lock()

    def held(self) -> tuple[tuple[int, Footing], ...]:
        """Return the days that are held, and for whom they were cut."""
        with self._lock:
            return tuple(self._held)

    def at(self, timetable: journeys.Timetable, day: int, footing: Footing = USUAL) -> journeys.Day:
        """
        Return the view of a day (proleptic ordinal), cutting it if nobody asked before.

        The timetable is the one with changes without steps where the footing is step-free.

        :raises NotFound: the timetable does not reach that day
        """
        key = (day, footing)
        with self._lock:
            if key not in self._held:
                self._held[key] = journeys.open_day(
                    at_pace(timetable, footing),
                    day,
                    step_free=footing.step_free,
                    bikes=footing.bike_aboard,
                )
            self._held.move_to_end(key)
            while len(self._held) > DAYS_KEPT:
                self._held.popitem(last=False)
            return self._held[key]
