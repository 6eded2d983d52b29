"""From the stops to the points: the last walk, and what the departures of a window amount to."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from metropoli.engines.reach.kernels.bundles import STEP_S, TOUCHED, UNREACHED, Memory, Profiles
from metropoli.engines.reach.types import NEVER_MIN, Flags, Int32s, Minutes, Targets, Window

LANES = 4  # departures that are compared at once
ALIKE = np.uint64(0x0001_0001_0001_0001)


class Desk(NamedTuple):
    """Where one origin's targets are worked out."""

    is_listed: Flags  # (targets)
    direct_min: NDArray[np.uint8]  # (targets): on foot all the way
    profile_s: Profiles  # (departures): of the target at hand
    change: Int32s  # (NEVER_MIN + 2): how many departures take so many minutes, as differences


def make_desk(n_targets: int, width: int) -> Desk:
    """Return a desk for so many targets and the width of a memory's profiles."""
    return Desk(
        is_listed=np.zeros(n_targets, np.bool_),
        direct_min=np.full(n_targets, NEVER_MIN, np.uint8),
        profile_s=np.empty(width, np.uint16),
        change=np.zeros(NEVER_MIN + 2, np.int32),
    )


@njit(cache=True, nogil=True)
def spread_to_targets(
    memory: Memory,
    stop_row: Int32s,
    stop_number: Int32s,
    targets: Targets,
    direct: tuple[Int32s, Int32s],
    window: Window,
    ranks: Int32s,
    desk: Desk,
    minutes: Minutes,
) -> None:
    """
    Write the minutes to each target (targets, ranks); NEVER_MIN where out of reach.

    Column i holds the least whole minutes that `ranks[i]` departures of the window keep to.
    `direct` are the targets in reach without a ride: their rows, and seconds.
    """
    minutes[:] = NEVER_MIN
    list_targets(memory, stop_row, targets, direct, window, desk)
    # In the order of the targets: neighbours have most of their stops in common.
    for target in range(len(desk.is_listed)):
        if not desk.is_listed[target]:
            continue
        desk.profile_s[:] = UNREACHED
        add_walks(memory, stop_number, targets, target, desk.profile_s)
        span = count_minutes(desk.profile_s, window.n_departures, window.longest_s, desk.change)
        rank_minutes(desk.change, ranks, span, desk.direct_min[target], minutes[target])
        desk.is_listed[target] = False
        desk.direct_min[target] = NEVER_MIN


@njit(cache=True, nogil=True)
def list_targets(
    memory: Memory,
    stop_row: Int32s,
    targets: Targets,
    direct: tuple[Int32s, Int32s],
    window: Window,
    desk: Desk,
) -> None:
    """Mark the targets that have a stop in reach, or that one walks to."""
    for i in range(memory.counts[TOUCHED]):
        row = stop_row[memory.touched[i]]
        for j in range(targets.stop_first[row], targets.stop_first[row + 1]):
            desk.is_listed[targets.stop_target[j]] = True
    to, walk_s = direct
    for i in range(len(to)):
        if walk_s[i] <= window.longest_s:
            desk.direct_min[to[i]] = min(desk.direct_min[to[i]], -(-walk_s[i] // STEP_S))
            desk.is_listed[to[i]] = True


@njit(cache=True, nogil=True)
def add_walks(
    memory: Memory, stop_number: Int32s, targets: Targets, target: int, profile_s: Profiles
) -> None:
    """Let the profile of a target know what each of its stops attains, and the walk from there."""
    for j in range(targets.target_first[target], targets.target_first[target + 1]):
        number = stop_number[targets.target_stop[j]]
        if number >= 0 and memory.is_touched[number]:
            least(profile_s, memory.profile_s[number], targets.walk_s[j])


@njit(cache=True, nogil=True)
def least(profile_s: Profiles, stop_s: Profiles, walk_s: int) -> None:
    """Lower a profile to that of a stop plus a walk; all in 16 bits, so that many go at once."""
    for i in range(len(profile_s)):
        at_s = np.uint16(stop_s[i] + walk_s)
        profile_s[i] = min(profile_s[i], at_s)


@njit(cache=True, nogil=True)
def count_minutes(profile_s: Profiles, n: int, longest_s: int, change: Int32s) -> tuple[int, int]:
    """
    Count the departures by the minutes that they take, as differences; return the span of these.

    Departures that arrive at the same time take whole minutes more the earlier they leave: a run
    of them is a run of minutes.
    """
    least_min, most_min = NEVER_MIN, -1
    fours = profile_s.view(np.uint64)
    departure = 0
    while departure < n:
        arrives_s = profile_s[departure]
        alike = np.uint64(arrives_s) * ALIKE
        last = departure
        while last + 1 < n and profile_s[last + 1] == arrives_s:
            last += 1
            while (
                last % LANES == LANES - 1 and last + LANES < n and fours[last // LANES + 1] == alike
            ):
                last += LANES
        if arrives_s >= UNREACHED:
            break
        arrives_min = (int(arrives_s) + STEP_S - 1) // STEP_S
        soonest = max(departure, (int(arrives_s) - longest_s + STEP_S - 1) // STEP_S)
        if soonest <= last:
            change[arrives_min - last] += 1
            change[arrives_min - soonest + 1] -= 1
            least_min = min(least_min, arrives_min - last)
            most_min = max(most_min, arrives_min - soonest)
        departure = last + 1
    return least_min, most_min


@njit(cache=True, nogil=True)
def rank_minutes(
    change: Int32s, ranks: Int32s, span: tuple[int, int], direct_min: int, minutes: Minutes
) -> None:
    """Write the minutes of each rank, never more than on foot, and wipe the counts."""
    n, count, rank = 0, 0, 0
    for minute in range(span[0], span[1] + 2):
        count += change[minute]
        change[minute] = 0
        n += count
        while rank < len(ranks) and n >= ranks[rank]:
            minutes[rank] = min(minute, direct_min)
            rank += 1
    for i in range(rank, len(ranks)):
        minutes[i] = direct_min
