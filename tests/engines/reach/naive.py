"""
The slow, obvious twin of reach: every departure by itself, every vehicle one by one.

No profile, no memory of later departures, no runs of minutes: who can be where, when, after so many
rides; then all the departures sorted.
"""

from __future__ import annotations

import numpy as np

from engines.journeys.naive import Vehicle
from engines.reach.cities import N_TARGETS
from metropoli.engines import reach
from metropoli.engines.journeys import NEVER


def arrivals(
    running: list[Vehicle],
    changes: dict[tuple[int, int], int],
    access: dict[int, int],
    leaves_s: int,
    max_rides: int,
) -> list[dict[int, int]]:
    """Return the earliest arrival at each stop, by number of rides: exactly 1, exactly 2, …"""
    ready = {stop: leaves_s + walk_s for stop, walk_s in access.items()}
    found = []
    for _ in range(max_rides):
        off: dict[int, int] = {}
        for vehicle in running:
            on_board = False
            for call in vehicle.calls:
                if on_board and call.alight:
                    off[call.stop] = min(off.get(call.stop, NEVER), call.arrives_s)
                on_board = on_board or (
                    call.board and ready.get(call.stop, NEVER) <= call.departs_s
                )
        found.append(off)
        ready = {}
        for (stop, to), takes_s in changes.items():
            if stop in off:
                ready[to] = min(ready.get(to, NEVER), off[stop] + takes_s)
    return found


def earliest(found: list[dict[int, int]]) -> dict[int, int]:
    """Return the earliest arrival at each stop, whatever the rides."""
    least: dict[int, int] = {}
    for off in found:
        for stop, at_s in off.items():
            least[stop] = min(least.get(stop, NEVER), at_s)
    return least


def seconds(
    running: list[Vehicle],
    changes: dict[tuple[int, int], int],
    walks: tuple[dict[int, int], dict[int, int]],
    egress: dict[tuple[int, int], int],
    window: reach.Window,
) -> np.ndarray:
    """Return the seconds (targets, departures): `walks` lead to stops, and to targets directly."""
    access, direct = walks
    lasts_s = np.full((N_TARGETS, window.n_departures), NEVER)
    for i in range(window.n_departures):
        leaves_s = window.earliest_s + 60 * i
        at_s = earliest(arrivals(running, changes, access, leaves_s, window.max_rides))
        for (stop, target), walk_s in egress.items():
            if stop in at_s:
                lasts_s[target, i] = min(lasts_s[target, i], at_s[stop] + walk_s - leaves_s)
        for target, walk_s in direct.items():
            lasts_s[target, i] = min(lasts_s[target, i], walk_s)
    lasts_s[lasts_s > window.longest_s] = NEVER
    return lasts_s


def minutes(lasts_s: np.ndarray, percentile: int) -> list[int]:
    """Return the least whole minutes that this share of the departures keeps to."""
    found = []
    for row in lasts_s.tolist():
        needed = percentile / 100 * len(row)
        in_minutes = [-(-one // 60) for one in row if one != NEVER]
        enough = [m for m in sorted(in_minutes) if sum(o <= m for o in in_minutes) >= needed]
        found.append(enough[0] if enough else reach.NEVER_MIN)
    return found
