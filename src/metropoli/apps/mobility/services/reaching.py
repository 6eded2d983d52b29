"""What can be reached, for whoever brings a list or wants the areas alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from metropoli.apps.mobility.services.trips import instant_of, understand
from metropoli.apps.mobility.types import COMUNE, ReachedWay
from metropoli.apps.territory import queries as territory
from metropoli.apps.territory.types import Box
from metropoli.apps.travel import services as travel
from metropoli.apps.travel.types import Point, ReachAnswer, ReachMap, ReachRequest

AROUND_DEG = 1.2  # nobody gets further in two hours
MOST_PLACES = 20_000


def sort_points(
    *, way: ReachedWay, points: Sequence[Point], language: str, now: datetime
) -> ReachAnswer:
    """
    Sort points by the time it takes to get to each, the nearest first.

    :raises NotFound: the start has no such name, or no street is near it
    :raises Invalid: too many points, or a time beyond the limits
    """
    return travel.sort_by_reach(request=_request(way, language, now), points=points)


def sort_places(
    *, way: ReachedWay, kinds: Sequence[str], language: str, now: datetime
) -> ReachAnswer:
    """
    Sort the places of some kinds (or of all, and the Comuni) by the time it takes to get there.

    :raises NotFound: the start has no such name, or no street is near it
    :raises Invalid: too many places, or a time beyond the limits
    """
    request = _request(way, language, now)
    points = _places(request.start, kinds, english=language == "en")
    return travel.sort_by_reach(request=request, points=points)


def draw_areas(
    *, way: ReachedWay, minutes: Sequence[int], percentile: int, language: str, now: datetime
) -> ReachMap:
    """
    Draw the areas within so many minutes of somewhere.

    :raises NotFound: the start has no such name, or no street is near it
    :raises Invalid: minutes or departures beyond the limits
    """
    request = _request(way, language, now)
    return travel.draw_reach(request=request, minutes=minutes, percentile=percentile)


def _request(way: ReachedWay, language: str, now: datetime) -> ReachRequest:
    return ReachRequest(
        start=understand(place=way.start, language=language).point,
        at=instant_of(when=way.when, now=now),
        window_s=way.window_s,
        mode=way.mode,
        longest_s=way.longest_s,
        max_rides=way.max_rides,
        manner=way.manner,
        owned=way.owned,
    )


def _places(start: Point, kinds: Sequence[str], *, english: bool) -> list[Point]:
    box = Box(
        west_deg=start.lon_deg - AROUND_DEG,
        south_deg=start.lat_deg - AROUND_DEG,
        east_deg=start.lon_deg + AROUND_DEG,
        north_deg=start.lat_deg + AROUND_DEG,
    )
    wanted = [kind for kind in kinds if kind != COMUNE]
    found = []
    if wanted or not kinds:
        found = [
            Point(one.lat_deg, one.lon_deg, (english and one.name_en) or one.name_it)
            for one in territory.places_in(box, kinds=wanted, limit=MOST_PLACES)
        ]
    if not kinds or COMUNE in kinds:
        found += [
            Point(one.lat_deg, one.lon_deg, (english and one.name_en) or one.name_it)
            for one in territory.comuni()
        ]
    return found
