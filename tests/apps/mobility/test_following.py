"""A trip that is followed: where one is, what broke and why, and how to go on; page and API alike."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest

from apps.mobility import made
from apps.travel.miniature import HOME, HUT, MONDAY, when
from metropoli.apps.mobility import rules
from metropoli.apps.travel import services as travel
from metropoli.base import clock

pytestmark = pytest.mark.usefixtures("city")
TO_HUT = {"from": "home", "from_at": HOME.as_text, "to": "hut", "to_at": HUT.as_text}
MORNING = {"date": MONDAY, "time": "07:50"}
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def at(monkeypatch):
    """Let it be a time of the Monday of the example."""

    def be(time):
        monkeypatch.setattr(clock, "now", lambda: when(MONDAY, time))

    return be


@pytest.fixture
def token(client):
    """The trip by tram and bus of the miniature city, tram at 8:00, bus after it."""
    ends = {"from": HOME.as_text, "to": HUT.as_text, "at": f"{MONDAY}T07:50"}
    planned = client.get("/api/v1/mobility/trips", ends).json()
    return next(trip["follow"] for trip in planned["trips"] if trip["kind"] == "transit")


@pytest.fixture
def vehicles(monkeypatch):
    """Let vehicles be late, cancelled or skip a stop, whatever the timetable says."""
    read, changes = travel.read_vehicle, {}

    def changed(*, key):
        vehicle = read(key=key)
        line = vehicle.legs[0].line.short_name
        return changes[line](vehicle) if line in changes else vehicle

    monkeypatch.setattr(travel, "read_vehicle", changed)
    return changes


def late(minutes):
    """Return the same vehicle, followed and so many minutes late everywhere."""
    by = timedelta(minutes=minutes)

    def change(vehicle):
        leg = vehicle.legs[0]
        calls = tuple(
            replace(
                call,
                arrives_at=call.arrives_at + by,
                departs_at=call.departs_at + by,
                planned_arrives_at=call.arrives_at,
                planned_departs_at=call.departs_at,
            )
            for call in leg.calls
        )
        leg = replace(leg, calls=calls, live="live", seen_at=when(MONDAY, "08:01"))
        return replace(vehicle, legs=(leg,))

    return change


def cancelled(vehicle):
    return replace(vehicle, legs=(replace(vehicle.legs[0], live="cancelled"),))


@pytest.fixture
def read(client, token):
    def read(language="/en", **more):
        answer = client.get(f"{language}/move/follow/", {"trip": token} | more)
        assert answer.status_code == 200
        return " ".join(unescape(answer.content.decode()).split())

    return read


@pytest.fixture
def ask(client, token):
    def ask():
        answer = client.get("/api/v1/mobility/follow", {"trip": token}, headers=ENGLISH)
        assert answer.status_code == 200, answer.content
        return answer.json()

    return ask


def test_the_planner_offers_to_follow_each_way(at, client):
    at("07:40")
    page = client.get("/en/move/", TO_HUT | MORNING | {"pace": "3"}).content.decode()
    links = re.findall(r'href="(/en/move/follow/[^"]*)"', page)
    assert len(links) == page.count("data-place=")
    assert "pace=3" in links[0]
    assert "Leave at 07:" in client.get(unescape(links[0])).content.decode()


def test_the_page_says_where_one_is_and_what_comes_next(at, read):
    at("07:40")
    assert "Leave at 07:" in read()
    at("08:05")
    said = read()
    assert "Get off at Delta at 08:15" in said
    assert "You are on the 4 towards Delta" in said
    assert "next stop Bèta at 08:05" in said
    at("10:30")
    assert "You have arrived" in read()


def test_a_late_tram_breaks_the_change_and_the_page_says_why_and_how_to_go_on(at, read, vehicles):
    at("08:02")
    vehicles["4"] = late(15)
    said = read()
    assert "The 4 is 15 minutes late: the change at Ponte cannot be made any more." in said
    assert 'role="alert"' in said
    assert "From Alfa" in said or "From Delta" in said
    assert "Follow this one instead" in said
    italian = read(language="")
    assert "La linea 4 ha 15 minuti di ritardo: il cambio a Ponte non riesce più." in italian


def test_a_little_lateness_is_told_and_breaks_nothing(at, read, vehicles):
    at("08:02")
    vehicles["4"] = late(1)
    said = read()
    assert 'role="alert"' not in said
    assert "1 minute late" in said


def test_a_cancelled_bus_is_told_to_programs_with_another_way(at, ask, vehicles):
    at("08:05")
    vehicles["10"] = cancelled
    told = ask()
    assert told["phase"] == "aboard"
    assert told["broken"]["code"] == "cancelled"
    assert told["broken"]["says"].startswith("The 10 of 08:")
    assert told["again"]
    start = told["again"][0]["legs"][0]["start"]["name"]
    assert start == "Delta"


def test_page_and_api_say_the_same(at, ask, read, vehicles):
    at("08:02")
    vehicles["4"] = late(15)
    assert ask()["broken"]["says"] in read()


def test_a_vehicle_of_a_timetable_that_is_gone_is_said_to_be_unknown(at, client):
    at("08:00")
    token = rules.token_of(made.by_tram_and_bus())
    page = client.get("/en/move/follow/", {"trip": token}).content.decode()
    assert "known no more" in page


def test_only_the_part_that_changes_goes_to_who_looks_again(at, client, token):
    at("08:00")
    fragment = client.get("/en/move/follow/", {"trip": token}, headers={"HX-Request": "true"})
    assert b"<html" not in fragment.content


@pytest.mark.parametrize("wrong", ["", "nonsense", "eJyLjgUAARUAuQ"])
def test_a_broken_link_is_refused_in_words(client, wrong):
    answer = client.get("/en/move/follow/", {"trip": wrong})
    assert answer.status_code == 422
    assert "Choose the trip again" in answer.content.decode()
    assert client.get("/api/v1/mobility/follow", {"trip": wrong}).status_code == 422


def test_nothing_of_a_followed_trip_is_kept(at, client, token, django_assert_max_num_queries):
    at("08:00")
    client.get("/en/move/follow/", {"trip": token})
    with django_assert_max_num_queries(4) as asked:
        client.get("/en/move/follow/", {"trip": token})
    assert not [one for one in asked if one["sql"].startswith(("INSERT", "UPDATE"))]
