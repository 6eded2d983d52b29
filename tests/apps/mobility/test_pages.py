"""What a traveller reads: the same answers as the API, whole without JavaScript, in both languages."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from apps.travel.miniature import HOME, HUT, MONDAY, OFFICE
from metropoli.apps.mobility.forms import CoordinatesField, TripForm

pytestmark = pytest.mark.usefixtures("city")
MORNING = {"date": MONDAY, "time": "07:50"}
TO_OFFICE = {"from": "home", "from_at": HOME.as_text, "to": "office", "to_at": OFFICE.as_text}
TO_HUT = TO_OFFICE | {"to": "hut", "to_at": HUT.as_text}
HTMX = {"HX-Request": "true"}


def read(client: Any, address: str, query: Any = None, status: int = 200, **more: Any) -> str:
    answer = client.get(address, query or {}, **more)
    assert answer.status_code == status, answer.content.decode()[-2000:]
    return unescape(answer.content.decode())


def plain(html: str) -> str:
    """Return the words of a page, one space between them."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def drawings(html: str) -> list[Any]:
    found = re.findall(r'<script id="drawing-\d+" type="application/json">(.*?)</script>', html)
    return [json.loads(drawing) for drawing in found]


def link(html: str, words: str) -> dict[str, str]:
    """Return the parameters of the link with these words."""
    (address,) = re.findall(rf'<a href="([^"]*)"[^>]*>{words}</a>', html)
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def test_before_a_question_the_page_asks_one(client):
    page = read(client, "/en/move/")
    assert 'name="from"' in page
    assert 'name="to"' in page
    assert "Type two places" in page


def test_the_page_tells_the_trip_step_by_step_without_javascript(client):
    said = plain(read(client, "/en/move/", TO_HUT | MORNING))
    told = ["From home to hut", "08:00", "Alfa", "towards Delta", "Get off at Delta", "Walk 250 m"]
    told += ["Ponte", "towards Quota", "Get off at Quota", "By bike", "By car"]
    for words in told:
        assert words in said, words
    assert "Via Gamma" in said
    assert "2 stops on the way" in said


def test_page_fragment_and_api_tell_the_same_trips(client):
    page = read(client, "/en/move/", TO_HUT | MORNING)
    fragment = read(client, "/en/move/", TO_HUT | MORNING, headers=HTMX)
    assert "<html" not in fragment
    assert drawings(page) == drawings(fragment)
    ends = {"from": HOME.as_text, "to": HUT.as_text}
    planned = client.get("/api/v1/mobility/trips", ends | {"at": f"{MONDAY}T07:50"}).json()
    times = re.findall(r'<strong><time datetime="([^"]+)">.*?<time datetime="([^"]+)">', page)
    assert times == re.findall(
        r'<strong><time datetime="([^"]+)">.*?<time datetime="([^"]+)">', fragment
    )
    assert times == [(trip["departs_at"], trip["arrives_at"]) for trip in planned["trips"]]
    said = plain(page)
    for trip in planned["trips"]:
        for leg in filter(lambda leg: leg["line"], trip["legs"]):
            assert f"towards {leg['headsign']}" in said
            assert f"/en/move/lines/{leg['line']['key']}/" in page


def test_what_is_drawn_is_what_is_told(client):
    page = read(client, "/en/move/", TO_HUT | MORNING)
    first = drawings(page)[0]["features"]
    legs = [one for one in first if one["properties"]["kind"] == "leg"]
    assert [leg["properties"]["mode"] for leg in legs] == ["walk", "tram", "walk", "bus", "walk"]
    assert legs[1]["properties"]["label"] == "4"
    ends = {one["properties"]["kind"]: one["geometry"]["coordinates"] for one in first}
    assert ends["from"] == pytest.approx([HOME.lon_deg, HOME.lat_deg], abs=1e-5)
    assert ends["to"] == pytest.approx([HUT.lon_deg, HUT.lat_deg], abs=1e-5)


def test_the_link_asks_the_same_question_again(client):
    query = TO_HUT | MORNING | {"when": "arrive", "time": "10:00", "step_free": "on"}
    page = read(client, "/en/move/", query)
    for name in ("from", "from_at", "to", "to_at", "date", "time"):
        (field,) = re.findall(rf'<input [^>]*name="{name}"[^>]*>', page)
        assert f'value="{query[name]}"' in field
    assert re.search(r'<option value="arrive" selected', page)
    assert re.search(r'name="step_free"[^>]* checked', page)
    assert "Arriving by 10:00 on Monday 5 January" in plain(page)


def test_earlier_and_later_lead_on(client):
    page = read(client, "/en/move/", TO_OFFICE | MORNING)
    later = link(page, "Later")
    assert (later["when"], later["date"], later["from_at"]) == ("depart", MONDAY, HOME.as_text)
    after = read(client, "/en/move/", later)
    assert "09:15" in plain(after)
    earlier = read(client, "/en/move/", link(after, "Earlier"))
    assert drawings(earlier)[:5] == drawings(page)[:5]


def test_what_cannot_be_read_is_said_at_its_field(client):
    wrong = {
        "from_at": ("here", "Write latitude and longitude"),
        "to_at": ("95,7", "These coordinates are not on the globe."),
        "date": ("someday", "Enter a valid date."),
        "time": ("noon", "Enter a valid time."),
        "from": ("x" * 201, "200"),
    }
    for name, (value, sentence) in wrong.items():
        query = TO_OFFICE | MORNING | {name: value}
        for more in ({}, {"headers": HTMX}):
            assert sentence in read(client, "/en/move/", query, status=422, **more), name


def test_a_half_question_is_not_a_mistake(client):
    page = read(client, "/en/move/", {"from": "home"})
    assert 'value="home"' in page


@pytest.mark.usefixtures("named_city")
def test_page_and_api_refuse_in_the_same_words(client):
    refusals = [
        ({"from": "Xyzzyq", "to": "Quota"}, 404),
        ({"from": "Quota", "to": "Quota"}, 422),
        ({"from": "48.0,2.0", "to": "Quota"}, 404),
        ({"from": "Quota", "to": "Alfa", "date": "9999-12-31"}, 422),
    ]
    for query, status in refusals:
        api = {name: value for name, value in query.items() if name != "date"}
        if "date" in query:
            api["at"] = f"{query['date']}T10:00"
        answer = client.get("/api/v1/mobility/trips", api, headers={"Accept-Language": "en"})
        assert answer.status_code == status
        sentence = answer.json()["detail"]
        assert sentence in read(client, "/en/move/", query, status=status)
        assert sentence in read(client, "/en/move/", query, status=status, headers=HTMX)


@pytest.mark.usefixtures("named_city")
def test_a_name_that_means_two_things_offers_the_other(client):
    page = plain(read(client, "/en/move/", {"from": "Gamma", "to": "Alfa"} | MORNING))
    assert "From Gamma to Alfa" in page
    assert "Walk" in page


def test_where_nothing_runs_the_page_says_so_and_tells_the_other_ways(client):
    page = plain(read(client, "/en/move/", TO_OFFICE | {"date": "2026-03-02", "time": "08:00"}))
    assert "The timetables that are loaded do not cover that day" in page
    assert "On foot" in page


def test_both_languages_tell_the_same_trip(client):
    english = read(client, "/en/move/", TO_OFFICE | MORNING)
    italian = read(client, "/move/", TO_OFFICE | MORNING)
    assert drawings(italian) == drawings(english)
    assert '<html lang="it"' in italian
    assert "Get off at" not in italian
    assert "/move/stops/tram:A/" in italian
    assert "/en/move/stops/tram:A/" in english


def test_a_stop_has_its_board_its_lines_and_the_way_from_it(client):
    page = read(client, "/en/move/stops/tram:B/", MORNING)
    said = plain(page)
    assert "Bèta" in said
    assert "Stop 0B" in said
    assert "Accessible without stairs" in said
    first = re.search(r'<time datetime="([^"]+)">([\d:]+)</time>', page)
    assert first
    assert first.groups() == ("2026-01-05T08:06:00+01:00", "08:06")
    assert 'href="/en/move/lines/tram:4/"' in page
    assert re.search(r'href="/en/move/\?from=[^"]*from_at=45\.', page)
    fragment = read(client, "/en/move/stops/tram:B/", MORNING, headers=HTMX)
    assert "08:06" in fragment
    assert "<html" not in fragment


def test_a_board_that_is_empty_says_so(client):
    page = read(client, "/en/move/stops/tram:B/", {"date": "2026-02-02"})
    assert "Nothing leaves from here" in page


def test_a_day_that_cannot_be_read_means_now(client):
    read(client, "/en/move/stops/tram:B/", {"date": "someday", "time": "noon"})
    read(client, "/en/move/lines/tram:4/", {"date": "someday"})


def test_a_line_has_its_route_its_stops_and_its_times(client):
    page = read(client, "/en/move/lines/tram:4/", {"date": MONDAY})
    said = plain(page)
    for words in ("Alfa – Delta", "Tranvie", "Towards Delta", "Towards Alfa", "10 trips on Monday"):
        assert words in said, words
    for stop in "ABCD":
        assert f"/en/move/stops/tram:{stop}/" in page
    assert re.search(r'"type": "LineString"', page)
    assert "does not run on that day" in read(
        client, "/en/move/lines/tram:4/", {"date": "2026-02-02"}
    )


def test_the_lines_are_listed_by_what_they_are(client):
    said = plain(read(client, "/en/move/lines/"))
    assert said.index("Trams") < said.index("Alfa – Delta") < said.index("Buses")
    assert said.index("Buses") < said.index("Gamma – Delta") < said.index("Ponte – Quota")


@pytest.mark.parametrize("address", ["stops/tram:Z/", "lines/tram:99/"])
def test_what_does_not_exist_is_a_page_that_says_what_to_do(client, address):
    page = read(client, f"/en/move/{address}", status=404)
    assert "tram:" in page
    assert "search it by" in page


def test_a_trip_asks_the_database_little(client, django_assert_max_num_queries):
    client.get("/en/move/", TO_OFFICE | MORNING)
    with django_assert_max_num_queries(3):
        client.get("/en/move/", TO_OFFICE | MORNING)
    with django_assert_max_num_queries(3):
        client.get("/en/move/stops/tram:A/", MORNING)
    with django_assert_max_num_queries(3):
        client.get("/en/move/lines/tram:4/", MORNING)


@pytest.mark.parametrize("text", ["45.07", "45,7,1", "a,b", "nan,7", "45,inf", "91,7", "45,181"])
def test_what_are_no_coordinates_is_refused(text):
    form = TripForm({"from": "a", "to": "b", "from_at": text})
    assert "from_at" in form.errors


def test_coordinates_are_read_with_and_without_spaces():
    field = CoordinatesField(required=False)
    assert field.clean("45.0703,7.6869") == field.clean(" 45.0703, 7.6869 ") == (45.0703, 7.6869)
    assert field.clean("") is None
