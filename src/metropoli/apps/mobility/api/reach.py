"""What can be reached, for programs: lists by minutes, and areas on the map."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils.translation import get_language
from ninja import Query, Router, Schema
from pydantic import Field

from metropoli.apps.mobility import bridge, services
from metropoli.apps.mobility.api.answers import BasisOut, CostsOut, PointOut
from metropoli.apps.mobility.types import PlaceQuestion, ReachedWay
from metropoli.apps.travel import services as travel
from metropoli.apps.travel import types as words

router = Router(tags=["mobility"])

Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]
Minutes = Annotated[int, Field(ge=1, le=120)]
MOST_POINTS = 20_000


class StartIn(Schema):
    from_: str = Field("", alias="from", max_length=200, description="a name, or “lat, lon”")
    from_lat_deg: Latitude | None = None
    from_lon_deg: Longitude | None = None
    at: datetime | None = Field(None, description="now, if absent; with an offset, else local time")
    window_min: int = Field(
        60, ge=0, le=240, description="leaving at any minute of so many; 0: at that instant"
    )
    mode: Literal["transit", "walk", "bike", "car"] = "transit"
    max_rides: int = Field(4, ge=1, le=8)
    step_free: bool = False
    walk_kmh: float = Field(5.0, ge=3, le=6)
    longest_walk_min: int = Field(30, ge=1, le=60, description="to or from a stop")

    def way(self, longest_min: int, passes: list[str]) -> ReachedWay:
        """Return how one sets out."""
        return ReachedWay(
            start=PlaceQuestion(self.from_, self.from_lat_deg, self.from_lon_deg),
            when=self.at or travel.city_now(),
            window_s=self.window_min * words.MINUTE_S,
            mode=self.mode,
            longest_s=longest_min * words.MINUTE_S,
            max_rides=self.max_rides,
            manner=words.Manner(
                step_free=self.step_free,
                walk_kmh=self.walk_kmh,
                longest_walk_s=self.longest_walk_min * words.MINUTE_S,
            ),
            owned=frozenset(passes),
        )


class ListIn(StartIn):
    longest_min: Minutes = 90
    passes: list[str] = Field(default=[], max_length=50, description="keys of the passes owned")
    kind: list[str] = Field(
        default=[], max_length=50, description="kinds of places: hospital, station, comune, …"
    )


class AreasIn(StartIn):
    minutes: list[Minutes] = Field(default=[15, 30, 45, 60], min_length=1, max_length=12)
    percentile: int = Field(
        50, ge=5, le=95, description="5, 25, 50, 75 or 95: departures that keep to the minutes"
    )


class PointIn(Schema):
    lat_deg: Latitude
    lon_deg: Longitude
    name: str = Field("", max_length=200)


class PointsIn(Schema):
    points: list[PointIn] = Field(max_length=MOST_POINTS)
    passes: list[str] = Field(default=[], max_length=50, description="keys of the passes owned")


class ReachedOut(Schema):
    point: PointOut
    row: int = Field(description="where the point stood in the list that was sent")
    minutes: int | None = Field(description="half of the departures take so many; null: too far")
    quick_min: int | None = Field(description="5 of 100 departures take so many")
    slow_min: int | None = Field(description="95 of 100 departures take so many")
    n_rides: int | None = Field(description="of the quickest way at the first instant")
    costs: CostsOut = Field(
        description="of that way: the fare of the quickest, not of the cheapest"
    )


class ReachOut(Schema):
    places: list[ReachedOut]
    zone: str
    generated: bool = Field(description="the network is a demo: its times are made by us")
    currency: str
    live_at: datetime | None
    rests_on: list[BasisOut]
    why_none: list[str]


class GeometryOut(Schema):
    type: Literal["MultiPolygon"]
    coordinates: list[list[list[tuple[float, float]]]]


class AreaOut(Schema):
    type: Literal["Feature"]
    properties: dict[str, float]
    geometry: GeometryOut


class AreasOut(Schema):
    type: Literal["FeatureCollection"]
    generated: bool
    why_none: list[str]
    features: list[AreaOut] = Field(description="the widest first")


@router.get("/reach", response=ReachOut, summary="Known places by the time it takes to get there")
def list_reach(request: HttpRequest, asked: Query[ListIn]) -> words.ReachAnswer:
    """List the places of some kinds, the nearest in time first; what is too far comes last."""
    way = asked.way(asked.longest_min, asked.passes)
    return services.sort_places(
        way=way, kinds=asked.kind, language=_language(), now=travel.city_now()
    )


@router.post("/reach", response=ReachOut, summary="Your points by the time it takes to get there")
def sort_points(
    request: HttpRequest, asked: Query[StartIn], sent: PointsIn, longest_min: Minutes = 90
) -> words.ReachAnswer:
    """Sort up to 20,000 points, the nearest in time first; what is too far comes last."""
    points = [words.Point(one.lat_deg, one.lon_deg, one.name) for one in sent.points]
    way = asked.way(longest_min, sent.passes)
    return services.sort_points(way=way, points=points, language=_language(), now=travel.city_now())


@router.get("/isochrones", response=AreasOut, summary="The areas within so many minutes")
def draw_areas(request: HttpRequest, asked: Query[AreasIn]) -> dict[str, Any]:
    """Draw the areas within so many minutes as GeoJSON."""
    way = asked.way(max(asked.minutes), [])
    drawn = services.draw_areas(
        way=way,
        minutes=sorted(set(asked.minutes)),
        percentile=asked.percentile,
        language=_language(),
        now=travel.city_now(),
    )
    return bridge.areas_drawing(drawn)


def _language() -> str:
    return get_language() or "it"
