"""The words of the sharing engine: fleets of shared vehicles, and car parks. All frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Texts = tuple[tuple[str, str], ...]  # (language, text): one sentence in several languages
Ring = tuple[tuple[float, float], ...]  # (longitude, latitude) in degrees, closed
Polygon = tuple[Ring, ...]  # the outline, then the holes

BICYCLE, CARGO_BICYCLE, CAR, MOPED = "bicycle", "cargo_bicycle", "car", "moped"
SCOOTER, SCOOTER_STANDING, SCOOTER_SEATED = "scooter", "scooter_standing", "scooter_seated"
OTHER = "other"
FORMS = (BICYCLE, CARGO_BICYCLE, CAR, MOPED, SCOOTER, SCOOTER_STANDING, SCOOTER_SEATED, OTHER)
HUMAN, ELECTRIC_ASSIST, ELECTRIC, COMBUSTION = "human", "electric_assist", "electric", "combustion"
PROPULSIONS = (
    HUMAN,
    ELECTRIC_ASSIST,
    ELECTRIC,
    COMBUSTION,
    "combustion_diesel",
    "hybrid",
    "plug_in_hybrid",
    "hydrogen_fuel_cell",
)
# Where a vehicle may be left: anywhere, where it was taken, at any station, or either.
FREE, ROUND_TRIP, ANY_STATION, HYBRID = (
    "free_floating",
    "roundtrip_station",
    "any_station",
    "hybrid",
)
RETURNS = (FREE, ROUND_TRIP, ANY_STATION, HYBRID)

ERROR, WARNING, INFO = "error", "warning", "info"


@dataclass(frozen=True, slots=True)
class Problem:
    """
    Something wrong with a feed. The sentence of `code` is in problems.toml; `values` fill it.

    `values` has `field`, where in the file it is, as in `stations[3].lat`. `count` is the number
    of places it stands for: the last one of a code in a file stands for all not told one by one.
    """

    severity: str
    code: str
    file: str
    values: Mapping[str, str] = field(default_factory=dict)
    count: int = 1


@dataclass(frozen=True, slots=True)
class System:
    """Who runs a fleet."""

    id: str
    name: Texts
    operator: Texts = ()
    zone: str = ""  # IANA name of its clocks
    languages: tuple[str, ...] = ()
    url: str = ""
    purchase_url: str = ""
    phone: str = ""
    email: str = ""
    opening_hours: str = ""  # as OSM writes them
    android_url: str = ""
    ios_url: str = ""


@dataclass(frozen=True, slots=True)
class VehicleType:
    """A kind of vehicle."""

    id: str
    form: str
    propulsion: str
    name: Texts = ()
    range_m: float | None = None
    plans: tuple[str, ...] = ()  # the first one is charged where a vehicle names none
    returns: str = ""  # one of RETURNS, or nothing where it is not said
    co2_g_per_km: float | None = None
    riders: int | None = None

    @property
    def is_electric(self) -> bool:
        return self.propulsion in {ELECTRIC, ELECTRIC_ASSIST, "hydrogen_fuel_cell"}


@dataclass(frozen=True, slots=True)
class Count:
    """So many of these vehicle types; of every type where none is named."""

    types: tuple[str, ...]
    n: int


@dataclass(frozen=True, slots=True)
class Status:
    """What is at a station now. None where it is not said, which is not the same as zero."""

    installed: bool = True
    renting: bool = True
    returning: bool = True
    n_vehicles: int | None = None
    n_docks: int | None = None
    vehicles: tuple[Count, ...] = ()
    docks: tuple[Count, ...] = ()
    seen_s: int | None = None  # Unix time


@dataclass(frozen=True, slots=True)
class Links:
    """Where a phone or a browser rents."""

    web: str = ""
    android: str = ""
    ios: str = ""


NO_LINKS = Links()


@dataclass(frozen=True, slots=True)
class Station:
    """Where vehicles are taken and left."""

    id: str
    name: Texts
    lat_deg: float
    lon_deg: float
    capacity: int | None = None
    places: tuple[Count, ...] = ()  # by vehicle type, where it is said
    is_virtual: bool = False  # an area, not docks: overfull is still possible
    address: str = ""
    area: tuple[Polygon, ...] = ()
    links: Links = NO_LINKS
    status: Status | None = None  # none: nothing is known of it now


@dataclass(frozen=True, slots=True)
class Vehicle:
    """A vehicle that stands in the street, or at a station."""

    id: str
    type: str  # empty where the fleet names no types
    lat_deg: float | None
    lon_deg: float | None
    reserved: bool = False
    disabled: bool = False
    range_m: float | None = None
    plan: str = ""
    station: str = ""
    links: Links = NO_LINKS
    seen_s: int | None = None


@dataclass(frozen=True, slots=True)
class MinuteRate:
    """Charged at the start and again every interval, until before the end (interval 0: once only)."""

    start_min: float
    rate_cents: float
    interval_min: float
    end_min: float | None = None


@dataclass(frozen=True, slots=True)
class KmRate:
    """The same along the way instead of over time."""

    start_km: float
    rate_cents: float
    interval_km: float
    end_km: float | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What a ride costs: a price to begin with, and rates by minute and by kilometre."""

    id: str
    name: Texts
    currency: str
    price_cents: float
    per_minute: tuple[MinuteRate, ...] = ()
    per_km: tuple[KmRate, ...] = ()
    description: Texts = ()
    is_taxable: bool = False  # tax comes on top
    surge: bool = False  # may be dearer than it says
    url: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """What may be done, with some vehicle types or (none named) with all."""

    types: tuple[str, ...] = ()
    start: bool = True
    end: bool = True
    through: bool = True
    max_kmh: float | None = None
    station_only: bool = False  # rides end at stations


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of the city with rules of its own; of overlapping zones the first in the file counts."""

    name: Texts
    area: tuple[Polygon, ...]
    rules: tuple[Rule, ...]
    from_s: int | None = None  # Unix times
    until_s: int | None = None


@dataclass(frozen=True, slots=True)
class Alert:
    """What a fleet tells its riders."""

    id: str
    kind: str
    summary: Texts
    description: Texts = ()
    url: str = ""
    stations: tuple[str, ...] = ()
    times: tuple[tuple[int | None, int | None], ...] = ()  # Unix times


@dataclass(frozen=True, slots=True)
class Fleet:
    """A shared fleet as its feed tells it."""

    version: str
    system: System
    types: tuple[VehicleType, ...] = ()
    stations: tuple[Station, ...] = ()
    vehicles: tuple[Vehicle, ...] = ()
    plans: tuple[Plan, ...] = ()
    zones: tuple[Zone, ...] = ()
    rules: tuple[Rule, ...] = ()  # outside all zones
    alerts: tuple[Alert, ...] = ()
    seen_s: int | None = None  # when its status was written, Unix time
    lasts_s: int = 0  # after so many seconds the feed has something new


@dataclass(frozen=True, slots=True)
class CarPark:
    """A car park with what is free in it now; None where nobody says."""

    id: str
    name: str
    lat_deg: float
    lon_deg: float
    n_places: int | None = None
    n_free: int | None = None
    is_park_ride: bool = False
    is_open: bool = True
    hour_cents: int | None = None  # an hour, where it is known; 0 is free
    day_cents: int | None = None  # a day's stay
    fee_note: str = ""
    seen_s: int | None = None  # Unix time


@dataclass(frozen=True, slots=True)
class Told:
    """What a feed of fleets said, and what was wrong with it. No fleet: nothing of it can be used."""

    fleet: Fleet | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class ToldParks:
    """What a list of car parks said, and what was wrong with it."""

    parks: tuple[CarPark, ...]
    problems: tuple[Problem, ...] = ()
    seen_s: int | None = None


def in_language(texts: Texts, language: str) -> str:
    """Return a text in this language, else in the first one that it has."""
    for tag, text in texts:
        if tag.lower().split("-")[0] == language:
            return text
    return texts[0][1] if texts else ""
