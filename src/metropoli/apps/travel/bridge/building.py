"""Sources in, network out: everything slow happens here, before anybody asks."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple, cast

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
from metropoli.apps.travel.bridge.joining import Joined, join
from metropoli.apps.travel.bridge.network import About, LinesAt, Network
from metropoli.apps.travel.bridge.reports import DEFAULT_ZONE, to_problem, to_report
from metropoli.apps.travel.bridge.tariffs import tariff_of
from metropoli.apps.travel.types import FeedReport, SourceCard
from metropoli.base import archives
from metropoli.base.errors import Invalid
from metropoli.base.progress import Progress
from metropoli.engines import journeys, streets

GTFS, OSM, HEIGHTS = "gtfs", "osm", "heights"


@dataclass(frozen=True, slots=True)
class Arrival:
    """A source whose bytes are at hand."""

    kind: str
    name: str
    form: str  # zip, pbf, xml or tif
    content: bytes
    card: SourceCard

    @property
    def code(self) -> str:
        """Return the code of its dataset: a feed and an extract may bear one name."""
        return f"{self.kind}-{self.name}"

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
    joined = join(city.graph, feeds, progress)
    progress("Reckoning the fares")
    tariff, products = _fares(feeds, joined, reports)
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
        flex=joined.flex,
        flex_labels=joined.flex_labels,
        tariff=tariff,
        products=products,
        links=joined.links,
        flat_links=joined.flat_links,
        gates=joined.gates,
        without_steps=joined.without_steps,
        far_walks=joined.far_walks,
        lines_at=lines_at(joined.timetable),
        basemap=build_basemap(drawings, version=version),
        rows=networks.find_rows(joined.timetable, joined.labels),
    )
    return Built(network, reports, city.named, city.places)


def _fares(
    feeds: Sequence[journeys.Feed], joined: Joined, reports: dict[str, FeedReport]
) -> tuple[journeys.Tariff, journeys.Products]:
    """Return the fares of all feeds and of their city; what was not understood is reported."""
    rules = tariff_of(joined.labels, joined.timetable.first_day)
    tariff, products = journeys.build_tariff(feeds, joined.timetable, joined.labels, rules)
    for name, problem in products.doubts:
        code = f"{GTFS}-{name}"
        told = (*reports[code].problems, to_problem(problem))
        reports[code] = replace(reports[code], problems=told)
    return tariff, products


class _City(NamedTuple):
    """What the street extract gave."""

    graph: streets.Streets | None
    names: tuple[str, ...]
    named: tuple[streets.NamedStreet, ...]
    places: tuple[streets.NamedPlace, ...]
    drawings: list[Drawing]
    reports: dict[str, FeedReport]


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
            feed = journeys.read_feed(
                files, name=arrival.name, zone=DEFAULT_ZONE, turn_back=False, progress=progress
            )
        except Invalid as refused:
            reports[arrival.code] = to_report(cast("journeys.Report", refused.values["report"]))
        else:
            feeds.append(feed)
            reports[arrival.code] = to_report(feed.report)
    return feeds, reports


def _read_streets(arrivals: Sequence[Arrival], progress: Progress) -> _City:
    extracts = [arrival for arrival in arrivals if arrival.kind == OSM]
    if not extracts:
        return _City(None, ("",), (), (), [], {})
    arrival = extracts[-1]
    progress(f"Reading the streets {arrival.name}")
    extract = streets.read_osm(arrival.content, arrival.form)
    elevation, measured = _read_heights(arrivals, progress)
    progress("Joining the streets")
    built = streets.build_streets(extract, elevation=elevation)
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
        reports={arrival.code: report} | measured,
    )


def _read_heights(
    arrivals: Sequence[Arrival], progress: Progress
) -> tuple[streets.Elevation | None, dict[str, FeedReport]]:
    grids = [arrival for arrival in arrivals if arrival.kind == HEIGHTS]
    if not grids:
        return None, {}
    arrival = grids[-1]
    progress(f"Reading the heights {arrival.name}")
    elevation = streets.read_heights(arrival.content)
    counts = (("cells", elevation.height_m.size),)
    report = FeedReport(usable=True, problems=(), counts=counts, first_day=None, last_day=None)
    return elevation, {arrival.code: report}


def lines_at(timetable: journeys.Timetable) -> LinesAt:
    """Return which lines call at which stop, and how many vehicles do over the whole period."""
    n_stops = len(timetable.stop_lat_deg)
    n_days = timetable.service_runs.sum(axis=1, dtype=np.int64)[timetable.trip_service]
    trip = np.repeat(np.arange(len(timetable.trip_pattern)), np.diff(timetable.part_first))
    n_calls = np.diff(timetable.pattern_first)[timetable.trip_pattern]
    until = np.roll(timetable.part_position, -1)  # where the next part begins, or the trip ends
    until[timetable.part_first[1:] - 1] = n_calls - 1
    parts = (timetable.trip_pattern[trip], timetable.part_line, timetable.part_position, until)
    ways, way = np.unique(np.stack(parts), axis=1, return_inverse=True)
    weight = np.bincount(way.ravel(), weights=n_days[trip], minlength=ways.shape[1])
    length = ways[3] - ways[2] + 1
    first = timetable.pattern_first[:-1][ways[0]] + ways[2]
    inside = np.arange(length.sum()) - np.repeat(np.cumsum(length) - length, length)
    stop = timetable.pattern_stop[np.repeat(first, length) + inside]
    calls = np.bincount(stop, weights=np.repeat(weight, length), minlength=n_stops)
    pairs = np.unique(np.stack((stop, np.repeat(ways[1], length))), axis=1)
    ends = np.searchsorted(pairs[0], np.arange(n_stops + 1))
    return LinesAt(ends.astype(np.int64), pairs[1].astype(np.int32), calls.astype(np.int64))


def _about(arrivals: Sequence[Arrival], version: str, joined: Joined, city: _City) -> About:
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


def towns_of(rows: Sequence[tuple[str, float, float, int]]) -> Towns:
    """Return places as the map names them, from (name, latitude, longitude, inhabitants)."""
    name, lat_deg, lon_deg, population = zip(*rows, strict=True) if rows else ((), (), (), ())
    return Towns(
        name=tuple(name),
        lat_deg=np.array(lat_deg, np.float64),
        lon_deg=np.array(lon_deg, np.float64),
        population=np.array(population, np.int64),
    )
