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

# Which versions of each path its clients call: those that MOTIS itself answers.
ENDPOINTS: dict[str, tuple[str, View]] = {
    "plan": ("1-6", plan),
    "geocode": ("1", geocode),
    "reverse-geocode": ("1", reverse_geocode),
    "stoptimes": ("1456", stop_times),
    "stop": ("6", stop),
    "trip": ("12456", trip),
    "map/initial": ("1", initial),
    "map/stops": ("16", stops),
    "map/trips": ("1456", trips),
    "map/levels": ("1", levels),
    "one-to-many": ("1", one_to_many),
    "one-to-all": ("16", one_to_all),
    "rentals": ("1", rentals),
    "map/rentals": ("1", rentals),
    "health": ("1", health),
}


paths: list[URLPattern] = [
    re_path(rf"^api/v(?P<version>[{versions}])/{name}$", view)
    for name, (versions, view) in ENDPOINTS.items()
]

__all__ = ["ENDPOINTS", "paths"]
