"""The ground of the map: built when a network is, cut into tiles when somebody looks."""

from metropoli.apps.travel.bridge.basemap.build import build_basemap
from metropoli.apps.travel.bridge.basemap.draw import draw_tile
from metropoli.apps.travel.bridge.basemap.sheets import LAST_ZOOM, Basemap
from metropoli.apps.travel.bridge.basemap.towns import Towns

__all__ = ["LAST_ZOOM", "Basemap", "Towns", "build_basemap", "draw_tile"]
