"""Answers may be kept on the reader's device: the answer alone, without who reads it."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest

from apps.travel.miniature import HOME, MONDAY, OFFICE
from metropoli.web.device import KEEP_HEADER

pytestmark = pytest.mark.usefixtures("city")
ASKED = {"from": "home", "from_at": HOME.as_text, "to": "the “office”", "to_at": OFFICE.as_text,
         "date": MONDAY, "time": "07:50"}  # fmt: skip


def told(answer):
    return json.loads(answer.headers[KEEP_HEADER])


def piece(html):
    (found,) = re.findall(r"<!--keep-->(.*)<!--/keep-->", html, re.S)
    return found


def test_page_and_fragment_of_a_trip_are_kept_as_the_same_thing(client):
    page = client.get("/en/move/", ASKED)
    fragment = client.get("/en/move/", ASKED, headers={"HX-Request": "true"})
    assert told(page) == told(fragment)
    assert told(page)["title"] == "From home to the “office”"
    assert told(page)["part"] == "answer"
    assert told(page)["address"].startswith("/en/move/?from=home")
    assert piece(page.content.decode()).strip() == fragment.content.decode().strip()


def test_a_trip_that_is_followed_is_kept_for_where_there_is_no_network(client):
    html = client.get("/en/move/", ASKED).content.decode()
    link = unescape(re.findall(r'href="(/en/move/follow/[^"]*)"', html)[0])
    page = client.get(link)
    assert told(page)["part"] == "answer"
    assert told(page)["title"].startswith("From home to ")
    assert told(page)["address"] == link
    assert "Delta" in piece(page.content.decode())


def test_of_a_stop_the_board_seen_last_is_kept(client):
    later = client.get("/en/move/stops/tram:B/", {"date": MONDAY, "time": "09:00"})
    assert told(later) == {"part": "board", "title": "Bèta", "address": "/en/move/stops/tram:B/"}
    assert "Bèta" not in piece(later.content.decode())  # the name stands in the frame


def test_who_is_logged_in_is_not_kept(client, django_user_model):
    user = django_user_model.objects.create_user("rosa.luce", password="x" * 14)
    client.force_login(user)
    html = client.get("/en/move/", ASKED).content.decode()
    assert "rosa.luce" in html
    assert "rosa.luce" not in piece(html)
    assert "csrf" not in piece(html)


@pytest.mark.parametrize("changed", [{"to": ""}, {"date": "someday"}, {"to_at": "48.0,2.0"}])
def test_a_question_without_an_answer_is_not_kept(client, changed):
    assert KEEP_HEADER not in client.get("/en/move/", ASKED | changed).headers


def test_the_page_of_what_is_kept_holds_nothing_itself(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = client.get("/en/move/saved/").content.decode()
    assert "Kept on this device" in page
    assert "Forget everything" in page
