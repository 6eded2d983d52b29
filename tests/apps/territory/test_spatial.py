"""The spatial index against the plain table: the same answers on either database."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from django.db import connection

from metropoli.apps.territory import queries, rules, services
from metropoli.apps.territory.models import Place
from metropoli.apps.territory.types import Box, PlaceFacts

pytestmark = pytest.mark.django_db


def crowded_places(seed, n=60):
    """Places on a coarse grid, so that borders touch and distances tie; some are areas."""
    rng = np.random.default_rng(seed)
    rows = []
    for i in range(n):
        lon, lat = 7 + rng.integers(0, 9) / 100, 45 + rng.integers(0, 9) / 100
        side = rng.integers(0, 4) / 100
        area = shapely.box(lon, lat, lon + side, lat + side).wkb if side else None
        rows.append(PlaceFacts(["park", "stop"][i % 2], str(i), f"Place {i}", lat, lon, "", area))
    return rows


def boxes(seed, n=40):
    rng = np.random.default_rng(seed + 1000)
    for _ in range(n):
        west, south = 7 + rng.integers(-2, 10) / 100, 45 + rng.integers(-2, 10) / 100
        yield Box(west, south, west + rng.integers(0, 5) / 100, south + rng.integers(0, 5) / 100)


def naive_in(box, kinds=()):
    return [
        p.pk
        for p in Place.objects.order_by("pk")
        if p.west_deg <= box.east_deg
        and p.east_deg >= box.west_deg
        and p.south_deg <= box.north_deg
        and p.north_deg >= box.south_deg
        and (not kinds or p.kind in kinds)
    ]


@pytest.mark.parametrize("seed", range(5))
def test_the_index_finds_what_the_plain_table_finds(dataset, seed):
    services.load_places(rows=crowded_places(seed), dataset=dataset)
    for box in boxes(seed):
        assert [p.id for p in queries.places_in(box)] == naive_in(box)
        assert [p.id for p in queries.places_in(box, kinds=["park"])] == naive_in(box, ["park"])


@pytest.mark.parametrize("seed", range(5))
def test_the_nearest_places_are_those_of_a_full_sort(dataset, seed):
    services.load_places(rows=crowded_places(seed), dataset=dataset)
    for box in boxes(seed, n=15):
        lat, lon = box.south_deg, box.west_deg
        away = sorted(
            (rules.distance_m(lat, lon, p.lat_deg, p.lon_deg), p.pk) for p in Place.objects.all()
        )
        for limit, within_m in [(3, 200_000.0), (7, 1_500.0), (100, 3_000.0)]:
            expected = [pk for far_m, pk in away if far_m <= within_m][:limit]
            found = queries.nearest_places(lat, lon, limit=limit, within_m=within_m)
            assert [p.id for p in found] == expected


def test_a_place_that_moves_or_goes_moves_and_goes_in_the_index(dataset):
    services.load_places(rows=[PlaceFacts("stop", "1", "Here", 45.0, 7.0)], dataset=dataset)
    here, there = Box(6.9, 44.9, 7.1, 45.1), Box(7.9, 45.9, 8.1, 46.1)
    place = Place.objects.get()
    place.west_deg = place.east_deg = place.lon_deg = 8.0
    place.south_deg = place.north_deg = place.lat_deg = 46.0
    place.save()
    assert not queries.places_in(here)
    assert [p.key for p in queries.places_in(there)] == ["1"]
    Place.objects.update(west_deg=7.0, east_deg=7.0, south_deg=45.0, north_deg=45.0)
    assert [p.key for p in queries.places_in(here)] == ["1"]
    place.delete()
    assert not queries.places_in(here)


def test_the_index_is_really_used(dataset):
    services.load_places(rows=crowded_places(1), dataset=dataset)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT count(*) FROM territory_place_tree")
            assert cursor.fetchone()[0] == Place.objects.count()
        else:
            cursor.execute("SELECT count(*) FROM territory_place WHERE extent IS NOT NULL")
            assert cursor.fetchone()[0] == Place.objects.count()
            cursor.execute(
                "SELECT indexdef FROM pg_indexes WHERE indexname = 'territory_place_extent'"
            )
            assert "gist" in cursor.fetchone()[0]
