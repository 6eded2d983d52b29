"""
The city for programs that speak the API of MOTIS 2, in every version of it that they still call.

The words are theirs, so that they need no change; the answers come from the same services as our
pages and our own API. What differs from version to version is written down in docs/interfaces.md.
"""

from __future__ import annotations

from django.urls import URLPattern, re_path

from metropoli.apps.mobility.api.motis.answering import View
from metropoli.apps.mobility.api.motis.boards import stop, stop_times
from metropoli.apps.mobility.api.motis.maps import health, initial, levels, stops
from metropoli.apps.mobility.api.motis.names import geocode, reverse_geocode
from metropoli.apps.mobility.api.motis.planning import plan
from metropoli.apps.mobility.api.motis.reaching import one_to_many
from metropoli.apps.mobility.api.motis.rentals import rentals
from metropoli.apps.mobility.api.motis.spreading import one_to_all
from metropoli.apps.mobility.api.motis.vehicles import trip, trips
from metropoli.apps.mobility.services import list_interfaces

VIEWS: dict[str, View] = {
    "plan": plan,
    "geocode": geocode,
    "reverse-geocode": reverse_geocode,
    "stoptimes": stop_times,
    "stop": stop,
    "trip": trip,
    "map/initial": initial,
    "map/stops": stops,
    "map/trips": trips,
    "map/levels": levels,
    "map/rentals": rentals,
    "one-to-many": one_to_many,
    "one-to-all": one_to_all,
    "rentals": rentals,
    "health": health,
}

paths: list[URLPattern] = [
    re_path(rf"^api/v(?P<version>[{one.versions}])/{one.path}$", VIEWS[one.path])
    for one in list_interfaces()
]

__all__ = ["VIEWS", "paths"]
