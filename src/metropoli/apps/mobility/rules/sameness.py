"""What makes two trips the same trip."""

from __future__ import annotations

from hashlib import sha256

from metropoli.apps.travel.types import Leg, Trip

LETTERS = 16  # of the fingerprint: one trip in 2^64


def fingerprint(trip: Trip) -> str:
    """
    Name a trip by what one does on it, so that it is found again among other answers.

    A ride counts with its line, its stop and its hour in the timetable: a delay makes no other trip.
    """
    own = "" if any(leg.line for leg in trip.legs) else _minute(trip.legs[0])
    told = [trip.kind, own, *map(_told, trip.legs)]
    return sha256("\n".join(told).encode()).hexdigest()[:LETTERS]


def _told(leg: Leg) -> str:
    if leg.line is None:
        return f"{leg.mode} {leg.rental.system if leg.rental else ''}"
    stop = leg.calls[0].stop.key if leg.calls else ""
    return f"{leg.line.key}\t{stop}\t{_minute(leg)}"


def _minute(leg: Leg) -> str:
    planned = leg.calls[0].planned_departs_at if leg.calls else None
    return str(int((planned or leg.departs_at).timestamp()) // 60)
