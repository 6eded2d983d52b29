"""A coordinate finds its street: the nearest edge, the place on it, and no island if it can be helped."""

from __future__ import annotations

import numpy as np
import pytest

from engines.streets.maps import Town, at, random_town
from metropoli.base.errors import Invalid, NotFound
from metropoli.engines import streets
from metropoli.engines.streets.building.geometry import M_PER_DEG


def _built(town: Town) -> streets.Streets:
    return streets.build_streets(streets.read_osm(town.xml(), "xml"))


def _nearest(
    city: streets.Streets, mode: int, lat: float, lon: float, least: int
) -> tuple[float, int]:
    """The twin: look at ten thousandths of every edge, one by one."""
    best = (np.inf, -1)
    for edge in np.flatnonzero(city.edge_standing[mode] >= least):
        span = slice(city.edge_first[edge], city.edge_first[edge + 1])
        for part in range(city.edge_first[edge + 1] - city.edge_first[edge] - 1):
            t = np.linspace(0.0, 1.0, 2001)
            y = city.lat_deg[span][part] * (1 - t) + city.lat_deg[span][part + 1] * t
            x = city.lon_deg[span][part] * (1 - t) + city.lon_deg[span][part + 1] * t
            away = M_PER_DEG * np.hypot(y - lat, (x - lon) * np.cos(np.radians(lat))).min()
            best = min(best, (float(away), int(edge)))
    return best


@pytest.mark.parametrize("seed", range(30))
def test_the_nearest_street_is_found(seed: int) -> None:
    city = _built(random_town(seed))
    rng = np.random.default_rng(seed)
    for mode in (streets.WALK, streets.CAR):
        for _ in range(4):
            lat, lon = at(*rng.uniform(-300.0, 450.0, 2))
            expected = _nearest(city, mode, lat, lon, 2)
            if expected[0] > 250.0:
                expected = _nearest(city, mode, lat, lon, 1)
            if expected[0] > 250.0:
                with pytest.raises(NotFound, match="no_street_nearby"):
                    streets.snap(city, mode, lat, lon, radius_m=250.0)
                continue
            found = streets.snap(city, mode, lat, lon, radius_m=250.0)
            assert found.gap_m == pytest.approx(expected[0], abs=0.05)
            there = M_PER_DEG * np.hypot(
                found.lat_deg - lat, (found.lon_deg - lon) * np.cos(np.radians(lat))
            )
            assert there == pytest.approx(found.gap_m, abs=0.05)


def test_a_point_beside_a_long_street_lands_in_its_middle_not_on_a_corner() -> None:
    city = _built(Town().node(1, 0, 0).node(2, 1000, 0).way(1, [1, 2], highway="residential"))
    found = streets.snap(city, streets.WALK, *at(400, 30), radius_m=100)
    assert found.share == pytest.approx(0.4, abs=1e-3)
    assert found.gap_m == pytest.approx(30.0, abs=0.1)


def _with_island() -> Town:
    town = Town()
    for i in range(12):
        town.node(i + 1, 100.0 * i, 0)
    town.way(1, list(range(1, 13)), highway="residential")
    for i in range(10):
        town.way(20 + i, [i + 1, 20 + i], highway="service").node(20 + i, 100.0 * i, -80)
    return town.node(50, 500, 60).node(51, 560, 60).way(2, [50, 51], highway="residential")


def test_an_island_is_passed_over_while_the_city_is_near() -> None:
    city = _built(_with_island())
    found = streets.snap(city, streets.WALK, *at(530, 55), radius_m=200)
    assert city.edge_way[found.edge] == 1


def test_an_island_is_better_than_nothing() -> None:
    city = _built(_with_island())
    found = streets.snap(city, streets.WALK, *at(530, 90), radius_m=40)
    assert city.edge_way[found.edge] == 2
    with pytest.raises(NotFound, match="no_way"):
        streets.route(
            city, streets.WALK, found, streets.snap(city, streets.WALK, *at(0, 0), radius_m=10)
        )


def test_a_driver_is_not_put_on_a_footway() -> None:
    town = Town().node(1, 0, 0).node(2, 200, 0).node(3, 0, 50).node(4, 200, 50)
    town.way(1, [1, 2], highway="residential").way(2, [3, 4], highway="footway")
    town.way(3, [1, 3], highway="footway")
    city = _built(town)
    assert city.edge_way[streets.snap(city, streets.CAR, *at(100, 45), radius_m=100).edge] == 1
    assert city.edge_way[streets.snap(city, streets.WALK, *at(100, 45), radius_m=100).edge] == 2


@pytest.mark.parametrize(
    "where", [(np.nan, 7.0), (45.0, np.nan), (91.0, 7.0), (45.0, 181.0), (np.inf, 0.0)]
)
def test_what_is_not_on_earth_is_refused(where: tuple[float, float]) -> None:
    city = _built(_with_island())
    with pytest.raises(Invalid, match="no_such_coordinate"):
        streets.snap(city, streets.WALK, *where, radius_m=100)


def test_the_far_side_of_the_earth_is_not_near() -> None:
    city = _built(_with_island())
    for where in ((-90.0, 0.0), (90.0, 0.0), (-45.0, -173.0)):
        with pytest.raises(NotFound):
            streets.snap(city, streets.WALK, *where, radius_m=1e12)


def test_many_points_are_linked_at_once_and_the_lost_ones_say_so() -> None:
    city = _built(_with_island())
    lat, lon = np.array([at(150, 5), at(0, 9000), at(530, 55)]).T
    links = streets.link(city, streets.WALK, lat, lon, radius_m=100)
    assert [int(city.edge_way[e]) if e >= 0 else -1 for e in links.edge] == [1, -1, 1]
    start = streets.snap(city, streets.WALK, *at(0, 0), radius_m=10)
    seconds = streets.times_to_links(city, streets.WALK, start, links, limit_s=3600)
    assert seconds[1] == streets.NEVER
    assert 100 < seconds[0] < seconds[2] < 600
