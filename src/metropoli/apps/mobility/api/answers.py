"""What the planner answers to programs: the words of `travel.types`, one schema a word."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from ninja import Schema
from pydantic import Field

from metropoli.apps.mobility import rules
from metropoli.apps.travel.types import Trip

Mode = Literal[
    "transit",
    "walk",
    "bike",
    "car",
    "shared_bike",
    "shared_scooter",
    "shared_car",
    "park_ride",
    "bike_ride",
    "kiss_ride",
    "on_demand",
]


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
    planned_arrives_at: datetime | None = Field(description="set where the vehicle is followed")
    planned_departs_at: datetime | None
    platform: str
    skipped: bool


class StepOut(Schema):
    turn: str
    street: str
    length_m: int
    duration_s: int


class CostsOut(Schema):
    fare_cents: int | None = Field(description="in the currency of the answer; null: not known")
    energy_wh: int | None
    co2_g: int | None = Field(description="CO2 equivalent, use and making of the vehicle")


class TicketOut(Schema):
    key: str
    name: str
    cents: int
    legs: list[int] = Field(description="positions of the legs that it pays for")
    owned: bool


class NoticeOut(Schema):
    header: str
    text: str
    url: str
    effect: str
    from_at: datetime | None
    until_at: datetime | None


class RentalOut(Schema):
    system: str
    form: str
    electric: bool
    taken_at: str
    left_at: str
    n_free: int | None
    n_docks: int | None
    seen_at: datetime | None
    url: str


class ParkingOut(Schema):
    name: str
    n_free: int | None
    n_places: int | None
    seen_at: datetime | None


class BasisOut(Schema):
    kind: str = Field(description="fares, factors, delays, live")
    name: str
    year: int
    url: str
    note: str
    note_it: str


class BookingOut(Schema):
    line: LineOut
    by_at: datetime | None = Field(description="none: one may ask at any time")
    message: str
    phone: str
    url: str


class LegOut(Schema):
    mode: str = Field(description="walk, bike, car, scooter, the kind of vehicle, or stay")
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
    costs: CostsOut
    odds_share: float | None = Field(description="chance to catch this vehicle")
    live: str = Field(description="empty: by the timetable; else live, cancelled or added")
    seen_at: datetime | None
    trip_key: str
    notices: list[NoticeOut]
    rental: RentalOut | None
    booking: BookingOut | None = Field(description="a ride on demand has to be asked for")
    parking: ParkingOut | None
    passes: list[str] = Field(description="places on the way that one is carried through")


class TripOut(Schema):
    kind: Mode
    departs_at: datetime
    arrives_at: datetime
    duration_s: int
    n_rides: int
    walk_m: int
    costs: CostsOut
    tickets: list[TicketOut]
    odds_share: float | None = Field(description="chance to be there in time")
    reasons: list[str] = Field(description="why it is shown: earliest, cheapest, cleanest, …")
    follow: str = Field(description="the trip as /follow asks for it")
    legs: list[LegOut]

    @staticmethod
    def resolve_follow(trip: Trip) -> str:
        return rules.token_of(trip)


class ViaOut(Schema):
    point: PointOut
    stay_s: int = Field(description="how long one stays there at least")


class PlannedOut(Schema):
    start: PointOut
    end: PointOut
    vias: list[ViaOut] = Field(description="places on the way, in their order")
    trips: list[TripOut]
    generated: bool = Field(description="the network is a demo: its times are made by us")
    earlier_at: datetime | None = Field(description="ask again, arriving by this instant")
    later_at: datetime | None = Field(description="ask again, leaving after this instant")
    why_none: list[str] = Field(description="codes of what kept a way of moving from answering")
    currency: str
    live_at: datetime | None = Field(description="when the vehicles were last heard of")
    live_doubt: str = Field(description="code of why live data are not used, or not to be trusted")
    rests_on: list[BasisOut] = Field(description="where the figures come from")


class DepartureOut(Schema):
    line: LineOut
    headsign: str
    stop: StopOut
    departs_at: datetime
    planned_at: datetime | None = Field(description="set where the vehicle is followed")
    cancelled: bool
    platform: str
    seen_at: datetime | None = Field(description="when the vehicle was last heard of")
    added: bool = Field(description="not in the timetable")
    trip_key: str


class StopPageOut(Schema):
    stop: StopOut
    siblings: list[StopOut]
    lines: list[LineOut]
    step_free: bool | None


class BoardOut(Schema):
    page: StopPageOut
    at: datetime
    departures: list[DepartureOut]
    notices: list[NoticeOut]
    live_at: datetime | None


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
    notices: list[NoticeOut]


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
