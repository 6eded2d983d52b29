"""
When the holder of one ticket is never worse off than the holder of another.

Weighted simulation between the states of a fare automaton, cut to the rides that a journey may
have: the idea of Conway and Stewart's transfer allowance ("Getting Charlie off the MTA", IJGIS
2019) on conditional fare networks (Euler, Lindner, Borndörfer, "Price Optimal Routing in Public
Transportation", 2024).
"""

from __future__ import annotations

import numpy as np
from numba import njit

from metropoli.engines.journeys.fares.types import BOARDING
from metropoli.engines.journeys.kernels.bundles import LATE
from metropoli.engines.journeys.types import Flags, Int8s, Int32s
from metropoli.engines.journeys.weighing.types import Automaton

TOO_MUCH = 1 << 29  # cents: nobody can be so much richer
ENDLESS, FRESH, RUNS = 0, 1, 2  # what a clock does at a ride
# How the holder's clock stands to the other's: whatever it does, ends no earlier, or so and runs
# at this boarding, but would start earlier if it started now.
DEAD, ALIVE, LATER = 0, 1, 2


@njit(cache=True)
def expand(
    per_base: int,
    state_base: Int32s,
    held_cents: Int32s,
    due_cents: Int32s,
    option_first: Int32s,
    option_state: Int32s,
    option_cents: Int32s,
    settles: Flags,
) -> tuple[Int32s, Int32s, Int32s]:
    """Return the options of every state: first rows, row of the tariff, all that is paid then."""
    n_states = len(state_base)
    first = np.zeros(n_states * per_base + 1, np.int32)
    for state in range(n_states):
        for kind in range(per_base):
            k = state_base[state] * per_base + kind
            n = option_first[k + 1] - option_first[k]
            first[state * per_base + kind + 1] = first[state * per_base + kind] + n
    source = np.empty(first[-1], np.int32)
    cents = np.empty(first[-1], np.int32)
    for state in range(n_states):
        for kind in range(per_base):
            k = state_base[state] * per_base + kind
            for i in range(option_first[k + 1] - option_first[k]):
                row, at = option_first[k] + i, first[state * per_base + kind] + i
                left = due_cents[state] if settles[row] else -held_cents[state]
                source[at] = row
                cents[at] = option_cents[row] + held_cents[option_state[row]] + left
    return first, source, cents


@njit(cache=True)
def find_matters(
    first: Int32s, state: Int32s, clock_s: Int32s, within: Int8s, per_state: int, n_states: int
) -> Flags:
    """Return by state whether its clock decides something, now or after rides it runs through."""
    matters = np.zeros(n_states, np.bool_)
    changed = True
    while changed:
        changed = False
        for one in range(n_states):
            for row in range(first[one * per_state], first[(one + 1) * per_state]):
                runs_on = clock_s[row] == 0 and matters[state[row]]
                if not matters[one] and (within[row] >= 0 or runs_on):
                    matters[one] = changed = True
    return matters


@njit(cache=True)
def find_soonest(first: Int32s, clock_s: Int32s, per_state: int, n_states: int) -> Int32s:
    """Return by state the shortest clock that a ride from it may start, or LATE."""
    soonest_s = np.full(n_states, LATE, np.int32)
    for one in range(n_states):
        for row in range(first[one * per_state], first[(one + 1) * per_state]):
            if clock_s[row] > 0:
                soonest_s[one] = min(soonest_s[one], clock_s[row])
    return soonest_s


@njit(cache=True)
def find_longest(automaton: Automaton) -> Int32s:
    """Return by state the longest clock that may run in it; LATE where none may."""
    per_state = automaton.n_classes * automaton.n_frames
    longest_s = np.zeros(automaton.n_states, np.int32)
    longest_s[0] = LATE
    changed = True
    while changed:
        changed = False
        for one in range(automaton.n_states):
            for row in range(
                automaton.first[one * per_state], automaton.first[(one + 1) * per_state]
            ):
                to, clock_s = automaton.state[row], automaton.clock_s[row]
                runs_s = clock_s if clock_s > 0 else (longest_s[one] if clock_s == 0 else LATE)
                if runs_s > longest_s[to]:
                    longest_s[to] = runs_s
                    changed = True
    return longest_s


@njit(cache=True)
def allow(
    automaton: Automaton, kinds: Int32s, margins: Int32s, rides: int
) -> tuple[Int32s, Int32s, Int32s]:
    """
    Return the allowances over so many rides, flat (n_states + 1) squared: alive, dead, and late.

    `kinds` are the different (class, frame) pairs, `margins` the different margins, sorted.
    Without rides only equal states are told to allow one another anything.
    """
    n, size = automaton.n_states, automaton.n_states + 1
    now = np.zeros((2, size, size), np.int32)
    longest_s = find_longest(automaton)
    for a in range(n):
        for b in range(n):
            due_a, due_b = automaton.due_cents[a], automaton.due_cents[b]
            if due_b == LATE:
                now[:, a, b] = -TOO_MUCH
            else:
                now[:, a, b] = TOO_MUCH if due_a == LATE else due_a - due_b
    end = now.copy()
    for _ in range(rides):
        before = now.copy()
        for a in range(n):
            for b in range(n):
                for mode in range(2):
                    now[mode, a, b] = max(
                        end[mode, a, b],
                        answer_all(automaton, kinds, margins, longest_s, before, mode, a, b),
                    )
        if np.all(now == before):
            break
    if rides == 0:
        now[:] = TOO_MUCH
        for a in range(n):
            now[1, a, a] = 0
            now[0, a, a] = TOO_MUCH if automaton.matters[a] else 0
    late = np.full((size, size), TOO_MUCH, np.int32)
    for a in range(n if rides > 0 else 0):
        for b in range(n):
            late[a, b] = answer_all(automaton, kinds, margins, longest_s, now, LATER, a, b)
    late[:, n] = 0
    now[:, n, :n] = TOO_MUCH  # an unknown fare counts as the dearest
    now[:, :, n] = 0
    return now[1].ravel(), now[0].ravel(), late.ravel()


@njit(cache=True)
def answer_all(
    automaton: Automaton,
    kinds: Int32s,
    margins: Int32s,
    longest_s: Int32s,
    before: Int32s,
    mode: int,
    a: int,
    b: int,
) -> int:
    """Return the most that the holder of a may pay above the holder of b, whatever ride comes."""
    most = -TOO_MUCH
    per_state = automaton.n_classes * automaton.n_frames
    n_levels = len(margins) + 1
    for kind in kinds:
        first_b, last_b = (
            automaton.first[b * per_state + kind],
            automaton.first[b * per_state + kind + 1],
        )
        # What is left of b's clock when boarding and when getting off, in terms of the margins.
        for on in range(n_levels):
            for off in range(on + 1):
                if mode == DEAD and (on < n_levels - 1 or off < n_levels - 1):
                    continue
                if mode == LATER and on < n_levels - 1:
                    continue
                on_a, off_a = (0, 0) if mode == DEAD else (on, off)
                if mode != DEAD and not automaton.matters[b]:
                    on_a, off_a = n_levels - 1, n_levels - 1
                for row_b in range(first_b, last_b):
                    if usable(automaton, margins, row_b, on, off):
                        least = answer_one(
                            automaton, margins, longest_s, before, mode, a, b, kind, row_b,
                            on_a, off_a,
                        )  # fmt: skip
                        most = max(most, least)
                        if most >= TOO_MUCH:
                            return TOO_MUCH
    return most


@njit(cache=True)
def answer_one(
    automaton: Automaton,
    margins: Int32s,
    longest_s: Int32s,
    before: Int32s,
    mode: int,
    a: int,
    b: int,
    kind: int,
    row_b: int,
    on_a: int,
    off_a: int,
) -> int:
    """Return the least that the holder of a may pay above who takes an option of b."""
    per_state = automaton.n_classes * automaton.n_frames
    least = TOO_MUCH
    for row_a in range(
        automaton.first[a * per_state + kind], automaton.first[a * per_state + kind + 1]
    ):
        if not usable(automaton, margins, row_a, on_a, off_a):
            continue
        following = outlives(automaton, longest_s, mode, b, row_a, row_b)
        later = before[following, automaton.state[row_a], automaton.state[row_b]]
        if later >= TOO_MUCH:
            continue
        if later <= -TOO_MUCH:
            return -TOO_MUCH
        least = min(least, automaton.cents[row_a] - automaton.cents[row_b] + later)
    return least


@njit(cache=True)
def usable(automaton: Automaton, margins: Int32s, row: int, on: int, off: int) -> bool:
    """Tell whether an option may be used when the clock has these levels left."""
    within = automaton.within[row]
    if within < 0:
        return True
    level = np.searchsorted(margins, automaton.margin_s[row])
    return bool((on if within == BOARDING else off) > level)


@njit(cache=True)
def outlives(
    automaton: Automaton, longest_s: Int32s, mode: int, b: int, row_a: int, row_b: int
) -> int:
    """Tell (1 or 0) whether the clock after a's option ends no earlier than that after b's."""
    kind_a, kind_b = clock_kind(automaton, row_a), clock_kind(automaton, row_b)
    forever = mode != DEAD and not automaton.matters[b]  # a's clock outlives the journey
    if kind_a == ENDLESS:
        return 1
    if kind_a == RUNS:
        return 1 if forever or (mode != DEAD and kind_b == RUNS) else 0
    if mode == LATER:
        return 0
    clock_s = automaton.clock_s[row_a]
    if kind_b == FRESH:
        a_later = automaton.clock_from[row_a] >= automaton.clock_from[row_b]
        return 1 if a_later and clock_s >= automaton.clock_s[row_b] else 0
    return 1 if kind_b == RUNS and clock_s >= longest_s[b] else 0


@njit(cache=True)
def clock_kind(automaton: Automaton, row: int) -> int:
    """Tell what an option does to the clock."""
    clock_s = automaton.clock_s[row]
    if clock_s < 0 or not automaton.matters[automaton.state[row]]:
        return ENDLESS
    return FRESH if clock_s > 0 else RUNS
