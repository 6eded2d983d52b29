"""Let no time run backwards."""

from __future__ import annotations

from numba import njit

from metropoli.engines.journeys.types import Int32s, Int64s


@njit(cache=True)
def settle(first: Int64s, arrives_s: Int32s, departs_s: Int32s) -> None:
    """
    Push every call that is earlier than the one before it, in place.

    Trip t has the calls [first[t], first[t + 1]). A vehicle that is late at a stop leaves it no
    earlier than it comes, and what it had in hand there is used up.
    """
    for trip in range(len(first) - 1):
        ready_s = arrives_s[first[trip]] if first[trip] < first[trip + 1] else 0
        for call in range(first[trip], first[trip + 1]):
            arrives_s[call] = max(arrives_s[call], ready_s)
            ready_s = arrives_s[call]
            departs_s[call] = max(departs_s[call], ready_s)
            ready_s = departs_s[call]
