"""Rows of the timetable as lines, stops and instants."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from metropoli.apps.travel.bridge.network import Network, key_of
from metropoli.apps.travel.rules.vehicles import vehicle_of
from metropoli.apps.travel.types import LineName, StopName

HALF_DAY_S = 12 * 3_600


def stop_name(network: Network, row: int) -> StopName:
    """Return a stop as it is written on the pole."""
    label = network.labels.stops[row]
    return StopName(
        key=key_of(label.feed, label.id),
        name=label.name,
        code=label.code,
        platform=label.platform,
        lat_deg=float(network.timetable.stop_lat_deg[row]),
        lon_deg=float(network.timetable.stop_lon_deg[row]),
    )


def line_name(network: Network, row: int) -> LineName:
    """Return a line as it is written on the vehicle."""
    line = network.labels.lines[row]
    return LineName(
        key=key_of(line.feed, line.id),
        short_name=line.short_name or line.long_name,
        long_name=line.long_name if line.short_name else "",
        vehicle=vehicle_of(line.mode),
        agency=line.agency,
        color=line.color.lower(),
        text_color=line.text_color.lower(),
    )


def instant(network: Network, epoch_s: int) -> datetime:
    """Return an instant in the network's own time zone."""
    return datetime.fromtimestamp(int(epoch_s), UTC).astimezone(ZoneInfo(network.about.zone))


def zone_of(network: Network) -> ZoneInfo:
    """Return the network's own time zone."""
    return ZoneInfo(network.about.zone)


def midnight_s(network: Network, ordinal: int) -> int:
    """Return when a day begins as timetables count it: twelve hours before noon (UTC epoch)."""
    noon = datetime.combine(date.fromordinal(ordinal), time(12), zone_of(network))
    return int(noon.timestamp()) - HALF_DAY_S
