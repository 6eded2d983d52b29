"""What can be reached: points and stretches of ground in, minutes and areas out."""

from metropoli.apps.travel.bridge.reach.areas import reach_map
from metropoli.apps.travel.bridge.reach.places import reach_places

__all__ = ["reach_map", "reach_places"]
