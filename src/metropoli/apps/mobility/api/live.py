"""Where vehicles are and what holds now, for programs."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from metropoli.apps.mobility.api.answers import LineOut, NoticeOut
from metropoli.apps.mobility.api.sharing import AreaIn
from metropoli.apps.travel import services as travel
from metropoli.apps.travel import types as words

router = Router(tags=["mobility"])


class LiveVehicleOut(Schema):
    key: str
    line: LineOut
    headsign: str
    lat_deg: float
    lon_deg: float
    bearing_deg: float | None
    speed_ms: float | None
    stands: bool = Field(description="at a stop")
    occupancy: str = Field(description="as in GTFS-Realtime, in lower case; empty: nobody says")
    trip_id: str
    seen_at: datetime


class TroubleOut(Schema):
    code: str
    count: int


class LiveStateOut(Schema):
    heard_at: datetime | None = Field(description="null: vehicles are not followed")
    doubt: str = Field(description="code of why they are not")
    n_followed: int
    n_cancelled: int
    n_vehicles: int
    n_notices: int
    troubles: list[TroubleOut] = Field(description="what was odd in the feeds, and how often")

    @staticmethod
    def resolve_troubles(state: words.LiveState) -> list[dict[str, object]]:
        """Tell pairs as objects: JSON Schema has two ways to write a pair, and tools know one."""
        return [{"code": code, "count": count} for code, count in state.troubles]


@router.get("/vehicles", response=list[LiveVehicleOut], summary="Where vehicles say that they are")
def read_vehicles(request: HttpRequest, asked: Query[AreaIn]) -> tuple[words.LiveVehicle, ...]:
    """Read the vehicles of a part of the map that spoke within the last ten minutes."""
    box = asked.box
    window = words.Window(box.south_deg, box.west_deg, box.north_deg, box.east_deg)
    return travel.live_vehicles(window=window)


@router.get("/notices", response=list[NoticeOut], summary="What holds now for lines and stops")
def read_notices(request: HttpRequest) -> tuple[words.Notice, ...]:
    """Read every notice that holds at this moment, the most specific and severe first."""
    return travel.list_notices()


@router.get("/live", response=LiveStateOut, summary="Whether vehicles are followed")
def read_live(request: HttpRequest) -> words.LiveState:
    """Read when vehicles were last heard of, or why the timetable holds."""
    return travel.read_live_state()
