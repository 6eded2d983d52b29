"""The real streets of Torino hang together, and times over them are those of a Torinese."""

from __future__ import annotations

import pytest

from metropoli.engines import streets as engine
from metropoli.engines.streets import BIKE, CAR, WALK, Streets
from real.torino_streets import is_there, torino_osm_xml

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not is_there(), reason="the real streets of Torino are not here"),
]

PLACES = {
    "Piazza Castello": (45.0710, 7.6850),
    "Porta Nuova": (45.0623, 7.6785),
    "Gran Madre": (45.0626, 7.6995),
    "Lingotto": (45.0300, 7.6650),
    "Rebaudengo": (45.1030, 7.7010),
    "Mirafiori": (45.0290, 7.6190),
}


@pytest.fixture(scope="module")
def streets() -> Streets:
    return engine.build_streets(engine.read_osm(torino_osm_xml(), "xml"))


@pytest.mark.parametrize("mode", [WALK, BIKE, CAR])
def test_centre_and_city_are_one_net(streets: Streets, mode: int) -> None:
    standing, length_m = streets.edge_standing[mode], streets.edge_length_m
    assert length_m[standing == 2].sum() > 0.98 * length_m[standing >= 1].sum()


# Lengths in metres and minutes by mode: from the shortest that geometry allows to one third more.
@pytest.mark.parametrize(
    ("start", "end", "metres", "walk_min", "car_min"),
    [
        ("Piazza Castello", "Porta Nuova", (1_090, 1_450), (13, 18), (2, 8)),
        ("Piazza Castello", "Gran Madre", (1_470, 1_960), (18, 25), (2.5, 10)),
        ("Piazza Castello", "Lingotto", (4_830, 6_400), (56, 80), (7, 25)),
        ("Rebaudengo", "Mirafiori", (10_400, 13_900), (125, 175), (14, 45)),
    ],
)
def test_real_ways_take_as_long_as_in_the_city(
    streets: Streets,
    start: str,
    end: str,
    metres: tuple[float, float],
    walk_min: tuple[float, float],
    car_min: tuple[float, float],
) -> None:
    for mode, minutes in ((WALK, walk_min), (CAR, car_min)):
        here, there = (
            engine.snap(streets, mode, *PLACES[name], radius_m=300) for name in (start, end)
        )
        way = engine.route(streets, mode, here, there)
        assert metres[0] <= way.length_m <= metres[1]
        assert minutes[0] <= way.duration_s / 60 <= minutes[1]


def test_streets_of_the_centre_keep_their_names(streets: Streets) -> None:
    names = engine.read_osm(torino_osm_xml(), "xml").names
    via_po = engine.snap(streets, CAR, 45.0677, 7.6906, radius_m=50)
    assert names[streets.edge_name[via_po.edge]] == "Via Po"
