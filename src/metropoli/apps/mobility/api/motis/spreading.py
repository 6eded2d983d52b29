"""From one place to every stop, with public transport and on foot."""

from __future__ import annotations

from metropoli.apps.mobility.api.motis.answering import Body, Document, as_text, endpoint
from metropoli.apps.mobility.api.motis.asking import Asked
from metropoli.apps.mobility.api.motis.modes import VEHICLES, vehicles_meant
from metropoli.apps.mobility.api.motis.places import Places, find_place
from metropoli.apps.mobility.api.motis.questions import read_manner, read_max_rides
from metropoli.apps.mobility.api.motis.reaching import LONGEST_MIN
from metropoli.apps.travel import services as travel
from metropoli.apps.travel.types import (
    MINUTE_S,
    TRANSIT,
    WALK,
    Point,
    ReachRequest,
    StopName,
    Window,
)
from metropoli.base.errors import Invalid, NotFound

EVERYWHERE = Window(-90, -180, 90, 180)
MOST_RIDES = 8


@endpoint()
def one_to_all(asked: Asked, version: int, body: Body) -> Document:
    """Answer with every stop that can be reached from a place in time, leaving at an instant."""
    if asked.flag("arriveBy"):
        raise Invalid("motis_not_offered", name="arriveBy=true")
    point, stop = find_place(asked.needed("one").replace(";", ","), name="one")
    asked.needed("maxTravelTime")
    longest_min = asked.whole("maxTravelTime", default=0, least=1, most=LONGEST_MIN)
    at = asked.instant("time", now=travel.city_now())
    wanted = asked.words("transitModes")
    vehicles = VEHICLES if wanted is None else vehicles_meant(wanted, name="transitModes")
    request = ReachRequest(
        start=point,
        at=at,
        window_s=0,
        longest_s=longest_min * MINUTE_S,
        mode=TRANSIT if vehicles else WALK,
        max_rides=min(MOST_RIDES, max(1, read_max_rides(asked, version))),
        manner=read_manner(asked, vehicles),
    )
    places = Places(version)
    one = places.point(point) if stop is None else places.stop(stop)
    return {"one": one | {"departure": as_text(at)}, "all": _all(request, places)}


def _all(request: ReachRequest, places: Places) -> list[Document]:
    """Return the stops in the order of time; none where the place is away from every street."""
    stops = [one.stop for one in travel.list_stops_in(window=EVERYWHERE)]
    points = [Point(stop.lat_deg, stop.lon_deg) for stop in stops]
    try:
        answer = travel.sort_by_reach(request=request, points=points)
    except NotFound as refusal:
        if refusal.code == "no_street_nearby":
            return []
        raise
    return [
        _reached(stops[found.row], found.minutes, found.n_rides or 0, request, places)
        for found in answer.places
        if found.minutes is not None
    ]


def _reached(
    stop: StopName, minutes: int, rides: int, request: ReachRequest, places: Places
) -> Document:
    arrives_at = request.at.timestamp() + minutes * MINUTE_S
    at = as_text(request.at.fromtimestamp(arrives_at, request.at.tzinfo))
    return {"place": places.stop(stop) | {"arrival": at}, "duration": minutes, "k": rides}
