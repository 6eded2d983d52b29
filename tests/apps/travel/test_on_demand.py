"""A minibus on call: it comes to the door for whoever asked in time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from apps.conftest import build_once
from apps.travel import miniature
from apps.travel.miniature import FRIDAY, HOME, HUT, MONDAY, OFFICE, SATURDAY, when
from metropoli.apps.travel import services
from metropoli.apps.travel.rules import booking
from metropoli.apps.travel.types import TripRequest

MODES = frozenset({"on_demand"})


@pytest.fixture(scope="module")
def on_call_folder(tmp_path_factory, django_db_setup, django_db_blocker):
    return build_once(tmp_path_factory.mktemp("on-call"), load_on_call, django_db_blocker)


def load_on_call(folder):
    services.load_osm(path=miniature.write_streets(folder / "streets.osm"))
    services.load_gtfs(path=miniature.write_feed(miniature.on_call_feed(), folder / "colli.zip"))


@pytest.fixture(autouse=True)
def _city(on_call_folder, db, settings):
    settings.VAR = on_call_folder


def rides(monkeypatch, start, end, at, *, asked, **more):
    monkeypatch.setattr("metropoli.base.clock.now", lambda: asked)
    answer = services.plan_trip(request=TripRequest(start, end, at, modes=MODES, **more))
    return answer.trips


def test_it_takes_one_from_door_to_door(monkeypatch):
    asked = when(MONDAY, "08:00")
    (trip,) = rides(monkeypatch, OFFICE, HUT, when(MONDAY, "10:00"), asked=asked)
    (leg,) = trip.legs
    assert (trip.kind, leg.booking.line.short_name) == ("on_demand", "MC")
    assert leg.departs_at == when(MONDAY, "10:00")
    assert leg.length_m == pytest.approx(4_100, abs=20)
    assert leg.booking.by_at == when(MONDAY, "09:00")
    assert (leg.booking.phone, leg.booking.message) == ("+39 011 000", "Telefonare")


def test_who_asks_late_is_fetched_late(monkeypatch):
    asked = when(MONDAY, "09:45")
    (trip,) = rides(monkeypatch, OFFICE, HUT, when(MONDAY, "10:00"), asked=asked)
    assert trip.departs_at == when(MONDAY, "10:45")


def test_it_does_not_leave_its_area(monkeypatch):
    assert not rides(monkeypatch, HOME, HUT, when(MONDAY, "10:00"), asked=when(MONDAY, "08:00"))


@pytest.mark.parametrize("at", ["17:30", "16:59"])
def test_it_neither_fetches_nor_sets_down_after_hours(monkeypatch, at):
    assert not rides(monkeypatch, OFFICE, HUT, when(MONDAY, at), asked=when(MONDAY, "08:00"))


def test_it_rests_on_saturdays(monkeypatch):
    asked = when(FRIDAY, "08:00")
    assert not rides(monkeypatch, OFFICE, HUT, when(SATURDAY, "10:00"), asked=asked)


def test_who_must_be_there_in_time_is(monkeypatch):
    asked = when(MONDAY, "08:00")
    at = when(MONDAY, "12:00")
    (trip,) = rides(monkeypatch, OFFICE, HUT, at, asked=asked, arrive_by=True)
    assert trip.arrives_at == at


def test_a_ride_asked_for_the_day_before_closes_then():
    terms = booking.Terms(booking.DAYS_BEFORE, timedelta(hours=17), days_before=1)
    day = when(MONDAY, "00:00")
    at = when(MONDAY, "10:00")
    assert booking.book_by(at, day, terms) == day - timedelta(hours=7)
    assert booking.earliest_pick_up(day - timedelta(hours=8), day, terms) == day - timedelta(
        hours=8
    )
    assert booking.earliest_pick_up(day - timedelta(hours=6), day, terms) is None


def test_a_ride_that_needs_no_notice_comes_when_asked():
    terms = booking.Terms(booking.AT_ONCE, timedelta(), days_before=0)
    at = when(MONDAY, "10:00")
    assert booking.earliest_pick_up(at, when(MONDAY, "00:00"), terms) == at
    assert booking.book_by(at, when(MONDAY, "00:00"), terms) == at


def test_the_page_says_how_to_ask_for_it(client, monkeypatch):
    monkeypatch.setattr("metropoli.base.clock.now", lambda: when(MONDAY, "08:00"))
    ends = {"from": "office", "from_at": OFFICE.as_text, "to": "hut", "to_at": HUT.as_text}
    page = client.get("/en/move/", ends | {"date": MONDAY, "time": "10:00", "modes": "on_demand"})
    told = page.content.decode()
    assert page.status_code == 200
    assert "Book by 09:00" in told
    assert "tel:+39011000" in told


def test_the_api_says_how_to_ask_for_it(client, monkeypatch):
    monkeypatch.setattr("metropoli.base.clock.now", lambda: when(MONDAY, "08:00"))
    asked = {
        "from": OFFICE.as_text,
        "to": HUT.as_text,
        "modes": "on_demand",
        "at": f"{MONDAY}T10:00",
    }
    answer = client.get("/api/v1/mobility/trips", asked).json()
    (leg,) = answer["trips"][0]["legs"]
    assert leg["booking"]["line"]["short_name"] == "MC"
    assert leg["booking"]["by_at"].startswith(f"{MONDAY}T09:00")


def test_it_can_be_asked_for_only_where_there_is_one():
    assert "on_demand" in services.list_modes()
