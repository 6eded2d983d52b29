"""Places by position."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db.models import Count

from metropoli.apps.data import queries as datasets
from metropoli.apps.data.types import DatasetInfo
from metropoli.apps.territory import rules
from metropoli.apps.territory.models import Place
from metropoli.apps.territory.queries.spatial import place_ids_in
from metropoli.apps.territory.types import Box, PlaceInfo

FIRST_RADIUS_M = 500.0
FARTHEST_M = 200_000.0
BATCH = 900  # parameters of one statement; SQLite allowed 999 for long
_Away = tuple[float, int, PlaceInfo]  # sorts by distance, then by id
COLUMNS = ("id", "kind", "key", "name_it", "name_en", "lat_deg", "lon_deg", "comune_id")


def places_in(box: Box, *, kinds: Sequence[str] = (), limit: int = 1000) -> Sequence[PlaceInfo]:
    """Return the places whose own box meets this one."""
    return _read(place_ids_in(box, kinds=kinds, limit=limit))


def nearest_places(
    lat_deg: float,
    lon_deg: float,
    *,
    kinds: Sequence[str] = (),
    limit: int = 10,
    within_m: float = FARTHEST_M,
) -> Sequence[PlaceInfo]:
    """
    Return the places nearest by air to a point, the nearest first, within a radius.

    The circle that is searched doubles until it holds enough: cheap where places are many.
    """
    radius_m = min(FIRST_RADIUS_M, within_m)
    while True:
        box = rules.box_around(lat_deg, lon_deg, radius_m)
        found = [_away(place, lat_deg, lon_deg) for place in _read(place_ids_in(box, kinds=kinds))]
        near = sorted(one for one in found if one[0] <= radius_m)
        if len(near) >= limit or radius_m >= within_m:
            return [place for _, _, place in near[:limit]]
        radius_m = min(2 * radius_m, within_m)


def _read(ids: Sequence[int]) -> list[PlaceInfo]:
    found: list[PlaceInfo] = []
    for first in range(0, len(ids), BATCH):
        rows = Place.objects.filter(id__in=ids[first : first + BATCH]).order_by("id")
        found += [PlaceInfo(*row) for row in rows.values_list(*COLUMNS)]
    return found


def _away(place: PlaceInfo, lat_deg: float, lon_deg: float) -> _Away:
    away_m = rules.distance_m(lat_deg, lon_deg, place.lat_deg, place.lon_deg)
    return away_m, place.id, replace(place, away_m=away_m)


def n_places_by_kind(*, comune: str = "") -> Mapping[str, int]:
    """Return how many places of each kind there are: everywhere, or in one Comune."""
    rows = Place.objects.filter(comune=comune) if comune else Place.objects.all()
    return dict(rows.values_list("kind").annotate(n=Count("id")).order_by("kind"))


def sources_of_places(kinds: Sequence[str], *, now: datetime) -> Sequence[DatasetInfo]:
    """Return the datasets from which the places of some kinds come."""
    rows = Place.objects.filter(kind__in=kinds).order_by("dataset__code")
    codes = rows.values_list("dataset__code", flat=True).distinct()
    return [datasets.dataset(code, now=now) for code in codes]
