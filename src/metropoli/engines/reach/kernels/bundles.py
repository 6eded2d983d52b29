"""What the kernels of reach read and write: one memory per thread, kept clean between origins."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from metropoli.engines.journeys.kernels.bundles import Network
from metropoli.engines.reach.types import Int32s

Int16s = NDArray[np.int16]
Profiles = NDArray[np.uint16]

LATE = 1 << 30  # not reached
STEP_S = 60  # from one departure to the next
# A profile counts seconds from the start of the window in 16 bits. What is never reached leaves
# room above it for a last walk, so that adding one overflows nothing.
UNREACHED = 57_344
LONGEST_WALK_S = 65_535 - UNREACHED
CHANGES_KEPT = 1 << 16


class Memory(NamedTuple):
    """
    The memory of one sweep. Labels know by their second index how many rides they took at most.

    All is as fresh after a sweep as before it: what was touched is written down and wiped.
    """

    reached: Int16s  # (rides + 1, columns): the earliest trip that was boarded here or before
    gate_s: Int32s  # (rides + 1, boards + 2): departure of the trip before that
    arrival_s: Int32s  # (stops + 1, rides + 1): by vehicle; the last stop is never improved
    earliest_s: Int32s  # (stops + 1): by vehicle, however many rides: for changing by shortcuts
    ready_s: Int32s  # (stops, rides + 1): when one can board
    hop: Int32s  # (2, columns, 3): first column, last column, trip; one list rides, one is written
    improved: Int32s  # (stops)
    opened: Int32s  # (stops)
    seen: Int32s  # (2, stops): the round that last put a stop into these two lists
    profile_s: Profiles  # (stops, departures): arrival, from the start of the window
    touched: Int32s  # (stops): stops that have a profile
    is_touched: NDArray[np.bool_]
    told: Int32s  # (stops): the earliest departure that a profile holds
    heard: Int32s  # (stops): stops with a `ready_s`
    is_heard: NDArray[np.bool_]
    changes: Int32s  # (CHANGES_KEPT, 3): round and columns of the hops that were made
    counts: Int32s  # touched, heard, changes, stamp


TOUCHED, HEARD, CHANGES, STAMP = range(4)


def make_memory(network: Network, max_rides: int, n_departures: int) -> Memory:
    """Return a memory for sweeps of so many rides and departures."""
    columns, stops = len(network.column_stop), len(network.change_s)
    arrival_s = np.full((stops + 1, max_rides + 1), LATE, np.int32)
    arrival_s[stops] = -LATE
    memory = Memory(
        reached=np.empty((max_rides + 1, columns), np.int16),
        gate_s=np.empty((max_rides + 1, len(network.board_last_s)), np.int32),
        arrival_s=arrival_s,
        earliest_s=arrival_s[:, 0].copy(),
        ready_s=np.full((stops, max_rides + 1), LATE, np.int32),
        hop=np.empty((2, columns, 3), np.int32),
        improved=np.empty(stops, np.int32),
        opened=np.empty(stops, np.int32),
        seen=np.zeros((2, stops), np.int32),
        profile_s=np.empty((stops, n_departures), np.uint16),
        touched=np.empty(stops, np.int32),
        is_touched=np.zeros(stops, np.bool_),
        told=np.empty(stops, np.int32),
        heard=np.empty(stops, np.int32),
        is_heard=np.zeros(stops, np.bool_),
        changes=np.empty((CHANGES_KEPT, 3), np.int32),
        counts=np.zeros(4, np.int32),
    )
    memory.reached[:] = network.column_trips
    memory.gate_s[:] = network.board_last_s
    return memory


@njit(cache=True, nogil=True)
def wipe(network: Network, memory: Memory) -> None:
    """Make the memory fresh again, only where it was written."""
    counts = memory.counts
    n_rides = memory.reached.shape[0]
    for i in range(counts[TOUCHED]):
        stop = memory.touched[i]
        memory.is_touched[stop] = False
        memory.arrival_s[stop] = LATE
    for i in range(counts[HEARD]):
        stop = memory.heard[i]
        memory.is_heard[stop] = False
        memory.ready_s[stop] = LATE
    if counts[CHANGES] > CHANGES_KEPT:
        for ride in range(n_rides):
            memory.reached[ride] = network.column_trips
            memory.gate_s[ride, : len(network.board_last_s)] = network.board_last_s
    else:
        for i in range(counts[CHANGES]):
            ride = memory.changes[i, 0]
            for column in range(memory.changes[i, 1], memory.changes[i, 2]):
                memory.reached[ride, column] = network.column_trips[column]
                board = network.column_board[column]
                memory.gate_s[ride, board] = network.board_last_s[board]
    counts[:STAMP] = 0
    if counts[STAMP] > LATE:
        memory.seen[:] = 0
        counts[STAMP] = 0


@njit(cache=True, nogil=True)
def wipe_riding(network: Network, memory: Memory) -> None:
    """Make the memory fresh again after a sweep by shortcuts, which writes less."""
    counts = memory.counts
    for i in range(counts[TOUCHED]):
        stop = memory.touched[i]
        memory.is_touched[stop] = False
        memory.earliest_s[stop] = LATE
    if counts[CHANGES] > CHANGES_KEPT:
        for ride in range(memory.reached.shape[0]):
            memory.reached[ride] = network.column_trips
    else:
        for i in range(counts[CHANGES]):
            first, last = memory.changes[i, 1], memory.changes[i, 2]
            memory.reached[memory.changes[i, 0], first:last] = network.column_trips[first:last]
    counts[:STAMP] = 0


@njit(cache=True, nogil=True)
def note(memory: Memory, stop: int, departure: int, arrives_s: int) -> None:
    """
    Write an arrival at a stop into its profile; departures come last first.

    Whoever leaves earlier may wait for what a later departure attains: each departure is written
    once, when it is known that nothing betters it.
    """
    row = memory.profile_s[stop]
    if not memory.is_touched[stop]:
        memory.is_touched[stop] = True
        memory.touched[memory.counts[TOUCHED]] = stop
        memory.counts[TOUCHED] += 1
        row[departure + 1 :] = UNREACHED
    else:
        row[departure + 1 : memory.told[stop]] = row[memory.told[stop]]
    row[departure] = arrives_s
    memory.told[stop] = departure


@njit(cache=True, nogil=True)
def end_notes(memory: Memory) -> None:
    """Complete the profiles of all stops touched."""
    for i in range(memory.counts[TOUCHED]):
        stop = memory.touched[i]
        row = memory.profile_s[stop]
        row[: memory.told[stop]] = row[memory.told[stop]]
