"""How likely a journey is to work: whether each change is caught, and the end reached in time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from metropoli.engines import journeys

ON_TIME_S = 5 * 60  # who is no later than this is in time
RISK_UNIT = 1_000  # the table holds so many times minus the logarithm of a chance


def catch_shares(
    delays: journeys.DelayTable,
    timetable: journeys.Timetable,
    journey: journeys.Journey,
    stays_s: Sequence[int] = (),
) -> tuple[float, ...]:
    """
    Return, for each ride after the first, the chance to catch it coming from the one before.

    :param stays_s: how long one stays at least at each place on the way: that much is kept
    """
    shares = []
    for before, after in pairwise(journey.rides):
        ready_s = before.arrives_s + _between_s(timetable, journey, (before, after), stays_s)
        shares.append(share_within(delays, timetable, before, after.departs_s - ready_s))
    return tuple(shares)


def odds_of(
    delays: journeys.DelayTable,
    timetable: journeys.Timetable,
    journey: journeys.Journey,
    caught: tuple[float, ...],
) -> float:
    """Return the chance that every change works and the last vehicle is on time."""
    last = share_within(delays, timetable, journey.rides[-1], ON_TIME_S)
    return math.prod(caught) * last


def share_within(
    delays: journeys.DelayTable, timetable: journeys.Timetable, ride: journeys.Ride, slack_s: int
) -> float:
    """Return the chance that the vehicle of a ride is at most so late where one gets off."""
    kind = int(delays.line_class[_line_at(timetable, ride)])
    step = min(max(slack_s, 0) // delays.step_s, delays.n_steps - 1)
    return math.exp(-int(delays.risk[kind * delays.n_steps + step]) / RISK_UNIT)


def _line_at(timetable: journeys.Timetable, ride: journeys.Ride) -> int:
    first, last = int(timetable.part_first[ride.trip]), int(timetable.part_first[ride.trip + 1])
    part = first
    for other in range(first, last):
        if timetable.part_position[other] < ride.alight_position:
            part = other
    return int(timetable.part_line[part])


def _between_s(
    timetable: journeys.Timetable,
    journey: journeys.Journey,
    rides: tuple[journeys.Ride, journeys.Ride],
    stays_s: Sequence[int],
) -> int:
    """Return what the change itself takes: walks and stays, or the time to change at the stop."""
    before, after = rides
    first = journey.legs.index(before) + 1
    between = journey.legs[first : journey.legs.index(after)]
    takes_s = sum(
        stays_s[leg.via] if isinstance(leg, journeys.Stay) else leg.arrives_s - leg.departs_s
        for leg in between
    )
    if before.alight_stop != after.board_stop:
        return takes_s
    return max(takes_s, int(timetable.change_s[before.alight_stop]))
