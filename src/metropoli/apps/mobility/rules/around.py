"""What is around: where a vehicle is between two stops, and what is nearest."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import pairwise
from typing import TypeVar

from metropoli.apps.mobility.types import OnItsWay
from metropoli.apps.travel.types import Box, Coordinates, LiveVehicle, Stretch

One = TypeVar("One")
S_PER_MIN = 60


def on_its_way(stretch: Stretch, now: datetime) -> OnItsWay:
    """Return where a vehicle should be on its way between two stops, by the times that are known."""
    lasts_s = (stretch.arrives_at - stretch.departs_at).total_seconds()
    gone_s = (now - stretch.departs_at).total_seconds()
    lon_deg, lat_deg = along(stretch.geometry, min(1.0, max(0.0, gone_s / (lasts_s or 1.0))))
    planned = stretch.planned_arrives_at
    late_s = (stretch.arrives_at - planned).total_seconds() if planned else 0.0
    return OnItsWay(
        key=stretch.key,
        line=stretch.line,
        lat_deg=round(lat_deg, 6),
        lon_deg=round(lon_deg, 6),
        next_stop=stretch.end,
        arrives_at=stretch.arrives_at,
        late_min=round(late_s / S_PER_MIN) if planned else None,
    )


def met(computed: Sequence[OnItsWay], said: Sequence[LiveVehicle]) -> list[OnItsWay]:
    """Return each vehicle once: where it said that it is, or else where its times say."""
    runs = {one.key.split("_", 2)[-1]: one for one in computed}  # feed and trip, without the hour
    seen = {f"{one.line.key.partition(':')[0]}:{one.trip_id}": one for one in said}
    told = [_where_it_said(one, runs.get(run)) for run, one in seen.items()]
    return [*told, *(one for run, one in runs.items() if run not in seen)]


def _where_it_said(said: LiveVehicle, computed: OnItsWay | None) -> OnItsWay:
    return OnItsWay(
        key=said.key or said.trip_id,
        line=said.line,
        lat_deg=said.lat_deg,
        lon_deg=said.lon_deg,
        next_stop=computed.next_stop if computed else None,
        arrives_at=computed.arrives_at if computed else None,
        late_min=computed.late_min if computed else None,
        seen_at=said.seen_at,
    )


def along(way: Coordinates, share: float) -> tuple[float, float]:
    """Return the point at a share of the length of a line."""
    stretch_lat = math.cos(math.radians(way[0][1]))
    steps = [
        math.hypot((end[0] - start[0]) * stretch_lat, end[1] - start[1])
        for start, end in pairwise(way)
    ]
    left = sum(steps) * share
    for (start, end), step in zip(pairwise(way), steps, strict=True):
        if left <= step:
            part = left / step if step else 0.0
            return start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part
        left -= step
    return way[-1]


def spread(
    found: Sequence[One],
    box: Box,
    place: Callable[[One], tuple[float, float]],
    parts: tuple[int, int],
) -> tuple[tuple[One, ...], int]:
    """
    Return one thing for each small part of a box, and how many are left out.

    The nearest to the middle of the box comes first, and is the one kept of its part.

    :param parts: how many there are from west to east, and from south to north
    """
    lat, lon = (box.south_deg + box.north_deg) / 2, (box.west_deg + box.east_deg) / 2
    shrink = math.cos(math.radians(lat))

    def away(one: One) -> float:
        lat_deg, lon_deg = place(one)
        return math.hypot(lat_deg - lat, (lon_deg - lon) * shrink)

    height = (box.north_deg - box.south_deg) / parts[1] or 1.0
    width = (box.east_deg - box.west_deg) / parts[0] or 1.0
    kept: dict[tuple[int, int], One] = {}
    for one in sorted(found, key=away):
        lat_deg, lon_deg = place(one)
        kept.setdefault((math.floor(lat_deg / height), math.floor(lon_deg / width)), one)
    return tuple(kept.values()), len(found) - len(kept)
