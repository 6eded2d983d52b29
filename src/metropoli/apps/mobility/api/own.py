"""The planner for programs in our own words: the same services as the pages, in JSON."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils.translation import get_language
from ninja import Query, Router, Schema
from pydantic import Field

from metropoli.apps.mobility import services
from metropoli.apps.mobility.types import PlaceQuestion, PlannedTrip, TripQuestion
from metropoli.apps.travel import services as travel
from metropoli.apps.travel import types as words
from metropoli.base import clock

router = Router(tags=["mobility"])

Mode = Literal["transit", "walk", "bike", "car"]
Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]


class PointOut(Schema):
    lat_deg: float
    lon_deg: float
    name: str


class StopOut(Schema):
    key: str
    name: str
    code: str
    platform: str
    lat_deg: float
    lon_deg: float


class LineOut(Schema):
    key: str
    short_name: str
    long_name: str
    vehicle: str
    agency: str
    color: str
    text_color: str


class CallOut(Schema):
    stop: StopOut
    arrives_at: datetime
    departs_at: datetime


class StepOut(Schema):
    turn: str
    street: str
    length_m: int
    duration_s: int


class LegOut(Schema):
    mode: str
    start: PointOut
    end: PointOut
    departs_at: datetime
    arrives_at: datetime
    duration_s: int
    length_m: int
    climb_m: int
    line: LineOut | None
    headsign: str
    stays_on_board: bool
    calls: list[CallOut]
    steps: list[StepOut]
    geometry: list[tuple[float, float]] = Field(description="(longitude, latitude) pairs")


class TripOut(Schema):
    kind: Mode
    departs_at: datetime
    arrives_at: datetime
    duration_s: int
    n_rides: int
    walk_m: int
    legs: list[LegOut]


class PlannedOut(Schema):
    start: PointOut
    end: PointOut
    trips: list[TripOut]
    generated: bool = Field(description="the network is a demo: its times are made by us")
    earlier_at: datetime | None = Field(description="ask again, arriving by this instant")
    later_at: datetime | None = Field(description="ask again, leaving after this instant")


class DepartureOut(Schema):
    line: LineOut
    headsign: str
    stop: StopOut
    departs_at: datetime


class StopPageOut(Schema):
    stop: StopOut
    siblings: list[StopOut]
    lines: list[LineOut]
    step_free: bool | None


class BoardOut(Schema):
    page: StopPageOut
    at: datetime
    departures: list[DepartureOut]


class PatternOut(Schema):
    headsign: str
    stops: list[StopOut]
    n_trips: int
    runs: list[list[datetime]] = Field(description="one list a vehicle, one instant a stop")
    geometry: list[tuple[float, float]]


class LineTimetableOut(Schema):
    line: LineOut
    day: date
    patterns: list[PatternOut]


class NetworkOut(Schema):
    version: str
    zone: str
    n_stops: int
    n_lines: int
    n_trips: int
    n_street_edges: int
    first_day: date | None
    last_day: date | None
    generated: bool
    credits: list[str]


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


@router.get("/trips", response=PlannedOut, summary="Every good way from here to there")
def read_trips(request: HttpRequest, asked: Query[TripIn]) -> PlannedOut:
    """Plan a trip from door to door: public transport, on foot, by bike, by car."""
    now = clock.now()
    question = TripQuestion(
        start=PlaceQuestion(asked.from_, asked.from_lat_deg, asked.from_lon_deg),
        end=PlaceQuestion(asked.to, asked.to_lat_deg, asked.to_lon_deg),
        when=asked.at or now,
        arrive_by=asked.arrive_by,
        step_free=asked.step_free,
        modes=frozenset(asked.modes),
    )
    planned = services.plan_trip(question=question, language=get_language() or "it", now=now)
    return _planned_out(planned)


@router.get("/stops/{path:key}/departures", response=BoardOut, summary="What leaves from a stop")
def read_departures(request: HttpRequest, key: str, at: datetime | None = None) -> words.Board:
    """Read the departure board of a stop, with the stops and lines that belong to it."""
    now = clock.now()
    return services.read_board(key=key, when=at or now, now=now)


@router.get("/lines", response=list[LineOut], summary="Every line")
def read_lines(request: HttpRequest) -> tuple[words.LineName, ...]:
    """List the lines in service."""
    return travel.list_lines()


@router.get("/lines/{path:key}", response=LineTimetableOut, summary="A line and its timetable")
def read_line(request: HttpRequest, key: str, day: date | None = None) -> words.LinePage:
    """Read the ways in which a line runs on a day, with the times of every vehicle."""
    return services.read_line(key=key, day=day, now=clock.now())


@router.get("/network", response=NetworkOut, summary="What the planner knows")
def read_network(request: HttpRequest) -> words.NetworkSummary:
    """Read which streets and timetables are in service."""
    return travel.read_summary()


def _planned_out(planned: PlannedTrip) -> PlannedOut:
    return PlannedOut.model_validate(
        {
            "start": planned.start.point,
            "end": planned.end.point,
            "trips": planned.answer.trips,
            "generated": planned.answer.generated,
            "earlier_at": services.earlier_than(answer=planned.answer),
            "later_at": services.later_than(answer=planned.answer),
        },
        from_attributes=True,
    )
