"""A live feed of the miniature city that says what a test wants."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from engines.journeys.realtime import messages
from metropoli.apps.travel import services
from metropoli.apps.travel.services import live, live_feeds
from metropoli.apps.travel.types import LiveSource
from metropoli.base import clock
from metropoli.base.downloads import Mark

ADDRESS = "https://live.example/feed.pb"


class Feed:
    """Stand in for the server of a live feed, and for the clock."""

    def __init__(self, monkeypatch: Any) -> None:
        self._patch = monkeypatch
        self.content: bytes | Exception | None = b""
        monkeypatch.setattr(live_feeds, "fetch_if_new", self._answer)
        monkeypatch.setattr(live, "WATCH", live.Watch())

    def _answer(self, _url: str, _mark: Mark, **_limits: object) -> tuple[bytes, Mark] | None:
        if isinstance(self.content, Exception):
            raise self.content
        return None if self.content is None else (self.content, Mark("tag"))

    def at(self, instant: datetime) -> None:
        """Stop the clock."""
        self._patch.setattr(clock, "now", lambda: instant)

    def says(self, instant: datetime, *entities: Any, age_s: int = 10) -> int:
        """Let the feed say something at an instant, and hear it."""
        self.at(instant)
        self.content = messages.feed(*entities, at=int(instant.timestamp()) - age_s)
        return self.hear()

    def hear(self) -> int:
        """Hear the feed, and wait until workers have put it in."""
        if not any(one.place == ADDRESS for one in services.list_live_feeds()):
            services.add_live_feed(source=LiveSource(place=ADDRESS, name="trams", feed="tram"))
        heard = services.fetch_live(everything=True)
        services.read_live_state(wait=True)
        return heard


FeedMaker = Callable[[], Feed]
