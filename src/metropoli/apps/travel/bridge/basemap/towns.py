"""The names of places on the map."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from metropoli.apps.travel.bridge.basemap.drawing import Drawing, only, words, world_points
from metropoli.web import tiles

# From how many inhabitants a place is called so, and from which zoom its name is read.
SIZES = (("city", 100_000, 4), ("town", 12_000, 8), ("village", 0, 10))


class Towns(NamedTuple):
    """Places with a name, a middle and a number of inhabitants (0 where it is not known)."""

    name: tuple[str, ...]
    lat_deg: NDArray[np.float64]
    lon_deg: NDArray[np.float64]
    population: NDArray[np.int64]


NEAR_UNITS = tiles.WORLD >> 13  # 3.5 km at our latitude: one name twice within this is one place


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


def named_once(drawings: list[Drawing]) -> list[Drawing]:
    """Return the places without those that an earlier drawing names at nearly the same spot."""
    known: dict[str, list[NDArray[np.float64]]] = {}
    kept = []
    for drawing in drawings:
        xy = shapely.get_coordinates(drawing.shape)
        new = [
            all(np.abs(at - other).max() > NEAR_UNITS for other in known.get(name, ()))
            for name, at in zip(drawing.columns["name"], xy, strict=True)
        ]
        for name, at in zip(drawing.columns["name"], xy, strict=True):
            known.setdefault(name, []).append(at)
        kept.append(only(drawing, np.array(new, np.bool_)))
    return kept
