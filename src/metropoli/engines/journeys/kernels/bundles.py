"""What the kernels read and write: one network per direction of time, one workspace per search."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from metropoli.engines.journeys.types import Int32s

Int16s = NDArray[np.int16]

LATE = 1 << 30  # not reached: later than every time of a day
FAR = 3 << 29  # a walk that does not exist: any time of a day plus FAR is not before LATE
MOST_TRIPS = 32_000  # of one route: rows of trips are held in 16 bits
MOST_RIDES = 12
SHUT, END = 0, 1  # a column where nobody may get on: on the way, or the last of the route


class Network(NamedTuple):
    """
    The vehicles of a day as FIFO routes, seen in one direction of time.

    A column is a position on a route; columns of a route are contiguous. Trip t of a route calls
    at column c at `arrives_s[column_call[c] + t * column_step[c]]` (trip by trip, for riding) and
    `departs_s[column_call_by_stop[c] + t]` (stop by stop, for boarding). Stops are numbered by
    first appearance, so that the stops of a route lie near each other. The same bundle holds the
    day read backwards: columns, trips and times reversed, times negated, on and off swapped.
    """

    column_stop: Int32s
    column_alight: Int32s  # column_stop, or n_stops where one may not get off
    column_trips: Int16s  # trips of the route; -1 in its last column, where nobody boards
    column_call: Int32s
    column_step: Int32s
    column_call_by_stop: Int32s
    column_vehicle: Int32s  # first vehicle of the route
    column_board: Int32s  # row in board_column; SHUT or END (from its end) where nobody gets on
    column_ride_s: Int32s  # shortest time to the next column
    arrives_s: Int32s  # trip by trip
    departs_s: Int32s  # stop by stop
    departs_by_trip_s: Int32s  # the same trip by trip
    board_first: Int32s  # by stop: the columns where one may get on
    board_column: Int32s
    board_last_s: Int32s  # the last departure there, then a row each for SHUT and END
    foot_first: Int32s  # by stop: where one may walk to change
    foot_to: Int32s
    foot_s: Int32s
    change_s: Int32s


class Work(NamedTuple):
    """
    The memory of one search. Rows are rounds: row k holds what k rides or fewer attain.

    Row 0 says that nothing is reached yet; row k is copied from row k - 1 when a search first gets there, so that
    nothing needs to be cleared between searches.
    """

    reached: Int16s  # (rounds, columns): the earliest trip that was boarded here or before
    gate_s: Int32s  # (rounds, boards + 2): departure of the trip before that: be there by then
    arrival_s: Int32s  # (rounds, stops + 1): by vehicle; the last column is never improved
    ready_s: Int32s  # (rounds, stops): when one can board, after changing or walking
    ready_from: Int32s  # (rounds, stops): the stop where one got off for that
    alit_column: Int32s  # (rounds, stops): how arrival_s was attained
    alit_hop: Int32s
    hop_column: Int32s  # (rounds, columns): a hop is a trip from a column on, to `hop_end` at most
    hop_end: Int32s
    hop_trip: Int32s
    improved: Int32s  # (stops): stops whose arrival improved in this round
    opened: Int32s  # (stops): stops where one can board earlier than before
    seen: Int32s  # (2, stops): the round that last put the stop in these two lists
    goal_s: Int32s  # (rounds): best arrival at the destination
    goal_stop: Int32s  # (rounds)
    access_s: Int32s  # (stops + 1): walk from the origin to the stop, or FAR
    egress_s: Int32s  # (stops + 1): walk from the stop to the destination, or FAR


class Starts(NamedTuple):
    """First boardings, by leaving time, last first."""

    leaves_s: Int32s
    column: Int32s
    trip: Int32s


def make_work(network: Network) -> Work:
    """Return a workspace for searches on the network (or on its reverse)."""
    columns, stops = len(network.column_stop), len(network.change_s)
    by_column, by_stop = (MOST_RIDES + 1, columns), (MOST_RIDES + 1, stops)
    arrival_s = np.empty((MOST_RIDES + 1, stops + 1), np.int32)
    arrival_s[0] = LATE
    arrival_s[:, stops] = -LATE
    ready_s = np.empty(by_stop, np.int32)
    ready_s[0] = LATE
    reached = np.empty(by_column, np.int16)
    gate_s = np.empty((MOST_RIDES + 1, columns + 2), np.int32)
    goal_s = np.full(MOST_RIDES + 1, LATE, np.int32)
    return Work(
        reached=reached,
        gate_s=gate_s,
        arrival_s=arrival_s,
        ready_s=ready_s,
        ready_from=np.empty(by_stop, np.int32),
        alit_column=np.empty(by_stop, np.int32),
        alit_hop=np.empty(by_stop, np.int32),
        hop_column=np.empty(by_column, np.int32),
        hop_end=np.empty(by_column, np.int32),
        hop_trip=np.empty(by_column, np.int32),
        improved=np.empty(stops, np.int32),
        opened=np.empty(stops, np.int32),
        seen=np.zeros((2, stops), np.int32),
        goal_s=goal_s,
        goal_stop=np.empty(MOST_RIDES + 1, np.int32),
        access_s=np.full(stops + 1, FAR, np.int32),
        egress_s=np.full(stops + 1, FAR, np.int32),
    )
