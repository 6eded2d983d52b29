"""Streets of real cities: nothing breaks, nobody is stranded, times are those that people know."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from metropoli.base.errors import Invalid
from metropoli.engines import streets

DATA = Path(__file__).parents[2] / "../shared/data"
AQUILA = DATA / "laquila/laquila-2019-04.osm.pbf"
PORTO_ALEGRE = DATA / "porto-alegre/poa_osm.pbf"
HEIGHTS = DATA / "porto-alegre/poa_elevation.tif"
HELSINKI = DATA / "osm-campioni/helsinki-centro.osm.pbf"

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not AQUILA.exists(), reason="the real extracts are not beside the project"),
]
MODES = (streets.WALK, streets.STEP_FREE, streets.BIKE, streets.CAR)
DEG_M = 111_195.0


@pytest.fixture(scope="module")
def aquila() -> streets.Streets:
    return streets.build_streets(streets.read_osm(AQUILA.read_bytes(), "pbf"))


@pytest.fixture(scope="module")
def porto_alegre() -> streets.Streets:
    extract = streets.read_osm(PORTO_ALEGRE.read_bytes(), "pbf")
    return streets.build_streets(extract, elevation=streets.read_heights(HEIGHTS.read_bytes()))


def _random_snaps(city: streets.Streets, mode: int, n: int) -> list[streets.Snap]:
    rng = np.random.default_rng(mode)
    edges = rng.choice(np.flatnonzero(city.edge_standing[mode] == 2), n)
    return [streets.Snap(int(edge), float(rng.random()), 0.0, 0.0, 0.0) for edge in edges]


def _as_links(snaps: list[streets.Snap]) -> streets.Links:
    zeros = np.zeros(len(snaps))
    edges = np.array([snap.edge for snap in snaps], np.int32)
    return streets.Links(
        edges, np.array([s.share for s in snaps]), zeros, zeros, zeros.astype(np.float32)
    )


@pytest.mark.parametrize("city", ["aquila", "porto_alegre"])
@pytest.mark.parametrize("mode", MODES)
def test_nearly_every_street_belongs_to_the_connected_city(
    city: str, mode: int, request: pytest.FixtureRequest
) -> None:
    built = request.getfixturevalue(city)
    open_m = built.edge_length_m[built.edge_standing[mode] > 0].sum()
    connected_m = built.edge_length_m[built.edge_standing[mode] == 2].sum()
    assert connected_m > 0.95 * open_m


@pytest.mark.parametrize("city", ["aquila", "porto_alegre"])
@pytest.mark.parametrize("mode", MODES)
def test_the_hierarchy_and_the_plain_search_agree(
    city: str, mode: int, request: pytest.FixtureRequest
) -> None:
    built = request.getfixturevalue(city)
    snaps = _random_snaps(built, mode, 40)
    links = _as_links(snaps)
    back = streets.times_from_links(built, mode, snaps[0], links, limit_s=40_000)
    for i, start in enumerate(snaps[:4]):
        to_all = streets.times_to_links(built, mode, start, links, limit_s=40_000)
        for j, end in enumerate(snaps):
            path = streets.route(built, mode, start, end)
            # Ways that cost the same to a tenth of a second may differ in what they take.
            assert path.duration_s == pytest.approx(int(to_all[j]), abs=2, rel=2e-3), (i, j)
            if j == 0:
                assert int(back[i]) == int(to_all[0])


@pytest.mark.parametrize("mode", MODES)
def test_a_way_is_as_long_as_its_drawing_and_no_shorter_than_the_crow_flies(
    aquila: streets.Streets, mode: int
) -> None:
    snaps = _random_snaps(aquila, mode, 60)
    for start, end in zip(snaps[::2], snaps[1::2], strict=True):
        path = streets.route(aquila, mode, start, end)
        lat, lon = path.lat_deg, path.lon_deg
        shrink = np.cos(np.radians(lat[0]))
        drawn = DEG_M * np.hypot(np.diff(lat), np.diff(lon) * shrink).sum()
        crow = DEG_M * np.hypot(lat[-1] - lat[0], (lon[-1] - lon[0]) * shrink)
        assert path.length_m == pytest.approx(drawn, rel=2e-3, abs=1.0)
        assert path.length_m >= crow * 0.998 - 1.0
        assert sum(step.duration_s for step in path.steps) == path.duration_s
        assert sum(step.length_m for step in path.steps) == pytest.approx(path.length_m, rel=1e-5)


# From the station to the hospital of San Salvatore: some 4.5 km through the west of the city.
@pytest.mark.parametrize(
    ("mode", "least_min", "most_min"),
    [(streets.WALK, 48, 75), (streets.BIKE, 13, 26), (streets.CAR, 6, 13)],
)
def test_station_to_hospital_takes_what_it_takes(
    aquila: streets.Streets, mode: int, least_min: int, most_min: int
) -> None:
    station = streets.snap(aquila, mode, 42.3536, 13.3936, radius_m=300)
    hospital = streets.snap(aquila, mode, 42.3669, 13.3443, radius_m=300)
    path = streets.route(aquila, mode, station, hospital)
    assert least_min <= path.duration_s / 60 <= most_min
    assert 4_000 < path.length_m < 7_000


def test_hills_are_climbed_more_slowly(porto_alegre: streets.Streets) -> None:
    flat = streets.build_streets(streets.read_osm(PORTO_ALEGRE.read_bytes(), "pbf"))
    slower, climbed_m = 0, 0.0
    snaps = _random_snaps(porto_alegre, streets.BIKE, 60)
    for start, end in zip(snaps[::2], snaps[1::2], strict=True):
        hilly = streets.route(porto_alegre, streets.BIKE, start, end)
        slower += hilly.duration_s > streets.route(flat, streets.BIKE, start, end).duration_s
        climbed_m += hilly.climb_m
    assert slower > 20
    assert 20 * 30 < climbed_m < 300 * 30


def test_the_signs_of_helsinki_bind_drivers() -> None:
    extract = streets.read_osm(HELSINKI.read_bytes(), "pbf")
    assert len(extract.bans.modes) > 30
    with_signs = streets.build_streets(extract)
    nothing = extract.bans._replace(modes=np.zeros_like(extract.bans.modes))
    without = streets.build_streets(extract._replace(bans=nothing))
    snaps = _random_snaps(with_signs, streets.CAR, 200)
    longer = [
        streets.route(with_signs, streets.CAR, a, b).cost_ms
        - streets.route(without, streets.CAR, a, b).cost_ms
        for a, b in zip(snaps[::2], snaps[1::2], strict=True)
    ]
    assert min(longer) >= 0
    assert max(longer) > 0


@pytest.mark.parametrize("path", [AQUILA, PORTO_ALEGRE, HELSINKI])
def test_scenery_places_and_names_come_out_whole(path: Path) -> None:
    data = path.read_bytes()
    scenery = streets.read_scenery(data, "pbf")
    for layer in scenery.kinds:
        features = getattr(scenery, layer)
        assert len(features.kind) == len(features.name) == len(features.feature_first) - 1
        assert features.feature_first[-1] == len(features.part_first) - 1
        assert features.part_first[-1] == len(features.lat_deg) == len(features.lon_deg)
        assert np.all(np.diff(features.feature_first) > 0)
    assert len(scenery.street.name) > 1_000
    assert len(streets.read_places(data, "pbf")) > 30
    extract = streets.read_osm(data, "pbf")
    named = streets.named_streets(streets.build_streets(extract), extract.names)
    assert len(named) > 100


def test_a_damaged_city_is_read_or_refused() -> None:
    rng = np.random.default_rng(3)
    whole = HELSINKI.read_bytes()
    refused = 0
    for _ in range(20):
        data = bytearray(whole)
        for at in rng.integers(0, len(data), 3):
            data[at] = int(rng.integers(0, 256))
        try:
            streets.build_streets(streets.read_osm(bytes(data), "pbf"))
        except Invalid:
            refused += 1
    assert refused > 0
