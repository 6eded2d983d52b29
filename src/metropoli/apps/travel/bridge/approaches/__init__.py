"""Every way to the first stop and from the last one: found as rows, told as legs."""

from metropoli.apps.travel.bridge.approaches.direct import direct_trips
from metropoli.apps.travel.bridge.approaches.finding import modes_at_hand, ways_to_stops
from metropoli.apps.travel.bridge.approaches.telling import tell_access, tell_egress
from metropoli.apps.travel.bridge.approaches.ways import Side, Way, Ways

__all__ = [
    "Side",
    "Way",
    "Ways",
    "direct_trips",
    "modes_at_hand",
    "tell_access",
    "tell_egress",
    "ways_to_stops",
]
