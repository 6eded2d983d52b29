"""A trip of the planner goes into the calendar that one has already."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from apps.mobility.bridge.test_calendar import read, unescaped
from apps.travel.miniature import HOME, HUT, MONDAY
from metropoli.base import clock

pytestmark = pytest.mark.usefixtures("city")
TO_HUT = {"from": "home", "from_at": HOME.as_text, "to": "the hut, up; there", "to_at": HUT.as_text}
MORNING = {"date": MONDAY, "time": "07:50"}


def links(client, query=None, language="/en"):
    page = client.get(f"{language}/move/", TO_HUT | (MORNING if query is None else query))
    found = re.findall(r'href="([^"]*trip\.ics[^"]*)"', page.content.decode())
    return [unescape(one) for one in found]


def appointment(client, link):
    answer = client.get(link)
    assert answer.status_code == 200, answer.content
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return read(answer.content)


def test_every_way_there_has_its_own_appointment(client):
    found = [appointment(client, link) for link in links(client)]
    assert len(found) > 2
    assert len({one["UID"] for one in found}) == len(found)


def test_the_appointment_tells_the_trip_leg_by_leg(client):
    found = appointment(client, links(client)[0])
    assert unescaped(found["SUMMARY"]) == "From home to the hut, up; there"
    assert (found["DTSTART"][:8], found["LOCATION"]) == ("20260105", "home")
    told = unescaped(found["DESCRIPTION"]).split("\n")
    assert "Alfa: tram 4 towards Delta. 08:15 Get off at Delta" in told[1]
    assert told[2] == "08:15 Walk 250 m, 3 min"
    assert re.fullmatch(r"\d\d:\d\d the hut, up; there", told[5])
    assert told[-1] == found["URL"]


def test_in_italian_it_is_the_same_appointment_in_italian_words(client):
    english = appointment(client, links(client)[0])
    italian = appointment(client, links(client, language="")[0])
    assert italian["UID"] == english["UID"]
    assert italian["DTSTART"] == english["DTSTART"]
    assert "Da home a the hut" in italian["SUMMARY"]
    assert "direzione Delta" in italian["DESCRIPTION"]
    assert "towards" not in italian["DESCRIPTION"]


def test_the_address_leads_back_to_the_page_of_the_trip(client):
    found = appointment(client, links(client)[0])
    back = urlsplit(found["URL"])
    page = client.get(f"{back.path}?{back.query}")
    assert page.status_code == 200
    assert links(client)[0].partition("trip=")[2] in page.content.decode()


def test_the_appointment_leads_to_how_the_trip_goes_on_the_day(client):
    told = unescaped(appointment(client, links(client)[0])["DESCRIPTION"]).split("\n")
    (line,) = [one for one in told if one.startswith("Follow this trip: ")]
    address = urlsplit(line.removeprefix("Follow this trip: "))
    page = client.get(f"{address.path}?{address.query}")
    assert page.status_code == 200
    assert "Delta" in page.content.decode()


def test_a_link_made_now_means_that_day_for_ever(client, monkeypatch):
    from apps.travel.miniature import when  # noqa: PLC0415

    monkeypatch.setattr(clock, "now", lambda: when(MONDAY, "07:50"))
    link = links(client, query={})[0]
    asked = parse_qs(urlsplit(link).query)
    assert (asked["date"], asked["time"]) == ([MONDAY], ["07:50"])
    first = appointment(client, link)
    monkeypatch.setattr(clock, "now", lambda: when("2026-01-08", "15:00"))
    again = appointment(client, link)
    assert again["DTSTAMP"] != first["DTSTAMP"]
    assert {**again, "DTSTAMP": ""} == {**first, "DTSTAMP": ""}


@pytest.mark.parametrize(
    ("changed", "status", "words"),
    [
        ({"trip": "0000"}, 404, "among the answers no more"),
        ({"trip": ""}, 404, "among the answers no more"),
        ({"to": ""}, 422, "link to this trip is broken"),
        ({"date": "someday"}, 422, "link to this trip is broken"),
        ({"from_at": "999,9"}, 422, "link to this trip is broken"),
    ],
)
def test_a_link_that_leads_nowhere_says_so(client, changed, status, words):
    asked = {name: values[0] for name, values in parse_qs(urlsplit(links(client)[0]).query).items()}
    answer = client.get("/en/move/trip.ics", asked | changed)
    assert answer.status_code == status
    assert words in answer.content.decode()
