"""Listen to live feeds: name them, hear them in turn, hand on what they say."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from django.utils.text import slugify

from metropoli.apps.data import services as data
from metropoli.apps.travel import bridge, queries
from metropoli.apps.travel.models import LiveFeed
from metropoli.apps.travel.services import registering
from metropoli.apps.travel.services.city_clock import (
    city_now,
    read_city_clock,
    release_city_clock,
)
from metropoli.apps.travel.services.serving import network
from metropoli.apps.travel.types import LiveSource, LiveSourceState
from metropoli.base import clock, snapshots
from metropoli.base.downloads import Mark, fetch_if_new, is_address
from metropoli.base.errors import Invalid, MetropoliError, NotFound
from metropoli.base.progress import Progress, silent

ADDRESS, RECORDED, SIMULATED = (kind.value for kind in LiveFeed.Kind)
MOST_BYTES = 32 * 1024 * 1024
ANSWER_WITHIN_S = 15
LEAST_EVERY_S, MOST_EVERY_S = 5, 3_600
DEMO = "demo"


def add_live_feed(*, source: LiveSource) -> str:
    """
    Listen to a live feed from now on, and return the code of its dataset.

    :raises Invalid: it has no name, or is asked too often or too seldom
    :raises NotFound: there is no recording in the folder
    """
    kind = ADDRESS if is_address(source.place) else RECORDED if source.place else SIMULATED
    name = slugify(source.name or source.place.rstrip("/").rsplit("/", 1)[-1].split("?")[0])[:40]
    if not name:
        raise Invalid("source_without_name", file=source.place)
    if not LEAST_EVERY_S <= source.every_s <= MOST_EVERY_S:
        raise Invalid("live_rhythm_bad", least_s=LEAST_EVERY_S, most_s=MOST_EVERY_S)
    if kind == RECORDED:
        bridge.recorded_feeds(Path(source.place))
    code = f"live-{name}"
    card = replace(source.card, generated=source.card.generated or kind != ADDRESS)
    dataset = registering.declare(code=code, name=name, card=card, frequency="continuous")
    LiveFeed.objects.update_or_create(
        name=name,
        defaults={
            "kind": kind,
            "dataset": dataset,
            "feed": source.feed,
            "place": source.place,
            "allow_private": source.allow_private,
            "every_s": source.every_s,
            "etag": "",
            "modified": "",
            "trouble": "",
            "tried_at": None,
        },
    )
    release_city_clock(feed=name)
    return code


def forget_live_feed(*, name: str) -> None:
    """
    Listen no more to a live feed.

    :raises NotFound: there is none of this name
    """
    if not LiveFeed.objects.filter(name=name).delete()[0]:
        raise NotFound("unknown_live_feed", name=name)
    release_city_clock(feed=name)


def list_live_feeds() -> tuple[LiveSourceState, ...]:
    """List the live feeds, and how they do."""
    return tuple(
        LiveSourceState(
            name=feed.name,
            kind=feed.kind,
            place=feed.place,
            feed=feed.feed,
            every_s=feed.every_s,
            heard_at=feed.heard_at,
            trouble=feed.trouble,
        )
        for feed in queries.live_feeds()
    )


def settle_live_feeds() -> None:
    """Let the demo city be alive, and take its made-up feed away when a real one takes its place."""
    try:
        generated = network().about.generated
    except NotFound:
        generated = False
    exists = LiveFeed.objects.filter(name=DEMO, kind=SIMULATED).exists()
    if generated and not exists:
        add_live_feed(source=LiveSource(place="", name=DEMO, card=bridge.DEMO_LIVE_CARD))
    elif exists and not generated:
        forget_live_feed(name=DEMO)


def fetch_live(*, everything: bool = False, progress: Progress = silent) -> int:
    """
    Hear every live feed that is due (or all), hand on what they said, and return how many spoke.

    One that does not answer, or not with a live feed, harms nobody: what it last said grows old.
    """
    shelf = queries.live_shelf()
    with snapshots.one_at_a_time(shelf):
        feeds, now = queries.live_feeds(), clock.now()
        held = {file.code: file for file in _held(shelf)}
        due = [feed for feed in feeds if everything or _is_due(feed, now)]
        heard = [file for feed in due if (file := _hear(feed, now, progress)) is not None]
        kept = {feed.code: held[feed.code] for feed in feeds if feed.code in held}
        kept |= {file.code: file for file in heard}
        if heard or kept.keys() != held.keys():
            version = now.strftime("%Y%m%dT%H%M%S%f")
            files = tuple(kept.values())
            snapshots.publish(shelf, version, lambda folder: bridge.write_live_files(files, folder))
    return len(heard)


def _held(shelf: Path) -> tuple[bridge.LiveFile, ...]:
    version = snapshots.current_version(shelf)
    return bridge.read_live_files(shelf / version) if version is not None else ()


def _is_due(feed: LiveFeed, now: datetime) -> bool:
    return feed.tried_at is None or now - feed.tried_at >= timedelta(seconds=feed.every_s)


def _hear(feed: LiveFeed, now: datetime, progress: Progress) -> bridge.LiveFile | None:
    progress(f"Hearing {feed.name}")
    first_today = feed.heard_at is None or feed.heard_at.date() != now.date()
    feed.tried_at = now
    try:
        content = _content(feed)
        report = bridge.check_live(content) if content is not None else None
    except MetropoliError as error:
        feed.trouble = error.code
        feed.save()
        return None
    feed.trouble = ""
    if content is None or report is None:
        feed.save()
        return None
    feed.heard_at = now
    feed.save()
    if first_today:  # once a day is enough to know how it is doing
        sha256 = hashlib.sha256(content).hexdigest()
        data.record_import(
            code=feed.code,
            reading=registering.reading_of(sha256=sha256, size_bytes=len(content), report=report),
        )
    return bridge.LiveFile(
        code=feed.code,
        name=feed.name,
        feed=feed.feed,
        received_at=int(city_now().timestamp()),
        generated=feed.dataset.generated,
        content=content,
    )


def _content(feed: LiveFeed) -> bytes | None:
    """Return what a feed says now, none if it is what it said before."""
    at = int(city_now().timestamp())
    if feed.kind == SIMULATED:
        return bridge.simulate(network(), at)
    if feed.kind == RECORDED:
        return _played(feed, at)
    found = fetch_if_new(
        feed.place,
        Mark(feed.etag, feed.modified),
        allow_private=feed.allow_private,
        max_bytes=MOST_BYTES,
        max_s=ANSWER_WITHIN_S,
    )
    if found is None:
        return None
    content, mark = found
    feed.etag, feed.modified = mark.etag, mark.modified
    return content


def _played(feed: LiveFeed, at: int) -> bytes:
    """Return what a recording says at an instant of the city (epoch)."""
    files, number = bridge.recorded_feeds(Path(feed.place)), at // feed.every_s
    set_to = read_city_clock()
    if set_to is not None and set_to.feed == feed.name:
        number = bridge.turn_of(files, at, int(set_to.begins_at.timestamp()), feed.every_s)
    return bridge.play(files, number, at, network().about.zone)
