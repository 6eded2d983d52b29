"""Comuni: one, many, and the one that holds a point."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import numpy as np
import shapely
from django.db.models import QuerySet

from metropoli.apps.data import queries as datasets
from metropoli.apps.data.types import DatasetInfo
from metropoli.apps.territory import rules
from metropoli.apps.territory.models import Comune
from metropoli.apps.territory.types import ComuneInfo, ComuneOfPoint, FoundBy
from metropoli.base.errors import NotFound

# No point of an Italian Comune is farther from its centre: Roma, the widest, measures some 60 km.
FARTHEST_CENTRE_M = 35_000.0
BATCH = 2_000  # points held against all centres at once


def comuni(*, perimeter: str = "", text: str = "") -> Sequence[ComuneInfo]:
    """Return the Comuni by name: of a perimeter, and those whose name holds the text."""
    rows = Comune.objects.order_by("name_it", "istat")
    if perimeter:
        rows = rows.filter(perimeters__code=perimeter)
    wanted = rules.fold(text)
    return [info for info in _infos(rows) if wanted in rules.fold(f"{info.name_it} {info.name_en}")]


def comune(istat: str) -> ComuneInfo:
    """
    Return one Comune by its ISTAT code.

    :raises NotFound: no Comune has this code
    """
    found = _infos(Comune.objects.filter(istat=istat)) if rules.is_istat(istat) else []
    if not found:
        raise NotFound("unknown_comune", istat=istat[:40])
    return found[0]


def source_of(found: Sequence[ComuneInfo], *, now: datetime) -> DatasetInfo | None:
    """Return the dataset from which Comuni come, if they all come from one."""
    codes = {info.dataset for info in found}
    return datasets.dataset(codes.pop(), now=now) if len(codes) == 1 else None


def boundary_wkb(istat: str) -> bytes | None:
    """Return the boundary of a Comune as WKB in WGS 84, where it was loaded."""
    row = Comune.objects.filter(istat=istat).values_list("boundary_wkb", flat=True).first()
    return bytes(row) if row is not None else None


def comune_of_point(lat_deg: float, lon_deg: float) -> ComuneOfPoint | None:
    """
    Return the Comune in which a point lies and how we know: by boundary, or by nearest centre.

    A Comune with a boundary is never guessed; where nothing is near, there is none.
    """
    inside = Comune.objects.filter(
        west_deg__lte=lon_deg, east_deg__gte=lon_deg, south_deg__lte=lat_deg, north_deg__gte=lat_deg
    )
    point = shapely.Point(lon_deg, lat_deg)
    for row in inside.exclude(boundary_wkb=None).order_by("istat"):
        if shapely.from_wkb(bytes(row.boundary_wkb or b"")).covers(point):
            return _of_point(row.istat, FoundBy.BOUNDARY, lat_deg, lon_deg)
    return _by_centre(lat_deg, lon_deg)


def comuni_of_points(lat_deg: Sequence[float], lon_deg: Sequence[float]) -> Sequence[str | None]:
    """Return the ISTAT code of the Comune of each point: the same answers, for many at once."""
    rows = list(Comune.objects.order_by("istat"))
    found: list[str | None] = [None] * len(lat_deg)
    with_boundary = [row for row in rows if row.boundary_wkb is not None]
    boundaries = shapely.from_wkb([bytes(row.boundary_wkb or b"") for row in with_boundary])
    points = shapely.points(np.asarray(lon_deg, float), np.asarray(lat_deg, float))
    pairs = shapely.STRtree(boundaries).query(points, predicate="intersects")
    for i, j in sorted(zip(*pairs.tolist(), strict=True), reverse=True):
        found[i] = with_boundary[j].istat  # of two that share a border, the first code wins
    without = [row for row in rows if row.boundary_wkb is None]
    left = [i for i, istat in enumerate(found) if istat is None]
    for first in range(0, len(left) if without else 0, BATCH):
        batch = left[first : first + BATCH]
        nearest = _nearest_centres(
            [lat_deg[i] for i in batch], [lon_deg[i] for i in batch], without
        )
        for i, istat in zip(batch, nearest, strict=True):
            found[i] = istat
    return found


def _by_centre(lat_deg: float, lon_deg: float) -> ComuneOfPoint | None:
    centres = Comune.objects.only("istat", "lat_deg", "lon_deg")
    without = list(centres.filter(boundary_wkb=None).order_by("istat"))
    istat = _nearest_centres([lat_deg], [lon_deg], without)[0] if without else None
    return _of_point(istat, FoundBy.NEAREST_CENTRE, lat_deg, lon_deg) if istat else None


def _nearest_centres(
    lat_deg: Sequence[float], lon_deg: Sequence[float], rows: Sequence[Comune]
) -> list[str | None]:
    centre_lat = np.radians([row.lat_deg for row in rows])
    centre_lon = np.radians([row.lon_deg for row in rows])
    lat, lon = np.radians(lat_deg)[:, None], np.radians(lon_deg)[:, None]
    h = np.sin((centre_lat - lat) / 2) ** 2
    h += np.cos(lat) * np.cos(centre_lat) * np.sin((centre_lon - lon) / 2) ** 2
    best = h.argmin(axis=1)
    away_m = 2 * rules.EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(1.0, h.min(axis=1))))
    return [
        rows[i].istat if away <= FARTHEST_CENTRE_M else None
        for i, away in zip(best.tolist(), away_m.tolist(), strict=True)
    ]


def _of_point(istat: str, found_by: FoundBy, lat_deg: float, lon_deg: float) -> ComuneOfPoint:
    info = comune(istat)
    away_m = rules.distance_m(lat_deg, lon_deg, info.lat_deg, info.lon_deg)
    return ComuneOfPoint(info, found_by, away_m)


def _infos(rows: QuerySet[Comune]) -> list[ComuneInfo]:
    columns = rows.values_list(
        "istat", "name_it", "name_en", "population", "population_year", "area_km2", "altitude_m",
        "lat_deg", "lon_deg", "west_deg", "dataset__code",
    )  # fmt: skip
    return [ComuneInfo(*row[:9], row[9] is not None, row[10]) for row in columns]
