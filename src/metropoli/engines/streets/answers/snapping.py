"""Put coordinates on the street."""

from __future__ import annotations

import math

import numpy as np

from metropoli.base.errors import Invalid, NotFound
from metropoli.engines.streets.answers.views import grid_of, lines_of
from metropoli.engines.streets.freezing import freeze, frozen
from metropoli.engines.streets.kernels.snapping import nearest_of_many
from metropoli.engines.streets.types import Degrees, Links, Snap, Streets

# How fast the gap between a point and its street is walked; cyclists and drivers begin on the street.
GAP_M_PER_S = (1.39, 1.0, math.inf, math.inf)
FARTHEST_M = 20_000.0


def snap(streets: Streets, mode: int, lat_deg: float, lon_deg: float, *, radius_m: float) -> Snap:
    """
    Return the position on the street that is nearest to a coordinate.

    Streets from which the rest of the city can be reached come first; an island is taken only
    where nothing else lies within the radius (at most 20 km).

    :raises NotFound: `no_street_nearby` where there is none
    :raises Invalid: `no_such_coordinate`
    """
    links = link(streets, mode, np.array([lat_deg]), np.array([lon_deg]), radius_m=radius_m)
    edge = int(links.edge[0])
    if edge < 0:
        raise NotFound("no_street_nearby", radius_m=round(radius_m))
    return Snap(
        edge,
        float(links.share[0]),
        float(links.lat_deg[0]),
        float(links.lon_deg[0]),
        float(links.gap_m[0]),
    )


def link(
    streets: Streets, mode: int, lat_deg: Degrees, lon_deg: Degrees, *, radius_m: float
) -> Links:
    """
    Put many points on the street at once; edge -1 where none lies within the radius.

    :raises Invalid: `no_such_coordinate` where one of them is not on earth
    """
    lat, lon = np.asarray(lat_deg, np.float64), np.asarray(lon_deg, np.float64)
    # Written so that NaN fails too.
    if not (bool(np.all(np.abs(lat) <= 90.0)) and bool(np.all(np.abs(lon) <= 180.0))):  # noqa: PLR2004
        raise Invalid("no_such_coordinate")
    edge, share, at_lat, at_lon, gap = nearest_of_many(
        grid_of(streets),
        lines_of(streets),
        streets.edge_standing[mode],
        frozen(lat),
        frozen(lon),
        min(float(radius_m), FARTHEST_M),
    )
    return freeze(Links(edge, share, at_lat, at_lon, gap.astype(np.float32)))
