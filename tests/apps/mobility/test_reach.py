"""What can be reached, by minutes and by money: the same in lists, totals and areas, without JavaScript."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from itertools import pairwise

import pytest

from apps.travel.miniature import HOME, HUT, MONDAY, OFFICE, SCHOOL, when
from metropoli.apps.data import services as data
from metropoli.apps.data.types import DatasetCard
from metropoli.apps.mobility import services
from metropoli.apps.mobility.types import REACH_MINUTES, Moment, PlaceQuestion, ReachQuestion
from metropoli.apps.territory import services as territory
from metropoli.apps.territory.types import ComuneFacts, PlaceFacts
from metropoli.apps.travel import services as travel
from metropoli.apps.travel.types import Costs

pytestmark = pytest.mark.usefixtures("furnished")
ASKED = {"from": "home", "from_at": HOME.as_text, "date": MONDAY, "time": "08:00"}
CARD = DatasetCard(code="made", title_it="Luoghi", title_en="Places", publisher="Metropoli",
                   source="https://example.org/places", licence="CC0-1.0")  # fmt: skip
HTMX = {"HX-Request": "true"}


@pytest.fixture
def furnished(city):
    """The city with an office and a school of interest, a hut far up, and two Comuni."""
    data.declare_dataset(card=CARD)
    places = [("hospital", OFFICE), ("university", SCHOOL), ("mountain", HUT)]
    territory.load_places(
        dataset=CARD.code,
        rows=[
            PlaceFacts(
                kind,
                f"{kind}-1",
                f"L’{at.name} & co",
                at.lat_deg,
                at.lon_deg,
                f"The {at.name} & co",
            )
            for kind, at in places
        ],
    )
    territory.load_comuni(
        dataset=CARD.code,
        rows=[
            ComuneFacts("001001", "Alfa", 3_000, 2023, 10.0, HOME.lat_deg, HOME.lon_deg),
            ComuneFacts("001002", "Quota", 200, 2023, 30.0, HUT.lat_deg, HUT.lon_deg),
        ],
    )


def ask(**changed):
    question = ReachQuestion(
        start=PlaceQuestion("home", HOME.lat_deg, HOME.lon_deg), when=when(MONDAY, "08:00")
    )
    return services.explore(
        question=replace(question, **changed), language="en", now=when(MONDAY, "07:00")
    )


def names(within):
    return [one.place.name for one in within.near]


def read(client, query=None, status=200, language="/en", **more):
    answer = client.get(f"{language}/move/reach/", ASKED | (query or {}), **more)
    assert answer.status_code == status, answer.content.decode()[-1500:]
    return unescape(answer.content.decode())


def plain(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_nearest_in_time_comes_first():
    within = ask(longest_min=90)
    minutes = [one.counted_min for one in within.near]
    assert minutes == sorted(minutes)
    assert names(within)[0] == "Alfa"
    assert set(names(within)) == {
        "Alfa",
        "The school & co",
        "The office & co",
        "The hut & co",
        "Quota",
    }


def test_more_minutes_reach_no_less():
    found = [set(names(ask(longest_min=n))) for n in REACH_MINUTES]
    for fewer, more in pairwise(found):
        assert fewer <= more
    assert found[0] < found[-1]


def test_who_wants_to_be_sure_reaches_no_more_and_who_is_lucky_no_less():
    for longest_min in (20, 30, 45):
        sure, usual, lucky = (
            set(names(ask(longest_min=longest_min, certainty=n))) for n in (95, 50, 5)
        )
        assert sure <= usual <= lucky


def test_totals_count_what_the_lists_hold():
    within = ask(longest_min=30)
    tallies = {one.kind: (one.n_near, one.n_all) for one in within.tallies}
    for kind, (n_near, n_all) in tallies.items():
        assert len(ask(longest_min=30, kind=kind).near) == n_near <= n_all
    assert tallies["comune"] == (1, 2)
    assert (within.residents, within.residents_all) == (3_000, 3_200)


def test_money_cuts_the_list_where_fares_are_known(monkeypatch):
    told = travel.sort_by_reach

    def priced(**asked):
        answer = told(**asked)
        places = tuple(
            replace(one, costs=Costs(fare_cents=None if one.n_rides is None else 200 * one.n_rides))
            for one in answer.places
        )
        return replace(answer, places=places)

    monkeypatch.setattr(travel, "sort_by_reach", priced)
    at = when(MONDAY, "08:20")  # the change to the bus is a short one
    free, two, four = (
        set(names(ask(when=at, longest_min=90, most_cents=n))) for n in (0, 200, 400)
    )
    assert free == {"Alfa", "The school & co"}
    assert two - free == {"The office & co"}
    assert four == set(names(ask(when=at, longest_min=90)))


def test_where_no_fare_is_known_money_cuts_nothing_and_the_page_says_so(client, monkeypatch):
    told = travel.sort_by_reach

    def unpriced(**asked):
        answer = told(**asked)
        return replace(answer, places=tuple(replace(one, costs=Costs()) for one in answer.places))

    monkeypatch.setattr(travel, "sort_by_reach", unpriced)
    assert names(ask(longest_min=90, most_cents=0)) == names(ask(longest_min=90))
    assert "What it costs is not known" in read(client, {"money": "0"})


@pytest.mark.parametrize("mode", ["walk", "bike", "car"])
def test_other_means_reach_places_too(mode):
    assert "The school & co" in names(ask(mode=mode))


def test_the_lines_of_the_map_are_few_and_end_at_the_limit():
    for longest_min in REACH_MINUTES:
        found = services.bands(longest_min=longest_min)
        assert found[-1] == longest_min
        assert 2 <= len(found) <= 6
        assert list(found) == sorted(set(found))


def test_without_other_places_the_stops_are_listed():
    territory.load_places(rows=[], dataset=CARD.code)
    territory.load_comuni(rows=[], dataset=CARD.code)
    assert {one.place.kind for one in ask().near} == {"stop"}
    assert "Alfa" in names(ask())


def test_before_a_question_the_page_asks_one(client):
    answer = client.get("/en/move/reach/")
    assert "Write where you start from" in answer.content.decode()
    assert 'name="from"' in answer.content.decode()


def test_the_page_lists_what_is_reached_without_javascript(client):
    said = plain(read(client, {"minutes": "90"}))
    for words in ("90 minutes from home", "leaving between 08:00 and 09:00", "The office & co",
                  "hospital", "Hospitals 1 of 1", "people live in the Comuni", "km²"):  # fmt: skip
        assert words in said, words
    assert said.index("The school & co") < said.index("The hut & co")


def test_page_and_fragment_tell_the_same(client):
    page, fragment = read(client), read(client, headers=HTMX)
    assert "<html" not in fragment
    (inside,) = re.findall(r"<!--keep-->(.*)<!--/keep-->", page, re.S)
    assert plain(inside) == plain(fragment)


def test_the_areas_are_drawn_the_widest_first(client):
    page = read(client, {"minutes": "30"})
    (drawing,) = re.findall(
        r'<script id="reach-drawing" type="application/json">(.*?)</script>', page
    )
    features = json.loads(drawing)["features"]
    areas = [one["properties"]["name"] for one in features if one["properties"]["kind"] == "area"]
    assert list(dict.fromkeys(areas)) == ["30 min", "20 min", "10 min"]
    assert features[-1]["properties"] == {"kind": "from", "name": "home"}
    for one in features:
        if one["geometry"]["type"] == "Polygon":
            for ring in one["geometry"]["coordinates"]:
                assert ring[0] == ring[-1]


def test_only_one_kind_is_listed_when_asked_for(client):
    said = plain(read(client, {"minutes": "90", "kind": "mountain"}))
    assert "The hut & co" in said
    assert "The office & co" not in said
    assert "Hospitals 1 of 1" in said  # the totals stay


def test_a_place_leads_to_the_trip_to_it(client):
    page = read(client, {"minutes": "90", "kind": "hospital"})
    (link,) = re.findall(r'href="(/en/move/\?from=[^"]*)"', page)
    assert "The office" in unescape(client.get(link).content.decode())


def test_both_languages_list_the_same(client):
    english, italian = read(client), read(client, language="")
    assert re.findall(r"reach-min num\"><b>(\d+)", english) == re.findall(
        r"reach-min num\"><b>(\d+)", italian
    )
    assert "L’school & co" in italian
    assert "The school & co" in english


@pytest.mark.parametrize(
    ("changed", "status"),
    [({"minutes": "41"}, 422), ({"mode": "plane"}, 422), ({"money": "much"}, 422), ({"date": "x"}, 422),
     ({"certainty": "50.5"}, 422), ({"kind": "x" * 99}, 422), ({"from_at": "91,7"}, 422),
     ({"from_at": "48.0,2.0"}, 404), ({"date": "9999-12-31"}, 422), ({"kind": "nothing"}, 200),
     ({"from": ""}, 200), ({"date": "2026-03-02"}, 200)],
)  # fmt: skip
def test_odd_questions_are_answered_with_words(client, changed, status):
    read(client, changed, status=status)


def test_a_day_without_timetable_says_so_and_goes_on_foot(client):
    page = read(client, {"date": "2026-03-02"})
    assert "do not cover that day" in page
    assert "The school & co" in page


@pytest.mark.parametrize(
    "page", ["/en/move/stops/tram:B/", "/en/places/001001/", "/en/move/", "/en/"]
)
def test_other_pages_lead_here(client, page):
    assert "/en/move/reach/" in client.get(page).content.decode()


def test_the_question_in_a_link_is_a_moment_of_the_city():
    at = ask(when=Moment(None, None)).answer.request.at
    assert at.isoformat() == "2026-01-05T07:00:00+01:00"
