"""One vehicle by its id, and the vehicles on their way through a stretch of map."""

from __future__ import annotations

from datetime import timedelta

from metropoli.apps.mobility.api.motis.answering import Body, Document, as_text, endpoint, known
from metropoli.apps.mobility.api.motis.asking import Asked, unreadable
from metropoli.apps.mobility.api.motis.legs import legs_of
from metropoli.apps.mobility.api.motis.modes import mode_of
from metropoli.apps.mobility.api.motis.places import Places
from metropoli.apps.mobility.api.motis.planning import itinerary_id
from metropoli.apps.mobility.api.motis.polylines import encode
from metropoli.apps.travel import services as travel
from metropoli.apps.travel.types import Stretch

SHOWN_IN = 4  # from this version on a vehicle's name is its `displayName`
# From which zoom on each kind of vehicle is drawn: a map of the country is no place for trams.
FROM_ZOOM = {"rail": 7, "ferry": 8, "metro": 9, "tram": 10, "bus": 10}
FROM_ZOOM_OTHERS = 11
LONGEST = timedelta(days=1)


@endpoint()
def trip(asked: Asked, version: int, body: Body) -> Document:
    """Answer with all that a vehicle does on its day."""
    found = travel.read_vehicle(key=asked.needed("tripId"))
    places = Places(version)
    legs = legs_of(
        found.legs,
        places,
        kind=found.kind,
        joined=asked.flag("joinInterlinedLegs", default=True),
        drawn=asked.flag("detailedLegs", default=True),
    )
    for leg in legs:
        leg["tripFrom"], leg["tripTo"] = leg["from"], leg["to"]
    return {
        "duration": found.duration_s,
        "startTime": as_text(found.departs_at),
        "endTime": as_text(found.arrives_at),
        "transfers": 0,
        "id": itinerary_id(legs),
        "legs": legs,
    }


@endpoint()
def trips(asked: Asked, version: int, body: Body) -> list[Document]:
    """Answer with the vehicles on their way there and then, each between two stops."""
    zoom = asked.number("zoom", default=0, least=0, most=30)
    asked.needed("zoom")
    for name in ("startTime", "endTime"):
        asked.needed(name)
    from_at = asked.instant("startTime", now=travel.city_now())
    until_at = asked.instant("endTime", now=travel.city_now())
    if not from_at <= until_at <= from_at + LONGEST:
        raise unreadable("endTime", asked.text("endTime"))
    precision = asked.whole("precision", default=5, least=0, most=6)
    places = Places(version)
    found = travel.list_moving(window=asked.window(), from_at=from_at, until_at=until_at)
    return [
        _segment(stretch, places, precision)
        for stretch in found
        if zoom >= FROM_ZOOM.get(stretch.line.vehicle, FROM_ZOOM_OTHERS)
    ]


def _segment(stretch: Stretch, places: Places, precision: int) -> Document:
    named = "displayName" if places.version >= SHOWN_IN else "routeShortName"
    leaves, arrives = as_text(stretch.departs_at), as_text(stretch.arrives_at)
    return known(
        trips=[{"tripId": stretch.key, named: stretch.line.short_name}],
        routeColor=stretch.line.color.upper() or None,
        mode=mode_of(stretch.line.vehicle, places.version),
        distance=stretch.length_m,
        **{"from": places.stop(stretch.start), "to": places.stop(stretch.end)},
        departure=leaves,
        arrival=arrives,
        scheduledDeparture=as_text(stretch.planned_departs_at or stretch.departs_at),
        scheduledArrival=as_text(stretch.planned_arrives_at or stretch.arrives_at),
        realTime=stretch.planned_departs_at is not None,
        polyline=encode(stretch.geometry, precision),
    )
