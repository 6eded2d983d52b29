"""Streets for walkers, cyclists and drivers: read them, put points on them, find ways."""

from metropoli.engines.streets.answers.reaching import (
    mark,
    pairs_between,
    pairs_within,
    times_from_links,
    times_to_links,
    who_reaches,
)
from metropoli.engines.streets.answers.routing import route
from metropoli.engines.streets.answers.snapping import link, snap
from metropoli.engines.streets.building.assembling import build_streets
from metropoli.engines.streets.ground.naming import named_streets
from metropoli.engines.streets.ground.places import read_places
from metropoli.engines.streets.ground.scenery import read_scenery
from metropoli.engines.streets.ground.types import Features, NamedPlace, NamedStreet, Scenery
from metropoli.engines.streets.kernels.joining import Marks
from metropoli.engines.streets.reading.extracting import read_osm
from metropoli.engines.streets.reading.heights import read_heights
from metropoli.engines.streets.types import (
    BIKE,
    CAR,
    CLASSES,
    NEVER,
    STEP_FREE,
    WALK,
    Degrees,
    Elevation,
    Extract,
    Links,
    Neighbours,
    Path,
    Snap,
    Step,
    Streets,
)

__all__ = [
    "BIKE",
    "CAR",
    "CLASSES",
    "NEVER",
    "STEP_FREE",
    "WALK",
    "Degrees",
    "Elevation",
    "Extract",
    "Features",
    "Links",
    "Marks",
    "NamedPlace",
    "NamedStreet",
    "Neighbours",
    "Path",
    "Scenery",
    "Snap",
    "Step",
    "Streets",
    "build_streets",
    "link",
    "mark",
    "named_streets",
    "pairs_between",
    "pairs_within",
    "read_heights",
    "read_osm",
    "read_places",
    "read_scenery",
    "route",
    "snap",
    "times_from_links",
    "times_to_links",
    "who_reaches",
]
