"""A chosen trip as a text for an address: what is needed to follow it, and nothing of who follows."""

from __future__ import annotations

import json
import math
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from typing import Any

from metropoli.apps.mobility.types import FollowedLeg, FollowedTrip
from metropoli.apps.travel.types import Leg, Point, Trip
from metropoli.base.errors import Invalid

LONGEST_TOKEN = 6_000
LARGEST_BYTES = 40_000
MOST_LEGS = 40
LONGEST_TEXT = 200
LAST_S = 7_258_118_400  # the year 2200
N_TEXTS, N_NUMBERS = 8, 6


def token_of(trip: Trip) -> str:
    """Return a trip as a text that fits into an address."""
    told = [_told(leg) for leg in trip.legs]
    packed = zlib.compress(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode(), 9)
    return urlsafe_b64encode(packed).decode().rstrip("=")


def trip_of(token: str) -> FollowedTrip:
    """
    Read a trip out of an address.

    :raises Invalid: the text is no trip, or was cut
    """
    try:
        legs = tuple(_leg(one) for one in _unpacked(token))
    except (ValueError, TypeError, KeyError, zlib.error, OverflowError):
        raise Invalid("followed_link_broken") from None
    if not legs or any(one.arrives_at < one.departs_at for one in legs):
        raise Invalid("followed_link_broken")
    return FollowedTrip(legs)


def _told(leg: Leg) -> list[str | float | int]:
    first, last = (leg.calls[0], leg.calls[-1]) if leg.calls else (None, None)
    departs_at = (first and first.planned_departs_at) or leg.departs_at
    arrives_at = (last and last.planned_arrives_at) or leg.arrives_at
    return [
        leg.mode,
        leg.start.name,
        leg.end.name,
        leg.trip_key,
        first.stop.key if first else "",
        last.stop.key if last else "",
        leg.line.short_name if leg.line else "",
        leg.headsign,
        int(departs_at.timestamp()),
        int(arrives_at.timestamp()),
        round(leg.start.lat_deg, 6),
        round(leg.start.lon_deg, 6),
        round(leg.end.lat_deg, 6),
        round(leg.end.lon_deg, 6),
        int(leg.stays_on_board),
    ]


def _unpacked(token: str) -> list[Any]:
    if len(token) > LONGEST_TOKEN:
        raise ValueError(token[:10])
    packed = urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
    reader = zlib.decompressobj()
    told = json.loads(reader.decompress(packed, LARGEST_BYTES))
    if not isinstance(told, list) or len(told) > MOST_LEGS:
        raise TypeError(type(told))
    return told


def _leg(told: Any) -> FollowedLeg:
    texts, numbers, (stays,) = told[:N_TEXTS], told[N_TEXTS : N_TEXTS + N_NUMBERS], told[14:]
    mode, start, end, trip_key, from_stop, to_stop, line, headsign = map(_text, texts)
    departs_s, arrives_s, *degrees = map(_number, numbers)
    if not (0 <= departs_s <= LAST_S and 0 <= arrives_s <= LAST_S):
        raise ValueError(departs_s)
    lats, lons = degrees[0::2], degrees[1::2]
    if any(abs(lat) > 90 for lat in lats) or any(abs(lon) > 180 for lon in lons):  # noqa: PLR2004 - the globe
        raise ValueError(degrees)
    return FollowedLeg(
        mode=mode,
        departs_at=datetime.fromtimestamp(departs_s, UTC),
        arrives_at=datetime.fromtimestamp(arrives_s, UTC),
        start=Point(lats[0], lons[0], start),
        end=Point(lats[1], lons[1], end),
        trip_key=trip_key,
        from_stop=from_stop,
        to_stop=to_stop,
        line=line,
        headsign=headsign,
        stays_on_board=bool(stays),
    )


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_TEXT or "\0" in value:
        raise TypeError(type(value))
    return value


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise TypeError(type(value))
    return value
