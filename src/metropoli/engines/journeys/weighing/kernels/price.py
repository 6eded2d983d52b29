"""What a journey costs, once it is known: the least over all ways to pay for it."""

from __future__ import annotations

import numpy as np
from numba import njit

from metropoli.engines.journeys.fares.types import ALIGHTING, BOARDING
from metropoli.engines.journeys.kernels.bundles import LATE
from metropoli.engines.journeys.types import Int32s
from metropoli.engines.journeys.weighing.types import Automaton

NO_PRICE = -1
STATE, ENDS, PAID, PARENT, ROW, N_WORDS = range(6)


@njit(cache=True)
def price(
    automaton: Automaton, kind: Int32s, frame: Int32s, on_s: Int32s, off_s: Int32s, used: Int32s
) -> int:
    """
    Return the cents of rides one after the other, NO_PRICE where nobody tells; write options.

    `kind` is the class of each ride, `frame` that of its departure. `used` gets, by ride, the row
    of the automaton's option that is used, or -1.
    """
    used[:] = -1
    most = 64
    held = np.empty((most, N_WORDS), np.int32)
    held[0] = 0
    held[0, ENDS] = LATE
    begin, end = 0, 1
    for ride in range(len(kind)):
        first = end
        for one in range(begin, end) if kind[ride] >= 0 else range(0):
            key = (held[one, STATE] * automaton.n_classes + kind[ride]) * automaton.n_frames
            key += frame[ride]
            for row in range(automaton.first[key], automaton.first[key + 1]):
                if runs_out(automaton, row, held[one, ENDS], on_s[ride], off_s[ride]):
                    continue
                if end == len(held):
                    held = np.concatenate((held, np.empty_like(held)))
                held[end, STATE] = automaton.state[row]
                held[end, ENDS] = next_end(automaton, row, held[one, ENDS], on_s[ride], off_s[ride])
                held[end, PAID] = held[one, PAID] + automaton.cents[row]
                held[end, PARENT] = one
                held[end, ROW] = row
                end += worth(held, first, end)
        begin = first
    best, cents = -1, LATE
    for one in range(begin, end):
        due_cents = automaton.due_cents[held[one, STATE]]
        if due_cents < LATE and held[one, PAID] + due_cents < cents:
            best, cents = one, held[one, PAID] + due_cents
    if best < 0:
        return NO_PRICE
    for ride in range(len(kind) - 1, -1, -1):
        used[ride] = held[best, ROW]
        best = held[best, PARENT]
    return int(cents)


@njit(cache=True)
def worth(held: Int32s, first: int, new: int) -> int:
    """Return 1 if no other way holds the same ticket for as long and less money, else 0."""
    for one in range(first, new):
        same = held[one, STATE] == held[new, STATE]
        if same and held[one, PAID] <= held[new, PAID] and held[one, ENDS] >= held[new, ENDS]:
            return 0
    return 1


@njit(cache=True)
def runs_out(automaton: Automaton, row: int, ends_s: int, on_s: int, off_s: int) -> bool:
    """Tell whether the clock has run out for an option."""
    within = automaton.within[row]
    by_s = ends_s - automaton.margin_s[row]
    return bool((within == BOARDING and on_s > by_s) or (within == ALIGHTING and off_s > by_s))


@njit(cache=True)
def next_end(automaton: Automaton, row: int, ends_s: int, on_s: int, off_s: int) -> int:
    """Return when the clock ends after an option was used, LATE if that does not matter."""
    clock_s = automaton.clock_s[row]
    if clock_s < 0 or not automaton.matters[automaton.state[row]]:
        return LATE
    if clock_s > 0:
        return int(clock_s + (off_s if automaton.clock_from[row] == ALIGHTING else on_s))
    return ends_s
