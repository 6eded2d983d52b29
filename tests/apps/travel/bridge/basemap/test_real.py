"""The ground of a real city: L'Aquila, from its own OpenStreetMap extract."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from metropoli.apps.travel.bridge.basemap import build_basemap, draw_tile, from_scenery
from metropoli.engines import streets
from metropoli.web import tiles
from web.tile_reader import read_tile

DATA = Path(__file__).parents[5] / "../shared/data"
EXTRACT = DATA / "laquila/laquila-2019-04.osm.pbf"
HEAVIEST_BYTES = 150_000  # what a phone on a slow network still takes in a second or two
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not EXTRACT.exists(), reason=f"no real data: {EXTRACT.name} is absent"),
]


@pytest.fixture(scope="module")
def laquila():
    drawings = from_scenery(streets.read_scenery(EXTRACT.read_bytes(), "pbf"))
    return build_basemap(drawings, version="laquila-test")


def tiles_over(basemap, z):
    low = basemap.box[:, :2].min(axis=0) >> (30 - z)
    high = basemap.box[:, 2:].max(axis=0) >> (30 - z)
    for x in range(int(low[0]), int(high[0]) + 1):
        for y in range(int(low[1]), int(high[1]) + 1):
            yield draw_tile(basemap, z, x, y)


@pytest.mark.parametrize("z", [6, 9, 10, 11, 12, 13, 14])
def test_every_tile_is_light_and_can_be_read(laquila, z):
    found = list(tiles_over(laquila, z))
    assert max(map(len, found)) < HEAVIEST_BYTES
    assert any(found)
    heaviest = read_tile(max(found, key=len))
    assert "street" in heaviest


def test_the_old_town_has_its_streets_squares_and_houses(laquila):
    # Piazza del Duomo.
    x = int(tiles.world_x(np.array([13.3985]))[0]) >> 15
    y = int(tiles.world_y(np.array([42.3493]))[0]) >> 15
    layers = read_tile(draw_tile(laquila, 15, x, y))
    names = {feature.attributes.get("name") for feature in layers["street"].features}
    assert "Corso Federico II" in names
    assert len(layers["building"].features) > 100
    assert {"built", "square"} <= {f.attributes["class"] for f in layers["ground"].features}


def test_rings_turn_as_readers_expect(laquila):
    for layer in read_tile(max(tiles_over(laquila, 13), key=len)).values():
        for feature in layer.features:
            if feature.kind == tiles.POLYGON:
                assert signed_area(feature.parts[0]) > 0


def signed_area(ring):
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs) / 2
