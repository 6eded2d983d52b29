"""What a map of this API begins with, its stops, and how the server is."""

from __future__ import annotations

from metropoli import __version__
from metropoli.apps.mobility.api.motis.answering import Body, Document, endpoint
from metropoli.apps.mobility.api.motis.asking import Asked
from metropoli.apps.mobility.api.motis.modes import vehicles_meant
from metropoli.apps.mobility.api.motis.places import Places
from metropoli.apps.mobility.api.motis.questions import LONGEST_DIRECT_S, LONGEST_WALK_S
from metropoli.apps.mobility.api.motis.reaching import LONGEST_MIN, MOST_PLACES
from metropoli.apps.travel import services as travel
from metropoli.apps.travel.types import Box, StopOnMap
from metropoli.base import clock

ZOOM_OF_A_CITY = 12


@endpoint()
def initial(asked: Asked, version: int, body: Body) -> Document:
    """Answer with where a map begins, and with what this server can do."""
    about = travel.read_summary()
    return {
        "lat": about.center.lat_deg,
        "lon": about.center.lon_deg,
        "zoom": ZOOM_OF_A_CITY,
        "serverConfig": {
            "motisVersion": f"Metropoli {__version__}",
            "hasElevation": False,
            "hasRoutedTransfers": True,
            "hasStreetRouting": about.n_street_edges > 0,
            "maxOneToManySize": MOST_PLACES,
            "maxOneToAllTravelTimeLimit": LONGEST_MIN,
            "maxPrePostTransitTimeLimit": LONGEST_WALK_S,
            "maxDirectTimeLimit": LONGEST_DIRECT_S,
            "shapesDebugEnabled": False,
        },
    }


@endpoint()
def stops(asked: Asked, version: int, body: Body) -> list[Document]:
    """Answer with the stops of a stretch of map, or with the busiest of each name."""
    places = Places(version)
    vehicles = vehicles_meant(asked.words("modes") or (), name="modes")
    found = travel.list_stops_in(window=asked.window())
    if vehicles:
        found = tuple(one for one in found if vehicles & set(one.vehicles))
    if asked.flag("grouped"):
        busiest: dict[str, StopOnMap] = {}
        for one in sorted(found, key=lambda one: -one.calls_a_day):
            busiest.setdefault((one.station or one.stop).name, one)
        found = tuple(busiest.values())
    return [places.stop_on_map(one) for one in found]


@endpoint()
def levels(asked: Asked, version: int, body: Body) -> list[float]:
    """Answer with the levels of buildings: streets here are all on one."""
    asked.window()
    return []


@endpoint()
def health(asked: Asked, version: int, body: Body) -> Document:
    """Answer that the server is there, and which live data it has."""
    everywhere = Box(-90, -180, 90, 180)
    shared = travel.shared_in(box=everywhere, at=clock.now(), language="it")
    fresh = any(not one.lapsed for one in shared.systems)
    return {"rt": travel.read_live_state().heard_at is not None, "gbfs": fresh}
