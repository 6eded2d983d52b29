"""The planner for programs in our own words: the same services as the pages, in JSON."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest
from django.utils.translation import get_language
from ninja import Query, Router, Schema
from pydantic import Field

from metropoli.apps.mobility import services
from metropoli.apps.mobility.api.answers import (
    BoardOut,
    LineOut,
    LineTimetableOut,
    Mode,
    NetworkOut,
    PlannedOut,
)
from metropoli.apps.mobility.types import (
    FASTEST_KMH,
    LEVELS,
    LONGEST_STAY_MIN,
    LONGEST_WALK_MIN,
    MOST_SPARE_MIN,
    MOST_VIAS,
    SLOWEST_KMH,
    WISHES,
    PlaceQuestion,
    PlannedTrip,
    TripQuestion,
    ViaQuestion,
    Wishes,
)
from metropoli.apps.travel import services as travel
from metropoli.apps.travel import types as words

router = Router(tags=["mobility"])

Level = Annotated[int, Field(ge=LEVELS[0], le=LEVELS[-1])]
Latitude = Annotated[float, Field(ge=-90, le=90)]
ViaText = Annotated[str, Field(min_length=1, max_length=200)]
StayMinutes = Annotated[int, Field(ge=0, le=LONGEST_STAY_MIN)]
Longitude = Annotated[float, Field(ge=-180, le=180)]


class TripIn(Schema):
    from_: str = Field("", alias="from", max_length=200, description="a name, or “lat, lon”")
    to: str = Field("", max_length=200, description="a name, or “lat, lon”")
    from_lat_deg: Latitude | None = None
    from_lon_deg: Longitude | None = None
    to_lat_deg: Latitude | None = None
    to_lon_deg: Longitude | None = None
    at: datetime | None = Field(None, description="now, if absent; with an offset, else local time")
    arrive_by: bool = False
    step_free: bool = False
    modes: list[Mode] = Field(default=["transit", "walk", "bike", "car"])
    walk_kmh: float = Field(5.0, ge=SLOWEST_KMH, le=FASTEST_KMH)
    longest_walk_min: int = Field(30, ge=1, le=LONGEST_WALK_MIN, description="to or from a stop")
    spare_min: int = Field(0, ge=0, le=MOST_SPARE_MIN, description="more time at each change")
    bike_aboard: bool = False
    passes: list[str] = Field(default=[], max_length=50, description="keys of the passes owned")
    via: list[ViaText] = Field(
        default=[], max_length=MOST_VIAS, description="places on the way: names, or “lat, lon”"
    )
    via_stay_min: list[StayMinutes] = Field(
        default=[],
        max_length=MOST_VIAS,
        description="how long one stays at least at each; 0, as if absent: one may be carried through",
    )
    live: bool = Field(
        default=True, description="as things are now, not only as the timetable promises"
    )
    wish_minutes: Level | None = Field(None, description="0 … 4; any wish orders the ways by it")
    wish_money: Level | None = None
    wish_environment: Level | None = None
    wish_changes: Level | None = None
    wish_walking: Level | None = None
    wish_certainty: Level | None = None

    @property
    def manner(self) -> words.Manner:
        return words.Manner(
            step_free=self.step_free,
            walk_kmh=self.walk_kmh,
            longest_walk_s=self.longest_walk_min * words.MINUTE_S,
            spare_s=self.spare_min * words.MINUTE_S,
            bike_aboard=self.bike_aboard,
        )

    @property
    def vias(self) -> tuple[ViaQuestion, ...]:
        stays_min = [*self.via_stay_min, *(0 for _ in self.via)]
        return tuple(
            ViaQuestion(PlaceQuestion(text), stay_min)
            for text, stay_min in zip(self.via, stays_min, strict=False)
        )

    @property
    def wishes(self) -> Wishes | None:
        said = {name: getattr(self, f"wish_{name}") for name in WISHES}
        said = {name: level for name, level in said.items() if level is not None}
        return Wishes(**said) if said else None


@router.get("/trips", response=PlannedOut, summary="Every good way from here to there")
def read_trips(request: HttpRequest, asked: Query[TripIn]) -> PlannedOut:
    """Plan a trip from door to door: public transport, on foot, by bike, by car."""
    now = travel.city_now()
    question = TripQuestion(
        start=PlaceQuestion(asked.from_, asked.from_lat_deg, asked.from_lon_deg),
        end=PlaceQuestion(asked.to, asked.to_lat_deg, asked.to_lon_deg),
        when=asked.at or now,
        arrive_by=asked.arrive_by,
        modes=frozenset(asked.modes),
        manner=asked.manner,
        owned=frozenset(asked.passes),
        live=asked.live,
        wishes=asked.wishes,
        vias=asked.vias,
    )
    planned = services.plan_trip(question=question, language=get_language() or "it", now=now)
    return _planned_out(planned)


@router.get("/stops/{path:key}/departures", response=BoardOut, summary="What leaves from a stop")
def read_departures(request: HttpRequest, key: str, at: datetime | None = None) -> words.Board:
    """Read the departure board of a stop, with the stops and lines that belong to it."""
    now = travel.city_now()
    return services.read_board(key=key, when=at or now, now=now)


@router.get("/lines", response=list[LineOut], summary="Every line")
def read_lines(request: HttpRequest) -> tuple[words.LineName, ...]:
    """List the lines in service."""
    return travel.list_lines()


@router.get("/lines/{path:key}", response=LineTimetableOut, summary="A line and its timetable")
def read_line(request: HttpRequest, key: str, day: date | None = None) -> words.LinePage:
    """Read the ways in which a line runs on a day, with the times of every vehicle."""
    return services.read_line(key=key, day=day, now=travel.city_now())


@router.get("/network", response=NetworkOut, summary="What the planner knows")
def read_network(request: HttpRequest) -> words.NetworkSummary:
    """Read which streets and timetables are in service."""
    return travel.read_summary()


def _planned_out(planned: PlannedTrip) -> PlannedOut:
    answer = planned.answer
    named = ("generated", "why_none", "currency", "live_at", "live_doubt", "rests_on")
    return PlannedOut.model_validate(
        {name: getattr(answer, name) for name in named}
        | {
            "trips": planned.trips,
            "start": planned.start.point,
            "end": planned.end.point,
            "vias": answer.request.vias,
            "earlier_at": services.earlier_than(answer=answer),
            "later_at": services.later_than(answer=answer),
        },
        from_attributes=True,
    )
