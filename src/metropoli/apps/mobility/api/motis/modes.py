"""Ways of moving, in the words of this API and in ours."""

from __future__ import annotations

from collections.abc import Iterable

from metropoli.apps.mobility.api.motis.asking import unreadable
from metropoli.apps.travel.types import (
    BIKE,
    BIKE_RIDE,
    CAR,
    KISS_RIDE,
    PARK_RIDE,
    SHARED_BIKE,
    SHARED_CAR,
    SHARED_SCOOTER,
    WALK,
)

RENAMED_IN = 5  # this version calls METRO SUBURBAN, and AREAL_LIFT AERIAL_LIFT
OF_VEHICLE = {
    "metro": "SUBWAY",
    "tram": "TRAM",
    "rail": "REGIONAL_RAIL",
    "bus": "BUS",
    "ferry": "FERRY",
    "cable": "AERIAL_LIFT",
    "funicular": "FUNICULAR",
}
VEHICLES = frozenset(OF_VEHICLE)
_RAIL = frozenset({"rail"})
# Which of our vehicles a word means. Trains are all one kind to us, long distance or not.
MEANT: dict[str, frozenset[str]] = {
    "TRANSIT": VEHICLES,
    "TRAM": frozenset({"tram"}),
    "SUBWAY": frozenset({"metro"}),
    "FERRY": frozenset({"ferry"}),
    "BUS": frozenset({"bus"}),
    "COACH": frozenset({"bus"}),
    "FUNICULAR": frozenset({"funicular"}),
    "AERIAL_LIFT": frozenset({"cable"}),
    "AREAL_LIFT": frozenset({"cable"}),
    "CABLE_CAR": frozenset({"cable"}),
    "RAIL": _RAIL,
    "HIGHSPEED_RAIL": _RAIL,
    "LONG_DISTANCE": _RAIL,
    "NIGHT_RAIL": _RAIL,
    "REGIONAL_FAST_RAIL": _RAIL,
    "REGIONAL_RAIL": _RAIL,
    "SUBURBAN": _RAIL,
    "METRO": _RAIL,
    "AIRPLANE": frozenset(),
    "OTHER": frozenset(),
}
_SHARED = frozenset({SHARED_BIKE, SHARED_SCOOTER, SHARED_CAR})
DIRECT: dict[str, frozenset[str]] = {
    "WALK": frozenset({WALK}),
    "BIKE": frozenset({BIKE}),
    "CAR": frozenset({CAR}),
    "RENTAL": _SHARED,
}
BESIDE_TRANSIT: dict[str, frozenset[str]] = {
    "BIKE": frozenset({BIKE_RIDE}),
    "CAR": frozenset({KISS_RIDE}),
    "CAR_DROPOFF": frozenset({KISS_RIDE}),
    "CAR_PARKING": frozenset({PARK_RIDE}),
    "RENTAL": _SHARED,
}
# Words that this API knows and that mean nothing here: no such service is in our answers.
ELSEWHERE = {"HGV", "ODM", "RIDE_SHARING", "FLEX", "CAR_DROPOFF", "CAR_PARKING"}
ELSEWHERE |= {"DEBUG_BUS_ROUTE", "DEBUG_RAILWAY_ROUTE", "DEBUG_FERRY_ROUTE"}
KNOWN = frozenset(MEANT) | frozenset(DIRECT) | ELSEWHERE


def mode_of(vehicle: str, version: int) -> str:
    """Return the word for a vehicle of ours."""
    mode = OF_VEHICLE.get(vehicle, "OTHER")
    return "AREAL_LIFT" if mode == "AERIAL_LIFT" and version < RENAMED_IN else mode


def vehicles_meant(words: Iterable[str], *, name: str) -> frozenset[str]:
    """
    Return the vehicles that some words mean.

    :raises Invalid: motis_unreadable
    """
    return _meant(words, MEANT, name)


def direct_meant(words: Iterable[str], *, name: str) -> frozenset[str]:
    """
    Return the ways of going without public transport that some words mean.

    :raises Invalid: motis_unreadable
    """
    return _meant(words, DIRECT, name)


def beside_meant(words: Iterable[str], *, name: str) -> frozenset[str]:
    """
    Return the ways to the first stop, or from the last one, that some words mean besides walking.

    :raises Invalid: motis_unreadable
    """
    return _meant(words, BESIDE_TRANSIT, name)


def _meant(words: Iterable[str], table: dict[str, frozenset[str]], name: str) -> frozenset[str]:
    meant: frozenset[str] = frozenset()
    for word in words:
        if word not in KNOWN:
            raise unreadable(name, word)
        meant |= table.get(word, frozenset())
    return meant
