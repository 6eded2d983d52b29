"""Seconds to places on the street → seconds to the stops that are boarded there."""

from __future__ import annotations

from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from metropoli.apps.travel.bridge.approaches.ways import Rows
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
    """Hold where the stops of the network in service touch the streets of who rides and drives."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._version = ""
        self._links: dict[int, streets.Links] = {}

    def at(self, network: Network, mode: int) -> streets.Links:
        """Return the links of all stops on the streets of a mode; found once a network."""
        assert network.streets is not None
        timetable = network.timetable
        with self._lock:
            if self._version != network.about.version:
                self._version, self._links = network.about.version, {}
            if mode not in self._links:
                at = (timetable.stop_lat_deg, timetable.stop_lon_deg)
                links = streets.link(network.streets, mode, *at, radius_m=WHEEL_RADIUS_M)
                self._links[mode] = links
            return self._links[mode]


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
    timetable = network.timetable
    seconds = np.full(len(timetable.stop_parent), NEVER, np.int64)
    np.minimum.at(seconds, stop, lasts_s)
    first = timetable.pattern_first[:-1]
    if not len(first):
        return np.zeros(0, np.int32)
    may = timetable.pattern_board if inwards else timetable.pattern_alight
    along = np.where(may, seconds[timetable.pattern_stop], NEVER)
    wanted = np.zeros(len(seconds), np.bool_)
    lengths = np.diff(timetable.pattern_first)
    for _ in range(keep):
        best = np.repeat(np.minimum.reduceat(along, first), lengths)
        hit = (along == best) & (along < NEVER)
        wanted[timetable.pattern_stop[hit]] = True
        along = np.where(hit, NEVER, along)
    return np.flatnonzero(wanted[stop]).astype(np.int32)
