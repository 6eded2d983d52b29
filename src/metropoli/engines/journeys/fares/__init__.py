"""Fares: every tariff of a network as one finite automaton."""

from metropoli.engines.journeys.fares.building import build_tariff
from metropoli.engines.journeys.fares.city import (
    CityNetwork,
    CityPass,
    CityRules,
    CityTicket,
    CityZone,
    Cover,
)
from metropoli.engines.journeys.fares.passes import with_passes
from metropoli.engines.journeys.fares.pricing import (
    Bought,
    FareRide,
    Price,
    fare_class,
    fare_rides,
    frame_at,
    price_rides,
)
from metropoli.engines.journeys.fares.rides import minute_frames, ride_classes
from metropoli.engines.journeys.fares.types import (
    ALIGHTING,
    BOARDING,
    NO_FARE,
    UNPAYABLE,
    Pass,
    Product,
    Products,
    RideClasses,
    Tariff,
)

__all__ = [
    "ALIGHTING",
    "BOARDING",
    "NO_FARE",
    "UNPAYABLE",
    "Bought",
    "CityNetwork",
    "CityPass",
    "CityRules",
    "CityTicket",
    "CityZone",
    "Cover",
    "FareRide",
    "Pass",
    "Price",
    "Product",
    "Products",
    "RideClasses",
    "Tariff",
    "build_tariff",
    "fare_class",
    "fare_rides",
    "frame_at",
    "minute_frames",
    "price_rides",
    "ride_classes",
    "with_passes",
]
