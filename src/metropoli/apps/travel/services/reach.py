"""What can be reached from somewhere: any list by minutes, and the map of minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from metropoli.apps.travel import bridge
from metropoli.apps.travel.services.live import live_network
from metropoli.apps.travel.services.serving import network
from metropoli.apps.travel.types import (
    MIDDLE,
    MINUTE_S,
    MODES,
    PERCENTILES,
    Point,
    ReachAnswer,
    Reached,
    ReachMap,
    ReachRequest,
)
from metropoli.base.errors import Invalid

MOST_POINTS = 20_000
MOST_AREAS = 12
LONGEST_S, LONGEST_WINDOW_S = 120 * MINUTE_S, 240 * MINUTE_S
MOST_RIDES = 8


def reach_points(*, request: ReachRequest, points: Sequence[Point]) -> ReachAnswer:
    """
    Say what it takes to get to each of many points, in one pass and in their order.

    Thousands of points take less than a second; who asks again about the same points, from
    wherever, waits some hundredths.

    :raises NotFound: nothing is loaded, or no street is near the start
    :raises Invalid: too many points, or a window, a time or rides beyond the limits
    """
    _check(request)
    if len(points) > MOST_POINTS:
        raise Invalid("too_many_points", most=MOST_POINTS)
    return bridge.reach_places(_city(request), request, points)


def sort_by_reach(*, request: ReachRequest, points: Sequence[Point]) -> ReachAnswer:
    """
    Say the same with the nearest in time first; what is out of reach comes last, in its order.

    :raises NotFound: nothing is loaded, or no street is near the start
    :raises Invalid: too many points, or a window, a time or rides beyond the limits
    """
    answer = reach_points(request=request, points=points)
    return replace(answer, places=tuple(sorted(answer.places, key=_nearness)))


def draw_reach(
    *, request: ReachRequest, minutes: Sequence[int] = (15, 30, 45, 60), percentile: int = MIDDLE
) -> ReachMap:
    """
    Draw the areas within so many minutes, with which this share of the departures keeps.

    :raises NotFound: nothing is loaded, or no street is near the start
    :raises Invalid: minutes, percentile, window or rides beyond the limits
    """
    widest = max(minutes, default=0) * MINUTE_S
    _check(replace(request, longest_s=widest))
    if percentile not in PERCENTILES:
        raise Invalid("percentile_not_kept", percentile=percentile)
    if len(minutes) > MOST_AREAS or min(minutes) < 1:
        raise Invalid("reach_too_wide")
    request = replace(request, longest_s=widest)
    return bridge.reach_map(_city(request), request, minutes, percentile)


def _city(request: ReachRequest) -> bridge.Network:
    return live_network() if request.live else network()


def _nearness(place: Reached) -> tuple[int, int, int]:
    if place.minutes is None:
        return (1, 0, place.row)
    return (0, place.minutes, place.slow_min or place.minutes)


def _check(request: ReachRequest) -> None:
    fits = (
        request.mode in MODES
        and 0 < request.longest_s <= LONGEST_S
        and 0 <= request.window_s <= LONGEST_WINDOW_S
        and 1 <= request.max_rides <= MOST_RIDES
    )
    if not fits:
        raise Invalid("reach_too_wide")
