from __future__ import annotations

from dataclasses import replace

import pytest
import shapely

from apps.territory.scenes import comune_facts, square
from metropoli.apps.territory import queries, services
from metropoli.apps.territory.models import Comune, Place
from metropoli.apps.territory.types import FoundBy, PerimeterFacts, PlaceFacts
from metropoli.base.errors import Invalid, NotFound

pytestmark = pytest.mark.django_db


def test_loading_again_changes_what_changed_and_forgets_what_is_gone(dataset, three_comuni):
    rows = [comune_facts("001001", "Alfa", 7.0, population=5, boundary=False)]
    assert services.load_comuni(rows=rows, dataset=dataset) == 1
    alfa = queries.comune("001001")
    assert (alfa.population, alfa.has_boundary) == (5, True)
    assert Comune.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"istat": "1001"}, "bad_istat"),
        ({"istat": "٠٠١٠٠١"}, "bad_istat"),
        ({"population": -1}, "bad_facts"),
        ({"area_km2": 0.0}, "bad_facts"),
        ({"lat_deg": 91.0}, "bad_position"),
        ({"lon_deg": float("nan")}, "bad_position"),
        ({"boundary_wkb": b"no"}, "bad_geometry"),
        ({"boundary_wkb": shapely.Polygon().wkb}, "bad_geometry"),
    ],
)
def test_a_comune_that_cannot_be_right_is_refused_and_nothing_changes(
    dataset, three_comuni, wrong, code
):
    rows = [comune_facts("001009", "Nuovo", 7.5), replace(three_comuni[0], **wrong)]
    with pytest.raises(Invalid) as refusal:
        services.load_comuni(rows=rows, dataset=dataset)
    assert refusal.value.code == code
    assert Comune.objects.count() == 3


def test_nothing_is_loaded_into_a_dataset_that_nobody_declared(three_comuni):
    with pytest.raises(NotFound, match="unknown_dataset"):
        services.load_places(rows=[], dataset="nobody")


@pytest.mark.parametrize(
    ("lat", "lon", "istat", "found_by"),
    [
        (45.05, 7.05, "001001", FoundBy.BOUNDARY),
        (45.05, 7.1, "001001", FoundBy.BOUNDARY),  # on the border: the first code
        (45.01, 7.19, "001002", FoundBy.BOUNDARY),
        (45.05, 7.21, "001003", FoundBy.NEAREST_CENTRE),
        (44.95, 7.05, "001003", FoundBy.NEAREST_CENTRE),  # outside Alfa, so it cannot be Alfa
        (46.5, 7.2, None, None),
    ],
)
def test_the_comune_of_a_point_says_how_it_is_known(three_comuni, lat, lon, istat, found_by):
    found = queries.comune_of_point(lat, lon)
    assert (found and found.comune.istat, found and found.found_by) == (istat, found_by)
    assert queries.comuni_of_points([lat], [lon]) == [istat]


def test_many_points_get_the_same_comuni_as_one_by_one(three_comuni):
    grid = [(44.9 + i / 50, 6.9 + j / 40) for i in range(15) for j in range(25)]
    many = queries.comuni_of_points([lat for lat, _ in grid], [lon for _, lon in grid])
    one_by_one = [queries.comune_of_point(lat, lon) for lat, lon in grid]
    assert many == [found and found.comune.istat for found in one_by_one]
    assert len(set(many)) == 3


def test_no_comune_at_all_holds_no_point(db):
    assert queries.comuni_of_points([45.0], [7.0]) == [None]
    assert queries.comuni_of_points([], []) == []
    assert queries.comune_of_point(45.0, 7.0) is None


def test_a_boundary_that_comes_later_replaces_the_guess(three_comuni):
    assert services.load_boundaries(boundaries={"001003": square(7.2, 45.0), "009999": b""}) == 1
    found = queries.comune_of_point(45.05, 7.21)
    assert found is not None
    assert found.found_by == FoundBy.BOUNDARY
    assert queries.comune_of_point(44.95, 7.05) is None


def test_places_get_their_comune_and_leave_with_their_dataset(dataset, three_comuni):
    rows = [
        PlaceFacts("stop", "1", "Uno", 45.05, 7.05),
        PlaceFacts("stop", "2", "Due", 45.05, 7.15),
        PlaceFacts("stop", "2", "Due, again", 45.05, 7.16),
    ]
    assert services.load_places(rows=rows, dataset=dataset) == 2
    kept = Place.objects.get(key="2")
    assert (kept.name_it, kept.comune_id) == ("Due, again", "001002")
    services.load_places(rows=rows[:1], dataset=dataset)
    assert list(Place.objects.values_list("key", flat=True)) == ["1"]


def perimeter(code, *comuni):
    return PerimeterFacts(code, "plan", code.title(), code.title(), "by decree", frozenset(comuni))


def test_perimeters_nest_and_overlap(three_comuni):
    for facts in [
        perimeter("all", "001001", "001002", "001003"),
        perimeter("west", "001001", "001002"),
        perimeter("east", "001002", "001003"),
        perimeter("capital", "001001"),
        perimeter("occident", "001001", "001002"),
    ]:
        services.define_perimeter(facts=facts)
    assert queries.relations("west") == {
        "all": "inside",
        "east": "overlaps",
        "capital": "holds",
        "occident": "same",
    }
    algebra = queries.compare("capital", "east")
    assert (algebra.relation, algebra.only_first) == ("apart", {"001001"})
    assert [p.code for p in queries.perimeters(of_comune="001003")] == ["all", "east"]
    everything = queries.perimeter("all")
    assert (everything.n_comuni, everything.population) == (3, 901_050)
    assert everything.area_km2 == pytest.approx(240.0)
    assert [c.istat for c in queries.comuni(perimeter="east")] == ["001002", "001003"]


def test_a_perimeter_can_be_corrected(three_comuni):
    services.define_perimeter(facts=perimeter("west", "001001"))
    services.define_perimeter(facts=perimeter("west", "001002"))
    assert queries.comuni_codes("west") == {"001002"}


def test_a_perimeter_names_only_comuni_that_we_know(three_comuni):
    with pytest.raises(Invalid, match="perimeter_of_strangers"):
        services.define_perimeter(facts=perimeter("west", "001001", "999999"))
    with pytest.raises(Invalid, match="empty_perimeter"):
        services.define_perimeter(facts=perimeter("none"))


def test_what_is_unknown_is_not_found(three_comuni):
    for ask in (lambda: queries.comune("001999"), lambda: queries.comune("x' OR 1=1")):
        with pytest.raises(NotFound, match="unknown_comune"):
            ask()
    for ask in (lambda: queries.perimeter("x"), lambda: queries.comuni_codes("x")):
        with pytest.raises(NotFound, match="unknown_perimeter"):
            ask()


def test_comuni_are_found_by_a_part_of_their_name_in_either_language(three_comuni):
    assert [c.name_it for c in queries.comuni(text="GAMMA")] == ["Gàmma"]
    assert [c.istat for c in queries.comuni(text="alph")] == ["001001"]
    assert [c.istat for c in queries.comuni()] == ["001001", "001002", "001003"]
