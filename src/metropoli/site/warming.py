"""Compile what is compiled before anybody waits for it."""

from __future__ import annotations

from metropoli.apps.travel import services as travel
from metropoli.apps.travel.types import Point, ReachRequest, TripRequest
from metropoli.base.errors import MetropoliError

SHORT_WAY_DEG = 0.01


def warm() -> None:
    """Plan a short trip and look around from the middle of the city; the compiled loops stay on disk."""
    try:
        start = travel.read_summary().center
        end = Point(start.lat_deg + SHORT_WAY_DEG, start.lon_deg + SHORT_WAY_DEG)
        travel.plan_trip(request=TripRequest(start, end, travel.city_now()))
        around = ReachRequest(start, travel.city_now())
        travel.reach_points(request=around, points=[end])
        travel.draw_reach(request=around)
    except MetropoliError:
        return  # Nothing is loaded yet, or the middle of the city is a lake: nothing to warm.
