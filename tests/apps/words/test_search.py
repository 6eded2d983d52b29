"""People write names in many ways; each of these must find what was meant, first."""

from __future__ import annotations

import pytest

from metropoli.apps.words import queries, services
from metropoli.apps.words.types import Entry, Near
from metropoli.base.errors import NotFound

pytestmark = pytest.mark.django_db


def keys(text, **ask):
    return [found.key for found in queries.find(text, "it", **ask)]


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Torino", "001272"),
        ("TORINO", "001272"),
        ("turin", "001272"),
        ("tor", "001272"),
        ("t", "001272"),
        ("cirie", "001086"),
        ("Ciriè'", "001086"),
        ("sant'ambrogio", "1"),
        ("Sant’Ambrogio", "1"),
        ("s. ambrogio", "1"),
        ("s.ambrogio", "1"),
        ("S AMBROGIO", "1"),
        ("san ambrogio", "1"),
        ("santambrogio", "1"),
        ("ambrogio", "1"),
        ("ambrogio sant", "1"),
        ("s paolo", "2"),
        ("porta nuova", "3"),
        ("nuova porta", "3"),
        ("porta nuo", "3"),
        ("stazione porta nuova", "3"),
        ("p.ta nuova", "3"),
        ("c.so vittorio", "4"),
        ("cso vittorio emanuele", "4"),
        ("vittorio emanuele 2", "4"),
        ("corso vitorio emanuele", "4"),
        ("corso vittorio emanuelle ii", "4"),
        ("p.za castello", "5"),
        ("p.zza castello", "5"),
        ("piazza castelo", "5"),
        ("piaza castello", "5"),
        ("castello torino", "5"),
        ("castello carmagnola", "6"),
        ("piazza castello, carmagnola", "6"),
        ("corso 25 aprile", "9"),
        ("xxv aprile", "9"),
        ("d'azeglio", "10"),
        ("dazeglio", "10"),
        ("via massimo d azeglio", "10"),
        ("15", "15"),
        ("linea 15", "15"),
        ("tram 15", "15"),
        ("m1", "M1"),
        ("metro m1", "M1"),
        ("linea 4", "4L"),
        ("st.ne porta susa", "11"),
        ("porta susa station", "11"),
        ("carmganola", "001059"),
        ("via po 15", "7"),
    ],
)
def test_what_was_meant_comes_first(torino, typed, key):
    assert keys(typed)[0] == key


def test_exact_comes_before_beginning_before_typo(index):
    index("Via Rome", "Via Romania", "Via Roma")
    assert keys("roma") == ["2", "1", "0"]
    assert keys("via roma") == ["2", "1", "0"]


def test_the_weight_decides_between_equals(index):
    index(
        Entry("stop", "quiet", "Fermi", weight=3),
        Entry("stop", "busy", "Fermi", weight=700),
    )
    assert keys("fermi") == ["busy", "quiet"]


def test_what_is_close_comes_first(torino):
    assert keys("via po", near=Near(45.07, 7.69))[0] == "7"
    assert keys("via po", near=Near(44.85, 7.71))[0] == "8"


def test_what_is_close_is_found_among_thousands_of_namesakes(index):
    far = [Entry("street", str(i), "Via Roma", lat_deg=45.5, lon_deg=7.0) for i in range(3000)]
    near = Entry("street", "here", "Via Roma", lat_deg=45.0701, lon_deg=7.6801)
    index(*far[:1500], near, *far[1500:])
    assert keys("via roma", near=Near(45.07, 7.68), limit=1) == ["here"]


def test_only_the_kinds_that_were_asked_for(torino):
    assert set(keys("torino", kinds=["stop"])) == {"3", "2", "1"}
    assert keys("po", kinds=["line"]) == []


def test_a_name_is_told_in_the_readers_language(torino):
    assert queries.find("turin", "en")[0].name == "Turin"
    assert queries.find("turin", "it")[0].name == "Torino"
    assert queries.find("carmagnola", "en")[0].name == "Carmagnola"


def test_a_word_too_many_is_forgiven_only_if_nothing_else_answers(torino):
    assert "7" in keys("via po bellissima")
    assert keys("via bellissima") == []
    assert keys("zzzzzz") == []


def test_one_source_is_replaced_and_the_others_stay(index):
    index("Via Po", source="streets")
    index(Entry("stop", "s", "Po"), source="stops")
    index("Via Dora", source="streets")
    assert keys("po") == ["s"]
    assert len(keys("via dora")) == 1


def test_several_sources_can_wait_for_one_rebuild(index):
    index("Via Po", source="streets")
    entries = [Entry("stop", "s", "Dora")]
    services.index_entries(source="stops", entries=entries, rebuild=False)
    assert keys("dora") == []
    services.rebuild_index()
    assert keys("dora") == ["s"]


def test_a_new_index_is_seen_without_a_restart_and_under_a_new_version(index):
    index("Via Po")
    assert keys("po") == ["0"]
    before = queries.index_version()
    index("Via Dora")
    assert keys("po") == []
    assert queries.index_version() != before


def test_an_index_that_fails_leaves_the_old_one_in_service(index, monkeypatch):
    index("Via Po")
    monkeypatch.setattr(services, "_document", lambda entry: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        services.rebuild_index()
    assert keys("po") == ["0"]


def test_nothing_indexed_is_said_not_shown_as_nothing_found(db):
    with pytest.raises(NotFound, match="nothing_published"):
        queries.find("torino", "it")


def test_names_are_tidied_and_the_nameless_left_out(index):
    n = index(
        Entry("stop", "1", "  Via\0 Po \n"),
        Entry("stop", "2", " \0"),
        Entry("stop", "3", "x" * 999),
    )
    assert n == 2
    assert queries.find("po", "it")[0].name == "Via Po"


def test_the_projects_of_the_plan_are_found(db):
    assert services.name_cards() == 29
    found = queries.find("corona verde", "en")
    assert (found[0].kind, found[0].key, found[0].url) == ("card", "A4", "/en/plan/A4/")
    assert keys("B18")[0] == "B18"


@pytest.mark.parametrize(
    ("typed", "lat", "lon"),
    [
        ("45.07, 7.68", 45.07, 7.68),
        ("45.07,7.68", 45.07, 7.68),
        ("45.07 7.68", 45.07, 7.68),
        ("45,07 7,68", 45.07, 7.68),
        ("45,07; 7,68", 45.07, 7.68),
        ("  45.07 ;7.68 ", 45.07, 7.68),
        ("N 45.07, E 7.68", 45.07, 7.68),
        ("45.07° N 7.68° E", 45.07, 7.68),
        ("45.07N, 7.68E", 45.07, 7.68),
        ("45.07S 7.68O", -45.07, -7.68),
        ("-45.07, -7.68", -45.07, -7.68),
        ("geo:45.07,7.68", 45.07, 7.68),
        ("45°04'12\"N 7°40'48\"E", 45.07, 7.68),
        ("45° 4′ 12″ N, 7° 40′ 48″ E", 45.07, 7.68),
        ("45°04.2'N 7°40.8'E", 45.07, 7.68),
    ],
)
def test_coordinates_are_a_point(db, typed, lat, lon):
    [found] = queries.find(typed, "it")
    assert found.kind == "point"
    assert (found.lat_deg, found.lon_deg) == (pytest.approx(lat), pytest.approx(lon))


@pytest.mark.parametrize(
    "typed", ["95.1, 7.6", "45.1, 181", "45.07", "via 1, 2", "15 16", "15, 16"]
)
def test_what_is_no_point_on_earth_is_a_name(torino, typed):
    assert all(found.kind != "point" for found in queries.find(typed, "it"))
