"""Rides on demand, from door to door inside their areas."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np

from metropoli.apps.travel.bridge.network import Network
from metropoli.apps.travel.bridge.street_legs import (
    coordinates,
    graph_of,
    snap,
    streets_of,
)
from metropoli.apps.travel.bridge.wording import line_name
from metropoli.apps.travel.rules import booking
from metropoli.apps.travel.types import CAR, ON_DEMAND, Booking, Leg, Trip, TripRequest
from metropoli.base.errors import NotFound
from metropoli.engines import journeys, streets

AT_ANY_TIME = journeys.BookingRule(booking.AT_ONCE, 0, 0, 0, "", "", "")


class Window(NamedTuple):
    """When a ride can pick somebody up, knowing when they ask."""

    ride: int
    from_at: datetime
    until_at: datetime
    day_start: datetime


def direct_rides(network: Network, request: TripRequest, now: datetime) -> Iterator[Trip]:
    """Yield the trip that each service on demand offers from door to door, the soonest first."""
    start, end = request.start, request.end
    drive = _drive(network, request) if len(network.flex.ride_line) else None
    if drive is None:
        return
    from_area = journeys.areas_at(network.flex, start.lat_deg, start.lon_deg)
    to_area = journeys.areas_at(network.flex, end.lat_deg, end.lon_deg)
    offered = set()
    for window in sorted(_windows(network, request, now), key=lambda one: one.from_at):
        flex, ride = network.flex, window.ride
        if not (from_area[flex.ride_from[ride]] and to_area[flex.ride_to[ride]]):
            continue
        lasts = lasting(network, ride, drive.duration_s)
        picked_up_at = _pick_up(request, window, lasts)
        line = int(flex.ride_line[ride])
        if picked_up_at is None or line in offered:
            continue
        if not _sets_down(network, window, picked_up_at + lasts):
            continue
        offered.add(line)
        yield Trip(ON_DEMAND, (_leg(network, request, window, drive, picked_up_at),))


def lasting(network: Network, ride: int, drive_s: int) -> timedelta:
    """Return the longest that a ride may take, detours for others included."""
    flex = network.flex
    return timedelta(
        seconds=max(
            drive_s, round(drive_s * float(flex.ride_factor[ride])) + int(flex.ride_offset_s[ride])
        )
    )


def booking_of(network: Network, window: Window, picked_up_at: datetime) -> Booking:
    """Return whose the ride is, how one asks for it, and by when."""
    rule = _rule(network, window.ride)
    by_at = booking.book_by(picked_up_at, window.day_start, _terms(rule))
    return Booking(
        line=line_name(network, int(network.flex.ride_line[window.ride])),
        by_at=None if rule.kind == booking.AT_ONCE else by_at,
        message=rule.message,
        phone=rule.phone,
        url=rule.url,
    )


def _windows(network: Network, request: TripRequest, now: datetime) -> Iterator[Window]:
    """Yield when the rides of the day can pick up whoever asks now."""
    flex, zone = network.flex, ZoneInfo(network.about.zone)
    day = request.at.astimezone(zone).date()
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=zone).astimezone(UTC)
    day_start = (noon - timedelta(hours=12)).astimezone(zone)  # as GTFS counts seconds
    for ride in journeys.rides_on(flex, day.toordinal()).tolist():
        soonest = booking.earliest_pick_up(now, day_start, _terms(_rule(network, ride)))
        if soonest is None:
            continue
        opens = (day_start.astimezone(UTC) + _seconds(flex.board_from_s[ride])).astimezone(zone)
        closes = (day_start.astimezone(UTC) + _seconds(flex.board_until_s[ride])).astimezone(zone)
        opens = max(opens, soonest.astimezone(zone))
        if opens <= closes:
            yield Window(ride, opens, closes, day_start)


def _rule(network: Network, ride: int) -> journeys.BookingRule:
    row = int(network.flex.ride_rule[ride])
    return AT_ANY_TIME if row < 0 else network.flex_labels.rules[row]


def _terms(rule: journeys.BookingRule) -> booking.Terms:
    seconds = rule.until_s if rule.kind == booking.DAYS_BEFORE else rule.notice_s
    return booking.Terms(rule.kind, timedelta(seconds=seconds), rule.days_before)


def _pick_up(request: TripRequest, window: Window, lasts: timedelta) -> datetime | None:
    """Return when one is picked up: as soon, or as late, as was asked; None if never."""
    wanted = request.at - lasts if request.arrive_by else request.at
    at = min(window.until_at, wanted) if request.arrive_by else max(window.from_at, wanted)
    return at if window.from_at <= at <= window.until_at else None


def _sets_down(network: Network, window: Window, at: datetime) -> bool:
    flex, ride = network.flex, window.ride
    seconds = (at.astimezone(UTC) - window.day_start.astimezone(UTC)).total_seconds()
    return bool(flex.alight_from_s[ride] <= seconds <= flex.alight_until_s[ride])


def _drive(network: Network, request: TripRequest) -> streets.Path | None:
    graph = graph_of(CAR, step_free=False)
    try:
        ends = [snap(network, CAR, at, step_free=False) for at in (request.start, request.end)]
        return streets.route(streets_of(network), graph, *ends)
    except NotFound:
        return None


def _leg(
    network: Network,
    request: TripRequest,
    window: Window,
    drive: streets.Path,
    picked_up_at: datetime,
) -> Leg:
    ride = window.ride
    ends = [(at.lon_deg, at.lat_deg) for at in (request.start, request.end)]
    return Leg(
        mode=ON_DEMAND,
        start=request.start,
        end=request.end,
        departs_at=picked_up_at,
        arrives_at=picked_up_at + lasting(network, ride, drive.duration_s),
        length_m=round(drive.length_m),
        geometry=(ends[0], *coordinates(drive.lat_deg, drive.lon_deg), ends[1]),
        booking=booking_of(network, window, picked_up_at),
    )


def _seconds(value: np.int32) -> timedelta:
    return timedelta(seconds=int(value))
