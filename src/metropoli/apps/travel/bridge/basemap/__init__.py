"""The ground of the map: built when a network is, cut into tiles when somebody looks."""

from metropoli.apps.travel.bridge.basemap.build import build_basemap
from metropoli.apps.travel.bridge.basemap.draw import draw_tile
from metropoli.apps.travel.bridge.basemap.drawing import Drawing
from metropoli.apps.travel.bridge.basemap.scenery import from_scenery
from metropoli.apps.travel.bridge.basemap.sheets import LAST_ZOOM, Basemap
from metropoli.apps.travel.bridge.basemap.towns import Towns, from_towns
from metropoli.apps.travel.bridge.basemap.transit import from_timetable

__all__ = [
    "LAST_ZOOM",
    "Basemap",
    "Drawing",
    "Towns",
    "build_basemap",
    "draw_tile",
    "from_scenery",
    "from_timetable",
    "from_towns",
]
