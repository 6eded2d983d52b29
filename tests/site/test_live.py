"""`metropoli live`: feeds are named, heard, played and forgotten from the command line."""

from __future__ import annotations

import os

import django.db
import pytest

from apps.conftest import city_folder
from apps.travel.conftest import feed, own_city
from apps.travel.live import Feed
from apps.travel.miniature import when
from apps.travel.test_live import EIGHT, late
from engines.journeys.realtime import messages
from metropoli.apps.travel import services
from metropoli.site import cli, live

__all__ = ["city_folder", "feed", "own_city"]  # fixtures


@pytest.fixture
def city(feed: Feed, monkeypatch) -> Feed:
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    # the test's transaction lives in its one connection, which a new round would close
    monkeypatch.setattr(django.db, "close_old_connections", lambda: None)
    feed.at(EIGHT)
    feed.content = messages.feed(late("t8:00", 240), at=int(EIGHT.timestamp()))
    return feed


def test_a_feed_is_added_listed_heard_and_removed(city, capsys):
    added = ["add", "https://live.example/trams.pb", "--feed", "tram", "--name", "trams"]
    assert cli.main(["live", *added]) == 0
    assert "live-trams: 1 feeds heard" in capsys.readouterr().out
    assert cli.main(["live", "list"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("trams\taddress\t2026-01-05 07:01:00Z\tgood\thttps://live.example")
    assert "1 vehicles followed, 0 cancelled" in said
    assert cli.main(["live", "fetch"]) == 0
    assert cli.main(["live", "remove", "trams"]) == 0
    assert services.list_live_feeds() == ()
    assert cli.main(["live", "remove", "trams"]) == 1
    assert "no live feed called “trams”" in capsys.readouterr().err


def test_a_recording_is_played(city, tmp_path, capsys):
    (tmp_path / "a.pb").write_bytes(city.content)
    assert cli.main(["live", "play", str(tmp_path), "--name", "again"]) == 0
    assert "live-again: 1 feeds heard" in capsys.readouterr().out
    assert cli.main(["live", "play", str(tmp_path / "nowhere")]) == 1
    assert "no recorded live feeds" in capsys.readouterr().err


def test_a_recording_is_made_up_and_played_with_its_own_clock(city, tmp_path, capsys):
    folder = str(tmp_path / "made")
    asked = ["--simulated", "--from", "2026-01-06T08:00", "--minutes", "1"]
    assert cli.main(["live", "record", folder, *asked]) == 0
    assert "2 snapshots, made up" in capsys.readouterr().out
    assert cli.main(["live", "play", folder, "--at", "recorded", "--name", "again"]) == 0
    assert "In the city it is 2026-01-06 08:00" in capsys.readouterr().out
    assert services.city_now() == when("2026-01-06", "08:00")
    assert cli.main(["live", "remove", "again"]) == 0
    assert services.city_now() == EIGHT


def test_one_can_be_made_up_but_only_if_one_says_so(city, capsys):
    assert cli.main(["live", "add"]) == 1
    assert cli.main(["live", "add", "--simulated"]) == 0
    assert [one.kind for one in services.list_live_feeds()] == ["simulated"]


def test_who_listens_hears_what_is_due_until_its_parent_is_gone(city, monkeypatch):
    services.add_live_feed(source=services_source())
    parents = iter([7, 7, 7, 1])
    monkeypatch.setattr(os, "getppid", lambda: next(parents, 1))
    monkeypatch.setattr(live.time, "sleep", lambda _seconds: None)
    assert cli.main(["live", "listen"]) == 0
    assert services.list_live_feeds()[0].heard_at == EIGHT


def test_a_round_that_fails_is_told_and_the_next_one_tried(city, monkeypatch, capsys):
    services.add_live_feed(source=services_source())

    def fail(**_options: object) -> int:
        raise OSError("disk full")

    monkeypatch.setattr(services, "fetch_live", fail)
    live._round(fleets=False)
    assert "disk full" in capsys.readouterr().err


def services_source():
    from metropoli.apps.travel.types import LiveSource  # noqa: PLC0415

    return LiveSource(place="https://live.example/trams.pb", name="trams", feed="tram")
