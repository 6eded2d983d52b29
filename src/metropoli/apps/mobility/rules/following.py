"""A trip against what is known of its vehicles now: where one is, what broke, where to choose again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from metropoli.apps.mobility.types import (
    Break,
    Exit,
    FollowedLeg,
    FollowedTrip,
    Progress,
    Sight,
    Stretch,
)
from metropoli.apps.travel.types import STAY, Point

CHANGE = timedelta(minutes=1)  # between two vehicles at one stop, unless less was planned
S_PER_MIN = 60


def progress_of(trip: FollowedTrip, sights: Sequence[Sight | None], now: datetime) -> Progress:
    """
    Say where one is on a trip now and whether the rest of it can be made.

    :param sights: one a leg; None for a leg on one's own
    """
    stretches = _as_things_are(trip.legs, sights, now)
    phase, position = _phase(stretches, now)
    broken = None if phase == "arrived" else _first_break(stretches, phase, position)
    exits = _exits_ahead(stretches[position], now)
    free_from, free_at = _free(stretches[position], phase, exits, now)
    return Progress(
        stretches=_told(stretches, phase, position),
        phase=phase,
        position=position,
        next_at=_next_at(stretches[position], phase),
        broken=broken,
        free_at=max(free_at, now),
        free_from=free_from,
        next_exit=exits[0] if phase == "aboard" and exits else None,
    )


def _as_things_are(
    legs: Sequence[FollowedLeg], sights: Sequence[Sight | None], now: datetime
) -> list[Stretch]:
    """Give each leg its times of now: on one's own one goes on as soon as the leg before ends."""
    stretches: list[Stretch] = []
    for place, (leg, sight) in enumerate(zip(legs, sights, strict=True)):
        lasts = leg.arrives_at - leg.departs_at
        if sight is not None:
            stretches.append(Stretch(leg, sight.departs_at, sight.arrives_at, sight))
        elif stretches and leg.mode == STAY:
            # Who comes late to a place stays less long there, to go on as planned.
            starts_at = stretches[-1].arrives_at
            stretches.append(Stretch(leg, starts_at, max(starts_at, leg.arrives_at)))
        elif stretches:
            starts_at = stretches[-1].arrives_at
            stretches.append(Stretch(leg, starts_at, starts_at + lasts))
        else:
            ahead = sights[place + 1] if place + 1 < len(sights) else None
            starts_at = _leaves_in_time(leg, lasts, ahead, now)
            stretches.append(Stretch(leg, starts_at, starts_at + lasts))
    return stretches


def _leaves_in_time(
    leg: FollowedLeg, lasts: timedelta, ahead: Sight | None, now: datetime
) -> datetime:
    """Who has not left yet can leave earlier, should the vehicle be early."""
    if ahead is None or now >= leg.departs_at:
        return leg.departs_at
    return max(min(leg.departs_at, ahead.departs_at - lasts), min(now, leg.departs_at))


def _phase(stretches: Sequence[Stretch], now: datetime) -> tuple[str, int]:
    for position, stretch in enumerate(stretches):
        if now < stretch.departs_at:
            return ("waiting" if stretch.leg.is_ride and position else "before"), position
        if now < stretch.arrives_at:
            return ("aboard" if stretch.leg.is_ride else "own"), position
    return "arrived", len(stretches) - 1


def _first_break(stretches: Sequence[Stretch], phase: str, position: int) -> Break | None:
    for place in range(position, len(stretches)):
        stretch, sight = stretches[place], stretches[place].sight
        if sight is None:
            continue
        aboard = place == position and phase == "aboard"
        broken = None if aboard else _cannot_board(stretches, place, phase, position)
        if broken is None and not sight.alights:
            broken = Break(
                "skips_alighting", place, stretch.leg.line, stretch.leg.end.name, sight.arrives_at
            )
        if broken is not None:
            return broken
    return None


def _cannot_board(
    stretches: Sequence[Stretch], place: int, phase: str, position: int
) -> Break | None:
    leg, sight = stretches[place].leg, stretches[place].sight
    if sight is None or leg.stays_on_board:
        return None
    if sight.cancelled:
        return Break("cancelled", place, leg.line, leg.start.name, leg.departs_at)
    if not sight.boards:
        return Break("skips_boarding", place, leg.line, leg.start.name, leg.departs_at)
    if place == position and phase == "waiting":
        return None
    return _too_late_for(stretches, place) if place else None


def _too_late_for(stretches: Sequence[Stretch], place: int) -> Break | None:
    """Say whether one comes too late to a vehicle, and which one of before is to blame."""
    before, ride = stretches[place - 1], stretches[place]
    planned = ride.leg.departs_at - before.leg.arrives_at
    needs = min(CHANGE, max(planned, timedelta(0))) if before.leg.is_ride else timedelta(0)
    if before.arrives_at + needs <= ride.departs_at:
        return None
    late = next((one for one in reversed(stretches[:place]) if one.leg.is_ride), None)
    if late is not None and late.late_min > 0:
        return Break(
            "change_missed", place, late.leg.line, ride.leg.start.name, ride.departs_at,
            late.late_min,
        )  # fmt: skip
    return Break("left_early", place, ride.leg.line, ride.leg.start.name, ride.departs_at)


def _exits_ahead(stretch: Stretch, now: datetime) -> list[Exit]:
    return [one for one in stretch.sight.exits if one.at >= now] if stretch.sight else []


def _free(
    stretch: Stretch, phase: str, exits: Sequence[Exit], now: datetime
) -> tuple[Point, datetime]:
    """Return where and when one could choose again: where one gets off, or where one is."""
    if phase in {"before", "waiting"}:
        return stretch.leg.start, now
    if phase == "aboard" and stretch.sight is not None and not stretch.sight.alights:
        before = [one for one in exits if one.at <= stretch.arrives_at]
        chosen = before[-1] if before else next(iter(exits), None)
        if chosen is not None:
            return chosen.point, chosen.at
    return stretch.leg.end, stretch.arrives_at


def _next_at(stretch: Stretch, phase: str) -> datetime:
    return stretch.departs_at if phase in {"before", "waiting"} else stretch.arrives_at


def _told(stretches: Sequence[Stretch], phase: str, position: int) -> tuple[Stretch, ...]:
    if phase == "arrived":
        return tuple(replace(one, state="done") for one in stretches)
    now = "now" if phase in {"own", "aboard"} else "ahead"
    states = ["done"] * position + [now] + ["ahead"] * (len(stretches) - position - 1)
    return tuple(replace(one, state=state) for one, state in zip(stretches, states, strict=True))
