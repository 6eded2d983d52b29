"""A city whose timetable ended lives again: a recording is played, by a clock of its own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from apps.travel.live import Feed
from apps.travel.miniature import HOME, MONDAY, OFFICE, when
from apps.travel.test_live import EIGHT, late
from engines.journeys.realtime import messages
from metropoli.apps.travel import bridge, services
from metropoli.apps.travel.services.serving import network
from metropoli.apps.travel.types import LiveSource, TripRequest
from metropoli.base.errors import Invalid, NotFound

YEARS_LATER = datetime(2031, 3, 5, 14, 20, tzinfo=UTC)  # a Wednesday


@pytest.fixture
def recording(feed: Feed, tmp_path):
    """Two snapshots of the Monday, half a minute apart, in which a tram grows late."""
    folder = tmp_path / "recording"
    folder.mkdir()
    for k, delay_s in enumerate((180, 300)):
        said = messages.feed(late("t8:15", delay_s), at=int(EIGHT.timestamp()) + 30 * k)
        (folder / f"{k}.pb").write_bytes(said)
    feed.at(YEARS_LATER)
    return folder


def play(folder, at):
    code = services.add_live_feed(source=LiveSource(place=str(folder), name="again"))
    begins = services.set_city_clock(code=code, folder=folder, at=at)
    hear()
    return begins


def hear():
    services.fetch_live(everything=True)
    services.read_live_state(wait=True)


def tram(day=MONDAY):
    answer = services.plan_trip(request=TripRequest(HOME, OFFICE, when(day, "08:05")))
    legs = [leg for trip in answer.trips for leg in trip.legs if "t8:15" in leg.trip_key]
    return f"{legs[0].departs_at:%H:%M}", answer


def test_a_recording_of_years_ago_changes_the_trips_of_its_own_day(feed: Feed, recording):
    assert tram()[0] == "08:15"
    assert play(recording, "recorded") == EIGHT
    departs, answer = tram()
    assert departs == "08:18"
    assert answer.live_at == EIGHT
    assert answer.live_doubt == ""


def test_the_clock_of_the_city_goes_on_with_the_recording(feed: Feed, recording):
    play(recording, "recorded")
    feed.at(YEARS_LATER + timedelta(seconds=31))
    assert services.city_now() == EIGHT + timedelta(seconds=31)
    hear()
    assert tram()[0] == "08:20"


def test_a_recording_that_is_over_says_so_and_the_timetable_holds(feed: Feed, recording):
    play(recording, "recorded")
    feed.at(YEARS_LATER + timedelta(minutes=20))
    hear()
    departs, answer = tram()
    assert departs == "08:15"
    assert answer.live_doubt == "live_too_old"
    assert services.list_live_feeds()[0].trouble == "recording_over"


def test_it_can_be_played_on_another_day_of_the_timetable(feed: Feed, recording):
    assert play(recording, "2026-01-06T08:01") == when("2026-01-06", "08:01")
    assert tram("2026-01-06")[0] == "08:18"


def test_today_becomes_the_last_such_weekday_of_the_timetable(feed: Feed, recording):
    begins = play(recording, "last")
    assert begins.weekday() == YEARS_LATER.weekday()
    assert f"{begins:%H:%M}" == "15:20"
    assert begins.toordinal() <= (network().about.last_day or 0) < begins.toordinal() + 14


def test_who_plays_no_more_is_back_in_the_present(feed: Feed, recording):
    play(recording, "recorded")
    services.forget_live_feed(name="again")
    assert services.city_now() == YEARS_LATER
    assert services.read_city_clock() is None


def test_an_odd_instant_and_an_odd_file_harm_nobody(feed: Feed, recording, settings):
    with pytest.raises(Invalid) as refused:
        play(recording, "yesterday")
    assert refused.value.code == "instant_unreadable"
    file = settings.VAR / "live" / "clock.json"
    file.parent.mkdir(exist_ok=True)
    for told in ("", "{", "[]", '{"feed": 1}', '{"feed": "", "begins_at": 3}'):
        file.write_text(told)
        assert services.city_now() == YEARS_LATER


def test_a_recording_is_made_up_from_a_timetable_and_says_so(feed: Feed, tmp_path):
    folder = tmp_path / "made"
    n = services.record_simulated(folder=folder, from_at=EIGHT, lasts_s=120, every_s=30)
    assert n == len(bridge.recorded_feeds(folder)) == 4
    assert bridge.told_at(folder / "20260105T070130Z.pb") == int(EIGHT.timestamp()) + 30
    assert bridge.is_made_up(folder)
    feed.at(YEARS_LATER)
    play(folder, "recorded")
    assert services.read_city_clock().made_up
    assert services.read_live_state().n_followed > 0


def test_no_recording_is_made_up_of_days_without_a_timetable(feed: Feed, tmp_path):
    with pytest.raises(NotFound):
        services.record_simulated(folder=tmp_path, from_at=YEARS_LATER, lasts_s=60, every_s=30)
    with pytest.raises(Invalid):
        services.record_simulated(folder=tmp_path, from_at=EIGHT, lasts_s=0, every_s=30)


def test_every_page_says_what_day_it_is_here(feed: Feed, recording, client):
    play(recording, "recorded")
    asked = {"from": "home", "from_at": HOME.as_text, "to": "office", "to_at": OFFICE.as_text}
    with translation.override("en"):
        page = client.get("/en/move/", asked).content.decode()
    assert "Here it is 5 January 2026 08:01: what was recorded is being played again." in page
    assert "Times as things are at 08:01" in page
    assert "08:18" in page
    services.forget_live_feed(name="again")
    assert "Here it is" not in client.get("/en/move/").content.decode()
