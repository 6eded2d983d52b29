"""A screen in a public place: what leaves next, in letters that are read from afar, by its address alone."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from apps.travel.miniature import MONDAY, when
from metropoli.apps.mobility import services
from metropoli.apps.mobility.types import ScreenQuestion
from metropoli.apps.travel import services as travel
from metropoli.apps.travel.types import Notice
from metropoli.base import clock

pytestmark = pytest.mark.usefixtures("city")
HTMX = {"HX-Request": "true"}
NOW = when(MONDAY, "08:03")


@pytest.fixture(autouse=True)
def at_eight(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


def read(client, address, query=None, status=200, **more):
    answer = client.get(address, query or {}, **more)
    assert answer.status_code == status
    return unescape(answer.content.decode())


def plain(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def rows(html):
    return [plain(row) for row in re.findall(r'<li class="screen-row.*?</li>', html, re.S)]


def screen(**asked):
    return services.read_screen(question=ScreenQuestion(**asked), now=NOW)


def test_it_tells_line_direction_and_minutes(client):
    page = read(client, "/en/move/screen/tram:B/")
    assert "<h1>Bèta</h1>" in page
    assert rows(page)[0] == "tram 4 Towards Delta 3 min"
    assert ">08:03</time>" in page


def test_it_asks_for_itself_again_and_gets_the_part_that_changes(client):
    page = read(client, "/en/move/screen/tram:B/", {"rows": 5})
    (address,) = re.findall(r'hx-get="([^"]+)"', page)
    assert address == "/en/move/screen/tram:B/?rows=5"
    assert 'hx-trigger="every 20s"' in page
    fragment = read(client, address, headers=HTMX)
    assert "<html" not in fragment
    assert rows(fragment) == rows(page)


def test_it_renews_itself_without_javascript_too(client):
    assert '<noscript><meta http-equiv="refresh"' in read(client, "/move/screen/tram:B/")


def test_two_languages_take_turns(client):
    page = read(client, "/move/screen/tram:B/", {"alternate": "on"})
    assert "Direzione Delta" in rows(page)[0]
    for words, language in (("Towards Delta", "en"), ("Direzione Delta", "it")):
        (address,) = re.findall(r'hx-get="([^"]+)"', page)
        page = read(client, address, headers=HTMX)
        assert words in rows(page)[0]
        assert f'lang="{language}"' in page


def test_several_stops_are_one_list_in_the_order_of_time(client):
    found = screen(stops=("tram:B", "monti:P"), rows=16)
    times = [one.departure.departs_at for one in found.passing]
    assert times == sorted(times)
    assert {one.departure.stop.key for one in found.passing} == {"tram:B", "monti:P"}
    page = read(client, "/en/move/screen/tram:B/", {"also": "monti:P"})
    assert "<h1>Bèta · Ponte</h1>" in page
    assert any("Quota Ponte" in row for row in rows(page))


def test_a_stop_asked_for_twice_is_shown_once():
    assert screen(stops=("tram:B", "tram:B")).passing == screen(stops=("tram:B",)).passing


def test_only_the_lines_asked_for_are_shown():
    found = screen(stops=("tram:B", "monti:P"), lines=frozenset({"monti:10"}))
    assert {one.departure.line.key for one in found.passing} == {"monti:10"}


def test_more_than_is_shown_waits_for_when_the_network_breaks(client):
    page = read(client, "/en/move/screen/tram:B/", {"rows": 3})
    assert 'data-rows="3"' in page
    assert 3 < len(rows(page)) <= 15


def test_a_stop_that_is_gone_does_not_darken_the_screen(client):
    found = read(client, "/en/move/screen/tram:Z/", {"also": "tram:B"})
    assert "<h1>Bèta</h1>" in found
    assert "search it by name" in read(client, "/en/move/screen/tram:Z/", status=404)


@pytest.mark.parametrize(
    "query",
    [{"rows": "many"}, {"rows": "0"}, {"rows": "999"}, {"theme": "pink"}, {"title": "x" * 99},
     {"also": [f"tram:{n}" for n in range(99)]}, {"line": ["tram:4"] * 999}, {"alternate": "no"}],
)  # fmt: skip
def test_what_cannot_be_read_in_the_address_is_as_usual(client, query):
    page = read(client, "/en/move/screen/tram:B/", query)
    assert 'data-rows="8"' in page
    assert 'class="screen-dark"' in page


def test_title_colours_and_rows_are_set_by_the_address(client):
    page = read(client, "/en/move/screen/tram:B/", {"title": "<School>", "theme": "yellow"})
    assert 'class="screen-yellow"' in page
    assert "<h1><School></h1>" in page  # as it is read; in the source it is escaped


def live(board):
    """The same board as if its first vehicle were four minutes late and its second did not run."""
    first, second, *others = board.departures
    late = replace(
        first,
        departs_at=first.departs_at + timedelta(minutes=4),
        planned_at=first.departs_at,
        platform="2",
    )
    gone = replace(second, planned_at=second.departs_at, cancelled=True)
    notice = Notice(header="Corso Alfa closed", text="Go round by Via Beta")
    return replace(board, departures=(late, gone, *others), notices=(notice,), live_at=NOW)


def test_delays_cancellations_and_notices_are_shown_where_they_are_known(client, monkeypatch):
    told = travel.read_board
    monkeypatch.setattr(travel, "read_board", lambda **asked: live(told(**asked)))
    page = read(client, "/en/move/screen/tram:B/")
    first, second = rows(page)[:2]
    assert first == "tram 4 Towards Delta platform 2 followed live 7 min +4′"
    assert "cancelled 08:21" in second
    assert "Corso Alfa closed. Go round by Via Beta" in plain(page)
    assert "Vehicles followed live at 08:03" in plain(page)


def test_the_board_on_the_page_of_a_stop_tells_the_same_delays(client, monkeypatch):
    told = travel.read_board
    monkeypatch.setattr(travel, "read_board", lambda **asked: live(told(**asked)))
    page = read(client, "/en/move/stops/tram:B/")
    said = plain(page)
    for words in (
        "instead of 08:06 08:10",
        "platform 2",
        "cancelled",
        "Corso Alfa closed",
        "Vehicles followed live at 08:03",
    ):
        assert words in said, words
    assert page.count("followed live</span>") == 1


def test_without_live_data_it_says_that_it_goes_by_the_timetable(client):
    page = read(client, "/en/move/screen/tram:B/")
    assert "By the timetable" in page
    assert "followed live" not in page


def test_a_screen_is_never_kept_by_anybody(client):
    answer = client.get("/en/move/screen/tram:B/")
    assert "no-store" in answer.headers["Cache-Control"]


def test_an_empty_night_says_so(client, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: when("2026-03-02", "03:00"))
    assert "Nothing leaves from here" in read(client, "/en/move/screen/tram:B/")


def composed(html):
    (address,) = re.findall(r"<code>([^<]+)</code>", html)
    parts = urlsplit(address)
    return parts.path, parse_qs(parts.query)


def test_the_page_that_composes_it_gives_its_address(client):
    page = read(client, "/en/move/screen/", {"stop": ["tram:B", "monti:P"], "line": "monti:10",
        "rows": 6, "theme": "light", "title": "Hall", "alternate": "on", "language": "en"})  # fmt: skip
    path, query = composed(page)
    assert path == "/en/move/screen/tram:B/"
    assert query == {
        "also": ["monti:P"], "line": ["monti:10"], "rows": ["6"], "theme": ["light"],
        "title": ["Hall"], "alternate": ["on"],
    }  # fmt: skip
    assert "Ponte" in plain(read(client, path, query))


def test_what_is_as_usual_is_left_out_of_the_address(client):
    page = read(client, "/en/move/screen/", {"stop": "tram:B", "language": "it"})
    assert composed(page) == ("/move/screen/tram:B/", {})


@pytest.mark.usefixtures("named_city")
def test_a_stop_is_added_by_its_name(client):
    page = read(client, "/en/move/screen/", {"stop": "tram:B", "q": "ponte"})
    path, query = composed(page)
    assert (path, query) == ("/en/move/screen/tram:B/", {"also": ["monti:P"]})
    page = read(client, "/en/move/screen/", {"q": "Xyzzyq"}, headers=HTMX)
    assert "No stop is called “Xyzzyq”" in page
    assert "<html" not in page


def test_before_a_stop_is_chosen_there_is_no_address(client):
    page = read(client, "/en/move/screen/")
    assert "No stop chosen yet" in page
    assert "<code>" not in page


def test_the_page_of_a_stop_leads_to_its_screen(client):
    page = read(client, "/en/move/stops/tram:B/")
    assert '"/en/move/screen/?stop=tram%3AB"' in page
