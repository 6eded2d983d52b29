"""What programs can ask of this room, in the words of others."""

from __future__ import annotations

from metropoli.apps.mobility.types import Interface

# Which versions of each path the clients of MOTIS call: those that MOTIS itself answers.
MOTIS = (
    Interface("plan", "123456"),
    Interface("geocode", "1"),
    Interface("reverse-geocode", "1"),
    Interface("stoptimes", "1456"),
    Interface("stop", "6"),
    Interface("trip", "12456"),
    Interface("map/initial", "1"),
    Interface("map/stops", "16"),
    Interface("map/trips", "1456"),
    Interface("map/levels", "1"),
    Interface("map/rentals", "1"),
    Interface("one-to-many", "1"),
    Interface("one-to-all", "16"),
    Interface("rentals", "1"),
    Interface("health", "1"),
)


def list_interfaces() -> tuple[Interface, ...]:
    """List the paths of the API of MOTIS that are answered here, with their versions."""
    return MOTIS
