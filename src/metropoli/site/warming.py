"""Compile what is compiled before anybody waits for it."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from metropoli.apps.mobility import services as mobility
from metropoli.apps.mobility.types import ServedQuestion
from metropoli.apps.travel import services as travel
from metropoli.apps.travel.types import NetworkSummary, Point, ReachRequest, TripRequest
from metropoli.base.errors import MetropoliError

# Ways this long, one after another until one is ridden: who only walks needs no loops of rides.
WAYS_DEG = (0.02, 0.05, 0.01, -0.02, -0.05, 0.15)
BUSY_HOUR = time(12)


def warm() -> None:
    """
    Ride from the middle of the city and look around there; the compiled loops stay on disk.

    Trips come first, leaving and arriving: they are what most people ask for.
    """
    try:
        summary = travel.read_summary()
        at = _when_busy(summary)
        end = next((end for end in _ends(summary.center) if _rides(summary.center, end, at)), None)
        if end is None:
            return  # no street, or nothing runs: there is nothing to ride
        travel.plan_trip(request=TripRequest(summary.center, end, at, arrive_by=True))
        around = ReachRequest(summary.center, at)
        travel.reach_points(request=around, points=[end])
        travel.draw_reach(request=around)
    except MetropoliError:
        return  # Nothing is loaded yet: nothing to warm.


def look_from_everywhere() -> None:
    """Work out the minutes from everywhere that are asked for first; they are kept for everybody."""
    try:
        mobility.show_served(question=ServedQuestion(), now=travel.city_now())
    except MetropoliError:
        return  # no streets, or no place of any kind: nobody can ask


def _ends(start: Point) -> list[Point]:
    return [Point(start.lat_deg + way, start.lon_deg + way) for way in WAYS_DEG]


def _rides(start: Point, end: Point, at: datetime) -> bool:
    try:
        answer = travel.plan_trip(request=TripRequest(start, end, at))
    except MetropoliError:
        return False  # the end is in a lake
    return any(trip.kind == "transit" for trip in answer.trips)


def _when_busy(summary: NetworkSummary) -> datetime:
    """Return noon of today, or of the first day of the timetable if it does not run today."""
    zone = ZoneInfo(summary.zone) if summary.zone else UTC
    day = travel.city_now().astimezone(zone).date()
    if summary.first_day and summary.last_day:
        day = min(max(day, summary.first_day), summary.last_day)
    return datetime.combine(day, BUSY_HOUR, zone)
