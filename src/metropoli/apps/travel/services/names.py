"""Give everything of the network that has a name to the search."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace

from metropoli.apps.territory import queries as territory
from metropoli.apps.territory import services as territory_services
from metropoli.apps.territory.types import ComuneInfo
from metropoli.apps.travel import bridge
from metropoli.apps.words import services as words
from metropoli.apps.words.types import Entry
from metropoli.base.progress import Progress

CONTEXT_WITHIN_DEG = 0.15  # a Comune whose centre is further away says nothing about a place


def index_network(*, built: bridge.Built, progress: Progress) -> None:
    """Replace the stops, lines, streets and places of the search with those of a network."""
    network = built.network
    assert network is not None
    sources = {
        "stops": bridge.stop_entries(network),
        "lines": bridge.line_entries(network),
        "streets": bridge.street_entries(built.streets),
        "osm-places": bridge.place_entries(built.places),
    }
    comuni = {comune.istat: comune for comune in territory.comuni()}
    for source, entries in sources.items():
        progress(f"Naming the {source}")
        words.index_entries(
            source=source, entries=_in_context(entries, comuni), rebuild=False, progress=progress
        )
    words.rebuild_index(progress=progress)


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
