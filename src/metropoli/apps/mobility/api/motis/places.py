"""Places: somewhere on the map, or a stop with what a vehicle does there."""

from __future__ import annotations

from metropoli.apps.mobility.api.motis.answering import Document, as_text, known
from metropoli.apps.mobility.api.motis.asking import Spot, read_spot
from metropoli.apps.mobility.api.motis.modes import mode_of
from metropoli.apps.travel import services as travel
from metropoli.apps.travel.types import Call, Point, StopName, StopOnMap

NO_LEVEL_IN = 6  # from this version on a level that nobody knows is not written as the ground's
NORMAL, TRANSIT = "NORMAL", "TRANSIT"


class Places:
    """Writes places in the words of one version."""

    def __init__(self, version: int) -> None:
        self.version = version
        self.zone = travel.read_summary().zone

    def point(self, point: Point) -> Document:
        """Write somewhere on the map."""
        return self._ground() | {
            "name": point.name,
            "lat": point.lat_deg,
            "lon": point.lon_deg,
            "tz": self.zone,
            "vertexType": NORMAL,
        }

    def stop(self, stop: StopName, *, track: str = "") -> Document:
        """Write a stop, with the platform of today if it is another one."""
        return self._ground() | known(
            name=stop.name,
            stopId=stop.key,
            lat=stop.lat_deg,
            lon=stop.lon_deg,
            tz=self.zone,
            scheduledTrack=stop.platform or None,
            track=track or stop.platform or None,
            stopCode=stop.code or None,
            vertexType=TRANSIT,
        )

    def call(self, call: Call) -> Document:
        """Write a stop with the times of a vehicle there, and whether one may get on and off."""
        cancelled = {"cancelled": True} if call.skipped else {}
        return self.stop(call.stop, track=call.platform) | {
            "arrival": as_text(call.arrives_at),
            "departure": as_text(call.departs_at),
            "scheduledArrival": as_text(call.planned_arrives_at or call.arrives_at),
            "scheduledDeparture": as_text(call.planned_departs_at or call.departs_at),
            "pickupType": _allowed(call.boards and not call.skipped),
            "dropoffType": _allowed(call.alights and not call.skipped),
            **cancelled,
        }

    def stop_on_map(self, found: StopOnMap) -> Document:
        """Write a stop with its station and with what calls there."""
        place = self.stop(found.stop)
        place["modes"] = [mode_of(vehicle, self.version) for vehicle in found.vehicles]
        if found.station is not None:
            place["parentId"] = found.station.key
        return place

    def _ground(self) -> Document:
        return {} if self.version >= NO_LEVEL_IN else {"level": 0}


def leaving(place: Document) -> Document:
    """Return the place of a first stop, where nobody arrives."""
    return {name: value for name, value in place.items() if name not in ARRIVALS}


def arriving(place: Document) -> Document:
    """Return the place of a last stop, from where nobody leaves."""
    return {name: value for name, value in place.items() if name not in DEPARTURES}


ARRIVALS = {"arrival", "scheduledArrival"}
DEPARTURES = {"departure", "scheduledDeparture"}


def find_place(text: str, *, name: str) -> tuple[Point, StopName | None]:
    """
    Return where a `latitude,longitude[,level]` or the id of a stop is, and the stop if it is one.

    :raises NotFound: no stop has this id
    """
    spot = read_spot(text)
    if spot is not None:
        return point_of(spot, name), None
    stop = travel.read_stop(key=text).stop
    return stop.point, stop


def point_of(spot: Spot, name: str = "") -> Point:
    """Return a position as a point of ours."""
    return Point(spot.lat_deg, spot.lon_deg, name)


def _allowed(allowed: bool) -> str:  # noqa: FBT001 - it is the only thing said
    return "NORMAL" if allowed else "NOT_ALLOWED"
