"""What is heard reaches answers within a second, and nobody waits for it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from apps.travel.live import Feed
from apps.travel.test_live import EIGHT, board, late, times
from engines.journeys.realtime import messages
from metropoli.apps.travel import services
from metropoli.apps.travel.services import live

TURNS = 20


class Enough(Exception):
    pass


def test_what_is_heard_is_put_in_although_nobody_asks(feed: Feed, monkeypatch):
    feed.says(EIGHT, late("t8:00", 60))
    seen = []

    def instead_of_sleeping(seconds: float) -> None:
        assert seconds <= 0.5
        live.WATCH.wait()
        seen.append(times(board("D", EIGHT.replace(hour=17)))[0])
        if len(seen) > TURNS:
            raise Enough
        at = EIGHT + timedelta(seconds=len(seen))
        feed.at(at)
        news = late("back", 60 * len(seen))
        feed.content = messages.feed(news, at=int(at.timestamp()))
        services.fetch_live(everything=True)

    monkeypatch.setattr(live, "sleep", instead_of_sleeping)
    with pytest.raises(Enough):
        live._watch()
    assert seen == ["18:00", *(f"18:00>18:{minute:02}" for minute in range(1, TURNS + 1))]
