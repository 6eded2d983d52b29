"""A trip that one is on, for programs: how it goes, what broke, and how to go on."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from metropoli.apps.mobility import rules, services
from metropoli.apps.mobility.api.answers import PointOut, TripOut
from metropoli.apps.mobility.types import Followed
from metropoli.apps.travel import services as travel
from metropoli.apps.travel.types import MINUTE_S, Manner

PROGRESS = ("phase", "position", "next_at", "arrives_at")
BROKEN = ("code", "position", "line", "place", "at", "minutes")
router = Router(tags=["mobility"])


class FollowIn(Schema):
    trip: str = Field(max_length=6000, description="`follow` of a trip of /trips")
    step_free: bool = False
    spare_min: int = Field(0, ge=0, le=15)


class FollowedLegOut(Schema):
    mode: str
    line: str
    headsign: str
    start: PointOut
    end: PointOut
    planned_departs_at: datetime
    planned_arrives_at: datetime
    departs_at: datetime = Field(description="as things are now")
    arrives_at: datetime
    state: str = Field(description="done, now, ahead")
    is_live: bool
    cancelled: bool


class BreakOut(Schema):
    code: str = Field(
        description="cancelled, skips_boarding, skips_alighting, change_missed, left_early"
    )
    says: str = Field(description="why, in the reader's language")
    position: int = Field(description="of the leg that cannot be taken")
    line: str
    place: str
    at: datetime
    minutes: int


class FollowedOut(Schema):
    phase: str = Field(description="before, own, waiting, aboard, arrived")
    position: int
    next_at: datetime
    arrives_at: datetime
    checked_at: datetime
    live_at: datetime | None
    legs: list[FollowedLegOut]
    broken: BreakOut | None
    again: list[TripOut] = Field(description="how to go on, where the trip broke")


@router.get("/follow", response=FollowedOut, summary="How a chosen trip goes now")
def read_followed(request: HttpRequest, asked: Query[FollowIn]) -> FollowedOut:
    """Follow a trip: late and cancelled vehicles, skipped stops, missed changes, and another way."""
    manner = Manner(step_free=asked.step_free, spare_s=asked.spare_min * MINUTE_S)
    trip = rules.trip_of(asked.trip)
    return _out(services.follow(trip=trip, now=travel.city_now(), manner=manner))


def _out(followed: Followed) -> FollowedOut:
    progress = followed.progress
    broken = progress.broken
    told = {name: getattr(progress, name) for name in PROGRESS}
    told |= {"checked_at": followed.checked_at, "live_at": followed.live_at}
    told["legs"] = [
        {name: getattr(one.leg, name) for name in ("mode", "line", "headsign", "start", "end")}
        | {"planned_departs_at": one.leg.departs_at, "planned_arrives_at": one.leg.arrives_at}
        | {name: getattr(one, name) for name in ("departs_at", "arrives_at", "state")}
        | {
            "is_live": bool(one.sight and one.sight.is_live),
            "cancelled": bool(one.sight and one.sight.cancelled),
        }
        for one in progress.stretches
    ]
    with timezone.override(followed.zone):
        says = render_to_string("mobility/_broken.html", {"broken": broken}) if broken else ""
    told["broken"] = broken and {name: getattr(broken, name) for name in BROKEN} | {
        "says": " ".join(says.split())
    }
    told["again"] = followed.again.trips if followed.again else []
    return FollowedOut.model_validate(told, from_attributes=True)
