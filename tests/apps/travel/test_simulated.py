"""The demo city is alive: what happens in it is made up, the same for all, and says so."""

from __future__ import annotations

from datetime import timedelta

import pytest

from apps.travel.live import Feed
from apps.travel.miniature import MONDAY, when
from metropoli.apps.data import queries as datasets
from metropoli.apps.travel import bridge, services
from metropoli.apps.travel.services.serving import network
from metropoli.apps.travel.types import LiveSource, Window
from metropoli.base.errors import Invalid, NotFound
from metropoli.engines import journeys

EIGHT = when(MONDAY, "08:31")
EVERYWHERE = Window(-90, -180, 90, 180)


@pytest.fixture
def made_up(feed: Feed) -> Feed:
    feed.at(EIGHT)
    services.add_live_feed(source=LiveSource(place="", name="made-up"))
    assert services.fetch_live(everything=True) == 1
    services.read_live_state(wait=True)
    return feed


def simulated(at):
    return journeys.read_bulletin(bridge.simulate(network(), int(at.timestamp())))


def test_what_is_made_up_is_believed_and_shown(made_up):
    state = services.read_live_state()
    assert state.doubt == ""
    assert state.n_followed >= 2
    assert state.troubles == ()
    assert services.live_vehicles(window=EVERYWHERE)
    board = services.read_board(key="tram:D", at=EIGHT)
    assert board.live_at == EIGHT


def test_everybody_sees_the_same(made_up):
    at = int(EIGHT.timestamp())
    assert bridge.simulate(network(), at) == bridge.simulate(network(), at)


def test_what_was_said_a_minute_ago_goes_on(made_up):
    before, after = simulated(EIGHT), simulated(EIGHT + timedelta(minutes=1))

    def late(bulletin):
        return {
            (news.trip.trip_id, call.sequence): call.departure_delay_s
            for news in bulletin.trips
            for call in news.calls
        }

    both = late(before).keys() & late(after).keys()
    assert both
    assert all(late(before)[key] == late(after)[key] for key in both)


def test_vehicles_move_on_their_way(made_up):
    first = {one.id: one for one in simulated(EIGHT).positions}
    then = {one.id: one for one in simulated(EIGHT + timedelta(minutes=1)).positions}
    moved = [name for name in first.keys() & then.keys() if first[name] != then[name]]
    assert moved


def test_at_night_nothing_is_made_up_and_nothing_breaks(made_up):
    for at in (when(MONDAY, "03:00"), when("2030-01-01", "12:00")):
        assert simulated(at).trips == ()


def test_its_dataset_says_that_it_is_made_up(made_up):
    (card,) = [one.card for one in datasets.datasets(now=EIGHT) if one.card.code == "live-made-up"]
    assert card.generated


def test_recorded_feeds_are_played_as_if_it_were_now(feed: Feed, tmp_path):
    feed.at(EIGHT)
    told = simulated(EIGHT)
    (tmp_path / "1.pb").write_bytes(journeys.write_bulletin(told))
    week = EIGHT + timedelta(days=7)
    feed.at(week)
    services.add_live_feed(source=LiveSource(place=str(tmp_path), name="again"))
    assert services.fetch_live(everything=True) == 1
    state = services.read_live_state(wait=True)
    assert (state.doubt, state.heard_at) == ("", week)
    assert state.n_followed + state.n_cancelled == len(told.trips)


def test_a_folder_without_recordings_and_an_odd_rhythm_are_refused(feed: Feed, tmp_path):
    with pytest.raises(NotFound):
        services.add_live_feed(source=LiveSource(place=str(tmp_path), name="empty"))
    with pytest.raises(Invalid):
        services.add_live_feed(source=LiveSource(place="", name="fast", every_s=1))
    (tmp_path / "1.pb").write_bytes(journeys.write_bulletin(journeys.Bulletin(at=0)))
    services.add_live_feed(source=LiveSource(place=str(tmp_path), name="timeless"))
    assert services.fetch_live(everything=True) == 0
    assert services.list_live_feeds()[0].trouble == "recording_without_time"


def test_the_made_up_feed_comes_and_goes_with_the_demo_city(feed: Feed, monkeypatch):
    from dataclasses import replace  # noqa: PLC0415

    from metropoli.apps.travel.services import live_feeds  # noqa: PLC0415

    city = network()
    demo = replace(city, about=replace(city.about, generated=True))
    monkeypatch.setattr(live_feeds, "network", lambda: demo)
    for _ in range(2):
        services.settle_live_feeds()
    assert [one.name for one in services.list_live_feeds()] == ["demo"]
    monkeypatch.setattr(live_feeds, "network", lambda: city)
    services.settle_live_feeds()
    assert services.list_live_feeds() == ()
