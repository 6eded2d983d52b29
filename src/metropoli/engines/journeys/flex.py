"""
Rides on demand: areas instead of stops, windows instead of times (GTFS-Flex).

Read by `gtfs/flex.py`. A ride leads from one area to another of the same trip; who wants one says
so beforehand, by the booking rule of the place where they get on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from metropoli.engines.journeys.types import Degrees, Flags, Int32s, Int64s

AT_ONCE, SAME_DAY, DAYS_BEFORE = 0, 1, 2  # GTFS: booking_type


class Flex(NamedTuple):
    """
    The rides on demand of a timetable. An area is a set of rings, of stops, or both.

    Windows are seconds after the start of the service day: when one may be picked up in the
    first area, and set down in the second. A ride lasts `ride_factor` times the drive, plus
    `ride_offset_s`, at most.
    """

    n_areas: int
    ring_area: Int32s
    ring_first: Int64s  # into lat_deg and lon_deg, with the end
    lat_deg: Degrees
    lon_deg: Degrees
    stop_area: Int32s  # stop_row[i] belongs to stop_area[i]
    stop_row: Int32s
    ride_line: Int32s  # row in Labels.lines
    ride_from: Int32s
    ride_to: Int32s
    board_from_s: Int32s
    board_until_s: Int32s
    alight_from_s: Int32s
    alight_until_s: Int32s
    ride_factor: Degrees
    ride_offset_s: Int32s
    ride_rule: Int32s  # row of the booking rule, or -1: nothing to book
    first_day: int  # proleptic ordinal of the first column of ride_runs
    ride_runs: Flags  # (rides, days)


@dataclass(frozen=True, slots=True)
class BookingRule:
    """How one asks for a ride, and until when."""

    kind: int  # AT_ONCE, SAME_DAY, DAYS_BEFORE
    notice_s: int  # before being picked up; SAME_DAY only
    days_before: int  # DAYS_BEFORE only …
    until_s: int  # … up to this second of that day
    message: str
    phone: str
    url: str


@dataclass(frozen=True, slots=True)
class FlexLabels:
    """The words that the rows of `Flex` stand for."""

    trip_ids: tuple[str, ...] = ()  # by ride
    areas: tuple[str, ...] = ()
    rules: tuple[BookingRule, ...] = ()


def no_flex() -> Flex:
    """Return no rides at all."""
    ints, floats = np.zeros(0, np.int32), np.zeros(0)
    return Flex(
        n_areas=0,
        ring_area=ints,
        ring_first=np.zeros(1, np.int64),
        lat_deg=floats,
        lon_deg=floats,
        stop_area=ints,
        stop_row=ints,
        ride_line=ints,
        ride_from=ints,
        ride_to=ints,
        board_from_s=ints,
        board_until_s=ints,
        alight_from_s=ints,
        alight_until_s=ints,
        ride_factor=floats,
        ride_offset_s=ints,
        ride_rule=ints,
        first_day=0,
        ride_runs=np.zeros((0, 0), np.bool_),
    )


def areas_at(flex: Flex, lat_deg: float, lon_deg: float) -> Flags:
    """Return, by area, whether a point lies in one of its rings and in none of its holes."""
    inside = np.zeros(flex.n_areas, np.bool_)
    if not len(flex.ring_area):
        return inside
    crossings = np.add.reduceat(
        _crosses(flex, lat_deg, lon_deg).astype(np.int64), flex.ring_first[:-1]
    )
    total = np.bincount(flex.ring_area, weights=crossings, minlength=flex.n_areas)
    inside[:] = total.astype(np.int64) % 2 == 1
    return inside


def _crosses(flex: Flex, lat_deg: float, lon_deg: float) -> Flags:
    """Return which edges of the rings lie east of the point, at its latitude."""
    following = np.arange(1, len(flex.lat_deg) + 1)
    following[flex.ring_first[1:] - 1] = flex.ring_first[:-1]
    south, north = flex.lat_deg, flex.lat_deg[following]
    spans = (south > lat_deg) != (north > lat_deg)
    rise = np.where(spans, north - south, 1.0)
    east = flex.lon_deg + (lat_deg - south) / rise * (flex.lon_deg[following] - flex.lon_deg)
    crossed: Flags = spans & (lon_deg < east)
    return crossed


def stops_of_areas(flex: Flex, lat_deg: Degrees, lon_deg: Degrees) -> Flags:
    """Return (areas, stops): which stops each area holds, named by it or lying in its rings."""
    held = np.zeros((flex.n_areas, len(lat_deg)), np.bool_)
    held[flex.stop_area, flex.stop_row] = True
    if len(flex.ring_area):
        boxed = (lat_deg >= flex.lat_deg.min()) & (lat_deg <= flex.lat_deg.max())
        boxed &= (lon_deg >= flex.lon_deg.min()) & (lon_deg <= flex.lon_deg.max())
        for stop in np.flatnonzero(boxed).tolist():
            held[:, stop] |= areas_at(flex, float(lat_deg[stop]), float(lon_deg[stop]))
    return held


def rides_on(flex: Flex, day: int) -> Int64s:
    """Return the rides that run on a day (proleptic ordinal)."""
    column = day - flex.first_day
    if not 0 <= column < flex.ride_runs.shape[1]:
        return np.zeros(0, np.int64)
    return np.flatnonzero(flex.ride_runs[:, column])


def join_flex(
    parts: Sequence[tuple[Flex, FlexLabels]], n_stops: Sequence[int], n_lines: Sequence[int]
) -> tuple[Flex, FlexLabels]:
    """Lay the rides of several feeds end to end; stops and lines count on from feed to feed."""
    used = [part for part, _ in parts if len(part.ride_line)]
    first = min((part.first_day for part in used), default=0)
    last = max((part.first_day + part.ride_runs.shape[1] for part in used), default=0)
    stops, lines = (np.concatenate(([0], np.cumsum(sizes))) for sizes in (n_stops, n_lines))
    whole = no_flex()._replace(first_day=first, ride_runs=np.zeros((0, last - first), np.bool_))
    n_rules = 0
    for (part, labels), stop, line in zip(parts, stops, lines, strict=False):
        moved = part._replace(
            stop_row=part.stop_row + stop,
            ride_line=part.ride_line + line,
            ride_rule=np.where(part.ride_rule >= 0, part.ride_rule + n_rules, -1),
        )
        whole = _after(whole, moved)
        n_rules += len(labels.rules)
    words = [labels for _, labels in parts]
    return whole, FlexLabels(
        trip_ids=tuple(one for labels in words for one in labels.trip_ids),
        areas=tuple(one for labels in words for one in labels.areas),
        rules=tuple(one for labels in words for one in labels.rules),
    )


def _after(whole: Flex, part: Flex) -> Flex:
    """Return a part's rides behind those already there."""
    runs = np.zeros((len(part.ride_line), whole.ride_runs.shape[1]), np.bool_)
    column = part.first_day - whole.first_day
    runs[:, column : column + part.ride_runs.shape[1]] = part.ride_runs
    areas = {"ring_area", "stop_area", "ride_from", "ride_to"}
    joined = {
        name: np.concatenate(
            (getattr(whole, name), getattr(part, name) + (whole.n_areas if name in areas else 0))
        ).astype(getattr(whole, name).dtype)
        for name in Flex._fields
        if name not in {"n_areas", "ring_first", "first_day", "ride_runs"}
    }
    return Flex(
        **joined,
        n_areas=whole.n_areas + part.n_areas,
        ring_first=np.concatenate((whole.ring_first, part.ring_first[1:] + whole.ring_first[-1])),
        first_day=whole.first_day,
        ride_runs=np.concatenate((whole.ride_runs, runs)),
    )
