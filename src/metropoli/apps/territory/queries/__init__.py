"""What can be asked of the territory."""

from __future__ import annotations

from metropoli.apps.territory.queries.comuni import (
    boundary_wkb,
    comune,
    comune_of_point,
    comuni,
    comuni_of_points,
    source_of,
)
from metropoli.apps.territory.queries.perimeters import (
    compare,
    comuni_codes,
    perimeter,
    perimeters,
    relations,
)
from metropoli.apps.territory.queries.places import (
    n_places_by_kind,
    nearest_places,
    places_in,
    sources_of_places,
)

__all__ = [
    "boundary_wkb",
    "compare",
    "comune",
    "comune_of_point",
    "comuni",
    "comuni_codes",
    "comuni_of_points",
    "n_places_by_kind",
    "nearest_places",
    "perimeter",
    "perimeters",
    "places_in",
    "relations",
    "source_of",
    "sources_of_places",
]
