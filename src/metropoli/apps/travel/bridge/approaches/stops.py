"""Seconds to places on the street → seconds to the stops that are boarded there."""

from __future__ import annotations

from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from metropoli.apps.travel.bridge.approaches.ways import Rows
from metropoli.apps.travel.bridge.fleets.shelf import spans
from metropoli.apps.travel.bridge.network import Network
from metropoli.engines import streets

WHEEL_RADIUS_M = 150.0  # a stop further than this from every carriageway is reached on foot alone
NEVER = streets.NEVER


class Boarded(NamedTuple):
    """Which stops can be boarded, from which stop's street access, and what it takes from there."""

    stop: Rows
    via: Rows
    inside_s: Rows  # from the entrance to the platform


class OnWheels:
    """Hold what depends on the network in service alone, found once for all requests."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._version = ""
        self._links: dict[int, tuple[streets.Links, streets.Marks]] = {}
        self._places: streets.Neighbours | None = None

    def at(self, network: Network, mode: int) -> tuple[streets.Links, streets.Marks]:
        """Return where all stops touch the streets of a mode."""
        assert network.streets is not None
        timetable = network.timetable
        with self._lock:
            self._renew(network)
            if mode not in self._links:
                at = (timetable.stop_lat_deg, timetable.stop_lon_deg)
                links = streets.link(network.streets, mode, *at, radius_m=WHEEL_RADIUS_M)
                self._links[mode] = (links, streets.mark(network.streets, links))
            return self._links[mode]

    def places(self, network: Network) -> streets.Neighbours:
        """Return, by stop, the positions in the patterns that call there; for seconds, their pattern."""
        with self._lock:
            self._renew(network)
            if self._places is None:
                timetable = network.timetable
                lengths = np.diff(timetable.pattern_first)
                pattern = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
                order = np.argsort(timetable.pattern_stop, kind="stable").astype(np.int32)
                counts = np.bincount(timetable.pattern_stop, minlength=len(timetable.stop_parent))
                first = np.concatenate((np.zeros(1, np.int64), np.cumsum(counts)))
                self._places = streets.Neighbours(first, order, pattern[order])
            return self._places

    def _renew(self, network: Network) -> None:
        if self._version != network.about.version:
            self._version, self._links, self._places = network.about.version, {}, None


STOPS_ON_WHEELS = OnWheels()


def boarded(
    network: Network, seconds: NDArray[np.int32], *, inwards: bool, step_free: bool
) -> Boarded:
    """
    Return the stops that are boarded (or left) where the street leads in time, see `through_gates`.

    :param seconds: by stop, NEVER where the street does not lead
    """
    gates = network.gates
    mine = gates.inwards == inwards
    platform, entrance = gates.from_stop[mine], gates.to_stop[mine]
    if inwards:
        platform, entrance = entrance, platform
    gated = np.zeros(len(seconds), np.bool_)
    gated[platform] = True
    plain = np.flatnonzero((seconds < NEVER) & ~gated).astype(np.int32)
    usable = seconds[entrance] < NEVER
    if step_free:
        usable &= gates.step_free[mine]
    platform, entrance, inside_s = (
        column[usable] for column in (platform, entrance, gates.duration_s[mine])
    )
    order = np.lexsort((seconds[entrance] + inside_s, platform))
    first = np.ones(len(order), np.bool_)
    first[1:] = platform[order][1:] != platform[order][:-1]
    best = order[first]
    return Boarded(
        np.concatenate((plain, platform[best])).astype(np.int32),
        np.concatenate((plain, entrance[best])).astype(np.int32),
        np.concatenate((np.zeros(len(plain), np.int32), inside_s[best])).astype(np.int32),
    )


def useful(network: Network, stop: Rows, lasts_s: Rows, *, inwards: bool, keep: int) -> Rows:
    """
    Return the rows whose stop is among the quickest to reach of some pattern that calls there.

    Riding past the nearest stops of a tram to board the same tram further on is what nobody wants;
    the search over all of them would cost more than all the rest.
    """
    whose, place, pattern = spans(STOPS_ON_WHEELS.places(network), stop)
    may = network.timetable.pattern_board if inwards else network.timetable.pattern_alight
    can = may[place]
    whose, pattern = whose[can], pattern[can]
    order = np.lexsort((lasts_s[whose], pattern))
    mine = pattern[order]
    nth = np.arange(len(order)) - np.searchsorted(mine, mine, side="left")
    wanted: Rows = np.unique(whose[order[nth < keep]]).astype(np.int32)
    return wanted
