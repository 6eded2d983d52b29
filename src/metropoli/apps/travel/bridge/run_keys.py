"""
The name of a vehicle on a day, the same for as long as its timetable is.

    20260105_08:00_tram:t8:00       service day, departure from its first stop, feed and trip

The time tells apart the vehicles of one trip that is repeated at a headway.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

import numpy as np

from metropoli.apps.travel.bridge.network import Network, key_of
from metropoli.base.errors import NotFound
from metropoli.engines import journeys

_KEY = re.compile(r"(\d{4})(\d\d)(\d\d)_(\d\d+:\d\d(?::\d\d)?)_([^:]+):(.+)", re.DOTALL)
HOUR_S, MINUTE_S, DAY_S = 3_600, 60, 86_400
LATER_DAYS = 2  # a vehicle that starts so long after its service day began is in a later view


class Found(NamedTuple):
    """A vehicle, in the view of a day that holds it."""

    day: journeys.Day
    vehicle: int
    part: int


def run_key(network: Network, day: journeys.Day, vehicle: int, part: int) -> str:
    """Return the name of a vehicle of a day (row of `day.vehicles`) while it runs as a part."""
    timetable, trip = network.timetable, int(day.vehicles.trip[vehicle])
    ran_on = date.fromordinal(_service_day(timetable, day, vehicle))
    line = network.labels.lines[int(timetable.part_line[part])]
    key = key_of(line.feed, network.labels.trip_ids[int(timetable.part_trip[part])])
    return f"{ran_on:%Y%m%d}_{_clock(_leaves_s(network, trip, part))}_{key}"


def find_run(network: Network, key: str) -> Found:
    """
    Return the vehicle that bears a name.

    :raises NotFound: no vehicle does
    """
    told = _KEY.fullmatch(key)
    try:
        ran_on = date(*map(int, told.groups()[:3])).toordinal() if told else 0
    except ValueError:
        told = None
    if told is None:
        raise NotFound("unknown_vehicle", key=key[:120])
    for part in _parts(network, feed=told[5], trip_id=told[6]):
        trip = int(np.searchsorted(network.timetable.part_first, part, side="right")) - 1
        if _clock(_leaves_s(network, trip, part)) == told[4]:
            found = _on_day(network, ran_on, trip, part)
            if found is not None:
                return found
    raise NotFound("unknown_vehicle", key=key[:120])


def _service_day(timetable: journeys.Timetable, day: journeys.Day, vehicle: int) -> int:
    zone = timetable.service_zone[timetable.trip_service[day.vehicles.trip[vehicle]]]
    began_s = day.start_s + int(day.vehicles.shift_s[vehicle])
    column = int(np.searchsorted(timetable.day_start_s[zone], began_s))
    return timetable.first_day + column - 1


def _leaves_s(network: Network, trip: int, part: int) -> int:
    """Return when a part was planned to leave: a vehicle that is late keeps its name."""
    timetable = network.timetable
    followed = network.live.followed if network.live is not None else None
    if followed is not None and part >= followed.n_parts:
        return int(followed.part_start_s[part - followed.n_parts])
    call = int(timetable.trip_first[trip]) + int(timetable.part_position[part])
    return int(timetable.departs_s[call])


def _clock(seconds: int) -> str:
    hours, rest_s = divmod(seconds, HOUR_S)
    minutes, rest_s = divmod(rest_s, MINUTE_S)
    return f"{hours:02}:{minutes:02}" + (f":{rest_s:02}" if rest_s else "")


def _parts(network: Network, *, feed: str, trip_id: str) -> list[int]:
    rows = [row for row, written in enumerate(network.labels.trip_ids) if written == trip_id]
    parts = np.flatnonzero(np.isin(network.timetable.part_trip, rows)).tolist()
    lines, part_line = network.labels.lines, network.timetable.part_line
    return [part for part in parts if lines[int(part_line[part])].feed == feed]


def _on_day(network: Network, ran_on: int, trip: int, part: int) -> Found | None:
    for ordinal in range(ran_on, ran_on + LATER_DAYS):
        try:
            day = network.day(ordinal)
        except NotFound:
            continue
        for vehicle in np.flatnonzero(day.vehicles.trip == trip).tolist():
            if _service_day(network.timetable, day, vehicle) == ran_on:
                return Found(day, vehicle, part)
    return None
