"""
Torino in miniature: a timetable and streets for a machine that has nothing but this project.

Lines, stops, headways, rivers, bridges, avenues and Comuni are facts that we wrote down
(`facts/README.md` names the sources); times and minor streets are generated, and say so. Both
come out as the formats that real data has, and enter by the same door.
"""

from __future__ import annotations

from datetime import date

from metropoli.apps.travel.bridge.demo.fleets import ADDRESS as DEMO_ADDRESS
from metropoli.apps.travel.bridge.demo.fleets import DEMO_FLEETS, demo_fleet
from metropoli.apps.travel.bridge.demo.gtfs import write_gtfs
from metropoli.apps.travel.bridge.demo.streets import write_osm

__all__ = ["DEMO_ADDRESS", "DEMO_FLEETS", "demo_fleet", "demo_gtfs", "demo_osm"]


def demo_gtfs(*, first_day: date, days: int) -> bytes:
    """Give the demo city's timetable as a GTFS zip: same arguments, same bytes."""
    return write_gtfs(first_day, days)


def demo_osm(*, seed: int = 2025) -> bytes:
    """Give the demo city's streets and scenery as OSM XML: same seed, same bytes."""
    return write_osm(seed)
