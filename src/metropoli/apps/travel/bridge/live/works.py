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
    running = np.unique(network.timetable.part_line).tolist()
    lines = [line for line in running if modes[line] in ON_STREETS]
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


def alerts_of(works: Works, network: Network, now: int) -> tuple[journeys.Alert, ...]:
    """Return what is told about the works, in both languages."""
    if works.line < 0:
        return ()
    start = midnight_s(network, works.day)
    lines, stops = network.labels.lines, network.labels.stops
    closed = sorted(works.stops)
    names = ", ".join(dict.fromkeys(stops[stop].name for stop in closed))
    detour = _alert(
        "works",
        "detour",
        (start + works.from_s, start + works.until_s),
        (
            journeys.About(route_id=lines[works.line].id),
            *(journeys.About(stop_id=stops[stop].id) for stop in closed),
        ),
    )
    slow = _alert(
        "slow",
        "significant_delays",
        (start + works.from_s, start + works.until_s),
        (journeys.About(route_id=lines[works.slow_line].id),),
    )
    name, other = lines[works.line].short_name, lines[works.slow_line].short_name
    return (
        _with(
            detour,
            (f"Linea {name} deviata (simulazione)", f"Line {name} diverted (simulation)"),
            (
                f"Per lavori non serve le fermate {names}. Avviso inventato, per dimostrazione.",
                f"Because of works it does not serve the stops {names}. "
                "Made-up notice, for demonstration.",
            ),
        ),
        _with(
            slow,
            (f"Linea {other} rallentata (simulazione)", f"Line {other} slow (simulation)"),
            (
                "Traffico intenso lungo il percorso. Avviso inventato, per dimostrazione.",
                "Heavy traffic along its way. Made-up notice, for demonstration.",
            ),
        ),
    )


def _alert(
    name: str, effect: str, period: tuple[int, int], about: tuple[journeys.About, ...]
) -> journeys.Alert:
    return journeys.Alert(
        id=name, about=about, periods=(period,), cause="construction", effect=effect, severity=""
    )


def _with(alert: journeys.Alert, header: tuple[str, str], text: tuple[str, str]) -> journeys.Alert:
    return journeys.Alert(
        id=alert.id,
        about=alert.about,
        periods=alert.periods,
        cause=alert.cause,
        effect=alert.effect,
        severity=alert.severity,
        header=tuple(zip(("it", "en"), header, strict=True)),
        text=tuple(zip(("it", "en"), text, strict=True)),
    )
