"""The network in service."""

from __future__ import annotations

from metropoli.apps.travel import bridge, queries
from metropoli.base.snapshots import Snapshot

NETWORK = Snapshot(bridge.load)


def network() -> bridge.Network:
    """
    Return the network in service, mapped anew whenever another one takes its place.

    :raises NotFound: nothing was loaded yet
    """
    return NETWORK.at(queries.shelf(bridge.FORM))
