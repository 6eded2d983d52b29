"""The works of the day in a made-up live feed: a line that passes some stops by, another that is slow."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

import numpy as np

from metropoli.apps.travel.bridge.network import Network
from metropoli.apps.travel.bridge.wording import midnight_s
from metropoli.engines import journeys

HOUR_S = 3_600
CLOSED = 3  # stops
FEWEST_STOPS = 9  # of a line that some can be taken from
ON_STREETS = (0, 3)
TONGUES = ("it", "en")
DIVERTED = ("Linea … deviata (simulazione)", "Line … diverted (simulation)")
NOT_SERVED = (
    "Per lavori non serve le fermate …. Avviso inventato, per dimostrazione.",
    "Because of works it does not serve the stops …. Made-up notice, for demonstration.",
)
SLOW = ("Linea … rallentata (simulazione)", "Line … slow (simulation)")
TRAFFIC = (
    "Traffico intenso lungo il percorso. Avviso inventato, per dimostrazione.",
    "Heavy traffic along its way. Made-up notice, for demonstration.",
)


@dataclass(frozen=True, slots=True)
class Works:
    """Which line passes which stops by, from when to when on a day, and which line is slow."""

    line: int  # -1: none
    stops: frozenset[int]
    from_s: int
    until_s: int
    slow_line: int
    day: int


def works_of(network: Network, day: int) -> Works:
    """Return the works of a day (ordinal): another line every day."""
    modes = [line.mode for line in network.labels.lines]
    running, n_trips = np.unique(network.timetable.part_line, return_counts=True)
    busy = running[n_trips >= np.median(n_trips)].tolist() if len(running) else []
    lines = [line for line in busy if modes[line] in ON_STREETS]
    nothing = Works(-1, frozenset(), 0, 0, -1, day)
    if not lines:
        return nothing
    start = day * 7 % len(lines)
    turned = lines[start:] + lines[:start]
    for line in islice(turned, 20):
        ways = journeys.line_patterns(network.timetable, line)
        if ways and len(ways[0].stops) >= FEWEST_STOPS:
            middle = len(ways[0].stops) // 2
            stops = frozenset(ways[0].stops[middle : middle + CLOSED])
            slow = turned[len(turned) // 2]
            return Works(line, stops, 6 * HOUR_S, 21 * HOUR_S, slow, day)
    return nothing


def alerts_of(works: Works, network: Network) -> tuple[journeys.Alert, ...]:
    """Return what is told about the works, in both languages."""
    if works.line < 0:
        return ()
    start = midnight_s(network, works.day)
    period = (start + works.from_s, start + works.until_s)
    lines, stops = network.labels.lines, network.labels.stops
    closed = sorted(works.stops)
    names = ", ".join(dict.fromkeys(stops[stop].name for stop in closed))
    line, slow = lines[works.line], lines[works.slow_line]
    at_stops = tuple(journeys.About(stop_id=stops[stop].id) for stop in closed)
    detour = journeys.Alert(
        id="works",
        about=(journeys.About(route_id=line.id), *at_stops),
        periods=(period,),
        cause="construction",
        effect="detour",
        severity="",
        header=_told(DIVERTED, line.short_name),
        text=_told(NOT_SERVED, names),
    )
    delays = journeys.Alert(
        id="slow",
        about=(journeys.About(route_id=slow.id),),
        periods=(period,),
        cause="",
        effect="significant_delays",
        severity="",
        header=_told(SLOW, slow.short_name),
        text=_told(TRAFFIC, ""),
    )
    return detour, delays


def _told(words: tuple[str, str], name: str) -> tuple[tuple[str, str], ...]:
    """Return a text in both languages, with a name in it."""
    return tuple(
        (tongue, text.replace("…", name)) for tongue, text in zip(TONGUES, words, strict=True)
    )
