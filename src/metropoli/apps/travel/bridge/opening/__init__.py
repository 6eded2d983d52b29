"""The network in service as a GTFS feed that anybody may take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from metropoli.apps.travel.bridge.network import Network
from metropoli.apps.travel.bridge.opening.calendars import calendar_files, period
from metropoli.apps.travel.bridge.opening.core import Chosen, choose, core_files
from metropoli.apps.travel.bridge.opening.ids import line_id, stop_id
from metropoli.apps.travel.bridge.opening.originals import (
    AGENCY_COLUMNS,
    Originals,
    read_originals,
)
from metropoli.apps.travel.bridge.opening.realtime import BULLETINS, realtime_bytes
from metropoli.apps.travel.bridge.opening.tables import csv_bytes, csv_of
from metropoli.apps.travel.bridge.wording import zone_of
from metropoli.base.errors import NotFound

__all__ = ["BULLETINS", "OpenSource", "Publisher", "gtfs_files", "realtime_bytes"]


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who hands the feed on, and where from."""

    name: str
    url: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class OpenSource:
    """A source that may be handed on: its files, and whom to thank."""

    feed: str
    files: Mapping[str, bytes]
    attribution: str
    url: str


def gtfs_files(
    network: Network, sources: Sequence[OpenSource], publisher: Publisher, thanks: Sequence[str]
) -> dict[str, bytes]:
    """
    Return the files of a GTFS feed of all that runs and may be handed on.

    :param thanks: others whose work is in it, as the street map
    :raises NotFound: nothing may
    """
    chosen = choose(network, frozenset(source.feed for source in sources))
    if not chosen.trips:
        raise NotFound("nothing_open")
    originals = read_originals(
        {source.feed: source.files for source in sources},
        url=publisher.url,
        zone=str(zone_of(network)),
    )
    return {
        **_frame(network, chosen, originals, publisher),
        **core_files(network, chosen, originals),
        **_fares(network, chosen, originals, calendar_files(network, chosen)),
        "attributions.txt": _attributions(sources, thanks),
    }


def _frame(
    network: Network, chosen: Chosen, originals: Originals, publisher: Publisher
) -> dict[str, bytes]:
    used = {
        originals.agency_of(line_id(network, row), network.labels.lines[row].feed)
        for row in chosen.lines
    }
    agencies = [row for key, row in originals.agencies.items() if key in used]
    first, last = period(network, chosen)
    info = {
        "feed_publisher_name": publisher.name,
        "feed_publisher_url": publisher.url,
        "feed_lang": "it",
        "feed_start_date": f"{first:%Y%m%d}",
        "feed_end_date": f"{last:%Y%m%d}",
        "feed_version": network.about.version,
        "feed_contact_email": publisher.email,
        "feed_contact_url": publisher.url,
    }
    return {
        "agency.txt": csv_of(agencies, AGENCY_COLUMNS),
        "feed_info.txt": csv_of([info], tuple(info)),
    }


def _fares(
    network: Network, chosen: Chosen, originals: Originals, calendars: dict[str, bytes]
) -> dict[str, bytes]:
    """Return the fares whose stops and lines go out too, and the calendars with their days."""
    known = {
        "stop_id": {stop_id(network, row) for row in chosen.stops},
        "route_id": {line_id(network, row) for row in chosen.lines},
    }
    files = {}
    for file, rows in originals.fares.items():
        kept = [
            row
            for row in rows
            if all(not row.get(name) or row[name] in keys for name, keys in known.items())
        ]
        if kept:
            files[file] = csv_of(kept, tuple(dict.fromkeys(name for row in kept for name in row)))
    for file, rows in originals.weeks.items():
        if rows:
            calendars[file] = _appended(calendars.get(file), rows)
    return files | calendars


def _appended(content: bytes | None, rows: Sequence[Mapping[str, str]]) -> bytes:
    if content is None:
        return csv_of(rows, tuple(rows[0]))
    header = content.split(b"\r\n", 1)[0].decode().split(",")
    more = csv_bytes(header, ([row.get(name, "") for name in header] for row in rows))
    return content + more.split(b"\r\n", 1)[1]


def _attributions(sources: Sequence[OpenSource], thanks: Sequence[str]) -> bytes:
    named = [(source.attribution or source.feed, source.url) for source in sources]
    named += [(name, "") for name in thanks]
    rows = [
        (f"a{nth}", name, 1, url if url.startswith("http") else "")
        for nth, (name, url) in enumerate(dict(named).items())
    ]
    columns = ("attribution_id", "organization_name", "is_producer", "attribution_url")
    return csv_bytes(columns, rows)
