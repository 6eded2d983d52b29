"""Everything of a network that has a name, for the one search box."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import numpy as np

from metropoli.apps.travel.bridge.network import Network
from metropoli.apps.travel.bridge.wording import line_name, stop_name
from metropoli.apps.words.types import Entry
from metropoli.engines import streets

TOGETHER_DEG = 0.004  # stops of one name within some 400 m are one answer


def stop_entries(network: Network) -> Iterator[Entry]:
    """Yield one entry for the stops of one name that stand together, at the busiest of them."""
    days = max(1, network.about.last_day - network.about.first_day + 1)
    groups: dict[tuple[str, int, int], list[int]] = {}
    for row in _busiest_first(network):
        name = network.labels.stops[row].name
        lat_deg = float(network.timetable.stop_lat_deg[row])
        lon_deg = float(network.timetable.stop_lon_deg[row])
        cell = (round(lat_deg / TOGETHER_DEG), round(lon_deg / TOGETHER_DEG))
        near = [(name, cell[0] + up, cell[1] + right) for up in (-1, 0, 1) for right in (-1, 0, 1)]
        home = next((key for key in near if key in groups), (name, *cell))
        groups.setdefault(home, []).append(row)
    for rows in groups.values():
        calls = sum(int(network.lines_at.calls[row]) for row in rows)
        stop = stop_name(network, rows[0])
        yield Entry(
            kind="stop",
            key=stop.key,
            name_it=stop.name,
            lat_deg=stop.lat_deg,
            lon_deg=stop.lon_deg,
            weight=calls // days,
            url=f"/move/stops/{quote(stop.key)}/",
        )


def line_entries(network: Network) -> Iterator[Entry]:
    """Yield every line that runs, under its number and its long name."""
    for row in np.unique(network.timetable.part_line).tolist():
        line = line_name(network, row)
        name = " ".join(filter(None, (line.short_name, line.long_name)))
        yield Entry(
            kind="line",
            key=line.key,
            name_it=name,
            context_it=line.agency,
            weight=100,
            url=f"/move/lines/{quote(line.key)}/",
        )


def street_entries(named: tuple[streets.NamedStreet, ...]) -> Iterator[Entry]:
    """Yield every street of a neighbourhood that has a name."""
    for number, street in enumerate(named):
        yield Entry(
            kind="street",
            key=str(number),
            name_it=street.name,
            lat_deg=street.lat_deg,
            lon_deg=street.lon_deg,
            weight=int(street.length_m // 100),
        )


def place_entries(places: tuple[streets.NamedPlace, ...]) -> Iterator[Entry]:
    """Yield every place that the street map names."""
    for number, place in enumerate(places):
        yield Entry(
            kind="place",
            key=str(number),
            name_it=place.name,
            lat_deg=place.lat_deg,
            lon_deg=place.lon_deg,
            weight=10,
        )


def _busiest_first(network: Network) -> list[int]:
    calls = network.lines_at.calls
    return [int(row) for row in np.argsort(-calls, kind="stable") if calls[row] > 0]
