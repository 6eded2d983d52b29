"""What can be shared and where cars are left, as it was seen last."""

from __future__ import annotations

from datetime import datetime
from threading import Lock

from metropoli.apps.travel import bridge, queries
from metropoli.apps.travel.services.serving import network
from metropoli.apps.travel.types import Box, ParkingSight, Point, SharingSight
from metropoli.base import snapshots
from metropoli.base.snapshots import Snapshot

NEAR_M = 600
FLEETS = Snapshot(bridge.load_fleets)


class _Placed:
    """Hold the fleets on the streets in service, should they have been put on those before."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._held: bridge.Fleets | None = None

    def on(self, found: bridge.Fleets, city: bridge.Network) -> bridge.Fleets:
        if found.network == city.about.version:
            return found
        with self._lock:
            held, wanted = self._held, (found.version, city.about.version)
            if held is None or (held.version, held.network) != wanted:
                held = bridge.placed(found, city)
                self._held = held
            return held


PLACED = _Placed()


def fleets() -> bridge.Fleets:
    """Return what can be shared and parked in, on the streets in service; nothing if none was loaded."""
    shelf = queries.fleet_shelf(bridge.FLEETS_FORM)
    if snapshots.current_version(shelf) is None:
        return bridge.build_fleets((), None, "", None)
    found = FLEETS.at(shelf)
    city = network_if_any()
    return found if city is None else PLACED.on(found, city)


def shared_near(
    *, point: Point, at: datetime, language: str, within_m: int = NEAR_M
) -> SharingSight:
    """Tell the stations and free vehicles around a point, nearest first, as they were seen last."""
    around = bridge.box_around(point, within_m)
    return bridge.shared_in(fleets(), around, at=at, language=language, seen_from=point)


def shared_in(*, box: Box, at: datetime, language: str) -> SharingSight:
    """Tell the stations and free vehicles of a part of the map, as they were seen last."""
    return bridge.shared_in(fleets(), box, at=at, language=language)


def car_parks(*, box: Box, at: datetime) -> ParkingSight:
    """Tell the car parks of a part of the map with their free places, as they were seen last."""
    return bridge.parks_in(fleets(), box, at=at)


def network_if_any() -> bridge.Network | None:
    """Return the network in service, or nothing where none was ever loaded."""
    if snapshots.current_version(queries.shelf(bridge.FORM)) is None:
        return None
    return network()
