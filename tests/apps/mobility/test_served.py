"""How well each place is served, on the page, as CSV and for programs: the same figures."""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape

import pytest
from shapely.geometry import shape

from apps.travel.miniature import HOME, HUT, OFFICE, SCHOOL
from metropoli.apps.data import services as data
from metropoli.apps.data.types import DatasetCard
from metropoli.apps.mobility.rules import served as rules
from metropoli.apps.territory import services as territory
from metropoli.apps.territory.types import ComuneFacts, PlaceFacts
from metropoli.apps.travel.types import MEASURES

pytestmark = pytest.mark.usefixtures("furnished")
CARD = DatasetCard("made", "Luoghi", "Places", "Metropoli", "https://example.org", "CC0-1.0")
API = "/api/v1/mobility"


@pytest.fixture
def furnished(city, settings, tmp_path, city_folder):
    """The city with a hospital, a library and two Comuni; what is worked out goes elsewhere."""
    var = tmp_path / "var"
    var.mkdir()
    for name in ("network", "sources"):
        (var / name).symlink_to(city_folder / name)
    settings.VAR = var
    data.declare_dataset(card=CARD)
    places = [("hospital", OFFICE), ("library", SCHOOL)]
    rows = [PlaceFacts(kind, kind, at.name, at.lat_deg, at.lon_deg) for kind, at in places]
    territory.load_places(dataset=CARD.code, rows=rows)
    comuni = [
        ComuneFacts("001001", "Alfa & co", 3_000, 2023, 10.0, HOME.lat_deg, HOME.lon_deg),
        ComuneFacts("001002", "Quota", 200, 2023, 30.0, HUT.lat_deg, HUT.lon_deg),
    ]
    territory.load_comuni(dataset=CARD.code, rows=comuni)


def read(client, language="/en", status=200, **query):
    answer = client.get(f"{language}/move/served/", query)
    assert answer.status_code == status, answer.content.decode()[-1500:]
    return unescape(answer.content.decode())


def plain(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def rows_of(client, of, **query):
    answer = client.get(f"/en/move/served/{of}.csv", query)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


def test_the_page_says_it_without_javascript(client):
    said = plain(read(client))
    for words in ("Hospitals: minutes to the nearest", "leaving in the hour from 08:00",
                  "Comuni, those served worst first", "Alfa & co", "3,000", "Neutens"):  # fmt: skip
        assert words in said, words


@pytest.mark.parametrize("measure", MEASURES)
def test_every_measure_is_told_in_both_languages_with_the_same_figures(client, measure):
    english = read(client, measure=measure, minutes="15")
    italian = read(client, "", measure=measure, minutes="15")
    cells = re.compile(r'<td class="num">([\d.,]+) ?(?:min|m|%)?</td>')
    tables = [[re.sub("[.,]", "", found) for found in cells.findall(p)] for p in (english, italian)]
    assert tables[0] == tables[1]
    assert "%(" not in english + italian


def test_page_csv_and_service_tell_the_same(client):
    asked = {"measure": "within", "kind": "hospital"}
    page = read(client, minutes="45", **asked)
    table = {row["istat"]: row for row in rows_of(client, "comuni", minutes="45", **asked)}
    told = client.get(f"{API}/served", asked | {"within_min": 45, "cells": True}).json()
    assert {one["istat"] for one in told["comuni"]} == set(table)
    for one in told["comuni"]:
        row = table[one["istat"]]
        assert float(row["within"] or -1) == (-1 if one["value"] is None else one["value"])
        assert row["name"] in page
    cells = rows_of(client, "cells", minutes="45", **asked)
    assert [float(cell["within"]) for cell in cells] == [cell["value"] for cell in told["cells"]]
    assert told["rests_on"][0]["kind"] == "method"
    assert told["inequality"]["gini"] >= 0


def test_the_links_to_the_tables_ask_the_same_question(client):
    page = read(client, measure="gravity", kind="library", minutes="15", mode="bike")
    (link,) = re.findall(r'href="([^"]*comuni\.csv[^"]*)"', page)
    answer = client.get(link)
    assert answer.status_code == 200
    assert answer.content.decode().splitlines()[0] == "istat,name,people,gravity,reached_share"


def test_the_map_is_coloured_once_and_wholly(client):
    page = client.get("/en/move/served/").content.decode()
    (drawing,) = re.findall(
        r'<script id="served-drawing" type="application/json">(.*?)</script>', page
    )
    areas = [shape(one["geometry"]) for one in json.loads(drawing)["features"]]
    assert areas
    told = client.get(f"{API}/served", {"cells": True}).json()["cells"]
    ground = sum(
        (one["east_deg"] - one["west_deg"]) * (one["north_deg"] - one["south_deg"]) for one in told
    )
    assert sum(area.area for area in areas) == pytest.approx(ground, rel=1e-3)


@pytest.mark.parametrize(
    "changed",
    [{"measure": "love"}, {"kind": "moon"}, {"mode": "car"}, {"minutes": "31"}, {"day": "x"},
     {"hour": "3"}],
)  # fmt: skip
def test_odd_questions_are_answered_with_words(client, changed):
    read(client, status=422, **changed)
    assert client.get("/en/move/served/cells.csv", changed).status_code == 422


def test_an_unknown_kind_is_refused_by_the_service_with_a_code(client):
    answer = client.get(f"{API}/served", {"kind": "moon"})
    assert (answer.status_code, answer.json()["code"]) == (422, "not_served_so")


def test_homes_that_are_sent_are_judged_by_what_was_counted_there(client):
    homes = [{"lat_deg": HOME.lat_deg, "lon_deg": HOME.lon_deg, "name": "a", "n_trees": 2}]
    answer = client.post(f"{API}/green-rule", {"homes": homes}, content_type="application/json")
    assert answer.status_code == 200, answer.json()
    (one,) = answer.json()
    assert (one["name"], one["has_trees"], one["has_canopy"]) == ("a", False, None)


def test_classes_are_cut_where_values_are_and_the_best_comes_first():
    assert rules.cuts_of("within", [0, 1, 1, 2, 3, 4, 5]) == (1, 2, 3, 4)
    assert rules.cuts_of("within", [0, 0]) == ()
    numbers = [rules.class_of("nearest", (10, 20), value) for value in (None, 5, 10, 11, 99)]
    assert numbers == [0, 3, 3, 2, 1]
    assert [rules.class_of("within", (1, 2), value) for value in (0, 1, 2, 3)] == [0, 1, 2, 3]
