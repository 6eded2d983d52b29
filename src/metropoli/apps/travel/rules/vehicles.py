"""Kinds of vehicles in the words of pages, maps and factors."""

from __future__ import annotations

# By route_type of GTFS, the basic ones.
VEHICLES = {
    0: "tram",
    1: "metro",
    2: "rail",
    3: "bus",
    4: "ferry",
    5: "cable",
    6: "cable",
    7: "funicular",
    11: "bus",
    12: "metro",
}


def vehicle_of(route_type: int) -> str:
    """Return the word for a basic GTFS route_type; what nobody described is a bus."""
    return VEHICLES.get(route_type, "bus")
