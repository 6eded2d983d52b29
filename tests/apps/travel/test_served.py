"""How well each place is served, in a city where every figure can be worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np
import pytest

from apps.travel.miniature import HOME, HUT, MONDAY, OFFICE, ROME, SCHOOL, when
from metropoli.apps.data import services as data
from metropoli.apps.data.types import DatasetCard
from metropoli.apps.territory import services as territory
from metropoli.apps.territory.types import ComuneFacts, PlaceFacts
from metropoli.apps.travel import services
from metropoli.apps.travel.bridge import served as bridge
from metropoli.apps.travel.services.serving import network
from metropoli.apps.travel.types import (
    MEASURES,
    Home,
    Point,
    ReachRequest,
    Served,
    ServedRequest,
)
from metropoli.base.errors import Invalid, NotFound

pytestmark = pytest.mark.usefixtures("furnished")
REQUEST = ServedRequest("nearest", "hospital", when(MONDAY, "08:00"), within_min=30)
CARD = DatasetCard("made", "Luoghi", "Places", "Metropoli", "https://example.org", "CC0-1.0")


@pytest.fixture
def furnished(own_city: Any) -> None:
    """An office and a hut that heal, a school that teaches, two Comuni and one far from here."""
    data.declare_dataset(card=CARD)
    places = [("hospital", OFFICE), ("library", SCHOOL), ("hospital", HUT)]
    rows = [
        PlaceFacts(kind, f"{kind}-{i}", at.name, at.lat_deg, at.lon_deg)
        for i, (kind, at) in enumerate(places)
    ]
    territory.load_places(dataset=CARD.code, rows=rows)
    comuni = [
        ComuneFacts("001001", "Alfa", 3_000, 2023, 10.0, HOME.lat_deg, HOME.lon_deg),
        ComuneFacts("001002", "Quota", 200, 2023, 30.0, HUT.lat_deg, HUT.lon_deg),
        ComuneFacts("001003", "Lontano", 900, 2023, 30.0, HOME.lat_deg + 0.2, HOME.lon_deg),
    ]
    territory.load_comuni(dataset=CARD.code, rows=comuni)


def read(**changed: Any) -> Served:
    return services.read_served(request=replace(REQUEST, **changed))


@pytest.mark.parametrize("mode", ["transit", "walk", "bike"])
def test_the_nearest_is_as_far_as_asking_from_the_cell_says(mode):
    served = read(mode=mode)
    assert any(cell.value is not None for cell in served.cells)
    for cell in served.cells:
        asked = ReachRequest(
            Point(cell.lat_deg, cell.lon_deg),
            REQUEST.at,
            mode=mode,
            longest_s=5_400 if mode == "transit" else 3_600,
        )
        answer = services.reach_points(request=asked, points=(OFFICE, HUT))
        found = [place.minutes for place in answer.places if place.minutes is not None]
        if cell.value is None or not found:
            assert cell.value is None
            assert not found
        else:
            assert abs(cell.value - min(found)) <= 1  # a door stands a few metres beside its street


def test_the_people_of_a_comune_are_all_shared_out_and_those_far_away_are_nobody():
    served = read()
    people = {one.istat: one.people for one in served.comuni}
    assert people == {"001001": 3_000, "001002": 200}
    for istat, residents in people.items():
        within = [cell.people for cell in served.cells if cell.comune == istat]
        assert sum(within) == pytest.approx(residents, abs=0.1 * len(within))


def test_more_minutes_count_no_fewer_places():
    few, many = read(measure="within", within_min=10), read(measure="within", within_min=60)
    for one, other in zip(few.cells, many.cells, strict=True):
        assert 0 <= one.value <= other.value <= 2


def test_far_places_count_for_less():
    counted = read(measure="gravity").cells
    assert all(0 <= cell.value <= 2 for cell in counted)
    assert len({cell.value for cell in counted}) > 2


def test_all_places_are_shared_among_the_people_who_reach_them():
    """What people have, added up over all of them, are the places: nobody's share is lost."""
    served = read(measure="balanced", within_min=90)
    total = sum(cell.people * cell.value for cell in served.cells) / 10_000
    assert total == pytest.approx(2, abs=0.01)


def test_needs_are_met_where_their_places_are_near_and_those_without_any_place_do_not_count():
    served = read(measure="quarter_hour", kind="", within_min=90)
    assert served.n_places == 3
    assert {cell.value for cell in served.cells} <= {0.0, 0.5, 1.0}
    assert max(cell.value for cell in served.cells) == 1.0
    assert "needs_without_places" in served.lacks


def test_inequality_is_told_of_what_is_better_when_there_is_more():
    for measure in MEASURES:
        served = read(measure=measure)
        assert (served.inequality is None) == (measure in {"nearest", "green"})
        if served.inequality is not None:
            assert 0 <= served.inequality.gini <= 1
            assert served.inequality.worst_off <= served.inequality.mean + 1e-9
            assert served.inequality.theil_between <= served.inequality.theil + 1e-9


def test_every_measure_says_what_it_rests_on_and_what_it_lacks():
    for measure in MEASURES:
        served = read(measure=measure)
        assert served.rests_on[0].kind == "method"
        assert {"people"} <= {basis.kind for basis in served.rests_on}
        assert "people_by_streets" in served.lacks
        assert "comuni_by_centre" in served.lacks


def test_what_was_worked_out_is_kept_for_other_workers(own_city, monkeypatch):
    first = read()
    kept = list((own_city / "served").glob("*.npy"))
    assert len(kept) == 1
    network().grounds._held.clear()
    monkeypatch.setattr(bridge.times, "_work_out", lambda *_: pytest.fail("worked out again"))
    assert read() == first
    assert read(measure="within").n_places == 2


def test_files_that_nobody_asks_for_are_forgotten(own_city, monkeypatch):
    monkeypatch.setattr(bridge.times, "KEPT", 2)
    for mode in ("walk", "bike", "transit"):
        read(mode=mode)
    assert len(list((own_city / "served").iterdir())) == 2


@pytest.mark.parametrize(
    "changed",
    [{"measure": "love"}, {"kind": ""}, {"kind": "moon"}, {"mode": "plane"}, {"within_min": 0},
     {"within_min": 91}],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(changed):
    with pytest.raises(Invalid, match="not_served_so"):
        read(**changed)


def test_a_day_without_timetable_is_said_to_have_none():
    with pytest.raises(NotFound, match="no_timetable_that_day"):
        read(at=when("2026-03-02", "08:00"))


def test_the_usual_day_is_one_that_the_timetable_covers():
    def day(now: datetime, kind: str = "workday") -> str:
        return f"{services.usual_departure(day=kind, hour=8, now=now):%Y-%m-%d %H}"

    assert day(datetime(2026, 1, 5, 9, tzinfo=ROME)) == "2026-01-06 08"
    assert day(datetime(2026, 1, 5, 9, tzinfo=ROME), "sunday") == "2026-01-11 08"
    assert day(datetime(2025, 6, 1, tzinfo=ROME)) == "2026-01-06 08", "before it begins"
    assert day(datetime(2026, 6, 1, tzinfo=ROME)) == "2026-01-13 08", "after its end"


def test_kinds_are_listed_the_commonest_first():
    assert services.list_served_kinds() == ("hospital", "library")


def test_of_a_home_only_what_was_counted_is_judged():
    homes = [
        Home(HOME.lat_deg, HOME.lon_deg, "bare"),
        Home(HOME.lat_deg, HOME.lon_deg, "leafy", n_trees=3, canopy_share=0.29),
    ]
    bare, leafy = services.check_green_rule(homes=homes)
    assert (bare.has_trees, bare.has_canopy) == (None, None)
    assert (leafy.has_trees, leafy.has_canopy) == (True, False)
    assert bare.to_green_m is None
    assert bare.has_green is False
    with pytest.raises(Invalid, match="too_many_homes"):
        services.check_green_rule(homes=homes * 1_001)


def test_cells_hold_all_streets_and_crowded_ground_is_cut_finer():
    city = network().streets
    assert city is not None
    for most in (1, 3, 10, 100):
        cells = bridge.make_cells(city, most=most)
        assert cells.street_m.sum() == pytest.approx(float(np.sum(city.edge_length_m)), rel=1e-2)
        assert np.all(cells.west_deg <= cells.lon_deg)
        assert np.all(cells.lon_deg <= cells.east_deg)
        assert np.all(cells.south_deg <= cells.lat_deg)
        assert np.all(cells.lat_deg <= cells.north_deg)
    assert len(bridge.make_cells(city, most=100).lat_deg) > len(
        bridge.make_cells(city, most=1).lat_deg
    )
