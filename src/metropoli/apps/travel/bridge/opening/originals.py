"""What only the files of the sources say: agencies, zones, fares. Names get their feed before them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from metropoli.apps.travel.bridge.network import key_of
from metropoli.apps.travel.bridge.opening.tables import read_rows

Rows = list[dict[str, str]]
AGENCY_COLUMNS = (
    "agency_id", "agency_name", "agency_url", "agency_timezone", "agency_lang", "agency_phone",
    "agency_fare_url", "agency_email",
)  # fmt: skip
STOP_WORDS = ("stop_desc", "stop_url", "tts_stop_name")
# The tables of fares, and which of their columns are names of other rows.
FARES_V1 = {
    "fare_attributes.txt": ("fare_id", "agency_id"),
    "fare_rules.txt": ("fare_id", "route_id", "origin_id", "destination_id", "contains_id"),
}
FARES_V2 = {
    "areas.txt": ("area_id",),
    "stop_areas.txt": ("area_id", "stop_id"),
    "networks.txt": ("network_id",),
    "route_networks.txt": ("network_id", "route_id"),
    "timeframes.txt": ("timeframe_group_id", "service_id"),
    "rider_categories.txt": ("rider_category_id",),
    "fare_media.txt": ("fare_media_id",),
    "fare_products.txt": ("fare_product_id", "rider_category_id", "fare_media_id"),
    "fare_leg_rules.txt": (
        "leg_group_id", "network_id", "from_area_id", "to_area_id", "from_timeframe_group_id",
        "to_timeframe_group_id", "fare_product_id",
    ),
    "fare_leg_join_rules.txt": (
        "from_network_id", "to_network_id", "from_stop_id", "to_stop_id",
    ),
    "fare_transfer_rules.txt": ("from_leg_group_id", "to_leg_group_id", "fare_product_id"),
}  # fmt: skip


@dataclass(slots=True)
class Originals:
    """The words of the sources that the arrays do not keep, under public names."""

    agencies: dict[str, dict[str, str]] = field(default_factory=dict)
    only_agency: dict[str, str] = field(default_factory=dict)  # by feed
    route_words: dict[str, dict[str, str]] = field(default_factory=dict)
    stop_words: dict[str, dict[str, str]] = field(default_factory=dict)
    fares: dict[str, Rows] = field(default_factory=dict)
    weeks: dict[str, Rows] = field(default_factory=dict)  # of the days that fares speak of

    def agency_of(self, route: str, feed: str) -> str:
        """Return the agency of a line."""
        named = self.route_words.get(route, {}).get("agency_id", "")
        return named if named in self.agencies else self.only_agency.get(feed, "")


def read_originals(feeds: Mapping[str, Mapping[str, bytes]], *, url: str, zone: str) -> Originals:
    """
    Read what the arrays do not keep.

    :param feeds: the files of each source, by the name of the feed
    :param url: stands where an agency gives no address of its own
    :param zone: of all agencies, as the standard asks
    """
    found = Originals()
    for feed, files in feeds.items():
        _read_agencies(found, feed, read_rows(files.get("agency.txt")), url, zone)
        _read_routes(found, feed, read_rows(files.get("routes.txt")))
        _read_stops(found, feed, read_rows(files.get("stops.txt")))
    _read_fares(found, feeds)
    return found


def _read_agencies(found: Originals, feed: str, rows: Rows, url: str, zone: str) -> None:
    for row in rows or [{}]:
        key = key_of(feed, row.get("agency_id") or "agency")
        address = row.get("agency_url", "")
        found.agencies[key] = row | {
            "agency_id": key,
            "agency_name": row.get("agency_name") or feed,
            "agency_url": address if address.startswith(("http://", "https://")) else url,
            "agency_timezone": zone,
        }
        found.only_agency.setdefault(feed, key)


def _read_routes(found: Originals, feed: str, rows: Rows) -> None:
    for row in rows:
        words = {"route_url": row.get("route_url", "")}
        if row.get("agency_id"):
            words["agency_id"] = key_of(feed, row["agency_id"])
        if row.get("network_id"):
            words["network_id"] = key_of(feed, row["network_id"])
        found.route_words[key_of(feed, row.get("route_id", ""))] = words


def _read_stops(found: Originals, feed: str, rows: Rows) -> None:
    for row in rows:
        words = {name: row[name] for name in STOP_WORDS if row.get(name)}
        if row.get("zone_id"):
            words["zone_id"] = key_of(feed, row["zone_id"])
        found.stop_words[key_of(feed, row.get("stop_id", ""))] = words


def _read_fares(found: Originals, feeds: Mapping[str, Mapping[str, bytes]]) -> None:
    """Take over the fares: of all feeds in the old form, in the new one of one feed at most."""
    for feed, files in feeds.items():
        _take(found, feed, files, FARES_V1)
    for row in found.fares.get("fare_attributes.txt", ()):
        row["agency_id"] = row.get("agency_id") or found.only_agency.get(
            row["fare_id"].split(":")[0], ""
        )
    # A rule without a network means every line of its feed: of two feeds it would say too much.
    with_products = [feed for feed, files in feeds.items() if "fare_products.txt" in files]
    if len(with_products) == 1:
        feed = with_products[0]
        _take(found, feed, feeds[feed], FARES_V2)
        wanted = {row["service_id"] for row in found.fares.get("timeframes.txt", ())}
        for file in ("calendar.txt", "calendar_dates.txt"):
            rows = _prefixed(feed, read_rows(feeds[feed].get(file)), ("service_id",))
            found.weeks[file] = [row for row in rows if row["service_id"] in wanted]


def _take(
    found: Originals,
    feed: str,
    files: Mapping[str, bytes],
    tables: Mapping[str, Sequence[str]],
) -> None:
    for file, names in tables.items():
        rows = _prefixed(feed, read_rows(files.get(file)), names)
        if rows:
            found.fares.setdefault(file, []).extend(rows)


def _prefixed(feed: str, rows: Iterable[dict[str, str]], names: Sequence[str]) -> Rows:
    return [
        row | {name: key_of(feed, row[name]) for name in names if row.get(name)} for row in rows
    ]
