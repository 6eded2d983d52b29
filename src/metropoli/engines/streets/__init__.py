"""Streets for walkers, cyclists and drivers: read them, put points on them, find ways."""

from metropoli.engines.streets.answers.reaching import (
    pairs_within,
    times_from_links,
    times_to_links,
)
from metropoli.engines.streets.answers.routing import route
from metropoli.engines.streets.answers.snapping import link, snap
from metropoli.engines.streets.building.assembling import build_streets
from metropoli.engines.streets.reading.extracting import read_osm
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
    Features,
    Links,
    NamedPlace,
    NamedStreet,
    Neighbours,
    Path,
    Scenery,
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
    "pairs_within",
    "read_osm",
    "route",
    "snap",
    "times_from_links",
    "times_to_links",
]
