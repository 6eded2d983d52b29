"""The names of places on the map."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from metropoli.apps.travel.bridge.basemap.drawing import Drawing, words, world_points

# From how many inhabitants a place is called so, and from which zoom its name is read.
SIZES = (("city", 100_000, 4), ("town", 12_000, 8), ("village", 0, 10))


class Towns(NamedTuple):
    """Places with a name, a middle and a number of inhabitants (0 where it is not known)."""

    name: tuple[str, ...]
    lat_deg: NDArray[np.float64]
    lon_deg: NDArray[np.float64]
    population: NDArray[np.int64]


def from_towns(towns: Towns) -> Drawing:
    """Return the names of towns, the larger first and from further away."""
    size = np.array(
        [next(i for i, s in enumerate(SIZES) if n >= s[1]) for n in towns.population], int
    )
    return Drawing(
        "place",
        shapely.points(world_points(towns.lat_deg, towns.lon_deg)),
        np.array([SIZES[i][2] for i in size], np.int8),
        {
            "class": words([SIZES[i][0] for i in size]),
            "name": words(list(towns.name)),
            "rank": towns.population.astype(object),
        },
    )
