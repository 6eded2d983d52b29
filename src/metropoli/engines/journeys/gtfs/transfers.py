"""transfers.txt: what a feed says about changing between its stops, and about staying seated."""

from __future__ import annotations

from itertools import product
from typing import NamedTuple

import numpy as np

from metropoli.engines.journeys.gtfs.columns import choices, references
from metropoli.engines.journeys.gtfs.feeds import WALKED, Rules
from metropoli.engines.journeys.gtfs.inseat import Seats
from metropoli.engines.journeys.gtfs.kernels.numbers import OK
from metropoli.engines.journeys.gtfs.problems import Notebook
from metropoli.engines.journeys.gtfs.routes import Routes
from metropoli.engines.journeys.gtfs.stops import PLATFORM, STATION, Stops, distance_m
from metropoli.engines.journeys.gtfs.tables import Table, always
from metropoli.engines.journeys.gtfs.trips import Trips
from metropoli.engines.journeys.types import NEVER, Flags, Int8s, Int32s, Int64s

FILE = "transfers.txt"
COLUMNS = [
    "from_stop_id",
    "to_stop_id",
    "from_route_id",
    "to_route_id",
    "from_trip_id",
    "to_trip_id",
    "transfer_type",
    "min_transfer_time",
]
MOST_PAIRS = 1_000_000  # of platforms, written out of rows for stations
SUGGESTED, TIMED, SLOW, FORBIDDEN, SEATED, PARTED = KINDS = range(6)
LONGEST_S = 86_400
FASTEST_M_PER_S = 3.0  # an easy run: nobody changes faster than that
SAME_SPOT_M = 30.0  # nearer than this, positions are too rough to judge


class _Ends(NamedTuple):
    from_stop: Int32s
    to_stop: Int32s


def read_transfers(
    table: Table, stops: Stops, routes: Routes, trips: Trips, notes: Notebook
) -> tuple[Rules, Seats]:
    """
    Return what holds between stops, and between trips.

    A row for stations holds for all their platforms; a row for platforms goes before it. Rows for
    some routes or trips only (types 0 to 3) cannot be told from stop to stop: they are noted and
    left out.
    """
    kind = choices(table, "transfer_type", KINDS, notes)
    ends = _Ends(
        *(
            references(table, f"{end}_stop_id", stops.keys, stops.row, notes)[0]
            for end in ("from", "to")
        )
    )
    seats, of_trips = _seats(table, kind, trips, notes)
    narrow = _narrow(table, routes, trips, notes) & (kind < SEATED)
    table.tell(
        notes, "transfer_of_some_trips", narrow, from_stop="from_stop_id", to_stop="to_stop_id"
    )
    general = ~narrow & ~of_trips & (kind < SEATED) & (ends.from_stop >= 0) & (ends.to_stop >= 0)
    unfit = general & ~(_changeable(stops, ends.from_stop) & _changeable(stops, ends.to_stop))
    table.tell(notes, "transfer_unfit", unfit, from_stop="from_stop_id", to_stop="to_stop_id")
    general &= ~unfit
    duration_s = _durations_s(table, kind, general, notes)
    pairs, owner = _unfold(table, stops, ends, np.flatnonzero(general), notes)
    took_s = duration_s[owner]
    slow = kind[owner] == SLOW
    took_s[slow] = _believable(table, stops, pairs[slow], owner[slow], took_s[slow], notes)
    return Rules(pairs[:, 0].copy(), pairs[:, 1].copy(), took_s.astype(np.int32)), seats


def _changeable(stops: Stops, stop: Int32s) -> Flags:
    fit = np.zeros(len(stop), np.bool_)
    known = stop >= 0
    fit[known] = stops.kind[stop[known]] <= STATION
    return fit


def _seats(table: Table, kind: Int8s, trips: Trips, notes: Notebook) -> tuple[Seats, Flags]:
    from_trip, _ = references(table, "from_trip_id", trips.keys, trips.row, notes)
    to_trip, _ = references(table, "to_trip_id", trips.keys, trips.row, notes)
    seated = kind >= SEATED
    lost = seated & ~(table.column("from_trip_id").filled & table.column("to_trip_id").filled)
    table.tell(notes, "in_seat_without_trips", lost, from_trip="from_trip_id", to_trip="to_trip_id")
    linked: dict[int, list[int]] = {}
    parted: set[tuple[int, int]] = set()
    for row in np.flatnonzero(seated & (from_trip >= 0) & (to_trip >= 0)).tolist():
        pair = int(from_trip[row]), int(to_trip[row])
        if kind[row] == PARTED:
            parted.add(pair)
        elif pair[1] not in linked.setdefault(pair[0], []):
            linked[pair[0]].append(pair[1])
    return Seats(linked, parted), seated


def _narrow(table: Table, routes: Routes, trips: Trips, notes: Notebook) -> Flags:
    """Return which rows hold for some routes or trips only."""
    narrow = np.zeros(len(table), np.bool_)
    for column in ("from_route_id", "to_route_id"):
        references(table, column, routes.keys, routes.row, notes)
        narrow |= table.column(column).filled
    for column in ("from_trip_id", "to_trip_id"):
        narrow |= table.column(column).filled
    return narrow


def _durations_s(table: Table, kind: Int8s, general: Flags, notes: Notebook) -> Int64s:
    told, states = table.ints("min_transfer_time")
    bad = (states != OK) | (told < 0) | (told > LONGEST_S)
    table.tell(
        notes, "transfer_without_time", bad & general & (kind == SLOW),
        from_stop="from_stop_id", to_stop="to_stop_id", value="min_transfer_time",
    )  # fmt: skip
    slow = np.where(bad, WALKED, told)
    return np.select(
        [kind == TIMED, kind == SLOW, kind == FORBIDDEN], [0, slow, NEVER], default=WALKED
    ).astype(np.int64)


def _unfold(
    table: Table, stops: Stops, ends: _Ends, rows: Int64s, notes: Notebook
) -> tuple[Int32s, Int64s]:
    """
    Write rows for stations out for their platforms; the narrower row goes before the wider.

    :return: pairs of stops (n, 2), and the row of the file that each comes from
    """
    platforms = _platforms(stops)
    chosen: dict[tuple[int, int], tuple[int, int]] = {}
    beyond = np.zeros(len(table), np.bool_)
    written = 0
    for row in rows.tolist():
        from_stop, to_stop = int(ends.from_stop[row]), int(ends.to_stop[row])
        width = int(stops.kind[from_stop] == STATION) + int(stops.kind[to_stop] == STATION)
        starts = platforms.get(from_stop, (from_stop,))
        targets = platforms.get(to_stop, (to_stop,))
        written += len(starts) * len(targets)
        if written > MOST_PAIRS:
            beyond[row] = True
            continue
        for pair in product(starts, targets):
            if pair not in chosen or chosen[pair][0] > width:
                chosen[pair] = width, row
    table.tell(notes, "transfers_too_many", beyond, most=always(MOST_PAIRS))
    pairs = np.array(list(chosen), np.int32).reshape(-1, 2)
    return pairs, np.array([row for _, row in chosen.values()], np.int64)


def _believable(
    table: Table, stops: Stops, pairs: Int32s, owner: Int64s, took_s: Int64s, notes: Notebook
) -> Int64s:
    """Return the times, but WALKED where nobody could be so fast."""
    lat_deg, lon_deg = stops.lat_deg[pairs], stops.lon_deg[pairs]
    apart_m = distance_m(lat_deg[:, 0], lon_deg[:, 0], lat_deg[:, 1], lon_deg[:, 1])
    hasty = (apart_m > SAME_SPOT_M) & (took_s >= 0) & (took_s * FASTEST_M_PER_S < apart_m)
    wrong = np.zeros(len(table), np.bool_)
    wrong[owner[hasty]] = True
    table.tell(
        notes,
        "transfer_too_fast",
        wrong,
        from_stop="from_stop_id",
        to_stop="to_stop_id",
        value="min_transfer_time",
    )
    return np.where(hasty, WALKED, took_s)


def _platforms(stops: Stops) -> dict[int, tuple[int, ...]]:
    """Return, for each station, itself (vehicles may call there) and its platforms."""
    inside: dict[int, list[int]] = {
        station: [station] for station in np.flatnonzero(stops.kind == STATION).tolist()
    }
    for stop in np.flatnonzero(stops.kind == PLATFORM).tolist():
        if int(stops.parent[stop]) != stop:
            inside[int(stops.parent[stop])].append(stop)
    return {station: tuple(members) for station, members in inside.items()}
