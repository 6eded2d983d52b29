from __future__ import annotations

import pytest

from metropoli.apps.territory import queries, services
from metropoli.apps.territory.types import PlaceFacts
from metropoli.apps.words import queries as words

pytestmark = pytest.mark.django_db


@pytest.fixture
def torino(db):
    services.load_shipped_facts()


def test_page_fragment_and_api_tell_the_same_story(client, torino):
    ask = {"perimeter": "torino-e-confinanti", "q": "torinese"}
    page = client.get("/en/places/", ask).content.decode()
    fragment = client.get("/en/places/", ask, headers={"HX-Request": "true"}).content.decode()
    answer = client.get("/api/v1/territory/comuni", ask).json()
    assert fragment.strip() in page
    assert "<html" not in fragment
    names = [row["name_it"] for row in answer]
    assert names == [
        "Baldissero Torinese",
        "Borgaro Torinese",
        "Pecetto Torinese",
        "Pino Torinese",
        "San Mauro Torinese",
        "Settimo Torinese",
    ]
    assert all(name in page for name in names)


def test_a_comune_says_what_it_is_where_and_from_which_data(client, torino):
    page = client.get("/en/places/001272/").content.decode()
    for words_ in ("Turin", "847,398", "130.1", "45.06775", "/en/data/comuni-torino/", "CC-BY-4.0"):
        assert words_ in page
    assert "Torino" in client.get("/places/001272/").content.decode()
    answer = client.get("/api/v1/territory/comuni/001272").json()
    assert (answer["population"], answer["name_en"]) == (847398, "Turin")
    assert "torino-e-confinanti" in answer["perimeters"]


@pytest.mark.parametrize("code", ["001999", "abc", "%00", "٠٠١٢٧٢", "0" * 300])
def test_an_unknown_comune_is_404_everywhere(client, torino, code):
    assert client.get(f"/places/{code}/").status_code == 404
    answer = client.get(f"/api/v1/territory/comuni/{code}")
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_comune")


def test_an_unknown_perimeter_is_404_and_an_unreadable_one_is_left_out(client, torino):
    assert client.get("/places/?perimeter=moon").status_code == 404
    assert client.get("/api/v1/territory/comuni?perimeter=moon").status_code == 404
    assert client.get("/places/?perimeter=a%00b").status_code == 200
    assert client.get("/places/?q=" + "x" * 5000).status_code == 200


def test_perimeters_say_how_they_stand_to_each_other(client, torino):
    rows = client.get("/api/v1/territory/perimeters").json()
    assert rows[0]["n_comuni"] == 312
    one = client.get("/api/v1/territory/perimeters/torino-e-confinanti").json()
    assert one["relations"] == {
        "citta-metropolitana-torino": "inside",
        "torino": "holds",
        "zona-omogenea-4-amt-nord": "overlaps",
    }
    assert len(one["comuni"]) == one["n_comuni"] == 16


def test_places_come_by_box_as_geojson(client, torino):
    rows = [PlaceFacts("park", "valentino", "Parco del Valentino", 45.0554, 7.6866)]
    services.load_places(rows=rows, dataset="comuni-torino")
    url = "/api/v1/territory/places"
    answer = client.get(url, {"bbox": "7.6,45,7.7,45.1", "kinds": "park"}).json()
    [feature] = answer["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [7.6866, 45.0554]}
    assert feature["properties"]["name"] == "Parco del Valentino"
    assert client.get(url, {"bbox": "7.6,45,7.7,45.1", "kinds": "stop"}).json()["features"] == []
    assert "park" in client.get("/en/places/001272/").content.decode()


@pytest.mark.parametrize(
    ("box", "code"),
    [
        ("", "bad_box"),
        ("1,2,3", "bad_box"),
        ("7.7,45,7.6,45.1", "bad_box"),
        ("a,b,c,d", "bad_box"),
        ("nan,nan,nan,nan", "bad_box"),
        ("-inf,0,inf,1", "bad_box"),
        ("0,0,90,90", "box_too_large"),
    ],
)
def test_a_box_that_cannot_be_is_told_how_to_mend(client, db, box, code):
    answer = client.get("/api/v1/territory/places", {"bbox": box})
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_the_shipped_facts_are_the_312_comuni_and_can_be_loaded_again(torino):
    assert services.load_shipped_facts() == 312
    found = queries.comuni()
    assert len(found) == 312
    assert sum(one.population for one in found) == 2_204_632
    assert 6_800 < sum(one.area_km2 for one in found) < 6_850
    assert all(44.7 < one.lat_deg < 45.7 and 6.6 < one.lon_deg < 8.2 for one in found)
    assert [p.code for p in queries.perimeters(of_comune="001272")] == [
        "citta-metropolitana-torino",
        "torino-e-confinanti",
        "torino",
    ]


def test_comuni_are_found_by_the_search_in_both_languages(torino):
    assert services.name_comuni() == 312
    [first, *_] = words.find("turin", "en")
    assert (first.name, first.url) == ("Turin", "/en/places/001272/")
    [first, *_] = words.find("torin", "it")
    assert (first.name, first.url) == ("Torino", "/places/001272/")


def test_a_long_list_costs_few_queries(client, torino, django_assert_max_num_queries):
    client.get("/places/")
    with django_assert_max_num_queries(8):
        client.get("/places/")
    with django_assert_max_num_queries(8):
        client.get("/places/001272/")
