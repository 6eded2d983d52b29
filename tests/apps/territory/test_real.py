"""The real boundaries of the 312 Comuni, where they are."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
import shapely

from metropoli.apps.territory import queries, services

REAL = Path(__file__).parents[3] / "../shared/data/confini-comuni"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.real,
    pytest.mark.skipif(not REAL.exists(), reason="the real boundaries are not beside the project"),
]


@pytest.fixture
def boundaries():
    collection = json.loads((REAL / "limits_P_1_municipalities.geojson").read_text())
    return {
        feature["properties"]["com_istat_code"]: shapely.geometry.shape(feature["geometry"])
        for feature in collection["features"]
    }


def test_every_centre_that_we_wrote_down_lies_in_its_comune(db, boundaries):
    services.load_shipped_facts()
    services.load_boundaries(boundaries={i: shape.wkb for i, shape in boundaries.items()})
    found = queries.comuni()
    assert len(found) == len(boundaries)
    by_boundary = queries.comuni_of_points([c.lat_deg for c in found], [c.lon_deg for c in found])
    assert by_boundary == [c.istat for c in found]


def test_the_belt_around_torino_is_what_touches_its_boundary(db, boundaries):
    services.load_shipped_facts()
    torino = boundaries["001272"]
    touching = {i for i, shape in boundaries.items() if shape.distance(torino) < 1e-4}
    assert queries.comuni_codes("torino-e-confinanti") == touching


def test_the_areas_add_up_to_that_of_the_boundaries(db, boundaries):
    services.load_shipped_facts()
    total_km2 = 0.0
    for shape in boundaries.values():
        cosine = math.cos(math.radians(shape.centroid.y))
        total_km2 += shape.area * 111.32 * 111.13 * cosine
    assert sum(c.area_km2 for c in queries.comuni()) == pytest.approx(total_km2, rel=0.01)
