"""Sources in, network out: everything slow happens here, before anybody asks."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, cast

import numpy as np

from metropoli.apps.travel.bridge import network as networks
from metropoli.apps.travel.bridge.basemap import (
    Drawing,
    Towns,
    build_basemap,
    from_scenery,
    from_timetable,
    from_towns,
)
from metropoli.apps.travel.bridge.network import About, LinesAt, Network
from metropoli.apps.travel.bridge.reports import to_report
from metropoli.apps.travel.bridge.shaping import draw_missing_shapes, ways_on_streets
from metropoli.apps.travel.types import FeedReport, SourceCard
from metropoli.base import archives
from metropoli.base.errors import Invalid
from metropoli.base.progress import Progress
from metropoli.engines import journeys, streets

GTFS, OSM = "gtfs", "osm"
DEFAULT_ZONE = "Europe/Rome"
LINK_RADIUS_M = 300.0  # a stop further than this from every street cannot be walked to
TRANSFER_LIMIT_S = 10 * 60  # on foot between two rides
CHANGE_S = 60  # between two vehicles at one stop, where the timetable does not say


@dataclass(frozen=True, slots=True)
class Arrival:
    """A source whose bytes are at hand."""

    kind: str
    name: str
    form: str  # zip, pbf or xml
    content: bytes
    card: SourceCard

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Built:
    """A network that is not yet in service, what its feeds reported, what the search box wants."""

    network: Network | None
    reports: dict[str, FeedReport]
    named_streets: tuple[streets.NamedStreet, ...] = ()
    named_places: tuple[streets.NamedPlace, ...] = ()

    @property
    def version(self) -> str:
        """Return the version under which the network is put in service."""
        assert self.network is not None
        return self.network.about.version

    def write(self, folder: Path) -> None:
        """Write the network into a folder."""
        assert self.network is not None
        networks.write(self.network, folder)


def build_network(
    arrivals: Sequence[Arrival], *, towns: Towns, version: str, progress: Progress
) -> Built:
    """
    Build the arrays of all sources together; if a feed cannot be used, only its report comes back.

    :raises Invalid: a street extract cannot be read
    """
    feeds, reports = _read_feeds(arrivals, progress)
    if any(not report.usable for report in reports.values()):
        return Built(None, reports)
    city = _read_streets(arrivals, progress)
    reports |= city.reports
    joined = _join(city, feeds, progress)
    progress("Drawing the base map")
    lines_and_stops = from_timetable(joined.timetable, joined.shapes, joined.labels)
    drawings = [*city.drawings, *lines_and_stops, from_towns(towns)]
    network = Network(
        about=_about(arrivals, version, joined, city),
        streets=city.graph,
        street_names=city.names,
        timetable=joined.timetable,
        shapes=joined.shapes,
        labels=joined.labels,
        links=joined.links,
        lines_at=lines_at(joined.timetable),
        basemap=build_basemap(drawings, version=version),
        rows=networks.find_rows(joined.timetable, joined.labels),
    )
    return Built(network, reports, city.named, city.places)


class _City(NamedTuple):
    """What the street extract gave."""

    graph: streets.Streets | None
    names: tuple[str, ...]
    named: tuple[streets.NamedStreet, ...]
    places: tuple[streets.NamedPlace, ...]
    drawings: list[Drawing]
    reports: dict[str, FeedReport]


class _Joined(NamedTuple):
    """The timetable of all feeds, and where its stops touch the street."""

    timetable: journeys.Timetable
    shapes: journeys.Shapes
    labels: journeys.Labels
    links: streets.Links | None


def _read_feeds(
    arrivals: Sequence[Arrival], progress: Progress
) -> tuple[list[journeys.Feed], dict[str, FeedReport]]:
    feeds: list[journeys.Feed] = []
    reports: dict[str, FeedReport] = {}
    for arrival in arrivals:
        if arrival.kind != GTFS:
            continue
        progress(f"Reading the timetable {arrival.name}")
        files = archives.open_files(arrival.content)
        try:
            feed = journeys.read_feed(files, name=arrival.name, progress=progress)
        except Invalid as refused:
            reports[arrival.name] = to_report(cast("journeys.Report", refused.values["report"]))
        else:
            feeds.append(feed)
            reports[arrival.name] = to_report(feed.report)
    return feeds, reports


def _read_streets(arrivals: Sequence[Arrival], progress: Progress) -> _City:
    extracts = [arrival for arrival in arrivals if arrival.kind == OSM]
    if not extracts:
        return _City(None, ("",), (), (), [], {})
    arrival = extracts[-1]
    progress(f"Reading the streets {arrival.name}")
    extract = streets.read_osm(arrival.content, arrival.form)
    progress("Joining the streets")
    built = streets.build_streets(extract)
    progress("Reading what the map shows")
    scenery = streets.read_scenery(arrival.content, arrival.form)
    counts = (("street_edges", len(built.edge_tail)), ("nodes", len(built.node_lat_deg)))
    report = FeedReport(usable=True, problems=(), counts=counts, first_day=None, last_day=None)
    return _City(
        graph=built,
        names=extract.names,
        named=streets.named_streets(built, extract.names),
        places=streets.read_places(arrival.content, arrival.form),
        drawings=from_scenery(scenery),
        reports={arrival.name: report},
    )


def _join(city: _City, feeds: list[journeys.Feed], progress: Progress) -> _Joined:
    """Make one timetable of all feeds, link its stops to the street and walk between them."""
    if not feeds:
        return _Joined(*NO_TIMETABLE, links=None)
    progress("Making the timetable")
    timetable, shapes, labels = journeys.build_timetable(feeds, change_s=CHANGE_S)
    if city.graph is None:
        return _Joined(timetable, shapes, labels, links=None)
    progress("Leading buses and trams along the streets")
    way = ways_on_streets(city.graph, timetable)
    timetable, shapes = draw_missing_shapes(timetable, shapes, labels, way)
    progress(f"Linking {len(labels.stops):,} stops to the streets")
    links = streets.link(
        city.graph,
        streets.WALK,
        timetable.stop_lat_deg,
        timetable.stop_lon_deg,
        radius_m=LINK_RADIUS_M,
    )
    progress("Walking between the stops")
    near = streets.pairs_within(city.graph, streets.WALK, links, limit_s=TRANSFER_LIMIT_S)
    walks = journeys.StopWalks(near.first.astype(np.int32), near.to, near.duration_s)
    timetable = journeys.fold_transfers(timetable, feeds, walks=walks, change_s=CHANGE_S)
    return _Joined(timetable, shapes, labels, links)


def lines_at(timetable: journeys.Timetable) -> LinesAt:
    """Return which lines call at which stop, and how many vehicles do over the whole period."""
    n_stops = len(timetable.stop_lat_deg)
    n_days = timetable.service_runs.sum(axis=1, dtype=np.int64)[timetable.trip_service]
    trip = np.repeat(np.arange(len(timetable.trip_pattern)), np.diff(timetable.part_first))
    ways, way = np.unique(
        np.stack((timetable.trip_pattern[trip], timetable.part_line)), axis=1, return_inverse=True
    )
    weight = np.bincount(way.ravel(), weights=n_days[trip], minlength=ways.shape[1])
    length = np.diff(timetable.pattern_first)[ways[0]]
    first = timetable.pattern_first[:-1][ways[0]]
    inside = np.arange(length.sum()) - np.repeat(np.cumsum(length) - length, length)
    stop = timetable.pattern_stop[np.repeat(first, length) + inside]
    calls = np.bincount(stop, weights=np.repeat(weight, length), minlength=n_stops)
    pairs = np.unique(np.stack((stop, np.repeat(ways[1], length))), axis=1)
    ends = np.searchsorted(pairs[0], np.arange(n_stops + 1))
    return LinesAt(ends.astype(np.int64), pairs[1].astype(np.int32), calls.astype(np.int64))


def _about(arrivals: Sequence[Arrival], version: str, joined: _Joined, city: _City) -> About:
    timetable, zones = joined.timetable, joined.labels.zones
    lat_deg, lon_deg = timetable.stop_lat_deg, timetable.stop_lon_deg
    if not len(lat_deg) and city.graph is not None:
        lat_deg, lon_deg = city.graph.node_lat_deg, city.graph.node_lon_deg
    n_days = timetable.service_runs.shape[1]
    return About(
        version=version,
        zone=zones[0] if zones else DEFAULT_ZONE,
        generated=any(arrival.card.generated for arrival in arrivals),
        credits=tuple(sorted({a.card.attribution for a in arrivals if a.card.attribution})),
        center_lat_deg=float(np.median(lat_deg)) if len(lat_deg) else 0.0,
        center_lon_deg=float(np.median(lon_deg)) if len(lon_deg) else 0.0,
        first_day=timetable.first_day if n_days else 0,
        last_day=timetable.first_day + n_days - 1 if n_days else 0,
    )


def _no_timetable() -> tuple[journeys.Timetable, journeys.Shapes, journeys.Labels]:
    """Return the timetable of a city of which only the streets are known."""
    ends = np.zeros(1, np.int64)
    arrays: dict[str, Any] = {name: np.zeros(0, np.int32) for name in journeys.Timetable._fields}
    arrays |= {name: ends for name in arrays if name.endswith("_first")}
    arrays |= {"first_day": 0, "service_runs": np.zeros((0, 0), np.bool_)}
    timetable = journeys.Timetable(**arrays)
    shapes = journeys.Shapes(ends, np.zeros(0), np.zeros(0))
    return timetable, shapes, journeys.Labels((), (), (), (), ())


NO_TIMETABLE = _no_timetable()


def towns_of(rows: Sequence[tuple[str, float, float, int]]) -> Towns:
    """Return places as the map names them, from (name, latitude, longitude, inhabitants)."""
    name, lat_deg, lon_deg, population = zip(*rows, strict=True) if rows else ((), (), (), ())
    return Towns(
        name=tuple(name),
        lat_deg=np.array(lat_deg, np.float64),
        lon_deg=np.array(lon_deg, np.float64),
        population=np.array(population, np.int64),
    )
