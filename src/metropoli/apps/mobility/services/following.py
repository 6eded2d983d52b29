"""A trip that somebody is on: how it goes, and another way when it breaks."""

from __future__ import annotations

from datetime import datetime

from metropoli.apps.mobility import rules
from metropoli.apps.mobility.types import (
    Exit,
    Followed,
    FollowedLeg,
    FollowedTrip,
    Progress,
    Sight,
)
from metropoli.apps.travel import services as travel
from metropoli.apps.travel.types import (
    SHARED_BIKE,
    SHARED_CAR,
    SHARED_SCOOTER,
    TRANSIT,
    WALK,
    Call,
    Leg,
    Manner,
    TripAnswer,
    TripRequest,
)
from metropoli.base.errors import MetropoliError, NotFound

# One's own car or bike stayed behind.
ON_THE_WAY = frozenset({TRANSIT, WALK, SHARED_BIKE, SHARED_SCOOTER, SHARED_CAR})


def follow(
    *,
    trip: FollowedTrip,
    now: datetime,
    manner: Manner,
    modes: frozenset[str] = frozenset({TRANSIT, WALK}),
) -> Followed:
    """
    Say how a trip goes, and if it cannot be made any more, find how to go on.

    Nothing is kept: the trip is all in the question.
    """
    sights = [_sight(leg) if leg.is_ride else None for leg in trip.legs]
    progress = rules.progress_of(trip, sights, now)
    heard = [sight.seen_at for sight in sights if sight and sight.seen_at]
    return Followed(
        trip=trip,
        progress=progress,
        zone=travel.read_summary().zone,
        checked_at=now,
        live_at=max(heard) if heard else None,
        again=_another_way(trip, progress, manner, modes) if progress.broken else None,
    )


def _another_way(
    trip: FollowedTrip, progress: Progress, manner: Manner, modes: frozenset[str]
) -> TripAnswer | None:
    request = TripRequest(
        start=progress.free_from,
        end=trip.legs[-1].end,
        at=progress.free_at,
        modes=modes & ON_THE_WAY | {TRANSIT, WALK},
        manner=manner,
    )
    try:
        return travel.plan_trip(request=request)
    except MetropoliError:
        return None  # one is there already, or nothing leads on: the page says so


def _sight(leg: FollowedLeg) -> Sight:
    """Look how the vehicle of a ride goes, at the two stops that matter."""
    try:
        vehicle = travel.read_vehicle(key=leg.trip_key)
    except NotFound:
        return Sight(leg.departs_at, leg.arrives_at, found=False)
    calls = [(call, part) for part in vehicle.legs for call in part.calls]
    first = _nearest(calls, leg.from_stop, leg.departs_at, departing=True)
    last = _nearest(calls, leg.to_stop, leg.arrives_at, departing=False)
    if first is None or last is None:
        return Sight(leg.departs_at, leg.arrives_at, found=False)
    (on, part), (off, _part) = calls[first], calls[last]
    return Sight(
        departs_at=on.departs_at,
        arrives_at=off.arrives_at,
        is_live=part.live != "",
        cancelled=part.live == "cancelled",
        boards=not on.skipped,
        alights=not off.skipped,
        exits=tuple(
            Exit(call.stop.point, call.arrives_at)
            for call, _of in calls[first + 1 :]
            if not call.skipped
        ),
        platform=on.platform or on.stop.platform,
        seen_at=part.seen_at,
        geometry=part.geometry,
    )


def _nearest(
    calls: list[tuple[Call, Leg]], stop: str, planned: datetime, *, departing: bool
) -> int | None:
    """Return where a vehicle calls at a stop, at the time nearest to the planned one."""

    def gap_s(place: int) -> float:
        call = calls[place][0]
        at = call.planned_departs_at or call.departs_at
        if not departing:
            at = call.planned_arrives_at or call.arrives_at
        return abs((at - planned).total_seconds())

    found = [place for place, (call, _leg) in enumerate(calls) if call.stop.key == stop]
    return min(found, key=gap_s) if found else None
