"""Give everything of the network that has a name to the search."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace

from metropoli.apps.data import queries as datasets
from metropoli.apps.territory import queries as territory
from metropoli.apps.territory import services as territory_services
from metropoli.apps.territory.types import ComuneInfo
from metropoli.apps.travel import bridge
from metropoli.apps.words import services as words
from metropoli.apps.words.types import Entry
from metropoli.base import clock
from metropoli.base.progress import Progress

# Visitors in a day, by order of magnitude: what most people mean comes first in the search.
WELL_KNOWN = 300
WEIGHTS = {"station": 50_000, "airport": 10_000, "hospital": 5_000, "university": 5_000}
CONTEXT_WITHIN_DEG = 0.15  # a Comune whose centre is further away says nothing about a place


def index_network(*, built: bridge.Built, progress: Progress) -> None:
    """Replace the stops, lines, streets and places of the search with those of a network."""
    network = built.network
    assert network is not None
    sources = {
        "stops": bridge.stop_entries(network),
        "lines": bridge.line_entries(network),
        "streets": bridge.street_entries(built.named_streets),
        "osm-places": bridge.place_entries(built.named_places),
    }
    comuni = {comune.istat: comune for comune in territory.comuni()}
    for source, entries in sources.items():
        progress(f"Naming the {source}")
        words.index_entries(
            source=source, entries=_in_context(entries, comuni), rebuild=False, progress=progress
        )
    words.rebuild_index(progress=progress)


def keep_demo_places(*, dataset: str, wanted: bool, progress: Progress) -> None:
    """Write down the well-known places of the demo city, or forget them when real data come."""
    if not wanted and dataset not in {
        info.card.code for info in datasets.datasets(now=clock.now())
    }:
        return
    places = bridge.demo_places() if wanted else ()
    progress("Writing down the well-known places")
    territory_services.load_places(rows=places, dataset=dataset)
    entries = [
        Entry(
            kind="place",
            key=place.key,
            name_it=place.name_it,
            name_en=place.name_en,
            lat_deg=place.lat_deg,
            lon_deg=place.lon_deg,
            weight=WEIGHTS.get(place.kind, WELL_KNOWN),
        )
        for place in places
    ]
    comuni = {comune.istat: comune for comune in territory.comuni()}
    in_context = _in_context(entries, comuni)
    words.index_entries(source="demo-places", entries=in_context, rebuild=False)


def load_territory(*, progress: Progress) -> bridge.Towns:
    """Make sure that the Comuni of Torino are known, and return them as the map shows them."""
    if not territory.comuni():
        progress("Writing down the Comuni")
        territory_services.load_shipped_facts()
        territory_services.name_comuni(rebuild=False)
    comuni = territory.comuni()
    return bridge.towns_of(
        [(comune.name_it, comune.lat_deg, comune.lon_deg, comune.population) for comune in comuni]
    )


def _in_context(entries: Iterable[Entry], comuni: dict[str, ComuneInfo]) -> Iterator[Entry]:
    """Tell namesakes apart by their Comune, where one is near enough to speak of."""
    everything = list(entries)
    placed = [entry for entry in everything if entry.lat_deg is not None]
    codes = territory.comuni_of_points(
        [entry.lat_deg or 0.0 for entry in placed], [entry.lon_deg or 0.0 for entry in placed]
    )
    code_of = {id(entry): code for entry, code in zip(placed, codes, strict=True)}
    for entry in everything:
        comune = comuni.get(code_of.get(id(entry)) or "")
        yield _named(entry, comune) if comune else entry


def _named(entry: Entry, comune: ComuneInfo) -> Entry:
    away_deg = math.hypot(
        (entry.lat_deg or 0.0) - comune.lat_deg, (entry.lon_deg or 0.0) - comune.lon_deg
    )
    if away_deg > CONTEXT_WITHIN_DEG:
        return entry
    return replace(entry, context_it=comune.name_it, context_en=comune.name_en)
