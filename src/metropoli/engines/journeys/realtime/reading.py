"""Read GTFS-Realtime: from the bytes of a feed to what it says, with all that is odd in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from google.protobuf.message import DecodeError
from google.transit import gtfs_realtime_pb2

from metropoli.base.errors import Invalid
from metropoli.engines.journeys.realtime.alerts import read_alert
from metropoli.engines.journeys.realtime.noting import Notes
from metropoli.engines.journeys.realtime.positions import read_position
from metropoli.engines.journeys.realtime.trips import read_detour, read_trip
from metropoli.engines.journeys.realtime.types import Bulletin
from metropoli.engines.journeys.realtime.values import instant, text

LARGEST_BYTES = 32 * 1024 * 1024  # the largest feeds of whole countries have some 10 MB
MOST_ENTITIES = 200_000
VERSIONS = {"1.0", "2.0"}
DIFFERENTIAL = 1

Said = TypeVar("Said")


def read_bulletin(content: bytes) -> Bulletin:
    """
    Read a GTFS-Realtime feed. Whatever cannot be used of it is noted and passed over.

    :raises Invalid: realtime_too_large, realtime_unreadable (these are not the bytes of such a feed)
    """
    if len(content) > LARGEST_BYTES:
        raise Invalid("realtime_too_large", size_mb=len(content) >> 20, most_mb=LARGEST_BYTES >> 20)
    feed: Any = gtfs_realtime_pb2.FeedMessage()
    try:
        feed.ParseFromString(content)
    except DecodeError as error:
        raise Invalid("realtime_unreadable") from error
    if not feed.HasField("header"):
        raise Invalid("realtime_unreadable")
    notes = Notes()
    _check_header(feed.header, notes)
    entities = _entities(feed, notes)
    return Bulletin(
        at=instant(feed.header.timestamp),
        trips=_all(entities, "trip_update", read_trip, notes),
        detours=_all(entities, "trip_modifications", read_detour, notes),
        alerts=_all(entities, "alert", read_alert, notes),
        positions=_all(entities, "vehicle", read_position, notes),
        troubles=notes.troubles(),
    )


def _check_header(header: Any, notes: Notes) -> None:
    version = text(header.gtfs_realtime_version)
    if version not in VERSIONS:
        notes.note("realtime_version_unknown", version=version)
    if header.incrementality == DIFFERENTIAL:
        notes.note("realtime_differential")
    if not instant(header.timestamp):
        notes.note("realtime_without_time")


def _entities(feed: Any, notes: Notes) -> list[Any]:
    """Return the messages that count: those deleted are left out, of one name the last one holds."""
    found: dict[str, Any] = {}
    for number, entity in enumerate(feed.entity):
        if number >= MOST_ENTITIES:
            notes.note("realtime_entities_too_many", most=MOST_ENTITIES)
            break
        name = text(entity.id)
        if not name:
            notes.note("realtime_entity_nameless")
            name = f"\0{number}"
        elif name in found:
            notes.note("realtime_entity_twice", id=name)
        found.pop(name, None)
        if not entity.is_deleted:
            found[name] = entity
    return list(found.values())


def _all(
    entities: list[Any], kind: str, read: Callable[[str, Any, Notes], Said | None], notes: Notes
) -> tuple[Said, ...]:
    said = [
        read(text(entity.id), getattr(entity, kind), notes)
        for entity in entities
        if entity.HasField(kind)
    ]
    return tuple(one for one in said if one is not None)
