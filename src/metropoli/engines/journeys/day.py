"""The view of one calendar day: every vehicle that a search of that day may want."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

import numpy as np

from metropoli.base.errors import NotFound
from metropoli.engines.journeys.kernels.bundles import Network, Work
from metropoli.engines.journeys.kernels.cut import list_by_key
from metropoli.engines.journeys.networks import backward_network, onward_network
from metropoli.engines.journeys.routes import cut_routes, group_trips
from metropoli.engines.journeys.types import UNKNOWN, YES, Flags, Int8s, Int32s, Int64s, Timetable

DAY_S = 86_400
# A search late in the evening finds the next morning's vehicles, and one that must arrive just
# after midnight finds the vehicles it changes from before.
BEFORE_S = 6 * 3_600
AFTER_S = 12 * 3_600


class Vehicles(NamedTuple):
    """The vehicles of a day, by row: which trip, on which service day, on which route."""

    trip: Int32s
    shift_s: Int32s  # from the seconds of its service day to those of this day
    column: Int32s  # first column of its route


@dataclass(frozen=True, slots=True, eq=False)
class Day:
    """
    The vehicles of one day, ready to be searched. Made by `open_day`; shared by all threads.

    Second 0 is `start_s` (UTC epoch): noon minus 12 hours of the day in the timetable's first
    time zone. Vehicles from `BEFORE_S` before the day to `AFTER_S` after it are in.
    """

    day: int
    start_s: int
    timetable: Timetable
    vehicles: Vehicles
    onward: Network
    backward: Network
    stop_number: Int32s  # by row of the timetable; -1 where no vehicle calls
    stop_row: Int32s  # by number
    call_first: Int32s  # by number: every column of a stop, boardable or not
    call_column: Int32s
    idle: list[Work] = field(default_factory=list, repr=False)  # workspaces nobody uses now


def open_day(
    timetable: Timetable,
    day: int,
    *,
    step_free: bool = False,
    bikes: bool = False,
    unknown_fits: bool = True,
) -> Day:
    """
    Return the view of a calendar day (proleptic ordinal).

    `step_free` leaves out stops and vehicles without room for a wheelchair, `bikes` those that
    refuse a bicycle; where the timetable does not say, `unknown_fits` decides. Walks between stops
    are those of the timetable: give one with step-free walks if they are to be step-free too.

    :raises NotFound: day_outside_timetable
    """
    first_day = timetable.first_day
    last_day = first_day + timetable.service_runs.shape[1] - 1
    if not first_day <= day <= last_day:
        raise NotFound("day_outside_timetable", day=day, first_day=first_day, last_day=last_day)
    stop_fits, trip_fits = _who_fits(
        timetable, step_free=step_free, bikes=bikes, unknown_fits=unknown_fits
    )
    running = _vehicles_about(timetable, day, trip_fits)
    start_s = int(timetable.day_start_s[0, day - first_day + 1])
    return _view(timetable, day, start_s, stop_fits, running)


def _view(
    timetable: Timetable, day: int, start_s: int, stop_fits: Flags, running: tuple[Int32s, Int32s]
) -> Day:
    """Cut the vehicles into routes, and lay these out in both directions of time."""
    routes, arrives, departs, (trip, shift_s) = cut_routes(timetable, stop_fits, *running)
    onward = onward_network(timetable, routes, arrives, departs)
    call_first, call_column = list_by_key(routes.column_stop, len(routes.stop_row))
    vehicle_column = np.repeat(routes.route_column[:-1], np.diff(routes.route_vehicle))
    return Day(
        day=day,
        start_s=start_s,
        timetable=timetable,
        vehicles=frozen(Vehicles(trip, shift_s, vehicle_column)),
        onward=frozen(onward),
        backward=frozen(backward_network(routes, onward, arrives, departs)),
        stop_number=routes.stop_number,
        stop_row=routes.stop_row,
        call_first=call_first,
        call_column=call_column,
    )


Bundle = TypeVar("Bundle", Vehicles, Network)


def frozen(bundle: Bundle) -> Bundle:
    """Return the bundle with contiguous, read-only arrays: safe to share, compiled once."""
    fields: list[Any] = [
        np.ascontiguousarray(array, np.int16 if array.dtype == np.int16 else np.int32)
        for array in bundle
    ]
    for array in fields:
        array.flags.writeable = False
    return type(bundle)(*fields)


def _who_fits(
    timetable: Timetable, *, step_free: bool, bikes: bool, unknown_fits: bool
) -> tuple[Flags, Flags]:
    """Return which stops and which trips may be used."""

    def fits(said: Int8s) -> Flags:
        return np.isin(said, [YES, UNKNOWN] if unknown_fits else [YES])

    stop_fits = np.ones(len(timetable.stop_lat_deg), np.bool_)
    trip_fits = np.ones(len(timetable.trip_pattern), np.bool_)
    if step_free:
        own = timetable.stop_wheelchair
        # A stop that says nothing is as accessible as its station.
        stop_fits &= fits(np.where(own == UNKNOWN, own[timetable.stop_parent], own))
        trip_fits &= fits(timetable.trip_wheelchair)
    if bikes:
        trip_fits &= fits(timetable.trip_bikes)
    return stop_fits, trip_fits


def _vehicles_about(timetable: Timetable, day: int, trip_fits: Flags) -> tuple[Int32s, Int32s]:
    """Return trips and shifts of all vehicles near the day, by kind, then by departure."""
    pattern_calls = np.diff(timetable.pattern_first)
    first = timetable.trip_first[: len(timetable.trip_pattern)]
    last = first + pattern_calls[timetable.trip_pattern] - 1
    starts_s, ends_s = timetable.departs_s[first], timetable.arrives_s[last]
    column = day - timetable.first_day
    reference_s = timetable.day_start_s[0, column + 1]
    days_back = (int(ends_s.max(initial=0)) + BEFORE_S) // DAY_S + 1
    found: list[tuple[Int64s, Int64s]] = []
    for other in range(column - days_back, column + 2):
        if not 0 <= other < timetable.service_runs.shape[1]:
            continue
        zone_shift_s = timetable.day_start_s[timetable.service_zone, other + 1] - reference_s
        shift_s = zone_shift_s[timetable.trip_service]
        runs = timetable.service_runs[timetable.trip_service, other] & trip_fits
        near = (ends_s + shift_s > -BEFORE_S) & (starts_s + shift_s < DAY_S + AFTER_S)
        rows = np.flatnonzero(runs & near)
        found.append((rows, shift_s[rows]))
    trip = np.concatenate([rows for rows, _ in found])
    shift = np.concatenate([shift for _, shift in found])
    kind = group_trips(timetable, trip)
    order = np.lexsort((trip, ends_s[trip] + shift, starts_s[trip] + shift, kind))
    return trip[order].astype(np.int32), shift[order].astype(np.int32)
