"""Where vehicles are, as they say themselves."""

from __future__ import annotations

from collections.abc import Iterator

from metropoli.apps.travel.bridge.network import Network, key_of
from metropoli.apps.travel.bridge.wording import instant, line_name
from metropoli.apps.travel.types import LiveVehicle, Window
from metropoli.engines import journeys

MOST = 5_000
MOST_AGE_S = 600  # a vehicle that was silent for so long is somewhere else by now


def vehicles_in(network: Network, window: Window, now: int) -> tuple[LiveVehicle, ...]:
    """Return the vehicles of a known line within a rectangle that spoke a short while ago."""
    return tuple(_found(network, window, now))[:MOST]


def _found(network: Network, window: Window, now: int) -> Iterator[LiveVehicle]:
    for place, directory in network.live.positions if network.live is not None else ():
        inside = (
            window.south_deg <= place.lat_deg <= window.north_deg
            and window.west_deg <= place.lon_deg <= window.east_deg
        )
        if not inside or not place.seen_at or now - place.seen_at > MOST_AGE_S:
            continue
        parts = directory.trips.get(place.trip.trip_id, ())
        line = directory.lines.get(place.trip.route_id, -1)
        if line < 0 and parts:
            line = int(directory.timetable.part_line[parts[0]])
        if line >= 0:
            yield _tell(network, place, line, parts[0] if parts else -1)


def _tell(network: Network, place: journeys.Position, line: int, part: int) -> LiveVehicle:
    label = network.labels.lines[line]
    headsign = ""
    if part >= 0:
        headsign = network.labels.headsigns[int(network.timetable.part_headsign[part])]
    return LiveVehicle(
        key=key_of(label.feed, place.id),
        line=line_name(network, line),
        headsign=headsign,
        lat_deg=place.lat_deg,
        lon_deg=place.lon_deg,
        bearing_deg=place.bearing_deg,
        speed_ms=place.speed_ms,
        stands=place.stands,
        occupancy=place.occupancy,
        trip_id=place.trip.trip_id,
        seen_at=instant(network, place.seen_at),
    )
