"""Shared vehicles and car parks for programs, as they were seen a moment ago."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from django.utils.translation import get_language
from ninja import Query, Router, Schema
from pydantic import Field

from metropoli.apps.travel import services as travel
from metropoli.apps.travel import types as words
from metropoli.base import clock

router = Router(tags=["mobility"])

Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]
EARTH = words.Box(-90.0, -180.0, 90.0, 180.0)


class KindOut(Schema):
    form: str = Field(description="as in GBFS: bicycle, scooter_standing, moped, car, …")
    electric: bool
    name: str
    n: int


class StationOut(Schema):
    key: str
    system: str
    name: str
    lat_deg: float
    lon_deg: float
    forms: list[str]
    capacity: int | None
    n_vehicles: int | None = Field(description="null: not known now")
    n_docks: int | None = Field(description="null: not known now")
    by_kind: list[KindOut]
    renting: bool
    returning: bool
    seen_at: datetime | None
    generated: bool
    away_m: int | None = Field(description="as the crow flies from who asked")
    url: str


class FreeVehicleOut(Schema):
    key: str
    system: str
    form: str
    electric: bool
    name: str
    lat_deg: float
    lon_deg: float
    range_m: int | None
    seen_at: datetime | None
    generated: bool
    away_m: int | None
    url: str


class SystemOut(Schema):
    key: str
    name: str
    operator: str
    forms: list[str]
    n_stations: int
    n_vehicles: int
    prices: list[str]
    seen_at: datetime | None
    lapsed: bool = Field(description="seen too long ago to tell what is there now")
    generated: bool
    attribution: str
    url: str


class SharingOut(Schema):
    systems: list[SystemOut]
    stations: list[StationOut]
    vehicles: list[FreeVehicleOut]
    n_left_out: int


class CarParkOut(Schema):
    key: str
    name: str
    lat_deg: float
    lon_deg: float
    n_places: int | None
    n_free: int | None = Field(description="null: not known now")
    park_ride: bool
    is_open: bool
    hour_cents: int | None
    day_cents: int | None
    fee_note: str
    seen_at: datetime | None
    generated: bool


class ParkingOut(Schema):
    parks: list[CarParkOut]
    attributions: list[str]
    n_left_out: int


class AreaIn(Schema):
    south_deg: Latitude = EARTH.south_deg
    west_deg: Longitude = EARTH.west_deg
    north_deg: Latitude = EARTH.north_deg
    east_deg: Longitude = EARTH.east_deg

    @property
    def box(self) -> words.Box:
        return words.Box(self.south_deg, self.west_deg, self.north_deg, self.east_deg)


class SharingIn(AreaIn):
    lat_deg: Latitude | None = Field(None, description="with lon_deg: around this point")
    lon_deg: Longitude | None = None
    within_m: int = Field(600, ge=50, le=5_000)


@router.get("/sharing", response=SharingOut, summary="Shared vehicles, and what is there now")
def read_sharing(request: HttpRequest, asked: Query[SharingIn]) -> words.SharingSight:
    """Read the stations and free vehicles around a point, nearest first, or in a part of the map."""
    language, now = get_language() or "it", clock.now()
    if asked.lat_deg is None or asked.lon_deg is None:
        return travel.shared_in(box=asked.box, at=now, language=language)
    point = words.Point(asked.lat_deg, asked.lon_deg)
    return travel.shared_near(point=point, at=now, language=language, within_m=asked.within_m)


@router.get("/parking", response=ParkingOut, summary="Car parks, and what is free in them now")
def read_parking(request: HttpRequest, asked: Query[AreaIn]) -> words.ParkingSight:
    """Read the car parks of a part of the map with their free places."""
    return travel.car_parks(box=asked.box, at=clock.now())
