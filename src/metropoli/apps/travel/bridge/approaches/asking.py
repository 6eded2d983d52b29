"""One question, put on the streets of who walks, rides and drives."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from metropoli.apps.travel.bridge.days import Footing, footing_of
from metropoli.apps.travel.bridge.fleets.shelf import HOLDS_S, Fleets, Rows
from metropoli.apps.travel.bridge.network import Network
from metropoli.apps.travel.bridge.street_legs import snap, streets_of
from metropoli.apps.travel.types import BIKE, CAR, WALK, Point, TripRequest
from metropoli.base.errors import NotFound
from metropoli.engines import streets

MODES = {streets.WALK: WALK, streets.BIKE: BIKE, streets.CAR: CAR}
TO_VEHICLE_S = 10 * 60  # on foot to a shared vehicle, or from it
RIDE_S = 15 * 60  # on a bike or a scooter to the first stop or from the last one
DRIVE_S = 10 * 60  # in a shared car


@dataclass(frozen=True, slots=True)
class Asking:
    """One end of a trip: the door, which stops are looked for, when."""

    network: Network
    fleets: Fleets
    request: TripRequest
    at_s: int  # Unix time at which what is there now is needed
    inwards: bool  # from the door to the first stop; else from the last stop to the door

    @property
    def door(self) -> Point:
        return self.request.start if self.inwards else self.request.end

    @property
    def other_door(self) -> Point:
        return self.request.end if self.inwards else self.request.start

    @property
    def footing(self) -> Footing:
        return footing_of(self.request.manner)

    @property
    def longest_walk_s(self) -> int:
        """Return the longest walk, as the streets reckon."""
        return int(self.request.manner.longest_walk_s / self.footing.slowness_ratio)

    def door_on(self, mode: int) -> streets.Snap | None:
        """Return where the door touches the streets of a mode; none where none is near."""
        try:
            return snap(self.network, MODES[mode], self.door, step_free=False)
        except NotFound:
            return None

    def seconds(
        self,
        mode: int,
        door: streets.Snap,
        links: streets.Links,
        limit_s: int,
        marks: streets.Marks | None = None,
    ) -> Rows:
        """Return the seconds between the door and many places, in the direction of this end."""
        ground = streets_of(self.network)
        times = streets.times_to_links if self.inwards else streets.times_from_links
        return times(ground, mode, door, links, limit_s=limit_s, marks=marks)

    def holds(self, seen_s: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Say of what was seen whether it still tells what is there."""
        fresh: NDArray[np.bool_] = (seen_s >= 0) & (np.abs(seen_s - self.at_s) <= HOLDS_S)
        return fresh


def snap_of(links: streets.Links, row: int) -> streets.Snap:
    """Return one of many places on the street."""
    return streets.Snap(
        int(links.edge[row]),
        float(links.share[row]),
        float(links.lat_deg[row]),
        float(links.lon_deg[row]),
        float(links.gap_m[row]),
    )


def nearest_of_each(rows: Rows, owner: Rows, seconds: Rows, keep: int) -> Rows:
    """Return the rows that are the nearest few of their owner."""
    order = rows[np.lexsort((seconds[rows], owner[rows]))]
    mine = owner[order]
    first = np.searchsorted(mine, mine, side="left")
    return order[np.arange(len(order)) - first < keep]
