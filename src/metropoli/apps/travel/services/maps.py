"""The ground of the map."""

from __future__ import annotations

from metropoli.apps.travel import bridge
from metropoli.apps.travel.services.serving import network
from metropoli.base.errors import NotFound


def draw_tile(*, version: str, z: int, x: int, y: int) -> bytes:
    """
    Return a vector tile of the network in service; no bytes where there is nothing.

    :raises NotFound: another version is in service by now
    """
    city = network()
    if version != city.about.version:
        raise NotFound("tiles_have_moved", version=version)
    return bridge.draw_tile(city.basemap, z, x, y)
