"""Many origins, one after the other, in one memory: what each thread of a matrix runs."""

from __future__ import annotations

from numba import njit

from metropoli.engines.journeys.kernels.bundles import Network
from metropoli.engines.reach.kernels.bundles import Memory, wipe, wipe_riding
from metropoli.engines.reach.kernels.egress import Desk, spread_to_targets
from metropoli.engines.reach.kernels.riding import sweep_by_shortcuts
from metropoli.engines.reach.kernels.shortcuts import Shortcuts
from metropoli.engines.reach.kernels.sweep import sweep
from metropoli.engines.reach.types import Int32s, Links, Minutes, Targets, Window


@njit(cache=True, nogil=True)
def sweep_many(
    network: Network,
    shortcuts: Shortcuts,
    memory: Memory,
    desk: Desk,
    stop_row: Int32s,
    stop_number: Int32s,
    access: Links,
    direct: Links,
    targets: Targets,
    window: Window,
    ranks: Int32s,
    origins: tuple[int, int],
    minutes: Minutes,
) -> None:
    """
    Write the minutes (origins, targets, ranks) of a run of origins, `[origins[0], origins[1])`.

    `access.to` are stops by number, none twice for an origin; `direct.to` are targets. Without
    shortcuts (none for any call) the changes are searched for.
    """
    for origin in range(origins[0], origins[1]):
        first, last = access.first[origin], access.first[origin + 1]
        stop, walk_s = access.to[first:last], access.walk_s[first:last]
        known = len(shortcuts.first) > 0
        if known:
            sweep_by_shortcuts(network, shortcuts, memory, stop, walk_s, window)
        else:
            sweep(network, memory, stop, walk_s, window)
        begin, end = direct.first[origin], direct.first[origin + 1]
        on_foot = direct.to[begin:end], direct.walk_s[begin:end]
        spread_to_targets(
            memory,
            stop_row,
            stop_number,
            targets,
            on_foot,
            window,
            ranks,
            desk,
            minutes[origin - origins[0]],
        )
        if known:
            wipe_riding(network, memory)
        else:
            wipe(network, memory)
